// SPDX-License-Identifier: Apache-2.0
// Lanes from distances: every pair by cheap bounds, the few undecided ones by the exact geodesic.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"
#include "transit/distance_bounds.hpp"
#include "transit/distance_steps.hpp"
#include "transit/sharing_groups.hpp"

namespace surgeflow::transit {

/// Transit time in steps of `km_per_period`; the limit is the longest lane.
[[nodiscard]] DistanceSteps period_steps(const TransitRule& rule);
/// Movement cost of a device in steps of `distance_resolution_km`, above the fixed distance; the
/// limit is the largest lane cost.
[[nodiscard]] DistanceSteps cost_steps(const TransitRule& rule);

/// Directed lanes by transit time in periods.
using LaneTally = std::array<std::int64_t, 256>;

/// All lanes of a geodesic rule but those of pools. Every other facility has a location, and the
/// rule's numbers are in range.
class GeodesicLanes {
 public:
  GeodesicLanes(std::span<const Facility> facilities, const TransitRule& rule);

  /// Writes the lanes that a table holds among the members of each group; a cost above the limit is
  /// written as limit + 1. About 25 ns a pair, where some rows are filled in each direction; the
  /// same table for any number of threads.
  void fill(LaneTable& table, const SharingGroups& groups, int threads) const;

  /// How many lanes there are among the members of each group.
  [[nodiscard]] LaneTally tally(const SharingGroups& groups, int threads) const;

 private:
  struct Figures {
    std::int32_t periods = 1;
    std::int32_t cost = 1;
  };

  [[nodiscard]] Figures figures(FacilityId i, FacilityId j) const;
  void fill_whole(LaneTable& table, const SharingGroups& groups, int threads) const;
  void fill_rows(LaneTable& table, const SharingGroups& groups, int threads) const;
  void fill_lanes(LaneTable& table, FacilityId i, std::span<const FacilityId> destinations) const;

  std::vector<GeoPoint> locations_;
  std::vector<SpherePoint> points_;
  DistanceSteps periods_;
  std::optional<DistanceSteps> costs_;
};

}  // namespace surgeflow::transit
