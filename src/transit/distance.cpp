// SPDX-License-Identifier: Apache-2.0
// Geodesic distance through GeographicLib.
#include <GeographicLib/Geodesic.hpp>
#include <tuple>

#include "surgeflow/transit/transit.hpp"

namespace surgeflow::transit {

double distance_km(const GeoPoint& a, const GeoPoint& b) {
  // The library's result may change in the last bit when its arguments change places; one order
  // for each pair makes distances, and with them lanes, exactly symmetric.
  const bool in_order = std::tie(a.latitude, a.longitude) <= std::tie(b.latitude, b.longitude);
  const GeoPoint& from = in_order ? a : b;
  const GeoPoint& to = in_order ? b : a;
  double metres = 0.0;
  GeographicLib::Geodesic::WGS84().Inverse(from.latitude, from.longitude, to.latitude, to.longitude,
                                           metres);
  return metres / 1000.0;
}

}  // namespace surgeflow::transit
