// SPDX-License-Identifier: Apache-2.0
// What the facilities lack when each is on its own.
#pragma once

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

/// Most patients that a facility treats where nothing is shipped, with the staffed beds that the
/// limits leave it; lanes, weights and other limits are not looked at. One pass over the periods.
[[nodiscard]] Total treated_without_sharing(const Instance& instance, FacilityId i,
                                            const Limits& limits = {});

/// Least number of patients who then go without a device, at all facilities.
[[nodiscard]] Total unmet_without_sharing(const Instance& instance, const Limits& limits = {});

}  // namespace surgeflow
