// SPDX-License-Identifier: Apache-2.0
// Counts what plans of several items come to.
#include "surgeflow/flow/item_plans.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace surgeflow {

namespace {

Total gain_of_idle(const Instance& instance, const Plan& plan) {
  if (instance.hold_steps().empty()) return 0;
  return gain_of_holding(instance, trace_plan(instance, plan).idle);
}

}  // namespace

Total gain_of(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  Total gain = gain_of_idle(set.items[item].instance, plans.plans[item]);
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    const Treatment& treatment = set.treatments[k];
    if (treatment.item != item) continue;
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      for (Period t{0}; t.value() < set.periods(); ++t) {
        const Count treated = plans.patients[k](i, t);
        if (treated != 0) gain += Total{set.gain(treatment, i, t)} * treated;
      }
    }
  }
  return gain;
}

Total gain_of(const ItemSet& set, const ItemPlans& plans) {
  Total gain = 0;
  for (std::size_t item = 0; item < set.items.size(); ++item) gain += gain_of(set, plans, item);
  return gain;
}

Total patients_treated(const ItemPlans& plans) {
  Total treated = 0;
  for (const Panel<Count>& patients : plans.patients) {
    for (const Count here : patients.values()) treated += here;
  }
  return treated;
}

Panel<Count> allotted(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  Panel<Count> allotted = set.items[item].instance.demand();
  const auto add = [&](const Panel<Count>& patients, Count sign) {
    for (std::size_t n = 0; n < allotted.values().size(); ++n) {
      allotted.values()[n] += sign * patients.values()[n];
    }
  };
  add(plans.plans[item].treated, 1);
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    if (set.treatments[k].patients_of == item) add(plans.patients[k], -1);
  }
  return allotted;
}

void put_alone(const ItemSet& set, std::size_t item, Plan plan, ItemPlans& plans) {
  Panel<Count> left = plan.treated;
  std::vector<Panel<Count>> tiers;
  for (std::size_t tier = 0; tier < set.tiers(item); ++tier) {
    Panel<Count> within = set.patients(item, tier);
    for (std::size_t n = 0; n < left.values().size(); ++n) {
      within.values()[n] = std::min(within.values()[n], left.values()[n]);
      left.values()[n] -= within.values()[n];
    }
    tiers.push_back(std::move(within));
  }
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    const Treatment& treatment = set.treatments[k];
    if (treatment.item == item) plans.patients[k] = tiers[treatment.tier];
  }
  plans.plans[item] = std::move(plan);
}

}  // namespace surgeflow
