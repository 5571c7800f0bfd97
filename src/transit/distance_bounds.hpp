// SPDX-License-Identifier: Apache-2.0
// Lower and upper bounds of the geodesic distance that cost one arc sine and two square roots.
#pragma once

#include <algorithm>
#include <cmath>

#include "surgeflow/model/case.hpp"

namespace surgeflow::transit {

// Problem. All pairs of 3,142 facilities are 4.9 million geodesics of about 1 us each, yet what is
// wanted of most is a small integer: into which step of some hundred km the distance falls. Bounds
// that are metres apart decide nearly every pair; only the others need the exact distance.
//
// The sphere of parametric latitude. Let a, b be the semi-axes, e^2 = 1 - (b/a)^2 and
// tan(beta) = (b/a) tan(latitude). (beta, longitude) is a point of the unit sphere; stretching that
// sphere by (a, a, b) along x, y, z gives the ellipsoid. With dX a step on the sphere and dz its z,
// the length on the ellipsoid is therefore ds^2 = a^2 (|dX|^2 - e^2 dz^2), and with sigma the angle
// between two points on the sphere, d their geodesic distance:
//
// (1)  b sigma <= d <= a sigma,                                   for any two points.
//
// Upper bound. The great circle between the points, stretched, is one path: d <= L, with
// L = a Int_0^sigma sqrt(1 - e^2 z'^2) dtau, where z(tau) = C sin(tau + tau0) along the circle;
// C^2 and J = Int z'^2 follow from the ends' z1 and z2 and from sigma:
//
//      C^2 = (z1^2 + z2^2 - 2 z1 z2 cos sigma) / sin^2 sigma
//      J   = (C^2 (sigma + sin sigma cos sigma) - 2 z1 z2 sin sigma) / 2.
//
// From 1 - x/2 - x^2/8 (1 - e^2)^(-3/2) <= sqrt(1 - x) <= 1 - x/2 on 0 <= x <= e^2, and z'^4 <=
// z'^2:
//
// (2)  d <= L <= a (sigma - e^2/2 J),
// (3)  L >= a (sigma - (e^2/2 + e^4/8 (1 - e^2)^(-3/2)) J).
//
// Lower bound. d >= L / sqrt(1 + eps^2) where eps bounds how far the gradient of L, as a function
// of the second point, exceeds length 1 in the metric of the ellipsoid. docs/transit.md shows that
// eps <= (pi/2) (e^2/2) (1 - e^2)^-2 tan(a sigma / 2b), hence, up to sin^2(sigma/2) = 0.97,
//
// (4)  d >= L (1 - 1.6e-5 tan^2(sigma / 2)).
//
// Width of the interval: below 10 m up to 1,600 km, 0.2 km up to 9,500 km, 7 km up to 17,500 km,
// 68 km to the antipode, where (1) is all there is.
//
// Tried and left: a polynomial in place of the arc sine, so that a compiler can use wide vectors.
// It halved the time with AVX2 and gained nothing on a baseline processor; at 0.1 s for 4.9 million
// pairs neither matters.

/// A facility on the unit sphere of parametric latitude.
struct SpherePoint {
  double x = 1.0;
  double y = 0.0;
  double z = 0.0;
};

struct DistanceBounds {
  double lower_km = 0.0;
  double upper_km = 0.0;
};

namespace wgs84 {
inline constexpr double kSemiMajorKm = 6378.137;            // EPSG:7030
inline constexpr double kFlattening = 1.0 / 298.257223563;  // EPSG:7030
inline constexpr double kSemiMinorKm = kSemiMajorKm * (1.0 - kFlattening);
inline constexpr double kSquaredEccentricity = kFlattening * (2.0 - kFlattening);
}  // namespace wgs84

/// The image of a location; latitude and longitude in range.
[[nodiscard]] SpherePoint sphere_point(const GeoPoint& location);

/// An interval that holds the geodesic distance of two facilities, and the value that a geodesic
/// library gives for it: both ends are moved out by more than the rounding errors of either.
[[nodiscard]] inline DistanceBounds distance_bounds(const SpherePoint& p, const SpherePoint& q) {
  using namespace wgs84;
  constexpr double kHalfSquare = kSquaredEccentricity / 2.0;
  // (1 - e^2)^(-3/2) = 1.01013 for WGS84.
  constexpr double kFirstOrder = kHalfSquare + kHalfSquare * kHalfSquare / 2.0 * 1.0102;
  constexpr double kGradientLoss = 1.6e-5;
  constexpr double kLargestHalfSine = 0.97;
  // Points are off by some 1e-15, so sigma by less than 1e-14 below the largest half sine and by
  // less than 1e-6 at the antipode; GeographicLib's own error is 1.5e-8 m.
  constexpr double kMarginKm = 1e-6;
  constexpr double kFarMarginKm = 0.01;

  const double dx = p.x - q.x;
  const double dy = p.y - q.y;
  const double dz = p.z - q.z;
  const double squared_chord = std::max(dx * dx + dy * dy + dz * dz, 1e-30);
  const double half_sine = std::min(squared_chord / 4.0, 1.0);  // sin^2(sigma / 2)
  const double sigma = 2.0 * std::asin(std::sqrt(half_sine));
  if (half_sine > kLargestHalfSine) {
    return {kSemiMinorKm * sigma - kFarMarginKm, kSemiMajorKm * sigma + kFarMarginKm};
  }

  const double half_cosine = 1.0 - half_sine;                  // cos^2(sigma / 2)
  const double sine = std::sqrt(squared_chord * half_cosine);  // sin(sigma)
  const double cosine = 1.0 - 2.0 * half_sine;                 // cos(sigma)
  const double zz = p.z * q.z;
  const double steepest = (dz * dz / squared_chord + zz) / half_cosine;               // C^2
  const double climb = 0.5 * (steepest * (sigma + sine * cosine) - 2.0 * zz * sine);  // J
  const double upper = kSemiMajorKm * (sigma - kHalfSquare * climb);
  const double lower = kSemiMajorKm * (sigma - kFirstOrder * climb) *
                       (1.0 - kGradientLoss * half_sine / half_cosine);
  return {std::max(lower, kSemiMinorKm * sigma) - kMarginKm, upper + kMarginKm};
}

}  // namespace surgeflow::transit
