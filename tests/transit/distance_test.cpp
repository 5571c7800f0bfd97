// SPDX-License-Identifier: Apache-2.0
// Geodesic distances against published values.
#include <gtest/gtest.h>

#include "surgeflow/transit/transit.hpp"
#include "transit/places.hpp"

namespace surgeflow {
namespace {

using transit::distance_km;

// Wellington to Salamanca, an example of GeographicLib's documentation: 19959679.267 m.
TEST(Distance, AgreesWithThePublishedNearlyAntipodalExample) {
  EXPECT_NEAR(distance_km({-41.32, 174.81}, {40.96, -5.50}), 19959.679267, 5e-7);
}

// One degree of the equator is a circle's arc: 2 pi 6378.137 km / 360.
TEST(Distance, AgreesWithAnArcOfTheEquator) {
  EXPECT_NEAR(distance_km({0.0, 10.0}, {0.0, 11.0}), 111.319490793, 1e-9);
}

// The quarter meridian of WGS84 is 10001965.729 m.
TEST(Distance, AgreesWithTheQuarterMeridian) {
  EXPECT_NEAR(distance_km({0.0, 45.0}, {90.0, 123.0}), 10001.965729, 5e-7);
}

TEST(Distance, IsZeroBetweenTwoNamesOfOnePlace) {
  EXPECT_EQ(distance_km({39.7, -104.9}, {39.7, -104.9}), 0.0);
  EXPECT_NEAR(distance_km({12.0, 180.0}, {12.0, -180.0}), 0.0, 1e-9);
  EXPECT_NEAR(distance_km({90.0, 10.0}, {90.0, -75.0}), 0.0, 1e-9);
}

TEST(Distance, CrossesTheDateLine) {
  EXPECT_NEAR(distance_km({0.0, 179.5}, {0.0, -179.5}), 111.319490793, 1e-9);
}

TEST(Distance, IsExactlySymmetric) {
  test::Draws draws(7);
  for (int n = 0; n < 20'000; ++n) {
    const GeoPoint a = test::anywhere(draws);
    const GeoPoint b = test::anywhere(draws);
    ASSERT_EQ(distance_km(a, b), distance_km(b, a));
  }
}

}  // namespace
}  // namespace surgeflow
