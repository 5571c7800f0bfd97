// SPDX-License-Identifier: Apache-2.0
// Gains and costs with steps: by hand, and against another library's network simplex.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "flow/primal_dual/gain_scaling.hpp"
#include "support/expect_certified.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_steps.hpp"

namespace surgeflow::test {
namespace {

constexpr std::uint64_t kSeeds = 50;

class Steps : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Random, Steps, testing::Range<std::uint64_t>(1, 201, kSeeds));

void expect_optimum(const Instance& instance) {
  const PlanValue optimum = lemon_optimum(instance);
  for (const char* const method : {"primal_dual", "reference"}) {
    SCOPED_TRACE(method);
    const SolveResult result = make_solver(method)->solve(instance, {});
    expect_certified(instance, result);
    EXPECT_EQ(result.value, optimum);
  }
}

TEST_P(Steps, OfTreating) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_optimum(
        random_instance_with_steps(varied_options(seed), {.hold = false, .send = false}));
  }
}

TEST_P(Steps, OfHolding) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_optimum(
        random_instance_with_steps(varied_options(seed), {.treat = false, .send = false}));
  }
}

TEST_P(Steps, OfSending) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_optimum(
        random_instance_with_steps(varied_options(seed), {.treat = false, .hold = false}));
  }
}

/// Gains in parts a hundred times as fine that coarser ones do not divide.
Instance in_fine_parts(const Instance& instance) {
  InstanceData data = instance.data();
  data.resolution *= 100;
  for (auto* steps : {&data.treat_steps, &data.hold_steps}) {
    for (GainStep& step : *steps) {
      for (std::int32_t& gain : step.gain.values()) gain *= 97;
    }
  }
  return Instance(std::move(data));
}

TEST_P(Steps, OfGainsThatAreSolvedByScales) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_optimum(in_fine_parts(random_instance_with_steps(varied_options(seed))));
  }
}

TEST(GainScaling, LeavesReservesToTheLastScale) {
  // Patients of 1.5 and 1, and 0.01 for an idle device.
  InstanceData data = random_instance_data(varied_options(1));
  data.resolution = 100;
  const std::int32_t n = data.demand.facilities();
  data.treat_steps = {{data.demand, Panel<std::int32_t>(n, data.demand.periods(), 150)}};
  data.hold_steps = {{data.demand, Panel<std::int32_t>(n, data.demand.periods(), 1)}};
  EXPECT_EQ(flow::coarse_parts(Instance(std::move(data))), (std::vector<std::int32_t>{50}));
}

TEST(GainScaling, RoundsOtherGainsToPartsFourTimesAsLarge) {
  InstanceData data = random_instance_data(varied_options(1));
  data.resolution = 37;
  data.treat_steps = {
      {data.demand, Panel<std::int32_t>(data.demand.facilities(), data.demand.periods(), 50)}};
  // 37 and 50 parts are 9 and 13 in fours, and 2 and 3 in sixteens.
  EXPECT_EQ(flow::coarse_parts(Instance(std::move(data))), (std::vector<std::int32_t>{16, 4}));
}

TEST_P(Steps, OfAllKinds) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_optimum(random_instance_with_steps(varied_options(seed, 90, 12)));
  }
}

/// From the answer to another seed's demand on the same facilities.
TEST_P(Steps, StartWarm) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeeds; seed += 2) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomInstanceOptions options = varied_options(seed);
    const auto solver = make_solver("primal_dual");
    const SolveResult before = solver->solve(random_instance_with_steps(options), {});
    options.most_demand += 1;
    const Instance changed = random_instance_with_steps(options);
    const WarmStart warm{.plan = before.plan, .potentials = before.potentials};
    const SolveResult result = solver->solve(changed, {.stop = {}, .warm = &warm});
    expect_certified(changed, result);
    EXPECT_EQ(result.value, lemon_optimum(changed));
  }
}

}  // namespace
}  // namespace surgeflow::test
