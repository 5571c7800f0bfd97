// SPDX-License-Identifier: Apache-2.0
// Which changes are for the better.
#include "lagrangian/fair/fair_plan.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "lagrangian/fair/plan_gain.hpp"

namespace surgeflow::lagrangian {
namespace {

Total patients_more(std::span<const GroupChange> changes) {
  Total sum = 0;
  for (const GroupChange& change : changes) sum += change.patients;
  return sum;
}

}  // namespace

FairPlan::FairPlan(const Instance& instance, const PatientFloors& floors, Plan plan)
    : instance_(&instance),
      floors_(&floors),
      plan_(std::move(plan)),
      demand_(sum_by_group(instance.demand(), floors.group)),
      treated_(sum_by_group(plan_.treated, floors.group)) {}

TreatedShare FairPlan::share(std::int32_t group) const {
  return {treated_[index_of(group)], demand_[index_of(group)]};
}

bool FairPlan::keeps_floors(std::span<const Total> treated) const {
  return std::ranges::equal(treated, floors_->least, std::ranges::greater_equal());
}

void FairPlan::replace(Plan plan) {
  plan_ = std::move(plan);
  treated_ = sum_by_group(plan_.treated, floors_->group);
}

bool FairPlan::may_change(std::span<const GroupChange> changes) const {
  return std::ranges::all_of(changes, [&](const GroupChange& change) {
    return change.patients > 0 || treated_[index_of(change.group)] + change.patients >=
                                      floors_->least[index_of(change.group)];
  });
}

/// Of the shares that change, smallest first, but for groups that keep a floor and compete no more.
/// Those that do not change are the same before and after, so that they decide nothing in the order
/// of all shares.
bool FairPlan::is_fairer(std::span<const GroupChange> changes) const {
  std::vector<TreatedShare> before;
  std::vector<TreatedShare> after;
  for (const GroupChange& change : changes) {
    if (floors_->least[index_of(change.group)] > 0) continue;
    before.push_back(share(change.group));
    after.push_back(before.back());
    after.back().treated += change.patients;
  }
  std::ranges::sort(before, is_less);
  std::ranges::sort(after, is_less);
  for (std::size_t n = 0; n < before.size(); ++n) {
    if (is_less(before[n], after[n])) return true;
    if (is_less(after[n], before[n])) return false;
  }
  return patients_more(changes) > 0;
}

bool FairPlan::move_towards(const Plan& other, Aim aim) {
  PlanCycles cycles(*instance_, floors_->group, plan_, other);
  const bool weighed = !instance_->treat_steps().empty() || !instance_->hold_steps().empty();
  std::optional<PlanGain> gain;
  if (weighed && aim == Aim::more_gain) gain.emplace(*instance_, plan_);
  const auto improves = [&](std::size_t cycle) {
    const std::span<const GroupChange> changes = cycles.changes(cycle);
    if (!may_change(changes)) return false;
    if (aim == Aim::fairer) return is_fairer(changes);
    return gain ? gain->of(cycles.arcs(cycle)) > 0 : patients_more(changes) > 0;
  };
  bool moved = false;
  for (bool again = true; again;) {
    again = false;
    for (std::size_t cycle = 0; cycle < cycles.size(); ++cycle) {
      while (cycles.left(cycle) > 0 && improves(cycle)) {
        cycles.apply(cycle);
        if (gain) gain->apply(cycles.arcs(cycle));
        for (const GroupChange& change : cycles.changes(cycle))
          treated_[index_of(change.group)] += change.patients;
        again = true;
      }
    }
    moved = moved || again;
  }
  if (moved) plan_ = cycles.plan();
  return moved;
}

}  // namespace surgeflow::lagrangian
