// SPDX-License-Identifier: Apache-2.0
// Lanes from a network of routes: the quickest way between any two facilities.
#pragma once

#include <span>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow::transit {

/// A lane between any two facilities, pools left out, that the network joins within `max_periods`:
/// max(1, ceil(minutes / period)) periods, at the costs of its edges.
///
/// Shipments leave at the start of a period. A way takes the time of its edges, of handling before
/// the first one and wherever the mode changes, and of waiting for departures. Where periods start
/// at several hours of the day the slowest of them counts, so that a lane takes as long on every
/// day. Of ways that are as quick the cheapest counts. Found by Dijkstra's algorithm over places
/// and the modes by which devices come, which stays exact since who comes earlier never leaves
/// later.
[[nodiscard]] std::vector<Lane> route_lanes(std::span<const Facility> facilities,
                                            const RouteNetwork& network, std::int32_t max_periods,
                                            int threads);

/// The same rule with the lanes of its routes stated; any other rule as it is.
[[nodiscard]] TransitRule with_route_lanes(std::span<const Facility> facilities, TransitRule rule,
                                           int threads);

}  // namespace surgeflow::transit
