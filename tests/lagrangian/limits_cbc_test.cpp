// SPDX-License-Identifier: Apache-2.0
// Limits beside rules, against COIN-OR CBC on the same cases with all of them as rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "amid_wave.hpp"
#include "lagrangian/limits/limited.hpp"
#include "support/cbc.hpp"
#include "support/expect_certified.hpp"
#include "support/ruled_case.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::test {
namespace {

/// How many cases, and what plans may gain less than the optimum: of the demand of all cases
/// together, and of the demand of any.
struct Expectation {
  std::uint64_t cases;
  double mean_gap = kMeanGap / 5;
  double worst_gap = kWorstGap;
};

using MakeCase = RuledCase (*)(std::uint64_t seed);

/// Two to four rules, at least one of the first five.
RuledCase ruled_case(std::uint64_t seed) {
  RandomDraws draws(seed, 13);
  InstanceData data = numbers_of_case(seed, draws);
  Limits limits;
  const std::int32_t rules = draws.between(2, 4);
  for (std::int32_t n = 0; n < rules; ++n) {
    add_rule(n == 0 ? draws.between(0, 4) : draws.between(0, 7), data, limits, draws);
  }
  return {Instance(std::move(data)), std::move(limits)};
}

void add_any_rules(std::int32_t rules, InstanceData& data, Limits& limits, RandomDraws& draws) {
  for (std::int32_t n = 0; n < rules; ++n) add_rule(draws.between(0, 7), data, limits, draws);
}

/// Two or three limits or rules where some lanes are closed for a time, as by a ban.
RuledCase banned_case(std::uint64_t seed) {
  RandomDraws draws(seed, 15);
  InstanceData data = numbers_of_case(seed, draws, 40);
  Limits limits;
  for (std::int32_t n = draws.between(2, 3); n > 0; --n) {
    add_rule(n == 1 ? draws.between(0, 4) : draws.between(0, 7), data, limits, draws);
  }
  return {Instance(std::move(data)), std::move(limits)};
}

/// One of the limits that count devices in use, and up to two rules beside it, in a morning on
/// which devices are on patients.
RuledCase morning_case(std::uint64_t seed) {
  RandomDraws draws(seed, 16);
  InstanceData data = numbers_of_case(seed, draws);
  Limits limits;
  add_rule(draws.between(1, 3), data, limits, draws);
  add_any_rules(draws.between(0, 2), data, limits, draws);
  begin_amid_care(data, limits, draws);
  return {Instance(std::move(data)), std::move(limits)};
}

/// A limit of return or of what is away, and one or two beside it, on a morning on which devices
/// are lent.
RuledCase lent_case(std::uint64_t seed) {
  RandomDraws draws(seed, 17);
  InstanceData data = numbers_of_case(seed, draws);
  Limits limits;
  add_rule(draws.between(1, 2), data, limits, draws);
  add_any_rules(draws.between(1, 2), data, limits, draws);
  const Period passed(draws.between(1, data.demand.periods() / 2));
  return amid_wave(std::move(data), std::move(limits), passed);
}

/// Two to four rules: a reserve that others cover, and others beside it.
RuledCase covered_case(std::uint64_t seed) {
  RandomDraws draws(seed, 14);
  InstanceData data = numbers_of_case(seed, draws);
  Limits limits;
  add_rule(6, data, limits, draws);
  limits.backup_periods = draws.between(1, 2);
  add_any_rules(draws.between(0, 2), data, limits, draws);
  return {Instance(std::move(data)), std::move(limits)};
}

std::vector<std::uint64_t> seeds_of_cases(std::uint64_t cases, MakeCase make_case) {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = first_seed(); seeds.size() < cases; ++seed) {
    if (make_case(seed).instance.total_demand() >= kLeastDemand) seeds.push_back(seed);
  }
  return seeds;
}

void expect_near_optima(MakeCase make_case, const Expectation& expected) {
  const testing::TemporaryFolder folder;
  const std::vector<std::uint64_t> seeds = seeds_of_cases(expected.cases, make_case);
  for (const std::uint64_t seed : seeds) {
    std::ofstream out = mps_file(folder, seed);
    const RuledCase ruled = make_case(seed);
    formats::write_mps(out, ruled.instance, ruled.limits);
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  double lost = 0.0;
  double demand = 0.0;
  double worst = 0.0;
  for (const std::uint64_t seed : seeds) {
    const RuledCase ruled = make_case(seed);
    SCOPED_TRACE(in_words(seed, ruled));
    const auto& [instance, limits] = ruled;
    const SolveResult result = lagrangian::solve_within_limits(instance, limits, {}, {});
    const CertificateReport report = check_certificate(
        instance, result.plan, result.potentials, 1, {}, LimitClaim{limits, result.prices.value()});
    EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
    EXPECT_EQ(report.value.treated, result.value.treated);
    EXPECT_EQ(report.bound.treated, result.bound.treated);
    const Total best = greatest_gain(instance, least_cost(folder, seed));
    EXPECT_LE(result.value.treated, best);
    EXPECT_GE(result.bound.treated, best);
    const auto gap = static_cast<double>(best - result.value.treated) / instance.resolution();
    const auto patients = static_cast<double>(instance.total_demand());
    EXPECT_LE(gap, expected.worst_gap * patients);
    worst = std::max(worst, gap / patients);
    lost += gap;
    demand += patients;
  }
  EXPECT_LE(lost, expected.mean_gap * demand);
  ::testing::Test::RecordProperty("mean_gap_percent", std::to_string(100.0 * lost / demand));
  ::testing::Test::RecordProperty("worst_gap_percent", std::to_string(100.0 * worst));
}

TEST(LimitsBesideRules, AreNearTheOptimaOfCbc) {
  expect_near_optima(ruled_case, {.cases = cases_to_try(16, 200)});
}

TEST(LimitsBesideBans, AreNearTheOptimaOfCbc) {
  expect_near_optima(banned_case, {.cases = cases_to_try(8, 120)});
}

TEST(LimitsOfAMorning, AreNearTheOptimaOfCbc) {
  expect_near_optima(morning_case, {.cases = cases_to_try(8, 120)});
}

/// The search goes on for long in these, since their bounds are wide.
TEST(LimitsAmidLoans, AreNearTheOptimaOfCbc) {
  expect_near_optima(lent_case, {.cases = cases_to_try(8, 40)});
}

TEST(ReservesThatOthersCover, AreNearTheOptimaOfCbc) {
  expect_near_optima(covered_case, {.cases = cases_to_try(8, 120), .mean_gap = kMeanGap});
}

}  // namespace
}  // namespace surgeflow::test
