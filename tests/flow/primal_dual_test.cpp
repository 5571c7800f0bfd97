// SPDX-License-Identifier: Apache-2.0
// The parts of the primal-dual method: bit order, lane tiles, potential classes; and the whole on
// instances of several words, stopped between its stages, and with costs of many bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "flow/primal_dual/facility_order.hpp"
#include "flow/primal_dual/lane_tiles.hpp"
#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/potential_classes.hpp"
#include "flow/primal_dual/primal_dual.hpp"
#include "flow/primal_dual/team.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"
#include "support/expect_certified.hpp"
#include "support/interrupt_at_message.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"
#include "support/thorough.hpp"

namespace surgeflow::flow {
namespace {

std::int32_t shuffled_place(FacilityId i, std::int32_t facilities) {
  return i.value() * 37 % facilities;
}

/// Facilities on a line, 1 period for each `reach` of distance, numbered so that neighbours are far
/// apart in the numbering.
LaneTable shuffled_line(std::int32_t facilities, std::int32_t reach = 10) {
  LaneTable lanes(facilities);
  for (FacilityId i{0}; i.value() < facilities; ++i) {
    for (FacilityId j{0}; j.value() < facilities; ++j) {
      if (i == j) continue;
      const std::int32_t distance =
          std::abs(shuffled_place(i, facilities) - shuffled_place(j, facilities));
      lanes.row(i)[static_cast<std::size_t>(j.value())] =
          static_cast<std::uint8_t>(1 + distance / reach);
    }
  }
  return lanes;
}

TEST(FacilityOrder, HoldsEveryFacilityOnceAndBringsNeighboursTogether) {
  const LaneTable lanes = shuffled_line(200);
  const std::vector<FacilityId> order = facility_order(lanes);
  EXPECT_EQ(std::set<FacilityId>(order.begin(), order.end()).size(), 200U);
  const auto mean_transit_within_words = [&](const std::vector<FacilityId>& facilities) {
    std::int64_t sum = 0;
    std::int64_t pairs = 0;
    for (std::size_t a = 0; a < facilities.size(); ++a) {
      for (std::size_t b = a + 1; b < facilities.size() && a / 64 == b / 64; ++b, ++pairs) {
        sum += lanes.transit_periods(facilities[a], facilities[b]);
      }
    }
    return static_cast<double>(sum) / static_cast<double>(pairs);
  };
  std::vector<FacilityId> as_numbered = order;
  std::sort(as_numbered.begin(), as_numbered.end());
  EXPECT_LT(mean_transit_within_words(order), 0.6 * mean_transit_within_words(as_numbered));
}

TEST(FacilityOrder, TellsApartWhomOnePeriodReachesAlike) {
  const std::vector<FacilityId> order = facility_order(shuffled_line(640, 200));
  for (auto word = order.begin(); word != order.end(); word += 64) {
    const auto [first, last] = std::minmax_element(word, word + 64, [](auto i, auto j) {
      return shuffled_place(i, 640) < shuffled_place(j, 640);
    });
    EXPECT_LE(shuffled_place(*last, 640) - shuffled_place(*first, 640), 80);
  }
}

/// Every lane that the tiles hold, as (origin, destination, periods).
using LaneList = std::multiset<std::tuple<FacilityId, FacilityId, std::int32_t>>;

enum class Direction { outgoing, incoming };

LaneList listed(const LaneTiles& tiles, const std::vector<FacilityId>& order, Direction direction) {
  LaneList lanes;
  const std::size_t words = (order.size() + kWordBits - 1) / kWordBits;
  for (std::size_t word = 0; word < words; ++word) {
    for (std::size_t kind = 0; kind < tiles.transit_times().size(); ++kind) {
      for (const LaneTile& tile : tiles.tiles_of(word, kind)) {
        EXPECT_EQ(tile.kind, kind);
        Word any = 0;
        for (std::int32_t row = 0; row < kWordBits; ++row) {
          any |= tiles.rows(tile)[row];
          for_each_bit(tiles.rows(tile)[row], static_cast<std::int32_t>(tile.word) * kWordBits,
                       [&](std::int32_t there) {
                         FacilityId from = order[word * kWordBits + static_cast<std::size_t>(row)];
                         FacilityId to = order[static_cast<std::size_t>(there)];
                         if (direction == Direction::incoming) std::swap(from, to);
                         lanes.emplace(from, to, tiles.transit_times()[kind]);
                       });
        }
        EXPECT_NE(any, 0U);
        EXPECT_EQ(tile.any, any);
      }
    }
  }
  return lanes;
}

TEST(LaneTiles, HoldTheTableInBothDirections) {
  test::RandomInstanceOptions options;
  options.facilities = 150;
  options.far_lane_percent = 20;
  const LaneTable lanes = test::random_lanes(options);
  const std::vector<FacilityId> order = facility_order(lanes);
  constexpr std::int32_t kHorizon = 30;
  LaneList expected;
  for (const FacilityId i : order) {
    for (const FacilityId j : order) {
      const std::int32_t periods = lanes.transit_periods(i, j);
      if (periods > 0 && periods < kHorizon) expected.emplace(i, j, periods);
    }
  }
  const LaneTiles tiles(lanes, Period(0), order, kHorizon);
  EXPECT_EQ(listed(tiles, order, Direction::outgoing), expected);
  EXPECT_EQ(listed(tiles.turned(), order, Direction::incoming), expected);
  EXPECT_EQ(listed(tiles.turned().turned(), order, Direction::outgoing), expected);
}

TEST(LaneTiles, KnowWhetherBothDirectionsAreTheSame) {
  LaneTable lanes = shuffled_line(150);
  const std::vector<FacilityId> order = facility_order(lanes);
  constexpr std::int32_t kHorizon = 12;
  EXPECT_TRUE(LaneTiles(lanes, Period(0), order, kHorizon).is_symmetric());
  // A lane that arrives too late is none.
  std::uint8_t& late = lanes.row(FacilityId(3))[4];
  late = kHorizon;
  lanes.row(FacilityId(4))[3] = kHorizon + 1;
  EXPECT_TRUE(LaneTiles(lanes, Period(0), order, kHorizon).is_symmetric());
  late = 1;
  EXPECT_FALSE(LaneTiles(lanes, Period(0), order, kHorizon).is_symmetric());
}

TEST(Team, VisitsEveryNumberOnceTaskAfterTask) {
  for (const int threads : {1, 2, 5}) {
    Team team(threads);
    for (int task = 0; task < 300; ++task) {
      std::vector<int> visits(static_cast<std::size_t>(task), 0);
      team.share_out(task, [&](std::int32_t n) { ++visits[static_cast<std::size_t>(n)]; });
      EXPECT_EQ(visits, std::vector<int>(visits.size(), 1));
    }
  }
}

TEST(Team, EndsATaskOfWhichAPartFails) {
  Team team(3);
  std::vector<int> visits(100, 0);
  const auto visit = [&](std::int32_t n) {
    ++visits[static_cast<std::size_t>(n)];
    if (n == 17) throw std::runtime_error("the seventeenth");
  };
  EXPECT_THROW(team.share_out(100, visit), std::runtime_error);
  EXPECT_EQ(visits, std::vector<int>(100, 1));
  team.share_out(100, [&](std::int32_t n) { ++visits[static_cast<std::size_t>(n)]; });
  EXPECT_EQ(visits, std::vector<int>(100, 2));
}

TEST(PotentialClasses, FollowLoweredAndScaledValues) {
  test::RandomInstanceOptions options;
  options.facilities = 70;
  options.periods = 9;
  const Instance instance(test::random_instance_data(options));
  const Network network(instance);
  const std::vector<std::int64_t> start = {4, 4, 3, 3, 2, 2, 1, 1, 0};
  PotentialClasses potentials;
  potentials.set_by_period(network, start);
  std::vector<std::int64_t> expected(network.nodes(), 0);
  for (Node node = 0; node < network.sink(); ++node) {
    expected[static_cast<std::size_t>(node)] =
        start[static_cast<std::size_t>(network.period_of(node))];
  }
  const auto expect_values = [&] {
    for (std::int32_t t = 0; t < network.periods(); ++t) {
      for (std::int32_t position = 0; position < network.facilities(); ++position) {
        const Node node = network.node(t, position);
        ASSERT_EQ(potentials.value(node), expected[static_cast<std::size_t>(node)]);
        const std::int32_t row = potentials.row_of(t, potentials.class_of(node));
        const Word word = potentials.members(row)[position / kWordBits];
        ASSERT_EQ((word >> (position % kWordBits)) & 1U, 1U);
      }
    }
    ASSERT_EQ(potentials.value(network.sink()), expected[static_cast<std::size_t>(network.sink())]);
  };
  test::RandomDraws draws(5);
  for (int step = 0; step < 6; ++step) {
    BitRows set(network.periods() + 1, network.words());
    for (std::int32_t t = 0; t < network.periods(); ++t) {
      for (std::int32_t position = 0; position < network.facilities(); ++position) {
        if (!draws.happens(40)) continue;
        set.set(network.node(t, position));
        expected[static_cast<std::size_t>(network.node(t, position))] -= 1 + step % 2;
      }
    }
    potentials.lower(network, set, 1 + step % 2);
    expect_values();
  }
  potentials.scale(10, 1);
  for (std::int64_t& value : expected) value *= 10;
  expect_values();
}

TEST(TiledLanes, HaveRoomUntilALaneThatLeavesTheSetIsTight) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = test::random_instance(test::varied_options(seed, 150, 25));
    const Network network(instance);
    TiledLanes lanes(network);
    test::RandomDraws draws(seed);
    std::vector<std::int64_t> values(network.nodes(), 0);
    BitRows set(network.periods() + 1, network.words());
    for_each_node(network, [&](FacilityId, Period, Node node) {
      values[static_cast<std::size_t>(node)] = draws.between(0, 3) * 1000;
      if (draws.happens(50)) set.set(node);
    });
    lanes.set_potentials_by_node(values, 1);
    std::int64_t expected = std::numeric_limits<std::int64_t>::max();
    for_each_node(network, [&](FacilityId i, Period t, Node from) {
      for (FacilityId j{0}; j.value() < network.facilities() && set.test(from); ++j) {
        const std::int32_t transit = instance.lanes().transit_periods(i, j);
        if (transit == 0 || t.value() + transit >= network.periods()) continue;
        if (!instance.lanes().is_open(i, j, t)) continue;
        const Node to = network.node(t.value() + transit, network.position_of(j));
        const std::int64_t reduced_cost = lanes.value(from) - lanes.value(to) + 1;
        if (!set.test(to) && reduced_cost > 0) expected = std::min(expected, reduced_cost);
      }
    });
    EXPECT_EQ(lanes.room(set), expected);
  }
}

/// A block of at most 50 seeds; the blocks run side by side.
class SeveralWords : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(PrimalDual, SeveralWords, ::testing::Range<std::uint64_t>(500, 800, 50));

TEST_P(SeveralWords, EqualLemon) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + test::cases_to_try(20, 50); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = test::random_instance(test::varied_options(seed, 130, 40));
    const SolveResult result = PrimalDualSolver().solve(instance, {});
    test::expect_certified(instance, result);
    EXPECT_EQ(result.value, test::lemon_optimum(instance));
  }
}

TEST(PrimalDual, TakesCostsOfManyBits) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomInstanceOptions options;
    options.seed = seed;
    options.lane_costs = test::LaneCosts::varied;
    options.most_lane_cost = 1'000'000;
    const Instance instance(test::random_instance_data(options));
    const SolveResult result = PrimalDualSolver().solve(instance, {});
    test::expect_certified(instance, result);
    EXPECT_EQ(result.value, test::lemon_optimum(instance));
  }
}

TEST(PrimalDual, KeepsTheMostPatientsWhenStoppedBeforeMovementIsLeast) {
  int stopped_early = 0;
  for (std::uint64_t seed = 40; seed < 80; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomInstanceOptions options;
    options.seed = seed;
    options.facilities = 20;
    options.periods = 30;
    options.lane_costs = test::LaneCosts::varied;
    const Instance instance(test::random_instance_data(options));
    // Where lanes have costs: after the first stage and after every balance of the second.
    test::InterruptAtMessage log(1 + static_cast<int>(seed % 8));
    const SolveResult stopped =
        PrimalDualSolver().solve(instance, {StopCondition(std::nullopt, &log.flag()), &log});
    stopped_early += stopped.status == SolveStatus::interrupted ? 1 : 0;
    test::expect_true_statements(instance, stopped);
    const PlanValue optimum = PrimalDualSolver().solve(instance, {}).value;
    EXPECT_EQ(stopped.value.treated, optimum.treated);
    EXPECT_EQ(stopped.bound.treated, optimum.treated);
    EXPECT_LE(stopped.bound.movement, optimum.movement);
  }
  EXPECT_GT(stopped_early, 30);
}

}  // namespace
}  // namespace surgeflow::flow
