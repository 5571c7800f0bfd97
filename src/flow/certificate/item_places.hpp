// SPDX-License-Identifier: Apache-2.0
// Places, patients and gains of several items, counted for the checker alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "flow/certificate/worth.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::flow::certificate {

/// Calls `visit(facility, period)` for every place.
template <class Visit>
void for_each_place(const ItemSet& set, Visit&& visit) {
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) visit(i, t);
  }
}

template <class PanelType>
[[nodiscard]] bool fits(const ItemSet& set, const PanelType& panel) {
  return panel.facilities() == set.facilities() && panel.periods() == set.periods();
}

/// Patients of one tier of an item.
[[nodiscard]] inline const Panel<Count>& patients_of(const Instance& instance, std::size_t tier) {
  return instance.treat_steps().empty() ? instance.demand() : instance.treat_steps()[tier].width;
}

/// What a patient given the treatment gains: what the treatment is worth times what the tier
/// counts, to the nearest part.
[[nodiscard]] inline Wide gain_at(const ItemSet& set, const Treatment& treatment, FacilityId i,
                                  Period t) {
  const auto tiers = set.items[treatment.patients_of].instance.treat_steps();
  if (tiers.empty()) return treatment.gain;
  const Wide product = Wide{treatment.gain} * tiers[treatment.tier].gain(i, t);
  const Wide below = product / set.resolution;
  return below + (2 * (product - below * set.resolution) >= set.resolution ? 1 : 0);
}

/// The last period in which a patient treated in `t` has the item.
[[nodiscard]] inline Period last_period(const ItemSet& set, std::size_t item, FacilityId i,
                                        Period t) {
  const std::int64_t last =
      std::int64_t{t.value()} + set.items[item].instance.turnaround_periods(i) - 1;
  return Period(static_cast<std::int32_t>(std::min<std::int64_t>(last, set.periods() - 1)));
}

}  // namespace surgeflow::flow::certificate
