// SPDX-License-Identifier: Apache-2.0
// Treats whom it can, as early as it can, facility by facility.
#include "surgeflow/flow/without_sharing.hpp"

#include <algorithm>
#include <vector>

namespace surgeflow {
namespace {

/// Where nothing is taken, what is idle in a period is idle in the next as well: all of it can be
/// used.
Total treated_of_growing(const LoneFacility& facility) {
  std::vector<Count> treated(facility.demand.size(), 0);
  Total sum = 0;
  Total idle = 0;
  Count in_use = 0;
  for (std::size_t now = 0; now < facility.demand.size(); ++now) {
    const auto t = static_cast<std::int64_t>(now);
    const Count returned = t >= facility.turnaround_periods
                               ? treated[static_cast<std::size_t>(t - facility.turnaround_periods)]
                               : 0;
    idle += facility.supply[now] + returned;
    in_use -= returned;
    treated[now] = static_cast<Count>(
        std::clamp<Total>(std::min<Total>(idle, facility.beds - in_use), 0, facility.demand[now]));
    idle -= treated[now];
    in_use += treated[now];
    sum += treated[now];
  }
  return sum;
}

/// A patient takes a device for the turnaround; in none of its periods may it be one that is to
/// be given away, nor a bed too many.
Total treated_of_taken(const LoneFacility& facility) {
  const auto periods = static_cast<std::int64_t>(facility.demand.size());
  std::vector<Total> free(facility.demand.size());
  std::vector<Total> beds(facility.demand.size(), facility.beds);
  Total usable = 0;
  for (std::size_t t = 0; t < free.size(); ++t) free[t] = usable += facility.supply[t];
  Total sum = 0;
  for (std::int64_t t = 0; t < periods; ++t) {
    const std::int64_t end = t + std::min(facility.turnaround_periods, periods - t);
    Total treated = facility.demand[static_cast<std::size_t>(t)];
    for (auto u = static_cast<std::size_t>(t); u < static_cast<std::size_t>(end); ++u) {
      treated = std::min({treated, free[u], beds[u]});
    }
    if (treated <= 0) continue;
    for (auto u = static_cast<std::size_t>(t); u < static_cast<std::size_t>(end); ++u) {
      free[u] -= treated;
      beds[u] -= treated;
    }
    sum += treated;
  }
  return sum;
}

}  // namespace

/// In each period as many are treated as wait, and as devices and beds are free.
///
/// No plan for one facility treats more. Let a plan do as this rule does before period t and treat
/// fewer in t; more it can not, since equally many devices are idle. Then some device stays idle in
/// t while a patient of t goes without. Give that patient the device, and drop the next patient
/// whom the device was to treat, from t' > t on, if there is one. All treatments of a facility last
/// P periods, so that the device is free again in t + P, before t' + P: everything after it stays
/// possible, and no fewer are treated. Repeated from period to period this turns every plan into
/// the rule's. Where devices are taken away, a device is free for a patient that is not needed for
/// that in any period of the treatment, and the same holds.
Total treated_alone(const LoneFacility& facility) {
  const bool taken = std::ranges::any_of(facility.supply, [](Total supply) { return supply < 0; });
  return taken ? treated_of_taken(facility) : treated_of_growing(facility);
}

Total treated_without_sharing(const Instance& instance, FacilityId i, const Limits& limits) {
  std::vector<Total> supply(static_cast<std::size_t>(instance.periods()));
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    supply[static_cast<std::size_t>(t.value())] = instance.supply(i, t) - limits.ordered_at(i, t);
  }
  return treated_alone({.supply = supply,
                        .demand = instance.demand().row(i),
                        .turnaround_periods = instance.turnaround_periods(i),
                        .beds = limits.beds_of(i).value_or(std::numeric_limits<Count>::max())});
}

Total unmet_without_sharing(const Instance& instance, const Limits& limits) {
  Total unmet = instance.total_demand();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    unmet -= treated_without_sharing(instance, i, limits);
  }
  return unmet;
}

}  // namespace surgeflow
