// SPDX-License-Identifier: Apache-2.0
// Writes the time-expanded network as a LEMON graph and solves it.
#include "support/lemon_oracle.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::test {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

/// LEMON minimises, so a patient costs minus `patient_weight`.
class Network {
 public:
  /// On a lane in a period as many may go as this gives.
  using Room = std::function<std::int64_t(FacilityId, FacilityId, Period)>;
  static std::int64_t any_number(FacilityId, FacilityId, Period) { return kMaxTotal; }

  explicit Network(const Instance& instance, Room room = any_number)
      : instance_(instance),
        room_(std::move(room)),
        patient_weight_(checked_add<std::int64_t>(instance.movement_limit(), 1)) {
    // No path costs more than this, so that LEMON's own sums stay in range.
    (void)checked_multiply<std::int64_t>(patient_weight_,
                                         4 * (instance.total_demand() + 1) * largest_gain());
    // A node for each facility and period, as many gates, and the sink.
    const std::int32_t nodes = 2 * instance.facilities() * instance.periods();
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
    for (const Graph::Arc arc : gaining_arcs_) {
      value.treated -= simplex.flow(arc) * (cost_[arc] / patient_weight_);
    }
    for (const Graph::Arc arc : moving_arcs_) value.movement += simplex.flow(arc) * cost_[arc];
    return value;
  }

 private:
  [[nodiscard]] std::int64_t largest_gain() const {
    std::int64_t largest = instance_.resolution();
    for (const auto steps : {instance_.treat_steps(), instance_.hold_steps()}) {
      for (const GainStep& step : steps) {
        for (const std::int32_t gain : step.gain.values()) {
          largest = std::max<std::int64_t>(largest, gain);
        }
      }
    }
    return largest;
  }
  [[nodiscard]] std::int32_t nodes() const { return instance_.facilities() * instance_.periods(); }
  [[nodiscard]] Graph::Node sink() const { return Graph::nodeFromId(2 * nodes()); }
  /// A period at or after the horizon is the sink.
  [[nodiscard]] Graph::Node node(FacilityId i, std::int32_t period) const {
    if (period >= instance_.periods()) return sink();
    return Graph::nodeFromId(i.value() * instance_.periods() + period);
  }
  /// Where lanes start: a node of its own where leaving has steps.
  [[nodiscard]] Graph::Node gate(FacilityId i, Period t) const {
    if (instance_.send_steps().empty()) return node(i, t.value());
    return Graph::nodeFromId(nodes() + i.value() * instance_.periods() + t.value());
  }

  Graph::Arc add_arc(Graph::Node from, Graph::Node to, std::int64_t capacity, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    upper_[arc] = capacity;
    cost_[arc] = cost;
    return arc;
  }

  void add_arcs_from(FacilityId i, Period t) {
    const std::int64_t unlimited = kMaxTotal;
    const Graph::Node here = node(i, t.value());
    const Graph::Node next = node(i, t.value() + 1);
    const Graph::Node back = node(
        i, t.value() + std::min(instance_.turnaround_periods(i), instance_.periods() - t.value()));
    add_arc(here, next, unlimited, 0);
    if (instance_.treat_steps().empty()) {
      add_gaining(here, back, instance_.demand()(i, t), instance_.resolution());
    }
    for (const GainStep& step : instance_.treat_steps()) {
      add_gaining(here, back, step.width(i, t), step.gain(i, t));
    }
    for (const GainStep& step : instance_.hold_steps()) {
      add_gaining(here, next, step.width(i, t), step.gain(i, t));
    }
    for (const CostStep& step : instance_.send_steps()) {
      moving_arcs_.push_back(add_arc(here, gate(i, t), step.width(i, t), step.cost(i, t)));
    }
    for (FacilityId j{0}; j.value() < instance_.facilities(); ++j) {
      const std::int32_t transit = instance_.lanes().transit_periods(i, j);
      const std::int64_t room = room_(i, j, t);
      if (transit == 0 || t.value() + transit >= instance_.periods() || room == 0) continue;
      if (!instance_.lanes().is_open(i, j, t)) continue;
      moving_arcs_.push_back(
          add_arc(gate(i, t), node(j, t.value() + transit), room, instance_.lanes().cost(i, j)));
    }
  }

  void add_gaining(Graph::Node from, Graph::Node to, Count capacity, std::int32_t gain) {
    gaining_arcs_.push_back(add_arc(from, to, capacity, -patient_weight_ * gain));
  }

  const Instance& instance_;
  Room room_;
  std::int64_t patient_weight_;
  Graph graph_;
  Graph::ArcMap<std::int64_t> upper_{graph_, 0};
  Graph::ArcMap<std::int64_t> cost_{graph_, 0};
  std::vector<Graph::Arc> gaining_arcs_;
  std::vector<Graph::Arc> moving_arcs_;
};

}  // namespace

PlanValue lemon_optimum(const Instance& instance) { return Network(instance).optimum(); }

PlanValue lemon_optimum_without(const Instance& instance, const Shipment& closed) {
  return Network(instance,
                 [&](FacilityId i, FacilityId j, Period t) -> std::int64_t {
                   const bool is_closed =
                       closed.origin == i && closed.destination == j && closed.depart == t;
                   return is_closed ? 0 : kMaxTotal;
                 })
      .optimum();
}

PlanValue lemon_optimum_within(const Instance& instance, const std::vector<Shipment>& most) {
  std::map<std::tuple<FacilityId, FacilityId, Period>, std::int64_t> room;
  for (const Shipment& shipment : most) {
    room[{shipment.origin, shipment.destination, shipment.depart}] += shipment.quantity;
  }
  return Network(instance,
                 [&](FacilityId i, FacilityId j, Period t) {
                   const auto found = room.find({i, j, t});
                   return found == room.end() ? std::int64_t{0} : found->second;
                 })
      .optimum();
}

}  // namespace surgeflow::test
