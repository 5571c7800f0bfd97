// SPDX-License-Identifier: Apache-2.0
// Listed lanes keep their bits in step with the potentials, and pricing finds what lists lack.
#include "flow/primal_dual/listed_lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "flow/primal_dual/pricing.hpp"
#include "support/least_feasible.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::flow {
namespace {

using Values = std::vector<std::int64_t>;

Instance costed_instance(std::uint64_t seed) {
  test::RandomInstanceOptions options;
  options.seed = seed;
  options.facilities = 70 + static_cast<std::int32_t>(seed % 3) * 30;
  options.periods = 65 + static_cast<std::int32_t>(seed % 2) * 70;
  options.far_lane_percent = 10;
  options.lane_costs = test::LaneCosts::varied;
  return Instance(test::random_instance_data(options));
}

Values random_values(const Network& network, test::RandomDraws& draws, std::int32_t most) {
  Values values(network.nodes(), 0);
  for_each_node(network, [&](FacilityId, Period, Node node) {
    values[static_cast<std::size_t>(node)] = draws.between(0, most);
  });
  return values;
}

/// A lane and its departure, by positions.
using TightLane = std::tuple<std::int32_t, std::int32_t, std::int32_t>;

class ListedLanesTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  /// Every third lane.
  void list_some() {
    for (std::int32_t from = 0; from < network_.facilities(); ++from) {
      for (std::int32_t to = 0; to < network_.facilities(); ++to) {
        if (!draws_.happens(30)) continue;
        lanes_.add(from, to);
        lanes_.add(from, to);
        if (transit(from, to) > 0 && transit(from, to) < network_.periods()) {
          listed_.insert({from, to});
        }
      }
    }
    ASSERT_EQ(lanes_.size(), listed_.size());
  }
  [[nodiscard]] std::int32_t transit(std::int32_t from, std::int32_t to) const {
    return instance_.lanes().transit_periods(network_.facility_at(from), network_.facility_at(to));
  }
  /// More than any other where the lane is closed.
  [[nodiscard]] std::int64_t slack(std::int32_t t, std::int32_t from, std::int32_t to) const {
    if (!instance_.lanes().is_open(network_.facility_at(from), network_.facility_at(to),
                                   Period(t))) {
      return std::numeric_limits<std::int64_t>::max();
    }
    const Node arrival = network_.node(t + transit(from, to), to);
    const std::int64_t cost =
        instance_.lanes().cost(network_.facility_at(from), network_.facility_at(to)) >>
        lanes_.cost_shift();
    return lanes_.value(network_.node(t, from)) - lanes_.value(arrival) + cost;
  }
  /// Calls `visit(t, from, to)` for every listed lane and departure.
  template <class Visit>
  void for_each_listed(Visit&& visit) const {
    for (const auto& [from, to] : listed_) {
      for (std::int32_t t = 0; t + transit(from, to) < network_.periods(); ++t) visit(t, from, to);
    }
  }
  /// What both ends say is tight is what the potentials say.
  void expect_bits_in_step() const {
    std::set<TightLane> expected;
    for_each_listed([&](std::int32_t t, std::int32_t from, std::int32_t to) {
      ASSERT_GE(slack(t, from, to), 0);
      if (slack(t, from, to) == 0) expected.insert({t, from, to});
    });
    std::set<TightLane> backwards;
    for_each_node(network_, [&](FacilityId, Period t, Node node) {
      const std::int32_t to = network_.position_of(node);
      lanes_.for_each_tight_into(node, t.value(), to, [&](Node from) {
        backwards.insert({network_.period_of(from), network_.position_of(from), to});
      });
    });
    EXPECT_EQ(backwards, expected);
    EXPECT_EQ(reached_forwards(), reached_by(expected));
  }
  /// Pairs of a node and a node that a tight lane reaches from it.
  [[nodiscard]] std::set<std::pair<Node, Node>> reached_forwards() const {
    std::set<std::pair<Node, Node>> reached;
    ListedLanes::Sweep sweep(network_);
    const BitRows nothing(network_.periods() + 1, network_.words());
    for_each_node(network_, [&](FacilityId, Period t, Node node) {
      std::vector<Word> row(static_cast<std::size_t>(network_.words()), 0);
      const std::int32_t position = network_.position_of(node);
      row[static_cast<std::size_t>(position / kWordBits)] = Word{1} << (position % kWordBits);
      sweep.send(lanes_, t.value(), row, nothing,
                 [&](std::int32_t arrival, std::int32_t word, Word nodes) {
                   for_each_bit(nodes, network_.node(arrival, word * kWordBits), [&](Node to) {
                     reached.insert({node, to});
                   });
                 });
    });
    return reached;
  }
  [[nodiscard]] std::set<std::pair<Node, Node>> reached_by(const std::set<TightLane>& lanes) const {
    std::set<std::pair<Node, Node>> reached;
    for (const auto& [t, from, to] : lanes) {
      reached.insert({network_.node(t, from), network_.node(t + transit(from, to), to)});
    }
    return reached;
  }

  const Instance instance_ = costed_instance(GetParam());
  const Network network_{instance_};
  ListedLanes lanes_{network_};
  test::RandomDraws draws_{GetParam(), 7};
  std::set<std::pair<std::int32_t, std::int32_t>> listed_;
};

INSTANTIATE_TEST_SUITE_P(PrimalDual, ListedLanesTest, ::testing::Range<std::uint64_t>(1, 7));

TEST_P(ListedLanesTest, KeepTightLanesThroughLoweringAndRefining) {
  list_some();
  lanes_.set_potentials(random_values(network_, draws_, 40), 2);
  expect_bits_in_step();
  for (int step = 0; step < 3; ++step) {
    // A set with room: closed under what is tight.
    BitRows set(network_.periods() + 1, network_.words());
    for_each_node(network_, [&](FacilityId, Period, Node node) {
      if (draws_.happens(30)) set.set(node);
    });
    for (bool grew = true; grew;) {
      grew = false;
      for_each_listed([&](std::int32_t t, std::int32_t from, std::int32_t to) {
        const Node arrival = network_.node(t + transit(from, to), to);
        if (slack(t, from, to) > 0 || !set.test(network_.node(t, from)) || set.test(arrival)) {
          return;
        }
        set.set(arrival);
        grew = true;
      });
    }
    std::int64_t room = std::numeric_limits<std::int64_t>::max();
    for_each_listed([&](std::int32_t t, std::int32_t from, std::int32_t to) {
      if (!set.test(network_.node(t, from))) return;
      if (set.test(network_.node(t + transit(from, to), to))) return;
      room = std::min(room, slack(t, from, to));
    });
    ASSERT_EQ(lanes_.room(set), room);
    lanes_.lower(set, std::min<std::int64_t>(room, 5));
    expect_bits_in_step();
  }
  lanes_.refine(1);
  expect_bits_in_step();
  lanes_.refine(1);
  expect_bits_in_step();
}

TEST_P(ListedLanesTest, LowerPotentialsOnlyWhereTheyAreNotFeasible) {
  list_some();
  lanes_.set_potentials(random_values(network_, draws_, 40), 0);
  const Values feasible(lanes_.values().begin(), lanes_.values().end());
  lanes_.set_potentials(feasible, 0);
  EXPECT_TRUE(std::ranges::equal(lanes_.values(), feasible));
}

class PricingTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  using Pairs = std::set<std::pair<std::int32_t, std::int32_t>>;

  [[nodiscard]] std::int64_t cost(FacilityId i, FacilityId j, std::int32_t shift) const {
    return instance_.lanes().cost(i, j) >> shift;
  }
  /// Potentials that never rise with time.
  [[nodiscard]] Values falling_values(std::int32_t most_fall) {
    Values values(network_.nodes(), 0);
    for (std::int32_t t = network_.periods() - 1; t >= 0; --t) {
      for (std::int32_t position = 0; position < network_.facilities(); ++position) {
        const Node node = network_.node(t, position);
        const std::int64_t fall = draws_.happens(5) ? draws_.between(0, most_fall) : 0;
        values[static_cast<std::size_t>(node)] =
            values[static_cast<std::size_t>(network_.hold_target(node))] + fall;
      }
    }
    return values;
  }
  [[nodiscard]] Pairs violated(const Values& values, std::int32_t shift) const {
    Pairs pairs;
    for (std::int32_t from = 0; from < network_.facilities(); ++from) {
      for (std::int32_t to = 0; to < network_.facilities(); ++to) {
        const FacilityId i = network_.facility_at(from);
        const FacilityId j = network_.facility_at(to);
        const std::int32_t transit = instance_.lanes().transit_periods(i, j);
        if (transit == 0) continue;
        for (std::int32_t t = 0; t + transit < network_.periods(); ++t) {
          const auto worth = [&](std::int32_t period, std::int32_t position) {
            return values[static_cast<std::size_t>(network_.node(period, position))];
          };
          if (instance_.lanes().is_open(i, j, Period(t)) &&
              worth(t, from) < worth(t + transit, to) - cost(i, j, shift)) {
            pairs.insert({from, to});
          }
        }
      }
    }
    return pairs;
  }
  static Pairs pairs_of(const std::vector<LaneEnds>& lanes) {
    Pairs pairs;
    for (const LaneEnds& lane : lanes) pairs.insert({lane.from, lane.to});
    return pairs;
  }

  const Instance instance_ = costed_instance(GetParam());
  const Network network_{instance_};
  test::RandomDraws draws_{GetParam(), 8};
};

INSTANTIATE_TEST_SUITE_P(PrimalDual, PricingTest, ::testing::Range<std::uint64_t>(1, 7));

TEST_P(PricingTest, FindsEveryViolatedLaneAgainAndAgain) {
  constexpr std::size_t kAll = 1'000;
  Pricing one_thread(network_, 1);
  Pricing two_threads(network_, 2);
  Values values = falling_values(10);
  std::int32_t scale = 3;
  for (const std::int32_t shift : {3, 2, 2, 1, 0, 0, 0}) {
    SCOPED_TRACE("shift " + std::to_string(shift));
    for (std::int64_t& value : values) value <<= scale - shift;
    scale = shift;
    const std::vector<LaneEnds> found = one_thread.violated(values, shift, kAll);
    EXPECT_EQ(pairs_of(found), violated(values, shift));
    EXPECT_EQ(pairs_of(two_threads.violated(values, shift, kAll)), pairs_of(found));
    // A little changes at one facility, so that most of what is known stays true.
    const std::int32_t position = draws_.between(0, network_.facilities() - 1);
    for (std::int32_t t = 0; t < 20; ++t) {
      values[static_cast<std::size_t>(network_.node(t, position))] += 3;
    }
  }
}

TEST_P(PricingTest, TakesTheWorstOfEachOrigin) {
  const Values values = falling_values(20);
  const Pairs all = violated(values, 0);
  Pricing pricing(network_, 1);
  std::vector<int> of_origin(static_cast<std::size_t>(network_.facilities()), 0);
  for (const LaneEnds& lane : pricing.violated(values, 0, 2)) {
    ++of_origin[static_cast<std::size_t>(lane.from)];
    EXPECT_TRUE(all.contains({lane.from, lane.to}));
  }
  EXPECT_EQ(*std::ranges::max_element(of_origin), 2);
}

TEST_P(PricingTest, RaisesPotentialsAsLittleAsMakesThemFeasible) {
  const Values values = random_values(network_, draws_, 60);
  for (const std::int32_t shift : {0, 2}) {
    EXPECT_EQ(Pricing(network_, 1).raised(values, shift),
              test::least_feasible(network_, values,
                                   [&](FacilityId i, FacilityId j) { return cost(i, j, shift); }));
  }
}

}  // namespace
}  // namespace surgeflow::flow
