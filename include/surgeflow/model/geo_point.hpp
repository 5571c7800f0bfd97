// SPDX-License-Identifier: Apache-2.0
// A place on the earth.
#pragma once

namespace surgeflow {

struct GeoPoint {
  double latitude = 0.0;   ///< degrees north, WGS84, in [-90, 90]
  double longitude = 0.0;  ///< degrees east, in [-180, 180]
  bool operator==(const GeoPoint&) const = default;
};

}  // namespace surgeflow
