// SPDX-License-Identifier: Apache-2.0
// The time-expanded network arc by arc, as every peer needs it to fill its own data structure.
//
// A minimum-cost flow: hold arcs cost nothing, ship arcs cost c_ij, a treat arc costs minus the
// weight of a patient; all devices start at their nodes and end in the sink. Arcs are enumerated,
// never stored, so that a peer's memory is its own.
//
// The weight. Let x be optimal for the weighted cost, y any plan that treats more. y - x is a sum
// of simple cycles in the residual network of x, and one of them gains a patient. A simple cycle
// ships along fewer arcs than there are nodes, so it adds less than c_max x nodes to the movement;
// with a weight above that it would improve x. No plan moves more than Instance::movement_limit()
// either, so the smaller of the two, plus one, is enough, and small weights suit the peers.
#pragma once

#include <cstdint>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::bench {

enum class ArcKind { hold, treat, ship };

struct ExplicitArc {
  ArcKind kind = ArcKind::hold;
  std::int32_t from = 0;
  std::int32_t to = 0;
  Count capacity = 0;     ///< all devices together where the model has no limit
  std::int64_t cost = 0;  ///< to be minimised
};

/// Node (i, t) is number i * periods + t, the sink comes last.
class ExplicitNetwork {
 public:
  explicit ExplicitNetwork(const Instance& instance);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] std::int32_t nodes() const { return sink_ + 1; }
  [[nodiscard]] std::int32_t sink() const { return sink_; }
  /// Throws OverflowError above 2^31 - 1 arcs, which no peer can number.
  [[nodiscard]] std::int32_t arcs() const;
  [[nodiscard]] std::int64_t patient_weight() const { return patient_weight_; }
  /// Devices that start at the node; all of them, negative, at the sink.
  [[nodiscard]] Count supply(std::int32_t node) const;
  [[nodiscard]] Count all_devices() const { return all_devices_; }

  /// Calls visit(number, arc) for every arc, ordered by `from`; numbers count from 0.
  template <class Visit>
  void for_each_arc(Visit&& visit) const;

  /// Value of the plan in which arc `number` carries flow_of(number).
  template <class FlowOf>
  [[nodiscard]] PlanValue value_of(FlowOf&& flow_of) const;

 private:
  [[nodiscard]] std::int32_t node(FacilityId i, std::int32_t period) const {
    return period < periods_ ? i.value() * periods_ + period : sink_;
  }
  template <class Add>
  void add_arcs_from(FacilityId i, Period t, Add&& add) const;

  const Instance* instance_;
  std::int32_t periods_;
  std::int32_t sink_;
  Count all_devices_;
  std::int64_t patient_weight_;
};

template <class Add>
void ExplicitNetwork::add_arcs_from(FacilityId i, Period t, Add&& add) const {
  const std::int32_t from = node(i, t.value());
  add(ExplicitArc{ArcKind::hold, from, node(i, t.value() + 1), all_devices_, 0});
  if (const Count patients = instance_->demand()(i, t); patients > 0) {
    const bool returns = instance_->turnaround_periods(i) < periods_ - t.value();
    const std::int32_t to = returns ? node(i, t.value() + instance_->turnaround_periods(i)) : sink_;
    add(ExplicitArc{ArcKind::treat, from, to, patients, -patient_weight_});
  }
  const auto row = instance_->lanes().row(i);
  for (FacilityId j{0}; j.value() < instance_->facilities(); ++j) {
    const std::int32_t transit = row[static_cast<std::size_t>(j.value())];
    if (transit == 0 || t.value() + transit >= periods_) continue;
    add(ExplicitArc{ArcKind::ship, from, node(j, t.value() + transit), all_devices_,
                    instance_->lanes().cost(i, j)});
  }
}

template <class Visit>
void ExplicitNetwork::for_each_arc(Visit&& visit) const {
  std::int32_t number = 0;
  const auto add = [&](const ExplicitArc& arc) { visit(number++, arc); };
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (Period t{0}; t.value() < periods_; ++t) add_arcs_from(i, t, add);
  }
}

template <class FlowOf>
PlanValue ExplicitNetwork::value_of(FlowOf&& flow_of) const {
  PlanValue value;
  for_each_arc([&](std::int32_t number, const ExplicitArc& arc) {
    if (arc.kind == ArcKind::hold) return;
    const Total flow = flow_of(number);
    if (arc.kind == ArcKind::treat) value.treated += flow;
    if (arc.kind == ArcKind::ship) value.movement += flow * arc.cost;
  });
  return value;
}

}  // namespace surgeflow::bench
