// SPDX-License-Identifier: Apache-2.0
// Lane tables from stated lanes or from distances on the WGS84 ellipsoid.
#pragma once

#include <cstdint>
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

/// The rows of some origins alone: the same numbers, in memory and time for those rows.
[[nodiscard]] LaneTable make_lane_rows(std::span<const Facility> facilities,
                                       const TransitRule& rule, FacilityRange origins,
                                       int threads = 1);

/// How many lanes a case has, and how many ship arcs: lane and period pairs that arrive within the
/// horizon.
struct LaneCount {
  enum class Precision { exact, upper_bound };
  std::int64_t lanes = 0;
  std::int64_t ship_arcs = 0;
  Precision precision = Precision::exact;
};

struct LaneCountOptions {
  /// More ordered pairs of facilities are not looked at one by one, about 15 ns each: every pair
  /// then counts as a lane of one period.
  std::int64_t most_pairs = 80'000'000;
  int threads = 1;
};

/// Counts the lanes of a checked case's table without making it; the memory is a few bytes a
/// facility. The same count for any number of threads.
[[nodiscard]] LaneCount count_lanes(std::span<const Facility> facilities, const TransitRule& rule,
                                    std::int32_t periods, const LaneCountOptions& options = {});

}  // namespace surgeflow::transit
