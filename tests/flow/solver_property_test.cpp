// SPDX-License-Identifier: Apache-2.0
// What holds for every solver on every instance: the certificate, and how the optimum answers to
// changes of the instance.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::test {
namespace {

constexpr std::uint64_t kCases = 40;

class SolverProperty : public ::testing::TestWithParam<std::string_view> {
 protected:
  [[nodiscard]] SolveResult solved(const InstanceData& data) const {
    const Instance instance(data);
    SolveResult result = make_solver(GetParam())->solve(instance, {});
    expect_certified(instance, result);
    return result;
  }

  /// Calls `check` with one random case after another.
  template <class Check>
  void for_random_cases(std::uint64_t first_seed, Check&& check) const {
    for (std::uint64_t seed = first_seed; seed < first_seed + kCases; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      RandomDraws draws(seed, 9);
      check(random_instance_data(varied_options(seed, 16, 30)), draws);
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Solvers, SolverProperty, ::testing::ValuesIn(solver_names()),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(SolverProperty, TheSameInstanceGivesTheSameResult) {
  for_random_cases(1000, [&](const InstanceData& data, RandomDraws&) {
    const SolveResult first = solved(data);
    const SolveResult second = solved(data);
    EXPECT_EQ(first.plan, second.plan);
    EXPECT_EQ(first.potentials, second.potentials);
  });
}

TEST_P(SolverProperty, NamesOfFacilitiesDoNotMatter) {
  for_random_cases(2000, [&](const InstanceData& data, RandomDraws& draws) {
    std::vector<std::int32_t> order(data.devices.size());
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t n = order.size(); n > 1; --n) {
      const auto other = static_cast<std::size_t>(draws.between(0, static_cast<int>(n) - 1));
      std::swap(order[n - 1], order[other]);
    }
    EXPECT_EQ(solved(data).value, solved(permuted(data, order)).value);
  });
}

TEST_P(SolverProperty, TheValueScalesWithDevicesAndPatients) {
  for_random_cases(3000, [&](const InstanceData& data, RandomDraws& draws) {
    const Count factor = draws.between(2, 1000);
    const PlanValue one = solved(data).value;
    const PlanValue many = solved(scaled(data, factor)).value;
    EXPECT_EQ(many, (PlanValue{one.treated * factor, one.movement * factor}));
  });
}

TEST_P(SolverProperty, AnotherDeviceNeverLowersTheValueNorExceedsItsWorth) {
  for_random_cases(4000, [&](InstanceData data, RandomDraws& draws) {
    const SolveResult before = solved(data);
    const FacilityId i(draws.between(0, data.demand.facilities() - 1));
    ++data.devices[static_cast<std::size_t>(i.value())];
    const PlanValue after = solved(data).value;
    EXPECT_FALSE(before.value.better_than(after));
    // v_i0 is what one more device can add at most.
    const PlanValue limit{before.value.treated + before.potentials.patients(i, Period(0)),
                          before.value.movement - before.potentials.moves(i, Period(0))};
    EXPECT_FALSE(after.better_than(limit));
  });
}

TEST_P(SolverProperty, FewerLanesNeverRaiseTheValue) {
  for_random_cases(5000, [&](InstanceData data, RandomDraws& draws) {
    const PlanValue before = solved(data).value;
    for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
      for (std::uint8_t& transit : data.lanes.row(i)) {
        if (draws.happens(40)) transit = 0;
      }
    }
    EXPECT_FALSE(solved(data).value.better_than(before));
  });
}

TEST_P(SolverProperty, WithoutLanesFacilitiesStandAlone) {
  for_random_cases(6000, [&](InstanceData data, RandomDraws&) {
    data.lanes = LaneTable(data.demand.facilities());
    const SolveResult together = solved(data);
    EXPECT_TRUE(together.plan.shipments.empty());
    Total alone = 0;
    for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
      const auto index = static_cast<std::size_t>(i.value());
      InstanceData one =
          blank_instance_data(1, data.demand.periods(), data.turnaround_periods[index]);
      one.in_processing_periods[0] = data.in_processing_periods[index];
      one.devices[0] = data.devices[index];
      std::ranges::copy(data.demand.row(i), one.demand.values().begin());
      std::ranges::copy(data.arrivals.row(i), one.arrivals.values().begin());
      alone += solved(one).value.treated;
    }
    EXPECT_EQ(together.value, (PlanValue{alone, 0}));
  });
}

// ---- solves that are stopped -----------------------------------------------------------------

SolveControl after(StopCondition::Clock::duration time) {
  return {.stop = StopCondition(StopCondition::Clock::now() + time, nullptr)};
}

/// Large enough that no solver is done before it looks at the clock.
InstanceData busy_instance(std::uint64_t seed) {
  RandomInstanceOptions options;
  options.seed = seed;
  options.facilities = 25;
  options.periods = 40;
  options.lane_costs = seed % 2 == 0 ? LaneCosts::unit : LaneCosts::varied;
  return random_instance_data(options);
}

TEST_P(SolverProperty, ATimeLimitThatHasPassedGivesATrueAnswer) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Instance instance(busy_instance(seed));
    const auto solver = make_solver(GetParam());
    const SolveResult stopped = solver->solve(instance, after(std::chrono::seconds(-1)));
    EXPECT_EQ(stopped.status, SolveStatus::time_limit);
    expect_true_statements(instance, stopped);
    const PlanValue optimum = solver->solve(instance, {}).value;
    EXPECT_FALSE(stopped.value.better_than(optimum));
    EXPECT_FALSE(optimum.better_than(stopped.bound));
  }
}

TEST_P(SolverProperty, AnInterruptGivesATrueAnswer) {
  const std::atomic<bool> interrupt{true};
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    const Instance instance(busy_instance(seed));
    const auto solver = make_solver(GetParam());
    const SolveResult stopped =
        solver->solve(instance, {.stop = StopCondition(std::nullopt, &interrupt)});
    EXPECT_EQ(stopped.status, SolveStatus::interrupted);
    expect_true_statements(instance, stopped);
    EXPECT_FALSE(solver->solve(instance, {}).value.better_than(stopped.bound));
  }
}

TEST_P(SolverProperty, AStopAtAnyTimeGivesATrueAnswer) {
  const Instance instance(busy_instance(20));
  const auto solver = make_solver(GetParam());
  const PlanValue optimum = solver->solve(instance, {}).value;
  for (std::int64_t microseconds = 50; microseconds < 100'000; microseconds *= 2) {
    const SolveResult result =
        solver->solve(instance, after(std::chrono::microseconds(microseconds)));
    expect_true_statements(instance, result);
    EXPECT_FALSE(result.value.better_than(optimum));
    EXPECT_FALSE(optimum.better_than(result.bound));
  }
}

}  // namespace
}  // namespace surgeflow::test
