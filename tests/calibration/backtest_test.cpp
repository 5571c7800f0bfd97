// SPDX-License-Identifier: Apache-2.0
// Forecasts of days that are known: exact trends, epidemics that go on, and what is refused.
#include "surgeflow/calibration/backtest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "epidemics.hpp"
#include "support/messages.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::calibration {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;
using namespace testing;

TEST(ForecastError, ByHand) {
  ForecastError error;
  error.add(3.0, 1.0);
  error.add(0.0, 1.0);
  EXPECT_EQ(error.forecast, 3.0);
  EXPECT_EQ(error.absolute, 3.0);
  EXPECT_NEAR(error.log, std::log(2.0) + std::log(2.0), 1e-12);
}

TEST(Backtest, FollowsAnExactTrend) {
  // 20 % more each day, also after the change; large counts, so that half a person is little.
  Counts counts;
  counts.first = kFirstDay - std::chrono::days(1);
  counts.daily = Panel<double>(1, 50, std::nan(""));
  for (std::int32_t day = 1; day < 50; ++day) {
    counts.daily(FacilityId(0), Period(day)) = std::round(1e4 * std::pow(1.05, day));
  }
  const Backtest tested = backtest(case_of(1, 1), counts, no_delay());
  EXPECT_EQ(format_date(tested.fitted.after.last), "2020-04-04");
  EXPECT_EQ(format_date(tested.scored.first), "2020-04-05");
  EXPECT_EQ(format_date(tested.scored.last), "2020-04-18");
  EXPECT_EQ(tested.all.days, 14);
  EXPECT_LT(tested.all.model.absolute, 1e-4 * tested.all.counted);
  EXPECT_LT(tested.all.naive_growth.absolute, 0.01 * tested.all.counted);
  EXPECT_GT(tested.all.naive_level.absolute, 0.2 * tested.all.counted);
  EXPECT_NEAR(tested.all.covered_90, 14.0, 0.5);
}

TEST(Backtest, IntervalsOfEpidemicsThatGoOnHoldTheCounts) {
  std::vector<Truth> truths;
  Draws draws(41);
  for (int i = 0; i < 400; ++i) {
    truths.push_back({4.0 * std::exp(0.1 * draws.normal()), 0.6 + 0.05 * draws.normal(),
                      i % 2 == 0 ? 2.0 : 60.0});
  }
  const Counts counts = counts_of(truths, 56, kChange, 0.3, 42);
  const Case planning_case = case_of(400, 8);
  const Backtest tested = backtest(planning_case, counts, no_delay());
  const auto days = static_cast<double>(tested.all.days);
  EXPECT_EQ(tested.all.days, 400 * 14);
  EXPECT_NEAR(tested.all.covered_50 / days, 0.5, 0.05);
  EXPECT_NEAR(tested.all.covered_90 / days, 0.9, 0.03);
  EXPECT_LT(tested.all.model.absolute, tested.all.naive_level.absolute);
  EXPECT_LT(tested.all.model.absolute, tested.all.naive_growth.absolute);

  Score sum;
  for (const Score& score : tested.facilities) sum.add(score);
  EXPECT_EQ(sum.counted, tested.all.counted);
  Options options = no_delay();
  options.threads = 3;
  EXPECT_EQ(backtest(planning_case, counts, options).all.covered_50, tested.all.covered_50);
}

TEST(Backtest, DaysWithoutAReportAreNotScored) {
  std::vector<Truth> truths(2);
  Counts counts = counts_of(truths, 56, kChange, 1.0, 43);
  for (const std::int32_t day : {50, 52}) {
    counts.daily(FacilityId(0), Period(day)) = std::nan("");
  }
  for (double& count : counts.daily.row(FacilityId(1))) count = std::nan("");
  const Backtest tested = backtest(case_of(2, 1), counts, no_delay());
  EXPECT_EQ(tested.facilities[0].days, 12);
  EXPECT_EQ(tested.facilities[1].days, 0);
}

TEST(Backtest, RefusesToFitTooFewDays) {
  const Counts counts = counts_of(std::vector<Truth>(1), 40, kChange, 1.0, 44);
  Options options = no_delay();
  const auto message = [&] {
    return input_error_of([&] { static_cast<void>(backtest(case_of(1, 1), counts, options)); });
  };
  EXPECT_TRUE(one_line_says(message(), {"14 days", "leaves 5 days", "at least 7", "score fewer"}));
  options.score_days = 12;
  EXPECT_EQ(message(), "");
}

}  // namespace
}  // namespace surgeflow::calibration
