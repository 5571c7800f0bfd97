// SPDX-License-Identifier: Apache-2.0
// Growth by hand, against reweighted least squares written out, and its errors against truth.
#include "surgeflow/calibration/growth.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "epidemics.hpp"

namespace surgeflow::calibration {
namespace {

using testing::Draws;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr GrowthRules kAnything{.least_count = 1.0, .least_days = 2, .shared_days = 1.0};

TEST(FitGrowth, FindsAnExactTrend) {
  std::vector<double> counts;
  for (int day = 0; day < 21; ++day) counts.push_back(3.0 * std::pow(1.2, day));
  const auto growth = fit_growth(counts, {});
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->log_growth, std::log(1.2), 1e-12);
  EXPECT_EQ(growth->dispersion, 1.0);
}

TEST(FitGrowth, TwoDaysByHand) {
  // 1 and 3 persons: r = ln 3; the mean day is 3/4, sum m (t - 3/4)^2 = 9/16 + 3/16 = 3/4.
  const std::vector<double> counts = {1.0, 3.0};
  const auto growth = fit_growth(counts, kAnything);
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->log_growth, std::log(3.0), 1e-12);
  EXPECT_NEAR(growth->standard_error, std::sqrt(4.0 / 3.0), 1e-12);
}

TEST(FitGrowth, SharedPersonsByHand) {
  // Stays of two days: half of the persons of one day are those of the day before. The cross term
  // is 2 x 1/2 x (-3/4) x (1/4 sqrt 3) = -3/16 sqrt 3.
  const std::vector<double> counts = {1.0, 3.0};
  GrowthRules rules = kAnything;
  rules.shared_days = 2.0;
  const auto growth = fit_growth(counts, rules);
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->standard_error, std::sqrt(0.75 - 3.0 / 16.0 * std::sqrt(3.0)) / 0.75, 1e-12);
}

TEST(FitGrowth, DaysWithoutAReportAreNoZeros) {
  const std::vector<double> counts = {1.0, kNaN, 4.0, kNaN, 16.0};
  const auto growth = fit_growth(counts, kAnything);
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->log_growth, std::log(2.0), 1e-12);
}

TEST(FitGrowth, NeedsCountsOnSeveralDays) {
  EXPECT_FALSE(fit_growth(std::vector<double>{0.0, 50.0, 0.0}, kAnything));
  EXPECT_FALSE(fit_growth(std::vector<double>{0.0, 0.0, 0.0}, kAnything));
  EXPECT_FALSE(fit_growth(std::vector<double>{}, kAnything));
  EXPECT_FALSE(fit_growth(std::vector<double>{kNaN, kNaN, kNaN}, kAnything));
  EXPECT_FALSE(fit_growth(std::vector<double>(6, 100.0), {}));
  EXPECT_FALSE(fit_growth(std::vector<double>(9, 1.0), {}));
  EXPECT_TRUE(fit_growth(std::vector<double>(10, 1.0), {}));
  GrowthRules stays_of_a_week;
  stays_of_a_week.shared_days = 7.0;
  EXPECT_FALSE(fit_growth(std::vector<double>(10, 6.0), stays_of_a_week));
  EXPECT_TRUE(fit_growth(std::vector<double>(10, 7.0), stays_of_a_week));
}

TEST(FitGrowth, SteepCountsHaveAFiniteGrowth) {
  std::vector<double> counts(400, 0.0);
  counts[0] = 1.0;
  counts[399] = 1e9;
  const auto growth = fit_growth(counts, kAnything);
  ASSERT_TRUE(growth);
  EXPECT_TRUE(std::isfinite(growth->log_growth));
  EXPECT_GT(growth->standard_error, 0.0);
  EXPECT_TRUE(std::isfinite(growth->standard_error));
}

/// Weighted least squares of the log-linear trend, weights and working values brought up to date
/// fifty times: the textbook's loop.
double reweighted_least_squares(const std::vector<double>& counts) {
  double a = 0.0, r = 0.0;
  for (const double count : counts) a += count / static_cast<double>(counts.size());
  a = std::log(a);
  for (int round = 0; round < 50; ++round) {
    double w0 = 0.0, w1 = 0.0, w2 = 0.0, z0 = 0.0, z1 = 0.0;
    for (std::size_t n = 0; n < counts.size(); ++n) {
      const auto t = static_cast<double>(n);
      const double weight = std::exp(a + r * t);
      const double working = a + r * t + (counts[n] - weight) / weight;
      w0 += weight;
      w1 += weight * t;
      w2 += weight * t * t;
      z0 += weight * working;
      z1 += weight * t * working;
    }
    r = (w0 * z1 - w1 * z0) / (w0 * w2 - w1 * w1);
    a = (z0 - r * w1) / w0;
  }
  return r;
}

TEST(FitGrowth, IsTheFixedPointOfReweightedLeastSquares) {
  for (std::uint32_t n = 0; n < 50; ++n) {
    Draws draws(11, n);
    const double r = 0.3 * (draws.uniform() - 0.4);
    std::vector<double> counts;
    for (int day = 0; day < 15; ++day) counts.push_back(draws.poisson(8.0 * std::exp(r * day)));
    const auto growth = fit_growth(counts, {});
    ASSERT_TRUE(growth);
    EXPECT_NEAR(growth->log_growth, reweighted_least_squares(counts), 1e-9) << n;
  }
}

/// The share of 90 % intervals that hold the truth.
template <class MakeCounts>
double coverage_90(double r, const GrowthRules& rules, MakeCounts make_counts) {
  constexpr int kSeries = 2000;
  int covered = 0;
  for (std::uint32_t n = 0; n < kSeries; ++n) {
    Draws draws(12, n);
    const auto growth = fit_growth(make_counts(draws), rules);
    if (growth && std::abs(growth->log_growth - r) < 1.645 * growth->standard_error) ++covered;
  }
  return covered / static_cast<double>(kSeries);
}

TEST(FitGrowth, IntervalsOfPoissonCountsHoldTheTruth) {
  const double share = coverage_90(0.1, {}, [](Draws& draws) {
    std::vector<double> counts;
    for (int day = 0; day < 21; ++day) counts.push_back(draws.poisson(2.0 * std::exp(0.1 * day)));
    return counts;
  });
  EXPECT_GT(share, 0.88);
  EXPECT_LT(share, 0.95);
}

TEST(FitGrowth, IntervalsOfScatteredCountsHoldTheTruth) {
  // Each person counted brings two more: the variance is three times the mean.
  const double share = coverage_90(0.1, {}, [](Draws& draws) {
    std::vector<double> counts;
    for (int day = 0; day < 21; ++day) {
      counts.push_back(3.0 * draws.poisson(4.0 * std::exp(0.1 * day)));
    }
    return counts;
  });
  EXPECT_GT(share, 0.84);
  EXPECT_LT(share, 0.95);
}

/// Patients in hospital who were admitted at a rate that grows, each for seven days.
std::vector<double> census(Draws& draws, double r) {
  std::vector<double> admitted;
  for (int day = -6; day < 21; ++day) admitted.push_back(draws.poisson(5.0 * std::exp(r * day)));
  std::vector<double> counts;
  for (std::size_t day = 6; day < admitted.size(); ++day) {
    double present = 0.0;
    for (std::size_t back = 0; back < 7; ++back) present += admitted[day - back];
    counts.push_back(present);
  }
  return counts;
}

TEST(FitGrowth, ACensusKnowsLessThanItCounts) {
  constexpr double kGrowth = 0.08;
  const auto make = [](Draws& draws) { return census(draws, kGrowth); };
  GrowthRules rules;
  rules.shared_days = 7.0;
  const double share = coverage_90(kGrowth, rules, make);
  EXPECT_GT(share, 0.85);
  EXPECT_LT(share, 0.97);
  EXPECT_LT(coverage_90(kGrowth, {}, make), 0.75);
}

TEST(FitLevel, HasTheSumOfTheCountsAndHalfAPerson) {
  const std::vector<double> counts = {2.0, kNaN, 5.0, 9.0};
  const auto level = fit_level(counts, 0.3, 1.0);
  ASSERT_TRUE(level);
  EXPECT_EQ(level->total, 16.0);
  EXPECT_EQ(level->days, 3);
  const double sum = 1.0 + std::exp(0.6) + std::exp(0.9);
  EXPECT_NEAR(std::exp(level->log_count), 16.5 / sum, 1e-12);
  EXPECT_NEAR(level->mean_day, (2.0 * std::exp(0.6) + 3.0 * std::exp(0.9)) / sum, 1e-12);
}

TEST(FitLevel, OfNobodyIsAboveZero) {
  const auto level = fit_level(std::vector<double>(10, 0.0), 0.0, 1.0);
  ASSERT_TRUE(level);
  EXPECT_NEAR(std::exp(level->log_count), 0.05, 1e-12);
  EXPECT_FALSE(fit_level(std::vector<double>(10, kNaN), 0.0, 1.0));
}

}  // namespace
}  // namespace surgeflow::calibration
