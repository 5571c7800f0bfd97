// SPDX-License-Identifier: Apache-2.0
// Several items with ties, and with rules, against the integer programme: COIN-OR CBC solves the
// MPS export.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "lagrangian/items/items.hpp"
#include "support/cbc.hpp"
#include "support/random_items.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/item_certificate.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::test {
namespace {

struct RandomSets {
  std::uint64_t first_seed = 1;  ///< CBC solves the programmes from there on in seconds
  std::size_t cases = 0;
  ItemSet (*make)(std::uint64_t seed) = nullptr;
  std::string (*in_words)(std::uint64_t seed) = nullptr;
};

std::vector<std::uint64_t> seeds_of_sets(const RandomSets& sets) {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = sets.first_seed; seeds.size() < sets.cases; ++seed) {
    if (sets.make(seed).total_demand() >= kLeastDemand) seeds.push_back(seed);
  }
  return seeds;
}

/// What a plan gains less than the optimum, in patients.
double lost_gain(const ItemSet& set, double least_cost) {
  const lagrangian::ItemResult result = lagrangian::solve_items(set, {}, {});
  const ItemReport report = check_items(set, result.plans, result.proof);
  EXPECT_TRUE(report.feasible && report.bound_valid);
  EXPECT_EQ(report.gain, result.gain);
  EXPECT_EQ(report.bound, result.bound);
  const auto best = static_cast<Total>(std::llround(-least_cost));
  EXPECT_LE(result.gain, best);
  EXPECT_GE(result.bound, best);
  return static_cast<double>(best - result.gain) / set.resolution;
}

void expect_near_optima(const RandomSets& sets) {
  const testing::TemporaryFolder folder;
  const std::vector<std::uint64_t> seeds = seeds_of_sets(sets);
  for (const std::uint64_t seed : seeds) {
    std::ofstream out = mps_file(folder, seed);
    formats::write_mps(out, sets.make(seed));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  double lost = 0.0;
  double demand = 0.0;
  double worst = 0.0;
  for (const std::uint64_t seed : seeds) {
    SCOPED_TRACE(sets.in_words(seed));
    const ItemSet set = sets.make(seed);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const double gap = lost_gain(set, cost);
    const auto patients = static_cast<double>(set.total_demand());
    EXPECT_LE(gap, kWorstGap * patients);
    worst = std::max(worst, gap / patients);
    lost += gap;
    demand += patients;
  }
  EXPECT_LE(lost, kMeanGap * demand);
  ::testing::Test::RecordProperty("mean_gap_percent", std::to_string(100.0 * lost / demand));
  ::testing::Test::RecordProperty("worst_gap_percent", std::to_string(100.0 * worst));
}

TEST(Items, AreNearTheOptimaOfCbc) {
  expect_near_optima({1, cases_to_try(12, 100), random_items, ties_in_words});
}

TEST(Items, BesideRulesAreNearTheOptimaOfCbc) {
  expect_near_optima({100, cases_to_try(3, 35), random_ruled_items, rules_in_words});
}

TEST(Items, WithinLimitsAreNearTheOptimaOfCbc) {
  expect_near_optima({300, cases_to_try(3, 36), random_limited_items, limits_in_words});
}

TEST(Items, InStaffedBedsAreNearTheOptimaOfCbc) {
  expect_near_optima({600, cases_to_try(3, 40), random_items_in_beds, beds_in_words});
}

}  // namespace
}  // namespace surgeflow::test
