// SPDX-License-Identifier: Apache-2.0
// Closes lanes so that the plans of a network fit carriers.
#pragma once

#include <optional>
#include <vector>

#include "lagrangian/items/carrier_room.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// The network where those lanes are closed that a plan of it overfills: of a carrier, in a period
/// in which it has not room for all, every lane that counts but those of the shipments that are
/// worth most and that there is room for; drawn by `key` where they are worth the same. `worth` is
/// that of a device [facility, period]. Nothing where the plan fits all carriers.
[[nodiscard]] std::optional<Instance> without_overfull_lanes(const Instance& network,
                                                             const std::vector<CarrierRoom>& rooms,
                                                             const Plan& plan,
                                                             const Panel<std::int64_t>& worth,
                                                             const RandomKey& key);

}  // namespace surgeflow::lagrangian
