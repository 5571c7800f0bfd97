// SPDX-License-Identifier: Apache-2.0
// From reports to daily series, by hand.
#include "surgeflow/calibration/counts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/messages.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::calibration {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

Date march(unsigned day) { return Date{std::chrono::year{2020} / 3 / std::chrono::day{day}}; }

std::vector<double> row_of(const Counts& counts, std::int32_t facility) {
  const auto row = counts.daily.row(FacilityId(facility));
  return {row.begin(), row.end()};
}

TEST(DailyCounts, NewCasesAreDifferences) {
  const std::vector<CountReport> reports = {{FacilityId(1), march(2), 4.0},
                                            {FacilityId(1), march(3), 7.0},
                                            {FacilityId(0), march(3), 1.0},
                                            {FacilityId(1), march(4), 7.0},
                                            {FacilityId(0), march(4), 3.0}};
  const Counts counts = daily_counts(Measure::cases, reports, 3);
  EXPECT_EQ(counts.first, march(2));
  EXPECT_EQ(counts.last(), march(4));
  const std::vector<double> second = row_of(counts, 1);
  EXPECT_TRUE(std::isnan(second[0]));
  EXPECT_EQ(second[1], 3.0);
  EXPECT_EQ(second[2], 0.0);
  const std::vector<double> first = row_of(counts, 0);
  EXPECT_TRUE(std::isnan(first[0]));
  EXPECT_TRUE(std::isnan(first[1]));
  EXPECT_EQ(first[2], 2.0);
  for (const double value : row_of(counts, 2)) EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(counts.falls, 0);
  EXPECT_EQ(counts.filled_days, 0);
}

TEST(DailyCounts, AFallIsNoNewCase) {
  const std::vector<CountReport> reports = {{FacilityId(0), march(2), 9.0},
                                            {FacilityId(0), march(3), 6.5},
                                            {FacilityId(0), march(4), 8.0}};
  const Counts counts = daily_counts(Measure::cases, reports, 1);
  EXPECT_EQ(row_of(counts, 0)[1], 0.0);
  EXPECT_EQ(row_of(counts, 0)[2], 1.5);
  EXPECT_EQ(counts.falls, 1);
  EXPECT_EQ(counts.lost, 2.5);
}

TEST(DailyCounts, MissingDaysAreFilled) {
  const std::vector<CountReport> reports = {{FacilityId(0), march(2), 10.0},
                                            {FacilityId(0), march(5), 16.0}};
  const Counts cases = daily_counts(Measure::cases, reports, 1);
  for (std::size_t day : {1U, 2U, 3U}) EXPECT_EQ(row_of(cases, 0)[day], 2.0);
  EXPECT_EQ(cases.filled_days, 2);
  const Counts census = daily_counts(Measure::hospitalized, reports, 1);
  EXPECT_EQ(row_of(census, 0), (std::vector<double>{10.0, 12.0, 14.0, 16.0}));
  EXPECT_EQ(census.filled_days, 2);
}

TEST(DailyCounts, RefusesNothingAndTooLongASpan) {
  EXPECT_TRUE(
      one_line_says(input_error_of([] { static_cast<void>(daily_counts(Measure::cases, {}, 1)); }),
                    {"no count"}));
  const std::vector<CountReport> reports = {
      {FacilityId(0), march(2), 1.0}, {FacilityId(0), Date{std::chrono::year{2202} / 3 / 3}, 2.0}};
  EXPECT_TRUE(one_line_says(
      input_error_of([&] { static_cast<void>(daily_counts(Measure::cases, reports, 1)); }),
      {"2020-03-02", "2202-03-03", "3660 days"}));
}

TEST(DailyCounts, AsksForOrder) {
  const std::vector<CountReport> reports = {{FacilityId(0), march(3), 1.0},
                                            {FacilityId(0), march(2), 2.0}};
  EXPECT_THROW(static_cast<void>(daily_counts(Measure::cases, reports, 1)), std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::calibration
