// SPDX-License-Identifier: Apache-2.0
// The cheap bounds hold the exact distance, and are as narrow as they claim to be.
#include "transit/distance_bounds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "surgeflow/transit/transit.hpp"
#include "transit/places.hpp"

namespace surgeflow {
namespace {

using transit::distance_bounds;
using transit::distance_km;
using transit::DistanceBounds;
using transit::sphere_point;

DistanceBounds bounds_of(const GeoPoint& a, const GeoPoint& b) {
  return distance_bounds(sphere_point(a), sphere_point(b));
}

void expect_inside(const GeoPoint& a, const GeoPoint& b) {
  const DistanceBounds bounds = bounds_of(a, b);
  const double distance = distance_km(a, b);
  EXPECT_LE(bounds.lower_km, distance)
      << a.latitude << ',' << a.longitude << " to " << b.latitude << ',' << b.longitude;
  EXPECT_GE(bounds.upper_km, distance)
      << a.latitude << ',' << a.longitude << " to " << b.latitude << ',' << b.longitude;
}

double wrapped(double longitude) {
  if (longitude > 180.0) return longitude - 360.0;
  return longitude < -180.0 ? longitude + 360.0 : longitude;
}

/// A point about `degrees` away from `a`, on either side of poles and date line.
GeoPoint near(const GeoPoint& a, double degrees, test::Draws& draws) {
  const double latitude = a.latitude + draws.between(-degrees, degrees);
  return {std::clamp(latitude, -90.0, 90.0),
          wrapped(a.longitude + draws.between(-degrees, degrees))};
}

TEST(DistanceBounds, HoldForPairsAnywhere) {
  test::Draws draws(1);
  for (int n = 0; n < 200'000; ++n) expect_inside(test::anywhere(draws), test::anywhere(draws));
}

TEST(DistanceBounds, HoldForPairsOfAnyScale) {
  test::Draws draws(2);
  for (int n = 0; n < 200'000; ++n) {
    const GeoPoint a = test::anywhere(draws);
    expect_inside(a, near(a, std::pow(10.0, draws.between(-9.0, 2.0)), draws));
  }
}

TEST(DistanceBounds, HoldNearTheAntipode) {
  test::Draws draws(3);
  for (int n = 0; n < 50'000; ++n) {
    const GeoPoint a = test::anywhere(draws);
    const GeoPoint antipode{-a.latitude, wrapped(a.longitude + 180.0)};
    expect_inside(a, antipode);
    expect_inside(a, near(antipode, std::pow(10.0, draws.between(-9.0, 2.0)), draws));
  }
}

TEST(DistanceBounds, HoldAtPolesEquatorDateLineAndForOnePlace) {
  const GeoPoint special[] = {{90.0, 0.0},    {90.0, 77.0},  {-90.0, 0.0},    {0.0, 0.0},
                              {0.0, 180.0},   {0.0, -180.0}, {0.0, 90.0},     {45.0, 180.0},
                              {45.0, -180.0}, {-45.0, 0.0},  {39.76, -104.9}, {89.9999999, 0.0}};
  for (const GeoPoint& a : special) {
    for (const GeoPoint& b : special) expect_inside(a, b);
  }
}

TEST(DistanceBounds, AreAsNarrowAsStated) {
  test::Draws draws(4);
  for (int n = 0; n < 200'000; ++n) {
    const GeoPoint a = test::anywhere(draws);
    const DistanceBounds bounds =
        bounds_of(a, n % 2 == 0 ? test::anywhere(draws) : near(a, draws.between(0.0, 30.0), draws));
    const double width = bounds.upper_km - bounds.lower_km;
    const double allowed = bounds.upper_km < 1'600.0    ? 0.01
                           : bounds.upper_km < 9'500.0  ? 0.2
                           : bounds.upper_km < 17'500.0 ? 7.2
                                                        : 68.0;
    ASSERT_LE(width, allowed) << bounds.upper_km;
  }
}

}  // namespace
}  // namespace surgeflow
