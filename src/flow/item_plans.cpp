// SPDX-License-Identifier: Apache-2.0
// Counts what plans of several items come to.
#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow {

Total gain_of(const ItemSet& set, const ItemPlans& plans) {
  Total gain = 0;
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    for (const Count treated : plans.patients[k].values()) {
      gain += Total{set.treatments[k].gain} * treated;
    }
  }
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

}  // namespace surgeflow
