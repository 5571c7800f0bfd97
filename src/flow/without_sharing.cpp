// SPDX-License-Identifier: Apache-2.0
// Treats whom it can, as early as it can, facility by facility.
#include "surgeflow/flow/without_sharing.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace surgeflow {
/// In each period as many are treated as wait, and as devices and beds are free.
///
/// No plan for one facility treats more. Let a plan do as this rule does before period t and treat
/// fewer in t; more it can not, since equally many devices are idle. Then some device stays idle in
/// t while a patient of t goes without. Give that patient the device, and drop the next patient
/// whom the device was to treat, from t' > t on, if there is one. All treatments of a facility last
/// P periods, so that the device is free again in t + P, before t' + P: everything after it stays
/// possible, and no fewer are treated. Repeated from period to period this turns every plan into
/// the rule's.
Total treated_without_sharing(const Instance& instance, FacilityId i, const Limits& limits) {
  const Count beds = limits.beds_of(i).value_or(std::numeric_limits<Count>::max());
  const auto demand = instance.demand().row(i);
  const std::int64_t turnaround = instance.turnaround_periods(i);
  std::vector<Count> treated(demand.size(), 0);
  Total sum = 0;
  Count idle = 0;
  Count in_use = 0;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const auto now = static_cast<std::size_t>(t.value());
    const Count returned =
        t.value() >= turnaround ? treated[static_cast<std::size_t>(t.value() - turnaround)] : 0;
    idle += instance.supply(i, t) + returned;
    in_use -= returned;
    treated[now] = std::max(0, std::min({idle, beds - in_use, demand[now]}));
    idle -= treated[now];
    in_use += treated[now];
    sum += treated[now];
  }
  return sum;
}

Total unmet_without_sharing(const Instance& instance, const Limits& limits) {
  Total unmet = instance.total_demand();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    unmet -= treated_without_sharing(instance, i, limits);
  }
  return unmet;
}

}  // namespace surgeflow
