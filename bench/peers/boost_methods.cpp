// SPDX-License-Identifier: Apache-2.0
// Boost.Graph's two minimum-cost flow methods.
#include <fmt/format.h>

#include <boost/graph/cycle_canceling.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <boost/version.hpp>
#include <optional>
#include <vector>

#include "boost_flow_graph.hpp"
#include "method_makers.hpp"

namespace surgeflow::bench {
namespace {

class BoostMethod : public Method {
 public:
  explicit BoostMethod(EdgeWeights weights) : weights_(weights) {}

  void build(const Instance& instance) override {
    network_.emplace(instance);
    flow_.emplace(*network_, weights_);
  }

  void solve() override {
    std::vector<BoostFlowGraph::Edge> predecessor(num_vertices(flow_->graph()));
    std::vector<std::int64_t> distance(num_vertices(flow_->graph()));
    run(*flow_, predecessor, distance);
  }

  [[nodiscard]] PlanValue answer() const override { return flow_->value(*network_); }

 private:
  virtual void run(BoostFlowGraph& flow, std::vector<BoostFlowGraph::Edge>& predecessor,
                   std::vector<std::int64_t>& distance) const = 0;

  EdgeWeights weights_;
  std::optional<ExplicitNetwork> network_;
  std::optional<BoostFlowGraph> flow_;
};

class ShortestPaths final : public BoostMethod {
 public:
  ShortestPaths() : BoostMethod(EdgeWeights::shifted_costs) {}

 private:
  void run(BoostFlowGraph& flow, std::vector<BoostFlowGraph::Edge>& predecessor,
           std::vector<std::int64_t>& distance) const override {
    std::vector<std::int64_t> previous(distance.size());
    boost::successive_shortest_path_nonnegative_weights(
        flow.graph(), flow.source(), flow.sink(), flow.capacity(), flow.residual(), flow.weight(),
        flow.reverse(), flow.vertex_index(), flow.vertex_map(predecessor),
        flow.vertex_map(distance), flow.vertex_map(previous));
  }
};

class CycleCanceling final : public BoostMethod {
 public:
  CycleCanceling() : BoostMethod(EdgeWeights::costs) {}

 private:
  void run(BoostFlowGraph& flow, std::vector<BoostFlowGraph::Edge>& predecessor,
           std::vector<std::int64_t>& distance) const override {
    boost::push_relabel_max_flow(flow.graph(), flow.source(), flow.sink(), flow.capacity(),
                                 flow.residual(), flow.reverse(), flow.vertex_index());
    boost::cycle_canceling(flow.graph(), flow.weight(), flow.reverse(), flow.residual(),
                           flow.vertex_map(predecessor), flow.vertex_map(distance));
  }
};

}  // namespace

std::string boost_version() {
  return fmt::format("Boost.Graph {}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000);
}

std::unique_ptr<Method> make_boost_shortest_paths() { return std::make_unique<ShortestPaths>(); }

std::unique_ptr<Method> make_boost_cycle_canceling() { return std::make_unique<CycleCanceling>(); }

}  // namespace surgeflow::bench
