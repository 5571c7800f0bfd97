// SPDX-License-Identifier: Apache-2.0
// A plan day by day as far as devices are there, without its small shipments.
#pragma once

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// Sends the plan's shipments, those that are small with a later one on their lane, with fewer
/// devices where there are fewer and not at all where there are too few, and treats whom the
/// devices that are left can treat, first come, first served. Where nothing sent gains more,
/// nothing is. A plan whatever the plan's shipments are, where commitments take no devices.
[[nodiscard]] Plan without_small(const Instance& instance, const Plan& plan, Count minimum);

}  // namespace surgeflow::shipments
