// SPDX-License-Identifier: Apache-2.0
// Treats whom it can, as early as it can, facility by facility.
#include "surgeflow/flow/without_sharing.hpp"

#include <algorithm>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

Total beds_at(const LoneFacility& facility, std::size_t t) {
  return facility.beds.empty() ? kMaxTotal : facility.beds[t];
}

/// Where nothing is taken and beds do not become fewer, what is idle in a period, and a bed for it,
/// is there in the next as well: all of it can be used.
Total treated_of_growing(const LoneFacility& facility) {
  std::vector<Count> treated(facility.demand.size(), 0);
  Total sum = 0;
  Total idle = 0;
  Total in_use = 0;
  for (std::size_t now = 0; now < facility.demand.size(); ++now) {
    const auto t = static_cast<std::int64_t>(now);
    const Count returned = t >= facility.turnaround_periods
                               ? treated[static_cast<std::size_t>(t - facility.turnaround_periods)]
                               : 0;
    idle += facility.supply[now] + returned;
    in_use -= returned;
    treated[now] = static_cast<Count>(std::clamp<Total>(
        std::min(idle, beds_at(facility, now) - in_use), 0, facility.demand[now]));
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
  std::vector<Total> beds(facility.demand.size());
  Total usable = 0;
  for (std::size_t t = 0; t < free.size(); ++t) {
    free[t] = usable += facility.supply[t];
    beds[t] = beds_at(facility, t);
  }
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
/// that in any period of the treatment, and the same holds; and so it is with beds.
Total treated_alone(const LoneFacility& facility) {
  const bool taken =
      std::ranges::any_of(facility.supply, [](Total supply) { return supply < 0; }) ||
      !std::ranges::is_sorted(facility.beds);
  return taken ? treated_of_taken(facility) : treated_of_growing(facility);
}

Total treated_without_sharing(const Instance& instance, FacilityId i, const Limits& limits) {
  std::vector<Total> supply, beds;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    supply.push_back(instance.supply(i, t) - limits.ordered_at(i, t));
    if (const auto here = limits.beds_at(i, t)) beds.push_back(*here);
  }
  return treated_alone({.supply = supply,
                        .demand = instance.demand().row(i),
                        .turnaround_periods = instance.turnaround_periods(i),
                        .beds = beds});
}

Total patients_owed(const Instance& instance, FacilityId i, const Limits& limits) {
  const Total alone = treated_without_sharing(instance, i, limits);
  if (limits.promised.empty()) return alone;
  return std::clamp<Total>(limits.promised[static_cast<std::size_t>(i.value())], 0, alone);
}

Total unmet_without_sharing(const Instance& instance, const Limits& limits) {
  Total unmet = instance.total_demand();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    unmet -= treated_without_sharing(instance, i, limits);
  }
  return unmet;
}

}  // namespace surgeflow
