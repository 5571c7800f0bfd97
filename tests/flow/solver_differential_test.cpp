// SPDX-License-Identifier: Apache-2.0
// Every solver against another library's network simplex on random instances of every kind.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "support/expect_certified.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::test {
namespace {

constexpr std::uint64_t kBlock = 50;

/// A solver and the first seed of a block.
class SolverDifferential
    : public ::testing::TestWithParam<std::tuple<std::string_view, std::uint64_t>> {};

INSTANTIATE_TEST_SUITE_P(Solvers, SolverDifferential,
                         ::testing::Combine(::testing::ValuesIn(solver_names()),
                                            ::testing::Range<std::uint64_t>(1, 301, kBlock)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param)) + "_" +
                                  std::to_string(std::get<1>(tested.param));
                         });

TEST_P(SolverDifferential, FindsTheValueThatLemonFinds) {
  const auto [name, first] = GetParam();
  const auto solver = make_solver(name);
  for (std::uint64_t seed = first; seed < first + kBlock; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = random_instance(varied_options(seed));
    const SolveResult result = solver->solve(instance, {});
    expect_certified(instance, result);
    EXPECT_EQ(result.value, lemon_optimum(instance));
  }
}

}  // namespace
}  // namespace surgeflow::test
