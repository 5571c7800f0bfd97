// SPDX-License-Identifier: Apache-2.0
// Steps up and down from what treats and what is idle.
#include "lagrangian/fair/plan_gain.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {

PlanGain::PlanGain(const Instance& instance, const Plan& plan)
    : instance_(&instance), treated_(plan.treated.values().begin(), plan.treated.values().end()) {
  const Panel<Total> idle = trace_plan(instance, plan).idle;
  idle_.assign(idle.values().begin(), idle.values().end());
}

/// Of so many that treat, or are idle, at the arc's place.
Total PlanGain::of_first(const CycleArc& arc, Total quantity) const {
  const bool treats = arc.kind == CycleArcKind::treat;
  if (treats && instance_->treat_steps().empty()) return quantity * instance_->resolution();
  Total gain = 0;
  for (const GainStep& step : treats ? instance_->treat_steps() : instance_->hold_steps()) {
    const Total within = std::min<Total>(quantity, step.width.values()[index_of(arc.index)]);
    gain += within * step.gain.values()[index_of(arc.index)];
    quantity -= within;
  }
  return gain;
}

/// A cycle passes no arc twice, so that the arcs' gains add up.
Total PlanGain::of(std::span<const CycleArc> arcs) const {
  Total gain = 0;
  for (const CycleArc& arc : arcs) {
    if (arc.kind != CycleArcKind::treat && arc.kind != CycleArcKind::hold) continue;
    const bool treats = arc.kind == CycleArcKind::treat;
    const Total here = (treats ? treated_ : idle_)[index_of(arc.index)];
    gain += of_first(arc, here + arc.sign) - of_first(arc, here);
  }
  return gain;
}

void PlanGain::apply(std::span<const CycleArc> arcs) {
  for (const CycleArc& arc : arcs) {
    if (arc.kind == CycleArcKind::treat) treated_[index_of(arc.index)] += arc.sign;
    if (arc.kind == CycleArcKind::hold) idle_[index_of(arc.index)] += arc.sign;
  }
}

}  // namespace surgeflow::lagrangian
