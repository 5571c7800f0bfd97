// SPDX-License-Identifier: Apache-2.0
// Lanes by the mode of transport that they take.
#pragma once

#include <cstdint>
#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::transit {

/// Lanes whose quickest way takes an edge of the mode, an index into the network's; pools have
/// none. Of ways that are as quick and as cheap one without the mode counts. Where periods start at
/// several hours of the day the way of the slowest counts. The same for any number of threads.
[[nodiscard]] LaneSet lanes_by_mode(std::span<const Facility> facilities,
                                    const RouteNetwork& network, std::int32_t mode,
                                    int threads = 1);

}  // namespace surgeflow::transit
