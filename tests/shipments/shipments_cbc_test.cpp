// SPDX-License-Identifier: Apache-2.0
// Numbers of shipments against the least ones, which COIN-OR CBC finds with a binary for each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "shipments/shipment_programme.hpp"
#include "support/cbc.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/shipments/consolidate.hpp"
#include "surgeflow/shipments/least_size.hpp"
#include "surgeflow/shipments/shipment_bound.hpp"

namespace surgeflow::test {
namespace {

const std::uint64_t kCases = cases_to_try(12, 60);
/// Shipments that the search may have more than the least, of all cases together.
constexpr double kMeanExcess = 0.05;
/// What a plan within a minimum may gain less than the best one, in shares of the demand.
const std::uint64_t kCasesWithAMinimum = cases_to_try(30, 120);
constexpr double kMeanGap = 0.01;
constexpr double kWorstGap = 0.03;

Instance small_case(std::uint64_t seed) {
  RandomDraws draws(seed, 16);
  return random_instance({.seed = seed,
                          .facilities = draws.between(3, 5),
                          .periods = draws.between(6, 10),
                          .most_devices = draws.between(2, 5),
                          .most_demand = draws.between(1, 3),
                          .least_turnaround = 2,
                          .most_turnaround = 4,
                          .most_transit = 2});
}

TEST(Consolidate, IsNearTheLeastNumbersOfCbc) {
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out = mps_file(folder, seed);
    const Instance instance = small_case(seed);
    ShipmentProgramme(out, instance).write_fewest(solve(instance).value.treated);
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  Total least = 0;
  Total bounds = 0;
  Total found = 0;
  Total before = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = small_case(seed);
    const SolveResult optimum = solve(instance);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const auto here = static_cast<Total>(std::lround(cost));
    const Plan plan = shipments::consolidate(instance, optimum.plan, optimum.potentials, {}, {});
    const auto number = static_cast<Total>(plan.shipments.size());
    const Total bound = shipments::least_shipments(instance, optimum.potentials);
    EXPECT_LE(here, number);
    EXPECT_LE(bound, here);
    least += here;
    bounds += bound;
    found += number;
    before += static_cast<Total>(optimum.plan.shipments.size());
  }
  EXPECT_LE(static_cast<double>(found - least), kMeanExcess * static_cast<double>(least));
  EXPECT_LT(found, before);
  RecordProperty("least", std::to_string(least));
  RecordProperty("bounds", std::to_string(bounds));
  RecordProperty("found", std::to_string(found));
  RecordProperty("before", std::to_string(before));
}

/// Small cases that differ in kind: steps of treating, holding and sending, more places.
Instance varied_case(std::uint64_t seed) {
  if (seed % 3 == 0) return small_case(seed);
  RandomDraws draws(seed, 20);
  InstanceData data = random_instance_data({.seed = seed,
                                            .facilities = draws.between(3, 6),
                                            .periods = draws.between(7, 10),
                                            .most_devices = draws.between(2, 6),
                                            .most_demand = draws.between(1, 4),
                                            .demand_percent = draws.between(40, 80),
                                            .least_turnaround = 2,
                                            .most_turnaround = 5,
                                            .most_transit = 3,
                                            .closed_percent = draws.between(0, 30)});
  if (seed % 3 == 1) return Instance(std::move(data));
  data.resolution = 10;
  const std::int32_t kinds = draws.between(1, 7);
  if ((kinds & 1) != 0) add_treat_steps(data, draws);
  if ((kinds & 2) != 0) add_hold_steps(data, draws);
  if ((kinds & 4) != 0) add_send_steps(data, draws);
  return Instance(std::move(data));
}

/// The tree is exhausted in all of them, so that the gaps are none: what CBC finds, it finds.
TEST(LeastSize, GainsAsMuchAsCbcFinds) {
  const auto minimum_of = [](std::uint64_t seed) { return static_cast<Count>(2 + seed % 2); };
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCasesWithAMinimum; ++seed) {
    std::ofstream out = mps_file(folder, seed);
    const Instance instance = varied_case(seed);
    ShipmentProgramme(out, instance).write_most_gained(minimum_of(seed));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  double gaps = 0;
  double worst = 0;
  Total most = 0;
  Total gained = 0;
  Total without = 0;
  for (std::uint64_t seed = 1; seed <= kCasesWithAMinimum; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = varied_case(seed);
    const SolveResult optimum = solve(instance);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const auto found =
        shipments::plan_within_least_size(instance, optimum, {.minimum = minimum_of(seed)});
    const Total here = value_of(instance, found.plan).treated;
    const auto best = static_cast<Total>(-std::lround(cost));
    EXPECT_LE(here, best);
    if (found.exhausted) {
      EXPECT_EQ(here, best);
    }
    const auto demand = static_cast<double>(instance.total_demand() * instance.resolution());
    const double gap = demand == 0 ? 0 : static_cast<double>(best - here) / demand;
    gaps += gap;
    worst = std::max(worst, gap);
    most += best;
    gained += here;
    without += optimum.value.treated;
  }
  EXPECT_LE(gaps, kMeanGap * static_cast<double>(kCasesWithAMinimum));
  EXPECT_LE(worst, kWorstGap);
  EXPECT_LT(most, without);
  RecordProperty("most", std::to_string(most));
  RecordProperty("gained", std::to_string(gained));
  RecordProperty("without_minimum", std::to_string(without));
}

}  // namespace
}  // namespace surgeflow::test
