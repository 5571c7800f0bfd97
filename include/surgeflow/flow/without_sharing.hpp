// SPDX-License-Identifier: Apache-2.0
// What the facilities lack when each is on its own.
#pragma once

#include <span>

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

/// A facility by itself; one value a period.
struct LoneFacility {
  /// Devices that become usable, or are taken where negative. What is taken must be there where
  /// nobody is treated.
  std::span<const Total> supply;
  std::span<const Count> demand;
  std::int64_t turnaround_periods = 1;
  /// Devices that may be in use; empty: any number.
  std::span<const Total> beds{};
};

/// Most patients that it can treat, and still give what is taken from it.
[[nodiscard]] Total treated_alone(const LoneFacility& facility);

/// Most patients that a facility treats where nothing is shipped beside the commitments, those by
/// order left out that the limits know of, with the staffed beds that they leave it; lanes, weights
/// and other limits are not looked at. One
/// pass over the periods, and one over the turnaround for each where commitments take devices.
[[nodiscard]] Total treated_without_sharing(const Instance& instance, FacilityId i,
                                            const Limits& limits = {});

/// Patients whom a facility must treat where nobody may be worse off: as many as with nothing
/// shipped, or those whom it was promised where these are fewer.
[[nodiscard]] Total patients_owed(const Instance& instance, FacilityId i, const Limits& limits);

/// Least number of patients who then go without a device, at all facilities.
[[nodiscard]] Total unmet_without_sharing(const Instance& instance, const Limits& limits = {});

}  // namespace surgeflow
