// SPDX-License-Identifier: Apache-2.0
// Lane tables by hand: definitions, scope, costs, and rules that are refused.
#include <gtest/gtest.h>

#include <limits>

#include "surgeflow/core/error.hpp"
#include "surgeflow/transit/transit.hpp"
#include "transit/places.hpp"

namespace surgeflow {
namespace {

using test::facility_at;
using test::geodesic;
using transit::make_lane_table;

constexpr double kDegreeKm = 111.31949079327358;  // of the equator

Lane lane(std::int32_t origin, std::int32_t destination, std::uint8_t periods,
          std::int32_t cost = 1) {
  return {FacilityId(origin), FacilityId(destination), periods, cost};
}

TransitRule stated(std::vector<Lane> lanes) {
  TransitRule rule;
  rule.lanes = std::move(lanes);
  return rule;
}

int periods(const LaneTable& table, std::int32_t i, std::int32_t j) {
  return table.transit_periods(FacilityId(i), FacilityId(j));
}

int cost(const LaneTable& table, std::int32_t i, std::int32_t j) {
  return table.cost(FacilityId(i), FacilityId(j));
}

/// Four on the equator: 0, 1, 2.5 degrees east, and a second one at the first place.
std::vector<Facility> on_the_equator() {
  return {facility_at(0.0, 0.0, "A"), facility_at(0.0, 1.0, "B"), facility_at(0.0, 2.5, "A"),
          facility_at(0.0, 0.0, "B")};
}

TEST(GeodesicLanes, CountStartedPeriods) {
  // 111.3, 278.3 and 167.0 km at 100 km a period; the same place takes one period.
  const LaneTable table = make_lane_table(on_the_equator(), geodesic(100.0));
  EXPECT_EQ(periods(table, 0, 1), 2);
  EXPECT_EQ(periods(table, 0, 2), 3);
  EXPECT_EQ(periods(table, 1, 2), 2);
  EXPECT_EQ(periods(table, 0, 3), 1);
  EXPECT_EQ(periods(table, 2, 0), 3);
  EXPECT_EQ(periods(table, 1, 1), 0);
  EXPECT_FALSE(table.has_costs());
  EXPECT_EQ(table.lanes(), 12);
}

Facility pool(std::uint8_t lead_periods, std::string region = {}) {
  Facility facility;
  facility.id = "pool";
  facility.region = std::move(region);
  facility.lead_periods = lead_periods;
  return facility;
}

TEST(Pools, SendToAllInTheSameTimeAndReceiveNothing) {
  std::vector<Facility> facilities = on_the_equator();
  facilities.insert(facilities.begin() + 1, pool(7));
  for (const Scope scope : {Scope::all, Scope::region, Scope::none}) {
    TransitRule rule = geodesic(100.0);
    rule.scope = scope;
    const LaneTable table = make_lane_table(facilities, rule);
    for (const std::int32_t j : {0, 2, 3, 4}) {
      EXPECT_EQ(periods(table, 1, j), 7);
      EXPECT_EQ(periods(table, j, 1), 0);
    }
  }
}

TEST(Pools, OfARegionServeItAlone) {
  std::vector<Facility> facilities = on_the_equator();
  facilities.push_back(pool(2, "A"));
  facilities.push_back(pool(3));
  const LaneTable table = make_lane_table(facilities, stated({lane(0, 1, 4)}));
  EXPECT_EQ(periods(table, 4, 0), 2);
  EXPECT_EQ(periods(table, 4, 1), 0);
  EXPECT_EQ(periods(table, 5, 1), 3);
  EXPECT_EQ(periods(table, 5, 4), 0);
  EXPECT_EQ(table.lanes(), 1 + 2 + 4);
}

TEST(Pools, CostTheFixedDistance) {
  std::vector<Facility> facilities = on_the_equator();
  facilities.push_back(pool(2));
  TransitRule rule = geodesic(100.0, Movement::distance);
  rule.fixed_cost_km = 50.0;
  EXPECT_EQ(cost(make_lane_table(facilities, rule), 4, 0), 5);
}

TEST(Pools, AreRefusedOnStatedLanesAndWhereMovementIsCost) {
  std::vector<Facility> facilities = on_the_equator();
  facilities.push_back(pool(2));
  EXPECT_THROW((void)make_lane_table(facilities, stated({lane(0, 4, 1)})), InputError);
  TransitRule rule = stated({lane(0, 1, 1)});
  rule.movement = Movement::cost;
  EXPECT_THROW((void)make_lane_table(facilities, rule), InputError);
  facilities.back() = pool(0);
  EXPECT_THROW((void)make_lane_table(facilities, geodesic(100.0)), InputError);
}

TEST(GeodesicLanes, AWholeNumberOfPeriodsIsNotRoundedUp) {
  const std::vector<Facility> facilities = on_the_equator();
  const double exact = transit::distance_km({0.0, 0.0}, {0.0, 1.0});
  const double below = std::nextafter(exact, 0.0);
  EXPECT_EQ(periods(make_lane_table(facilities, geodesic(exact)), 0, 1), 1);
  EXPECT_EQ(periods(make_lane_table(facilities, geodesic(below)), 0, 1), 2);
}

TEST(GeodesicLanes, EndAtTheLongestTransitTime) {
  TransitRule rule = geodesic(100.0);
  rule.max_periods = 2;
  const LaneTable table = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(periods(table, 0, 2), 0);
  EXPECT_EQ(periods(table, 1, 2), 2);
}

TEST(GeodesicLanes, Reach255PeriodsAndNoFurther) {
  const LaneTable at_255 = make_lane_table(on_the_equator(), geodesic(kDegreeKm / 254.5));
  const LaneTable at_256 = make_lane_table(on_the_equator(), geodesic(kDegreeKm / 255.5));
  EXPECT_EQ(periods(at_255, 0, 1), 255);
  EXPECT_EQ(periods(at_256, 0, 1), 0);
  const LaneTable tiny = make_lane_table(on_the_equator(), geodesic(1e-300));
  EXPECT_EQ(periods(tiny, 0, 1), 0);
  EXPECT_EQ(periods(tiny, 0, 3), 1);
}

TEST(GeodesicLanes, StayWithinRegions) {
  TransitRule rule = geodesic(100.0);
  rule.scope = Scope::region;
  const LaneTable table = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(table.lanes(), 4);
  EXPECT_EQ(periods(table, 0, 2), 3);
  EXPECT_EQ(periods(table, 3, 1), 2);
}

TEST(GeodesicLanes, DoNotExistWithoutSharing) {
  TransitRule rule = geodesic(100.0);
  rule.scope = Scope::none;
  EXPECT_EQ(make_lane_table(on_the_equator(), rule).lanes(), 0);
}

TEST(GeodesicLanes, CostTheDistanceInStartedSteps) {
  TransitRule rule = geodesic(100.0);
  rule.movement = Movement::distance;
  rule.distance_resolution_km = 20.0;
  const LaneTable table = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(cost(table, 0, 1), 6);   // 111.3 / 20
  EXPECT_EQ(cost(table, 2, 0), 14);  // 278.3 / 20
  EXPECT_EQ(cost(table, 0, 3), 1);   // never free
  rule.fixed_cost_km = 25.0;
  const LaneTable with_fixed = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(cost(with_fixed, 0, 1), 7);  // 136.3 / 20
  EXPECT_EQ(cost(with_fixed, 0, 3), 2);  // 25 / 20
}

TEST(GeodesicLanes, OneFacilityHasNone) {
  const std::vector<Facility> alone = {facility_at(1.0, 2.0)};
  EXPECT_EQ(make_lane_table(alone, geodesic(100.0), 2).lanes(), 0);
  EXPECT_EQ(make_lane_table({}, geodesic(100.0)).facilities(), 0);
}

TEST(StatedLanes, AreDirectedAndMayBeMissing) {
  const std::vector<Facility> facilities(3);
  const LaneTable table = make_lane_table(facilities, stated({lane(0, 1, 4), lane(2, 1, 255)}));
  EXPECT_EQ(periods(table, 0, 1), 4);
  EXPECT_EQ(periods(table, 1, 0), 0);
  EXPECT_EQ(periods(table, 2, 1), 255);
  EXPECT_EQ(table.lanes(), 2);
}

TEST(StatedLanes, AreCutToScopeAndLongestTime) {
  TransitRule rule = stated({lane(0, 2, 2), lane(2, 0, 3), lane(0, 1, 1), lane(1, 3, 2)});
  rule.max_periods = 2;
  rule.scope = Scope::region;
  const LaneTable table = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(periods(table, 0, 2), 2);
  EXPECT_EQ(periods(table, 1, 3), 2);
  EXPECT_EQ(table.lanes(), 2);
}

TEST(StatedLanes, CostAsTheObjectiveCounts) {
  TransitRule rule = stated({lane(0, 1, 1, 500), lane(1, 0, 1, 0)});
  EXPECT_FALSE(make_lane_table(on_the_equator(), rule).has_costs());
  rule.movement = Movement::cost;
  const LaneTable by_cost = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(cost(by_cost, 0, 1), 500);
  EXPECT_EQ(cost(by_cost, 1, 0), 0);
  rule.movement = Movement::distance;
  const LaneTable by_distance = make_lane_table(on_the_equator(), rule);
  EXPECT_EQ(cost(by_distance, 0, 1), 12);  // 111.3 / 10
  EXPECT_EQ(cost(by_distance, 1, 0), 12);
}

// ---- refused --------------------------------------------------------------------------------

std::string refusal(const std::vector<Facility>& facilities, const TransitRule& rule,
                    int threads = 1) {
  try {
    (void)make_lane_table(facilities, rule, threads);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

::testing::AssertionResult names(const std::string& message, const std::string& word) {
  if (message.find(word) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "'" << word << "' is not in: " << message;
}

TEST(RefusedRule, SpeedThatIsNoSpeed) {
  for (const double speed : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    EXPECT_TRUE(names(refusal(on_the_equator(), geodesic(speed)), "km_per_period"));
  }
}

TEST(RefusedRule, LongestTimeOutsideAByte) {
  TransitRule rule = geodesic(100.0);
  for (const std::int32_t limit : {0, -3, 256}) {
    rule.max_periods = limit;
    EXPECT_TRUE(names(refusal(on_the_equator(), rule), "max_periods"));
  }
}

TEST(RefusedRule, NoThread) {
  EXPECT_TRUE(names(refusal(on_the_equator(), geodesic(100.0), 0), "threads"));
}

TEST(RefusedRule, PlacesThatAreNone) {
  std::vector<Facility> facilities = on_the_equator();
  facilities[1].location.reset();
  facilities[2].location = GeoPoint{95.0, 0.0};
  facilities[3].location = GeoPoint{0.0, std::numeric_limits<double>::quiet_NaN()};
  facilities[1].id = "first";
  facilities[2].id = "second";
  facilities[3].id = "third";
  const std::string message = refusal(facilities, geodesic(100.0));
  EXPECT_TRUE(names(message, "'first'"));
  EXPECT_TRUE(names(message, "'second'"));
  EXPECT_TRUE(names(message, "'third'"));
}

TEST(RefusedRule, RegionScopeWithoutRegions) {
  TransitRule rule = geodesic(100.0);
  rule.scope = Scope::region;
  std::vector<Facility> facilities = on_the_equator();
  facilities[2].region.clear();
  facilities[2].id = "lost";
  EXPECT_TRUE(names(refusal(facilities, rule), "'lost' has no region"));
}

TEST(RefusedRule, CostsWithoutATable) {
  TransitRule rule = geodesic(100.0);
  rule.movement = Movement::cost;
  EXPECT_TRUE(names(refusal(on_the_equator(), rule), "movement"));
}

TEST(RefusedRule, DistanceCostsAboveTheLimit) {
  TransitRule rule = geodesic(1000.0);
  rule.movement = Movement::distance;
  rule.distance_resolution_km = 278.0 / kMaxLaneCost;
  EXPECT_TRUE(names(refusal(on_the_equator(), rule), "objective.resolution_km"));
  rule.distance_resolution_km = 279.0 / kMaxLaneCost;
  EXPECT_EQ(refusal(on_the_equator(), rule), "accepted");
  rule.distance_resolution_km = 0.0;
  rule.fixed_cost_km = -1.0;
  EXPECT_TRUE(names(refusal(on_the_equator(), rule), "objective.resolution_km"));
  EXPECT_TRUE(names(refusal(on_the_equator(), rule), "objective.fixed_km"));
}

TEST(RefusedRule, LanesThatAreNone) {
  const std::vector<Facility> facilities(2);
  EXPECT_TRUE(names(refusal(facilities, stated({lane(0, 2, 1)})), "0 to 2"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(-1, 1, 1)})), "-1 to 1"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(1, 1, 1)})), "1 to 1"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(0, 1, 0)})), "0 periods"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(0, 1, 1, -1)})), "cost -1"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(0, 1, 1, kMaxLaneCost + 1)})), "cost"));
  EXPECT_TRUE(names(refusal(facilities, stated({lane(0, 1, 1), lane(0, 1, 2)})), "twice"));
}

}  // namespace
}  // namespace surgeflow
