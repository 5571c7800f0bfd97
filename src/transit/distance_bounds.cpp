// SPDX-License-Identifier: Apache-2.0
// Locations on the sphere of parametric latitude.
#include "transit/distance_bounds.hpp"

#include <numbers>

namespace surgeflow::transit {

SpherePoint sphere_point(const GeoPoint& location) {
  constexpr double kRadians = std::numbers::pi / 180.0;
  const double latitude = location.latitude * kRadians;
  const double longitude = location.longitude * kRadians;
  // tan(beta) = (b/a) tan(latitude), written so that the poles need no care.
  const double towards_equator = std::cos(latitude);
  const double towards_pole = (1.0 - wgs84::kFlattening) * std::sin(latitude);
  const double length = std::hypot(towards_equator, towards_pole);
  const double radius = towards_equator / length;
  return {radius * std::cos(longitude), radius * std::sin(longitude), towards_pole / length};
}

}  // namespace surgeflow::transit
