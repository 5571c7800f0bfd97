// SPDX-License-Identifier: Apache-2.0
// The geodesic lane table written for reading: every ordered pair by the exact distance.
#pragma once

#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::transit {

/// What make_lane_table must return for a geodesic rule whose costs stay within their limit.
/// About 1 us a pair.
[[nodiscard]] LaneTable reference_geodesic_lanes(std::span<const Facility> facilities,
                                                 const TransitRule& rule);

}  // namespace surgeflow::transit
