// SPDX-License-Identifier: Apache-2.0
// Several items with ties against the integer programme: COIN-OR CBC solves the MPS export.
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

const std::uint64_t kCases = cases_to_try(20, 100);
/// What plans may gain less than the optimum: of the demand of all cases together, and of the
/// demand of each.
constexpr double kMeanGap = 0.01;
constexpr double kWorstGap = 0.03;
/// In smaller cases a single patient would be too much.
constexpr Total kLeastDemand = 100;

std::vector<std::uint64_t> seeds_of_cases() {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seeds.size() < kCases; ++seed) {
    if (random_items(seed).total_demand() >= kLeastDemand) seeds.push_back(seed);
  }
  return seeds;
}

TEST(Items, AreNearTheOptimaOfCbc) {
  const testing::TemporaryFolder folder;
  const std::vector<std::uint64_t> seeds = seeds_of_cases();
  for (const std::uint64_t seed : seeds) {
    std::ofstream out = mps_file(folder, seed);
    formats::write_mps(out, random_items(seed));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  double lost = 0.0;
  double demand = 0.0;
  double worst = 0.0;
  for (const std::uint64_t seed : seeds) {
    SCOPED_TRACE(ties_in_words(seed));
    const ItemSet set = random_items(seed);
    const lagrangian::ItemResult result = lagrangian::solve_items(set, {}, {});
    const ItemReport report = check_items(set, result.plans, result.proof);
    EXPECT_TRUE(report.feasible && report.bound_valid);
    EXPECT_EQ(report.gain, result.gain);
    EXPECT_EQ(report.bound, result.bound);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const auto best = static_cast<Total>(std::llround(-cost));
    EXPECT_LE(result.gain, best);
    EXPECT_GE(result.bound, best);
    const auto patients = static_cast<double>(set.total_demand());
    const double gap = static_cast<double>(best - result.gain) / set.resolution;
    worst = std::max(worst, gap / patients);
    lost += gap;
    demand += patients;
  }
  EXPECT_LE(lost, kMeanGap * demand);
  EXPECT_LE(worst, kWorstGap);
  RecordProperty("mean_gap_percent", std::to_string(100.0 * lost / demand));
  RecordProperty("worst_gap_percent", std::to_string(100.0 * worst));
}

}  // namespace
}  // namespace surgeflow::test
