// SPDX-License-Identifier: Apache-2.0
// Lane tables from stated lanes or from distances on the WGS84 ellipsoid.
#pragma once

#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::transit {

/// Geodesic distance on the WGS84 ellipsoid in km (Karney, J. Geodesy 87, 2013; GeographicLib).
[[nodiscard]] double distance_km(const GeoPoint& a, const GeoPoint& b);

/// The lane table of a case: s_ij = max(1, ceil(distance / km_per_period)) or the stated table,
/// cut to the rule's scope and longest transit time, with lane costs as the movement objective
/// counts them. Uses up to `threads` threads; the same table for any number of them.
/// Facilities need a location where the rule is geodesic or counts distance (checked at load).
[[nodiscard]] LaneTable make_lane_table(std::span<const Facility> facilities,
                                        const TransitRule& rule, int threads = 1);

}  // namespace surgeflow::transit
