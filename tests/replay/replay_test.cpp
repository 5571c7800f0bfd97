// SPDX-License-Identifier: Apache-2.0
// Policies on random waves: nobody treats more than foresight, and a plan that knows does as well.
#include "surgeflow/replay/replay.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "../rolling/rolling_case.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::replay {
namespace {

SolveResult solve_warm_or_cold(const Instance& instance, const Limits& /*none*/,
                               const WarmStart* warm) {
  SolveControl control;
  control.warm = warm;
  return solve(instance, control);
}

const Planner kPlanner{.solve = solve_warm_or_cold};

Wave random_wave(std::uint64_t seed) {
  const InstanceData data = test::random_instance_data(test::open_options(seed, 8, 20));
  return {test::case_of(data), data.lanes, data.demand, fixed_outlook(data.demand)};
}

TEST(Replay, NoPolicyBeatsForesight) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    Wave wave = random_wave(seed);
    test::RandomDraws draws(seed, 9);
    for (Count& patients : wave.truth.values()) {
      patients = std::max(0, patients + draws.between(-2, 2));
    }
    const Total best = play(wave, Policy::foresight, {}, kPlanner).without;
    for (const Policy policy : all_policies()) {
      const Outcome outcome = play(wave, policy, {}, kPlanner);
      EXPECT_GE(outcome.without, best) << name_of(policy) << " " << seed;
      EXPECT_LE(outcome.without, outcome.patients);
    }
  }
}

TEST(Replay, WithoutShipmentsItIsTheLoneFacilities) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const InstanceData data = test::random_instance_data(test::open_options(seed, 8, 20));
    EXPECT_EQ(play(random_wave(seed), Policy::none, {}, kPlanner).without,
              unmet_without_sharing(Instance(data)));
  }
}

// A dispatch limit binds the plan of every morning, and nothing else.
TEST(Replay, LimitsBindPlansAlone) {
  Wave wave = random_wave(3);
  wave.whole.limits.dispatch = 1;
  std::int64_t limited = 0;
  const auto solve_none = [&](const Instance& instance, const Limits& limits, const WarmStart*) {
    limited += limits.dispatch == 1 ? 1 : 0;
    const std::int32_t n = instance.facilities();
    return SolveResult{.plan = {Panel<Count>(n, instance.periods()), {}},
                       .potentials = {Panel<std::int32_t>(n, instance.periods()),
                                      Panel<std::int64_t>(n, instance.periods())},
                       .value = {},
                       .bound = {}};
  };
  const Planner planner{.solve = solve_none,
                        .find_conflict = [](const auto&...) { return std::vector<std::size_t>{}; },
                        .keepable = [](const Instance&, const Limits& limits) { return limits; }};
  const Outcome planned = play(wave, Policy::plan, {}, planner);
  EXPECT_EQ(limited, wave.truth.periods());
  EXPECT_EQ(planned.devices_moved, 0);
  EXPECT_EQ(play(wave, Policy::foresight, {}, kPlanner).without,
            play(random_wave(3), Policy::foresight, {}, kPlanner).without);
}

TEST(Replay, AStopEndsEveryPolicy) {
  const std::atomic<bool> interrupt{true};
  const Options options{.stop = StopCondition({}, &interrupt)};
  for (const Policy policy : all_policies()) {
    const Outcome outcome = play(random_wave(4), policy, options, kPlanner);
    EXPECT_EQ(outcome.stopped, StopReason::interrupt) << name_of(policy);
  }
}

// What is expected comes: planning every day, or every third, is as good as knowing.
TEST(Replay, AForecastThatHoldsIsForesight) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Wave wave = random_wave(seed);
    const Outcome best = play(wave, Policy::foresight, {}, kPlanner);
    for (const std::int32_t every : {1, 3}) {
      const Outcome planned = play(wave, Policy::plan, {.every = every}, kPlanner);
      EXPECT_EQ(planned.without, best.without) << seed;
      EXPECT_EQ(planned.survival.surviving, planned.survival.devices) << seed;
      EXPECT_EQ(planned.survival.frozen_cut, 0) << seed;
    }
  }
}

}  // namespace
}  // namespace surgeflow::replay
