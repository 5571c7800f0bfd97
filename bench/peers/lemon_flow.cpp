// SPDX-License-Identifier: Apache-2.0
// LEMON's network simplex and cost scaling on a SmartDigraph.
//
// Flows are 32-bit, costs 64-bit: the simplex gives its artificial arcs (largest cost + 1) x nodes,
// which leaves 32 bits here. Capacities, costs and supplies go as soon as the algorithm has copied
// them, so that nothing is held that the method does not need.
#include "lemon_flow.hpp"

#include <lemon/config.h>
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace surgeflow::bench {
namespace {

using Graph = lemon::SmartDigraph;
using NetworkSimplex = lemon::NetworkSimplex<Graph, std::int32_t, std::int64_t>;
using CostScaling = lemon::CostScaling<Graph, std::int32_t, std::int64_t>;

/// Values by number, read as LEMON reads a map.
template <class KeyType, class ValueType>
class NumberedMap {
 public:
  using Key = KeyType;
  using Value = ValueType;

  explicit NumberedMap(std::int32_t size) { values_.reserve(static_cast<std::size_t>(size)); }
  void push_back(Value value) { values_.push_back(value); }
  Value operator[](Key key) const { return values_[static_cast<std::size_t>(Graph::id(key))]; }

 private:
  std::vector<Value> values_;
};

/// An algorithm with LEMON's own settings.
template <class AlgorithmType>
struct AsItComes {
  using Algorithm = AlgorithmType;
  static std::unique_ptr<Algorithm> make(const Graph& graph) {
    return std::make_unique<Algorithm>(graph);
  }
  static typename Algorithm::ProblemType run(Algorithm& algorithm) { return algorithm.run(); }
};

struct Tuned {
  using Algorithm = NetworkSimplex;
  static std::unique_ptr<Algorithm> make(const Graph& graph) {
    constexpr bool kMixArcs = false;
    return std::make_unique<Algorithm>(graph, kMixArcs);
  }
  static Algorithm::ProblemType run(Algorithm& algorithm) {
    return algorithm.run(Algorithm::CANDIDATE_LIST);
  }
};

template <class Settings>
class FlowProblem final : public LemonFlow {
 public:
  using Algorithm = typename Settings::Algorithm;

  FlowProblem(std::int32_t nodes, std::int32_t arcs)
      : input_(std::make_unique<Input>(nodes, arcs)) {
    graph_.reserveNode(nodes);
    graph_.reserveArc(arcs);
  }

  void add_node(std::int32_t supply) override {
    graph_.addNode();
    input_->supply.push_back(supply);
  }

  void add_arc(std::int32_t from, std::int32_t to, std::int32_t capacity,
               std::int64_t cost) override {
    graph_.addArc(Graph::nodeFromId(from), Graph::nodeFromId(to));
    input_->capacity.push_back(capacity);
    input_->cost.push_back(cost);
  }

  void load() override {
    algorithm_ = Settings::make(graph_);
    algorithm_->upperMap(input_->capacity).costMap(input_->cost).supplyMap(input_->supply);
    input_.reset();
  }

  void run() override {
    if (Settings::run(*algorithm_) != Algorithm::OPTIMAL) {
      throw std::runtime_error("LEMON found no optimum");
    }
  }

  std::int32_t flow(std::int32_t arc) const override {
    return algorithm_->flow(Graph::arcFromId(arc));
  }

 private:
  struct Input {
    Input(std::int32_t nodes, std::int32_t arcs) : capacity(arcs), cost(arcs), supply(nodes) {}

    NumberedMap<Graph::Arc, std::int32_t> capacity;
    NumberedMap<Graph::Arc, std::int64_t> cost;
    NumberedMap<Graph::Node, std::int32_t> supply;
  };

  Graph graph_;
  std::unique_ptr<Input> input_;
  std::unique_ptr<Algorithm> algorithm_;
};

}  // namespace

std::unique_ptr<LemonFlow> make_lemon_flow(LemonAlgorithm algorithm, std::int32_t nodes,
                                           std::int32_t arcs) {
  switch (algorithm) {
    case LemonAlgorithm::network_simplex:
      return std::make_unique<FlowProblem<AsItComes<NetworkSimplex>>>(nodes, arcs);
    case LemonAlgorithm::tuned_network_simplex:
      return std::make_unique<FlowProblem<Tuned>>(nodes, arcs);
    case LemonAlgorithm::cost_scaling:
      return std::make_unique<FlowProblem<AsItComes<CostScaling>>>(nodes, arcs);
  }
  throw std::invalid_argument("unknown algorithm");
}

std::string lemon_release() { return LEMON_VERSION; }

}  // namespace surgeflow::bench
