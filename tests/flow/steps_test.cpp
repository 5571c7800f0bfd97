// SPDX-License-Identifier: Apache-2.0
// Gains and costs with steps: by hand, and against another library's network simplex.
#include <gtest/gtest.h>

#include <string>

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
