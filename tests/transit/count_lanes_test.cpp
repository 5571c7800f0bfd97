// SPDX-License-Identifier: Apache-2.0
// Lanes counted without a table are as many as the table has.
#include <gtest/gtest.h>

#include "surgeflow/transit/transit.hpp"
#include "transit/places.hpp"

namespace surgeflow {
namespace {

using test::geodesic;
using transit::count_lanes;
using transit::LaneCount;

void expect_the_tables_count(const std::vector<Facility>& facilities, const TransitRule& rule) {
  const LaneTable table = transit::make_lane_table(facilities, rule);
  for (const std::int32_t periods : {1, 2, 5, 300}) {
    for (const int threads : {1, 3}) {
      const LaneCount count = count_lanes(facilities, rule, periods, {.threads = threads});
      EXPECT_EQ(count.lanes, table.lanes());
      EXPECT_EQ(count.ship_arcs, table.ship_arcs(periods));
      EXPECT_EQ(count.precision, LaneCount::Precision::exact);
    }
  }
}

TEST(CountLanes, IsThatOfTheTable) {
  const std::vector<Facility> facilities = test::continental_facilities(150, 4);
  TransitRule rule = geodesic(500.0);
  expect_the_tables_count(facilities, rule);
  rule.movement = Movement::distance;
  expect_the_tables_count(facilities, rule);
  rule.max_periods = 3;
  expect_the_tables_count(facilities, rule);
  for (const Scope scope : {Scope::region, Scope::none}) {
    rule.scope = scope;
    expect_the_tables_count(facilities, rule);
  }
}

TEST(CountLanes, CountsThoseOfPools) {
  std::vector<Facility> facilities = test::continental_facilities(20, 5);
  facilities[3].lead_periods = 4;
  facilities[7].lead_periods = 9;
  facilities[7].region.clear();
  TransitRule rule = geodesic(500.0);
  expect_the_tables_count(facilities, rule);
  rule.scope = Scope::region;
  expect_the_tables_count(facilities, rule);
}

TEST(CountLanes, CountsStatedLanesWithinScopeAndLength) {
  const std::vector<Facility> facilities = test::continental_facilities(12, 9);
  TransitRule rule;
  for (std::int32_t i = 0; i + 1 < 12; ++i) {
    rule.lanes.push_back({FacilityId(i), FacilityId(i + 1), static_cast<std::uint8_t>(1 + i), 1});
  }
  expect_the_tables_count(facilities, rule);
  rule.max_periods = 7;
  expect_the_tables_count(facilities, rule);
  rule.scope = Scope::region;
  expect_the_tables_count(facilities, rule);
}

TEST(CountLanes, IsBoundedByAllPairsWhereThereAreManyOfThem) {
  const std::vector<Facility> facilities = test::continental_facilities(10, 1);
  TransitRule rule = geodesic(500.0);
  const LaneCount all = count_lanes(facilities, rule, 5, {.most_pairs = 89});
  EXPECT_EQ(all.lanes, 90);
  EXPECT_EQ(all.ship_arcs, 360);
  EXPECT_EQ(all.precision, LaneCount::Precision::upper_bound);
  EXPECT_EQ(count_lanes(facilities, rule, 5, {.most_pairs = 90}).precision,
            LaneCount::Precision::exact);
  rule.scope = Scope::region;  // two of ten are in the east
  EXPECT_EQ(count_lanes(facilities, rule, 5, {.most_pairs = 0}).lanes, 2 + 8 * 7);
}

}  // namespace
}  // namespace surgeflow
