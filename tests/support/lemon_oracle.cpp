// SPDX-License-Identifier: Apache-2.0
// Writes the time-expanded network as a LEMON graph and solves it.
#include "support/lemon_oracle.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "surgeflow/core/checked.hpp"

namespace surgeflow::test {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

/// LEMON minimises, so a patient costs minus `patient_weight`.
class Network {
 public:
  explicit Network(const Instance& instance)
      : instance_(instance),
        patient_weight_(checked_add<std::int64_t>(instance.movement_limit(), 1)) {
    // No path costs more than this, so that LEMON's own sums stay in range.
    (void)checked_multiply<std::int64_t>(patient_weight_, 4 * (instance.total_demand() + 1));
    const std::int32_t nodes = instance.facilities() * instance.periods();
    for (std::int32_t node = 0; node <= nodes; ++node) graph_.addNode();
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      for (Period t{0}; t.value() < instance.periods(); ++t) add_arcs_from(i, t);
    }
  }

  [[nodiscard]] PlanValue optimum() const {
    Simplex simplex(graph_);
    simplex.upperMap(upper_).costMap(cost_);
    Graph::NodeMap<std::int64_t> supply(graph_, 0);
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      for (Period t{0}; t.value() < instance_.periods(); ++t) {
        supply[node(i, t.value())] = instance_.supply(i, t);
      }
    }
    supply[sink()] = -instance_.total_supply();
    simplex.supplyMap(supply);
    if (simplex.run() != Simplex::OPTIMAL) throw std::logic_error("LEMON found no optimum");
    PlanValue value;
    for (const Graph::Arc arc : treat_arcs_) value.treated += simplex.flow(arc);
    for (const Graph::Arc arc : ship_arcs_) value.movement += simplex.flow(arc) * cost_[arc];
    return value;
  }

 private:
  [[nodiscard]] Graph::Node sink() const {
    return Graph::nodeFromId(instance_.facilities() * instance_.periods());
  }
  /// A period at or after the horizon is the sink.
  [[nodiscard]] Graph::Node node(FacilityId i, std::int32_t period) const {
    if (period >= instance_.periods()) return sink();
    return Graph::nodeFromId(i.value() * instance_.periods() + period);
  }

  Graph::Arc add_arc(Graph::Node from, Graph::Node to, std::int64_t capacity, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    upper_[arc] = capacity;
    cost_[arc] = cost;
    return arc;
  }

  void add_arcs_from(FacilityId i, Period t) {
    const std::int64_t unlimited = instance_.total_supply();
    add_arc(node(i, t.value()), node(i, t.value() + 1), unlimited, 0);
    const auto turnaround =
        std::min(instance_.turnaround_periods(i), instance_.periods() - t.value());
    treat_arcs_.push_back(add_arc(node(i, t.value()), node(i, t.value() + turnaround),
                                  instance_.demand()(i, t), -patient_weight_));
    for (FacilityId j{0}; j.value() < instance_.facilities(); ++j) {
      const std::int32_t transit = instance_.lanes().transit_periods(i, j);
      if (transit == 0 || t.value() + transit >= instance_.periods()) continue;
      ship_arcs_.push_back(add_arc(node(i, t.value()), node(j, t.value() + transit), unlimited,
                                   instance_.lanes().cost(i, j)));
    }
  }

  const Instance& instance_;
  std::int64_t patient_weight_;
  Graph graph_;
  Graph::ArcMap<std::int64_t> upper_{graph_, 0};
  Graph::ArcMap<std::int64_t> cost_{graph_, 0};
  std::vector<Graph::Arc> treat_arcs_;
  std::vector<Graph::Arc> ship_arcs_;
};

}  // namespace

PlanValue lemon_optimum(const Instance& instance) { return Network(instance).optimum(); }

}  // namespace surgeflow::test
