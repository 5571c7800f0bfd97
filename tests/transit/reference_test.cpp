// SPDX-License-Identifier: Apache-2.0
// The fast lane table equals the readable one, pair by pair, for any number of threads.
#include "transit/reference/reference_lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "surgeflow/transit/transit.hpp"
#include "transit/places.hpp"

namespace surgeflow {
namespace {

using test::continental_facilities;
using test::geodesic;
using test::worldwide_facilities;
using transit::make_lane_table;
using transit::reference_geodesic_lanes;

constexpr double kFourHundredMiles = 643.7376;

void expect_reference(const std::vector<Facility>& facilities, const TransitRule& rule) {
  const LaneTable expected = reference_geodesic_lanes(facilities, rule);
  EXPECT_EQ(make_lane_table(facilities, rule, 1), expected);
  EXPECT_EQ(make_lane_table(facilities, rule, 2), expected);
  EXPECT_EQ(make_lane_table(facilities, rule, 5), expected);
}

TEST(FastLanes, EqualTheReferenceOnAContinent) {
  expect_reference(continental_facilities(700, 1), geodesic(kFourHundredMiles));
}

TEST(FastLanes, EqualTheReferenceWorldwide) {
  expect_reference(worldwide_facilities(500, 2), geodesic(kFourHundredMiles));
}

// Steps of 17 km: about one interval in a thousand straddles, and lanes beyond 255 do not exist.
TEST(FastLanes, EqualTheReferenceWithShortPeriods) {
  expect_reference(continental_facilities(400, 3), geodesic(17.0));
  expect_reference(worldwide_facilities(300, 4), geodesic(17.0));
}

TEST(FastLanes, EqualTheReferenceWithDistanceCosts) {
  TransitRule rule = geodesic(kFourHundredMiles, Movement::distance);
  expect_reference(continental_facilities(400, 5), rule);
  expect_reference(worldwide_facilities(300, 6), rule);
  rule.distance_resolution_km = 0.05;
  rule.fixed_cost_km = 33.3;
  expect_reference(continental_facilities(200, 7), rule);
}

TEST(FastLanes, EqualTheReferenceWithinRegions) {
  TransitRule rule = geodesic(kFourHundredMiles, Movement::distance);
  rule.scope = Scope::region;
  expect_reference(continental_facilities(300, 8), rule);
  rule.scope = Scope::none;
  expect_reference(continental_facilities(30, 8), rule);
}

TEST(FastLanes, EqualTheReferenceUpToALongestLane) {
  TransitRule rule = geodesic(kFourHundredMiles, Movement::distance);
  rule.max_periods = 3;
  expect_reference(continental_facilities(300, 9), rule);
}

TEST(FastLanes, EqualTheReferenceRowByRow) {
  const std::vector<Facility> facilities = continental_facilities(120, 7);
  TransitRule rule = geodesic(kFourHundredMiles, Movement::distance);
  rule.scope = Scope::region;
  const LaneTable expected = reference_geodesic_lanes(facilities, rule);
  for (const FacilityRange origins : {FacilityRange{0, 0}, {0, 50}, {50, 51}, {51, 120}}) {
    const LaneTable rows = transit::make_lane_rows(facilities, rule, origins, 2);
    EXPECT_EQ(rows.origins(), origins);
    for (FacilityId i{origins.first}; i.value() < origins.last; ++i) {
      EXPECT_TRUE(std::ranges::equal(rows.row(i), expected.row(i)));
      EXPECT_TRUE(std::ranges::equal(rows.cost_row(i), expected.cost_row(i)));
    }
  }
}

// Each period length is a distance of the case, or the next number below it, divided by 1, 2, ...:
// the hardest pairs there are, because one bit decides them.
TEST(FastLanes, EqualTheReferenceOnTheBoundary) {
  const std::vector<Facility> facilities = worldwide_facilities(40, 10);
  for (std::size_t j = 1; j < facilities.size(); ++j) {
    const double distance = transit::distance_km(*facilities[0].location, *facilities[j].location);
    for (int periods = 1; periods <= 3; ++periods) {
      const double exact = distance / periods;
      for (const double step : {exact, std::nextafter(exact, 0.0), std::nextafter(exact, 1e9)}) {
        const LaneTable expected = reference_geodesic_lanes(facilities, geodesic(step));
        ASSERT_EQ(make_lane_table(facilities, geodesic(step)), expected);
      }
    }
  }
}

// Poles, date line, antipodes, places that differ by a few centimetres, and one place twice.
TEST(FastLanes, EqualTheReferenceInHardPlaces) {
  std::vector<Facility> facilities;
  for (const double latitude : {90.0, 89.9999999, 45.0, 1e-7, 0.0, -1e-7, -45.0, -90.0}) {
    for (const double longitude : {-180.0, -179.9999999, -90.0, 0.0, 1e-7, 90.0, 180.0}) {
      facilities.push_back(test::facility_at(latitude, longitude));
    }
  }
  for (const double step : {1e-5, 1.0, 100.0, kFourHundredMiles, 20'003.931458623, 20'004.0}) {
    expect_reference(facilities, geodesic(step, Movement::distance));
  }
}

}  // namespace
}  // namespace surgeflow
