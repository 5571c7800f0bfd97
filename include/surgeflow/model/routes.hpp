// SPDX-License-Identifier: Apache-2.0
// Roads, flights and other ways between facilities and hubs, from which transit times follow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/model/geo_point.hpp"

namespace surgeflow {

/// A way from one place to another by one mode of transport.
struct RouteEdge {
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int32_t mode = 0;
  std::int64_t minutes = 0;  ///< > 0
  std::int32_t cost = 0;     ///< of a device, in units of movement cost
  bool operator==(const RouteEdge&) const = default;
};

/// A mode of transport, such as road or air.
struct RouteMode {
  std::string name;
  std::int64_t handling_minutes = 0;  ///< to load, where a device came by another mode or starts
  /// Minutes of the day at which it leaves, ascending; empty: at any time.
  std::vector<std::int64_t> departures;
  bool operator==(const RouteMode&) const = default;
};

/// Roads between places that are near to each other and have coordinates.
struct RouteAccess {
  double km = 0.0;           ///< no longer than this
  double km_per_hour = 0.0;  ///< on the geodesic
  std::int32_t mode = 0;
  bool operator==(const RouteAccess&) const = default;
};

/// Places are the facilities, by their number, and hubs behind them.
struct RouteNetwork {
  std::vector<std::optional<GeoPoint>> hubs;
  std::vector<RouteMode> modes;
  std::vector<RouteEdge> edges;
  std::optional<RouteAccess> access;
  std::int64_t period_minutes = 1440;
  bool operator==(const RouteNetwork&) const = default;
};

inline constexpr std::int64_t kMinutesOfADay = 1440;

}  // namespace surgeflow
