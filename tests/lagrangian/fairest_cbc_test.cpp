// SPDX-License-Identifier: Apache-2.0
// The fairest plan against COIN-OR CBC, alone and beside rules: the largest smallest share, then
// the greatest gain above the floors.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "lagrangian/fair/fairest.hpp"
#include "support/cbc.hpp"
#include "support/fair_cases.hpp"
#include "support/thorough.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::test {
namespace {

const std::uint64_t kFairCases = cases_to_try(25, 130);
constexpr Total kLeastPatients = 20;
/// Those that CBC solves within its time.
constexpr int kSecondsOfCbc = 3;
const std::uint64_t kFewestSolved = kFairCases * 5 / 6;
/// What the smallest share may be below the largest possible: on average, and of any case.
constexpr double kMeanShareGap = 0.01;
constexpr double kWorstShareGap = 0.12;
/// What plans may gain less than the most above their floors, of the demand of all cases.
constexpr double kMeanPatientGap = 0.005;
/// The share in the objective, so that CBC's tolerance is far below a patient.
constexpr double kShareScale = 1e4;
constexpr double kTolerance = 1e-6;

double as_number(const TreatedShare& share) {
  return static_cast<double>(share.treated) / static_cast<double>(share.demand);
}

Limits with_floors(std::vector<std::int32_t> group, std::vector<Total> least) {
  Limits limits;
  limits.floors = PatientFloors{std::move(group), std::move(least)};
  return limits;
}

/// The integer programme that maximises the smallest share: a column `share` in every group's row
/// in the place of its floor, and no other cost.
void write_share_programme(std::ostream& out, const Instance& instance,
                           const std::vector<std::int32_t>& group) {
  const std::vector<Total> demand = sum_by_group(instance.demand(), group);
  std::stringstream text;
  formats::write_mps(text, instance, with_floors(group, std::vector<Total>(demand.size(), 1)));
  for (std::string line; std::getline(text, line);) {
    if (line.find(" cost ") != std::string::npos || line.starts_with(" supply floor")) continue;
    out << line << '\n';
    if (line == "BOUNDS") out << " UP limit share 1\n";
    if (line.find("'INTEND'") == std::string::npos) continue;
    out << fmt::format(" share cost {}\n", -kShareScale);
    for (std::size_t g = 0; g < demand.size(); ++g) {
      out << fmt::format(" share floor{} -{}\n", g, demand[g]);
    }
  }
}

struct Distance {
  std::uint64_t many = 0;
  double sum = 0.0;
  double worst = 0.0;
  void add(double gap) {
    ++many;
    sum += gap;
    worst = std::max(worst, gap);
  }
  [[nodiscard]] double mean() const {
    return sum / static_cast<double>(std::max<std::uint64_t>(1, many));
  }
};

enum class Company { none, rules };

Instance small_fair_case(std::uint64_t seed, Company company) {
  InstanceData data = small_fair_case_data(seed);
  return company == Company::rules ? with_fair_case_rules(std::move(data), seed)
                                   : Instance(std::move(data));
}

std::vector<std::uint64_t> fair_seeds() {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seeds.size() < kFairCases; ++seed) {
    if (Instance(small_fair_case_data(seed)).total_demand() >= kLeastPatients)
      seeds.push_back(seed);
  }
  return seeds;
}

lagrangian::FairResult fairest(const Instance& instance, std::uint64_t seed) {
  return lagrangian::solve_fairest(instance, fair_groups(instance, seed), {}, {});
}

class FairestPlan : public ::testing::TestWithParam<Company> {};

TEST_P(FairestPlan, HasASmallestShareNearTheLargestOfCbc) {
  const testing::TemporaryFolder folder;
  for (const std::uint64_t seed : fair_seeds()) {
    const Instance instance = small_fair_case(seed, GetParam());
    std::ofstream out = mps_file(folder, seed);
    write_share_programme(out, instance, fair_groups(instance, seed));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder, kSecondsOfCbc));
  Distance below;
  Distance bound_above;
  for (const std::uint64_t seed : fair_seeds()) {
    SCOPED_TRACE(seed);
    const double best = -least_cost(folder, seed) / kShareScale;
    if (std::isnan(best)) continue;
    const FairLevel level = fairest(small_fair_case(seed, GetParam()), seed).claim.levels.front();
    EXPECT_LE(as_number(level.reached), best + kTolerance);
    EXPECT_GE(as_number(level.bound), best - kTolerance);
    below.add(best - as_number(level.reached));
    bound_above.add(as_number(level.bound) - best);
  }
  EXPECT_GE(below.many, kFewestSolved);
  EXPECT_LE(below.mean(), kMeanShareGap);
  EXPECT_LE(below.worst, kWorstShareGap);
  RecordProperty("solved", std::to_string(below.many));
  RecordProperty("mean_share_below", std::to_string(below.mean()));
  RecordProperty("worst_share_below", std::to_string(below.worst));
  RecordProperty("mean_bound_above", std::to_string(bound_above.mean()));
  RecordProperty("worst_bound_above", std::to_string(bound_above.worst));
}

/// Gains in patients.
TEST_P(FairestPlan, GainsNearlyAsMuchAboveItsFloorsAsCbc) {
  const testing::TemporaryFolder folder;
  for (const std::uint64_t seed : fair_seeds()) {
    const Instance instance = small_fair_case(seed, GetParam());
    const lagrangian::FairResult result = fairest(instance, seed);
    std::ofstream out = mps_file(folder, seed);
    formats::write_mps(out, instance, with_floors(result.floors.group, result.floors.least));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder, kSecondsOfCbc));
  double less = 0.0;
  double demand = 0.0;
  for (const std::uint64_t seed : fair_seeds()) {
    SCOPED_TRACE(seed);
    const Instance instance = small_fair_case(seed, GetParam());
    const auto weight = static_cast<double>(instance.movement_limit() + 1);
    const double best = std::ceil(-least_cost(folder, seed) / weight - kTolerance);
    if (std::isnan(best)) continue;
    const lagrangian::FairResult result = fairest(instance, seed);
    const auto gained = static_cast<double>(result.solved.value.treated);
    EXPECT_LE(gained, best);
    EXPECT_GE(static_cast<double>(result.solved.bound.treated), best);
    less += (best - gained) / instance.resolution();
    demand += static_cast<double>(instance.total_demand());
  }
  EXPECT_LE(less, kMeanPatientGap * demand);
  RecordProperty("mean_patients_less_percent", std::to_string(100.0 * less / demand));
}

INSTANTIATE_TEST_SUITE_P(Alone, FairestPlan, ::testing::Values(Company::none));
INSTANTIATE_TEST_SUITE_P(BesideRules, FairestPlan, ::testing::Values(Company::rules));

}  // namespace
}  // namespace surgeflow::test
