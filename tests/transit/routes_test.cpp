// SPDX-License-Identifier: Apache-2.0
// Lanes of route networks: by hand, and against every way tried out.
#include "transit/routes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/transit/modes.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::transit {
namespace {

constexpr std::int32_t kRoad = 0;
constexpr std::int32_t kAir = 1;

std::vector<Facility> facilities(std::size_t count) {
  std::vector<Facility> some(count);
  for (std::size_t n = 0; n < count; ++n) some[n].id = std::to_string(n);
  return some;
}

std::map<std::pair<std::int32_t, std::int32_t>, std::pair<int, std::int32_t>> by_ends(
    const std::vector<Lane>& lanes) {
  std::map<std::pair<std::int32_t, std::int32_t>, std::pair<int, std::int32_t>> found;
  for (const Lane& lane : lanes) {
    found[{lane.origin.value(), lane.destination.value()}] = {lane.periods, lane.cost};
  }
  return found;
}

/// 0 and 1 far apart by road; hubs 2 and 3 beside them, joined by a flight at 10:00.
RouteNetwork by_air(std::int64_t period_minutes) {
  return {.hubs = {std::nullopt, std::nullopt},
          .modes = {{"road", 0, {}}, {"air", 120, {600}}},
          .edges = {{0, 1, kRoad, 40 * 60, 10},
                    {0, 2, kRoad, 9 * 60, 1},
                    {2, 3, kAir, 90, 50},
                    {3, 1, kRoad, 60, 1}},
          .access = {},
          .period_minutes = period_minutes};
}

TEST(RouteLanes, WaitForTheNextDeparture) {
  // 9 h of road and 2 h of handling miss the flight of 10:00; that of the next day lands at 11:30.
  const auto lanes = by_ends(route_lanes(facilities(2), by_air(1440), 255, 1));
  EXPECT_EQ(lanes.size(), 1U);
  EXPECT_EQ(lanes.at({0, 1}), std::pair(2, 52));
}

TEST(RouteLanes, TakeTheSlowestHourAtWhichPeriodsStart) {
  // From midnight 36.5 h; from noon 9 + 2 h are in time for the flight 22 h later: 24.5 h.
  const auto lanes = by_ends(route_lanes(facilities(2), by_air(720), 255, 1));
  EXPECT_EQ(lanes.at({0, 1}).first, 4);
}

TEST(RouteLanes, AreCutAtTheLongest) {
  EXPECT_TRUE(route_lanes(facilities(2), by_air(1440), 1, 1).empty());
}

TEST(RouteLanes, PreferTheCheaperOfWaysThatAreAsQuick) {
  const RouteNetwork network{
      .hubs = {std::nullopt},
      .modes = {{"road", 0, {}}},
      .edges = {{0, 1, kRoad, 120, 9}, {0, 2, kRoad, 60, 2}, {2, 1, kRoad, 60, 3}},
      .access = {},
      .period_minutes = 1440};
  EXPECT_EQ(by_ends(route_lanes(facilities(2), network, 255, 1)).at({0, 1}), std::pair(1, 5));
}

TEST(RouteLanes, RoadsJoinPlacesThatAreNear) {
  std::vector<Facility> places = facilities(3);
  places[0].location = GeoPoint{40.0, -105.0};
  places[1].location = GeoPoint{40.0, -104.0};  // 85 km
  places[2].location = GeoPoint{40.0, -90.0};
  const RouteNetwork network{.hubs = {},
                             .modes = {{"road", 30, {}}},
                             .edges = {},
                             .access = RouteAccess{.km = 100, .km_per_hour = 85, .mode = kRoad},
                             .period_minutes = 60};
  const auto lanes = by_ends(route_lanes(places, network, 255, 1));
  EXPECT_EQ(lanes.size(), 2U);
  EXPECT_EQ(lanes.at({0, 1}).first, 2);  // an hour and half an hour to load
  EXPECT_EQ(lanes.at({1, 0}).first, 2);
}

TEST(RouteLanes, LeavePoolsOut) {
  std::vector<Facility> places = facilities(2);
  places[1].lead_periods = 2;
  EXPECT_TRUE(route_lanes(places, by_air(1440), 255, 1).empty());
}

TEST(LanesByMode, AreThoseWhoseQuickestWayTakesIt) {
  const LaneSet by_plane = lanes_by_mode(facilities(2), by_air(1440), kAir);
  EXPECT_TRUE(by_plane.contains(FacilityId(0), FacilityId(1)));
  EXPECT_FALSE(by_plane.contains(FacilityId(1), FacilityId(0)));  // no way
  EXPECT_FALSE(by_plane.contains(FacilityId(0), FacilityId(0)));
  EXPECT_TRUE(
      lanes_by_mode(facilities(2), by_air(1440), kRoad, 2).contains(FacilityId(0), FacilityId(1)));
}

TEST(LanesByMode, AreThoseWithoutItWhereAnotherWayIsAsGood) {
  RouteNetwork network{.hubs = {},
                       .modes = {{"road", 0, {}}, {"air", 0, {}}},
                       .edges = {{0, 1, kAir, 60, 1}, {0, 1, kRoad, 60, 1}},
                       .access = {},
                       .period_minutes = 1440};
  EXPECT_FALSE(lanes_by_mode(facilities(2), network, kAir).contains(FacilityId(0), FacilityId(1)));
  network.edges[1].minutes = 61;
  EXPECT_TRUE(lanes_by_mode(facilities(2), network, kAir).contains(FacilityId(0), FacilityId(1)));
}

/// Tries every way without a place visited twice by the same mode.
class EveryWay {
 public:
  EveryWay(const RouteNetwork& network, std::int32_t to) : network_(network), to_(to) {}

  std::optional<std::pair<std::int64_t, std::int64_t>> best(std::int32_t from, std::int64_t start) {
    best_.reset();
    follow(from, -1, start, 0);
    if (best_) best_->first -= start;
    return best_;
  }

 private:
  void follow(std::int32_t place, std::int32_t came, std::int64_t minutes, std::int64_t cost) {
    if (place == to_ && came >= 0) {
      const std::pair arrived(minutes, cost);
      if (!best_ || arrived < *best_) best_ = arrived;
    }
    if (!visited_.insert({place, came}).second) return;
    for (const RouteEdge& edge : network_.edges) {
      if (edge.from != place) continue;
      const RouteMode& mode = network_.modes[static_cast<std::size_t>(edge.mode)];
      std::int64_t leave = minutes + (came == edge.mode ? 0 : mode.handling_minutes);
      while (!mode.departures.empty() &&
             std::ranges::find(mode.departures, leave % 1440) == mode.departures.end()) {
        ++leave;
      }
      follow(edge.to, edge.mode, leave + edge.minutes, cost + edge.cost);
    }
    visited_.erase({place, came});
  }

  const RouteNetwork& network_;
  std::int32_t to_;
  std::optional<std::pair<std::int64_t, std::int64_t>> best_;
  std::set<std::pair<std::int32_t, std::int32_t>> visited_;
};

TEST(RouteLanes, AreTheQuickestOfAllWays) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    test::RandomDraws draws(seed);
    RouteNetwork network{
        .hubs = {std::nullopt, std::nullopt},
        .modes = {{"road", draws.between(0, 60), {}}, {"air", draws.between(0, 200), {}}},
        .edges = {},
        .access = {},
        .period_minutes = draws.happens(50) ? 1440 : 720};
    if (draws.happens(60)) {
      network.modes[1].departures = {draws.between(0, 700), draws.between(701, 1439)};
    }
    for (std::int32_t n = draws.between(3, 12); n > 0; --n) {
      const std::int32_t from = draws.between(0, 5);
      const std::int32_t to = draws.between(0, 5);
      if (from == to) continue;
      network.edges.push_back(
          {from, to, draws.between(0, 1), draws.between(1, 1500), draws.between(0, 9)});
    }
    const auto lanes = by_ends(route_lanes(facilities(4), network, 255, 2));
    for (std::int32_t i = 0; i < 4; ++i) {
      for (std::int32_t j = 0; j < 4; ++j) {
        if (i == j) continue;
        EveryWay ways(network, j);
        auto slowest = ways.best(i, 0);
        if (network.period_minutes == 720) slowest = std::max(slowest, ways.best(i, 720));
        ASSERT_EQ(lanes.contains({i, j}), slowest.has_value());
        if (!slowest) continue;
        const std::int64_t periods =
            (slowest->first + network.period_minutes - 1) / network.period_minutes;
        EXPECT_EQ(lanes.at({i, j}),
                  std::pair(static_cast<int>(periods), static_cast<std::int32_t>(slowest->second)));
      }
    }
  }
}

TEST(RouteLanes, BecomeATableOfTheScope) {
  TransitRule rule;
  rule.routes = by_air(1440);
  rule.movement = Movement::cost;
  const LaneTable lanes = make_lane_table(facilities(2), rule);
  EXPECT_EQ(lanes.transit_periods(FacilityId(0), FacilityId(1)), 2);
  EXPECT_EQ(lanes.cost(FacilityId(0), FacilityId(1)), 52);
  EXPECT_EQ(count_lanes(facilities(2), rule, 10).lanes, 1);
  rule.scope = Scope::none;
  EXPECT_EQ(make_lane_table(facilities(2), rule).lanes(), 0);
}

}  // namespace
}  // namespace surgeflow::transit
