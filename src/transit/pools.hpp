// SPDX-License-Identifier: Apache-2.0
// Lanes from pools: devices that have no place yet reach every facility in the same time.
#pragma once

#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"
#include "transit/geodesic_lanes.hpp"

namespace surgeflow::transit {

/// Writes the lanes of all pools whose rows the table holds. Where movement is distance they cost
/// as much as a lane of no length.
void fill_pools(LaneTable& table, std::span<const Facility> facilities, const TransitRule& rule);

/// How many lanes these are.
[[nodiscard]] LaneTally tally_pools(std::span<const Facility> facilities);

}  // namespace surgeflow::transit
