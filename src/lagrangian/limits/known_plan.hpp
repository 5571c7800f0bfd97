// SPDX-License-Identifier: Apache-2.0
// An earlier plan as one of a related instance, to begin a search with.
#pragma once

#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Plans that ship as `known` does: one that gains most by that, and one that treats whom `known`
/// treats as far as they are there. Limits are not looked at. None where its shipments can not
/// leave as they stand: a lane is gone or closed, or devices are not there.
[[nodiscard]] std::vector<Plan> plans_that_ship_like(const Plan& known, const Instance& instance);

}  // namespace surgeflow::lagrangian
