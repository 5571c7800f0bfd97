// SPDX-License-Identifier: Apache-2.0
// A lane table over ranks against the whole one; run on 1, 2, 3 and 4 ranks.
#include "lagrangian/spread_lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::lagrangian {
namespace {

LaneTable whole_table(std::uint64_t seed) {
  test::RandomInstanceOptions options = test::varied_options(seed, 40);
  options.closed_percent = 0;
  options.lane_costs = test::LaneCosts::unit;
  return test::random_instance(options).lanes();
}

LaneTable dealt(const LaneTable& whole, const comm::Communicator& ranks) {
  return deal_lanes(ranks.is_root() ? &whole : nullptr, ranks);
}

/// Places from west to east in two regions.
std::vector<Facility> places(std::int32_t count) {
  std::vector<Facility> facilities;
  for (std::int32_t i = 0; i < count; ++i) {
    Facility facility;
    facility.region = i % 2 == 0 ? "even" : "odd";
    facility.location = GeoPoint{.latitude = 30.0 + i % 7, .longitude = -120.0 + 3.0 * i};
    if (i == 5) facility.lead_periods = 3;
    facilities.push_back(facility);
  }
  return facilities;
}

TEST(SpreadLanes, EveryFacilityHasOneOwner) {
  for (const int ranks : {1, 2, 3, 7, 50}) {
    for (std::int32_t facilities : {1, 6, 45}) {
      std::int32_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const FacilityRange range = range_of_rank(facilities, ranks, rank);
        EXPECT_EQ(range.first, next);
        next = range.last;
        for (FacilityId i{range.first}; i.value() < range.last; ++i) {
          EXPECT_EQ(owner_of(facilities, ranks, i), rank);
        }
      }
      EXPECT_EQ(next, facilities);
    }
  }
}

TEST(SpreadLanes, MessagesHoldEveryRowOnce) {
  for (const std::int32_t facilities : {1, 100, 33000, 65000}) {
    const RowMessages messages = row_messages(facilities, 4, facilities);
    EXPECT_LE(std::int64_t{messages.rows} * facilities, std::int64_t{16} << 20);
    for (int rank = 0; rank < 4; ++rank) {
      const FacilityRange range = range_of_rank(facilities, 4, rank);
      std::int32_t next = range.first;
      for (std::int32_t n = 0; n < messages.count; ++n) {
        const FacilityRange part = messages.part(range, n);
        EXPECT_EQ(part.first, next);
        next = part.last;
      }
      EXPECT_EQ(next, range.last);
    }
  }
}

TEST(SpreadLanes, MessagesAreBoundedByTheLengthOfARow) {
  const RowMessages messages = row_messages(1000, 4, std::int64_t{1} << 20);
  EXPECT_EQ(messages.rows, 16);
  EXPECT_EQ(messages.count, 16);
  EXPECT_EQ(row_messages(1000, 4, std::int64_t{1} << 30).rows, 1);
  EXPECT_EQ(row_messages(1000, 4, 1).rows, 250);
}

TEST(SpreadLanes, DealsAndJoins) {
  const auto ranks = comm::Communicator::world();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const LaneTable whole = whole_table(seed);
    const LaneTable own = dealt(whole, ranks);
    for (FacilityId i{own.origins().first}; i.value() < own.origins().last; ++i) {
      EXPECT_TRUE(std::ranges::equal(own.row(i), whole.row(i)));
    }
    EXPECT_EQ(ranks.sum(own.lanes()), whole.lanes());
    EXPECT_EQ(join_lanes(own, ranks), ranks.is_root() ? whole : LaneTable());
  }
}

TEST(SpreadLanes, ComputesTheRowsThatOneRankComputes) {
  const auto ranks = comm::Communicator::world();
  const std::vector<Facility> facilities = places(31);
  for (const Scope scope : {Scope::all, Scope::region, Scope::none}) {
    TransitRule rule;
    rule.model = TransitModel::geodesic;
    rule.scope = scope;
    rule.km_per_period = 400.0;
    rule.max_periods = 5;
    const LaneSource source =
        ranks.is_root() ? LaneSource{.facilities = facilities, .rule = &rule} : LaneSource{};
    const LaneTable joined = join_lanes(spread_lanes(source, 2, ranks), ranks);
    if (ranks.is_root()) {
      EXPECT_EQ(joined, transit::make_lane_table(facilities, rule));
    }
  }
}

TEST(SpreadLanes, RefusesOnAllRanks) {
  const auto ranks = comm::Communicator::world();
  std::vector<Facility> facilities = places(9);
  facilities[4].location.reset();
  TransitRule rule;
  rule.model = TransitModel::geodesic;
  rule.km_per_period = 400.0;
  const LaneSource source =
      ranks.is_root() ? LaneSource{.facilities = facilities, .rule = &rule} : LaneSource{};
  EXPECT_THROW((void)spread_lanes(source, 1, ranks), InputError);
}

TEST(SpreadLanes, KnowsWhichLanesLeadIn) {
  const auto ranks = comm::Communicator::world();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    LaneTable whole = whole_table(seed);
    const LaneTable incoming = incoming_lanes(dealt(whole, ranks), ranks);
    bool symmetric = true;
    for (FacilityId i{0}; i.value() < whole.facilities(); ++i) {
      for (FacilityId j{0}; j.value() < whole.facilities(); ++j) {
        symmetric = symmetric && whole.transit_periods(i, j) == whole.transit_periods(j, i);
        if (!incoming.origins().contains(i)) continue;
        EXPECT_EQ(incoming.transit_periods(i, j), whole.transit_periods(j, i));
      }
    }
    EXPECT_EQ(incoming.facilities() == 0, symmetric);
    for (FacilityId i{0}; i.value() < whole.facilities(); ++i) {
      for (FacilityId j{0}; j < i; ++j) {
        whole.row(i)[static_cast<std::size_t>(j.value())] = whole.transit_periods(j, i);
      }
    }
    EXPECT_EQ(incoming_lanes(dealt(whole, ranks), ranks).facilities(), 0);
  }
}

TEST(SpreadLanes, FindsTheLanesOfShipments) {
  const auto ranks = comm::Communicator::world();
  const LaneTable whole = whole_table(3);
  const LaneTable own = dealt(whole, ranks);
  std::vector<Shipment> shipments;
  for (FacilityId i{0}; i.value() < whole.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < whole.facilities(); ++j) {
      if (ranks.is_root() && whole.transit_periods(i, j) > 0) {
        shipments.push_back({Period(0), i, j, 1});
      }
    }
  }
  const std::vector<KnownLane> lanes = find_lanes(own, shipments, ranks);
  EXPECT_EQ(lanes.size(), shipments.size());
  LaneTable told(whole.facilities(), {0, 0});
  told.set_known_lanes(lanes);
  for (const Shipment& shipment : shipments) {
    EXPECT_EQ(told.transit_periods(shipment.origin, shipment.destination),
              whole.transit_periods(shipment.origin, shipment.destination));
  }
}

TEST(SpreadLanes, AreCheckedAsOneRankChecksThem) {
  const auto ranks = comm::Communicator::world();
  const LaneTable whole = whole_table(8);
  const LaneTable own = dealt(whole, ranks);
  for (const std::int32_t worth : {0, 1}) {
    // Falling potentials hold on every lane; a facility whose devices are worth less does not.
    Potentials potentials{.patients = Panel<std::int32_t>(whole.facilities(), 20, 2),
                          .moves = Panel<std::int64_t>(whole.facilities(), 20)};
    std::ranges::fill(potentials.patients.row(FacilityId(whole.facilities() - 1)), 2 - worth);
    const LaneCheck expected = surgeflow::check_lanes(whole, potentials);
    if (!ranks.is_root()) potentials = {};
    const LaneCheck check = check_lanes(own, potentials, 1, ranks);
    EXPECT_EQ(check.arcs_checked, expected.arcs_checked);
    EXPECT_EQ(check.failing_origins, expected.failing_origins);
    EXPECT_EQ(check.failing_origins > 0, worth > 0);
    ASSERT_GE(check.first_failing.size(), expected.first_failing.size());
    for (std::size_t n = 0; n < expected.first_failing.size(); ++n) {
      EXPECT_EQ(check.first_failing[n].origin, expected.first_failing[n].origin);
      EXPECT_EQ(check.first_failing[n].destination, expected.first_failing[n].destination);
      EXPECT_EQ(check.first_failing[n].depart, expected.first_failing[n].depart);
    }
  }
}

}  // namespace
}  // namespace surgeflow::lagrangian
