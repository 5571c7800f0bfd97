// SPDX-License-Identifier: Apache-2.0
// The lane graph weighted by closeness, found by the ranks that hold the lanes.
#pragma once

#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {

/// A point on the unit sphere: differences of places give chords, which order as distances do.
struct Place {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;
};

/// Of all facilities; empty where one has no location.
[[nodiscard]] std::vector<Place> places_of(std::span<const Facility> facilities);

/// Collective: joins every facility to the nearest dozen that it has lanes to: by transit time, and
/// where places are known by distance within it. `places` are those of all facilities, or empty.
[[nodiscard]] ClosenessGraph closeness_graph(const Share& share, std::span<const Place> places,
                                             const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
