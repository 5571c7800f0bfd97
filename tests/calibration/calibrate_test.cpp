// SPDX-License-Identifier: Apache-2.0
// Doubling times and reductions: by hand, from epidemics that are known, and what is refused.
#include "surgeflow/calibration/calibrate.hpp"

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

constexpr double kGamma = 1.0 / kInfectiousDays;
constexpr int kDays = 42;

TEST(EpidemicOf, TheStudysReduction) {
  // Td = 4 and c = 0.30 at 14 infectious days: 6.6 days under reduction.
  const double rate = epidemic::contact_rate(epidemic::growth_per_day(4.0), kGamma, 1e6, 0.3);
  const double slower = epidemic::doubling_time_under(rate, kGamma, 1e6);
  const EpidemicEstimate found =
      epidemic_of({std::log(2.0) / 4.0, 0.0}, {std::log(2.0) / slower, 0.0}, kGamma);
  EXPECT_NEAR(found.doubling_time.value, 4.0, 1e-12);
  EXPECT_NEAR(found.contact_reduction.value, 0.3, 1e-12);
  EXPECT_EQ(found.doubling_time.standard_error, 0.0);
  EXPECT_EQ(found.contact_reduction.standard_error, 0.0);
  EXPECT_FALSE(found.growth_bounded || found.reduction_bounded);
}

TEST(EpidemicOf, ErrorsAreThoseOfTheSlopes) {
  constexpr double kStep = 1e-6;
  const auto value_at = [](double r1, double r2) {
    return epidemic_of({r1, 0.0}, {r2, 0.0}, kGamma);
  };
  const EpidemicEstimate found = epidemic_of({0.2, 0.01}, {0.05, 0.02}, kGamma);
  const double days_slope =
      (value_at(0.2 + kStep, 0.05).doubling_time.value - found.doubling_time.value) / kStep;
  EXPECT_NEAR(found.doubling_time.standard_error, 0.01 * std::abs(days_slope), 1e-5);
  const double by_before =
      (value_at(0.2 + kStep, 0.05).contact_reduction.value - found.contact_reduction.value) / kStep;
  const double by_after =
      (value_at(0.2, 0.05 + kStep).contact_reduction.value - found.contact_reduction.value) / kStep;
  EXPECT_NEAR(found.contact_reduction.standard_error, std::hypot(0.01 * by_before, 0.02 * by_after),
              1e-6);
}

TEST(EpidemicOf, Bounds) {
  const EpidemicEstimate falling = epidemic_of({-0.1, 0.01}, {-0.2, 0.01}, kGamma);
  EXPECT_EQ(falling.doubling_time.value, kLongestDoublingTime);
  EXPECT_LE(falling.doubling_time.standard_error, kLongestDoublingTime);
  EXPECT_TRUE(falling.growth_bounded);
  EXPECT_EQ(falling.contact_reduction.value, 1.0);
  EXPECT_TRUE(falling.reduction_bounded);
  const EpidemicEstimate faster = epidemic_of({0.1, 0.01}, {0.2, 0.01}, kGamma);
  EXPECT_EQ(faster.contact_reduction.value, 0.0);
  EXPECT_TRUE(faster.reduction_bounded);
  EXPECT_FALSE(faster.growth_bounded);
  EXPECT_EQ(epidemic_of({0.1, 5.0}, {0.1, 0.01}, kGamma).doubling_time.standard_error,
            std::log(2.0) / 0.1);
}

TEST(StretchesOf, LieOnBothSidesOfTheDayOnWhichTheChangeShows) {
  Counts counts;
  counts.first = kFirstDay;
  counts.daily = Panel<double>(1, 60, 1.0);
  Options options = no_delay();
  options.delay_days = 7;
  options.fit_days = 14;
  const Stretches stretches = stretches_of(counts, options);
  EXPECT_EQ(format_date(stretches.before.first), "2020-03-15");
  EXPECT_EQ(format_date(stretches.before.last), "2020-03-28");
  EXPECT_EQ(format_date(stretches.after.first), "2020-04-16");
  EXPECT_EQ(format_date(stretches.after.last), "2020-04-29");
  options.until = Date{std::chrono::year{2020} / 4 / 5};
  options.fit_days = 60;
  const Stretches all = stretches_of(counts, options);
  EXPECT_EQ(format_date(all.before.first), "2020-03-02");  // the first day with new cases
  EXPECT_EQ(format_date(all.after.first), "2020-03-29");
  EXPECT_EQ(format_date(all.after.last), "2020-04-05");
}

TEST(StretchesOf, RefusesTooFewDays) {
  Counts counts;
  counts.first = kFirstDay;
  counts.daily = Panel<double>(1, 30, 1.0);
  const auto message = [&](const Options& options) {
    return input_error_of([&] { static_cast<void>(stretches_of(counts, options)); });
  };
  Options options = no_delay();
  EXPECT_EQ(message(options), "");
  options.delay_days = 5;
  EXPECT_TRUE(one_line_says(message(options), {"4 days", "after", "at least 7 days"}));
  options.delay_days = 50;
  EXPECT_TRUE(one_line_says(message(options), {"no day", "before"}));
  options = no_delay();
  options.change_date = kFirstDay + std::chrono::days(3);
  EXPECT_TRUE(one_line_says(message(options), {"2 days", "before", "2020-03-02"}));
  options = no_delay();
  options.until = kFirstDay + std::chrono::days(30);
  EXPECT_TRUE(one_line_says(message(options), {"2020-03-31", "2020-03-01 to 2020-03-30"}));
}

/// Facilities in 10 regions whose growth differs; every second is small.
std::vector<Truth> made_up_truths(std::size_t facilities) {
  Draws draws(31);
  std::vector<double> days, shares;
  for (int g = 0; g < 10; ++g) {
    days.push_back(4.0 * std::exp(0.08 * draws.normal()));
    shares.push_back(0.6 + 0.03 * draws.normal());
  }
  std::vector<Truth> truths;
  for (std::size_t i = 0; i < facilities; ++i) {
    truths.push_back({days[i % 10] * std::exp(0.08 * draws.normal()),
                      shares[i % 10] + 0.03 * draws.normal(), i / 10 % 2 == 0 ? 3.0 : 150.0});
  }
  return truths;
}

struct Errors {
  double own = 0.0;     ///< root mean square of the log growth's error, own counts alone
  double shrunk = 0.0;  ///< the same of shrunk values, where there are own counts
};

template <class Select>
Errors growth_errors(const Calibration& calibration, const std::vector<Truth>& truths,
                     Select select) {
  Errors errors;
  int facilities = 0;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const FacilityGrowth& before = calibration.facilities[i].before;
    if (!select(truths[i]) || !before.own) continue;
    const double truth = std::log(2.0) / truths[i].doubling_time;
    errors.own += std::pow(before.own->log_growth - truth, 2);
    errors.shrunk += std::pow(before.shrunk.value - truth, 2);
    ++facilities;
  }
  EXPECT_GT(facilities, 50);
  return {std::sqrt(errors.own / facilities), std::sqrt(errors.shrunk / facilities)};
}

class KnownEpidemics : public ::testing::Test {
 protected:
  static constexpr std::size_t kFacilities = 600;
  std::vector<Truth> truths_ = made_up_truths(kFacilities);
  Case case_ = case_of(kFacilities, 10);
  Counts counts_ = counts_of(truths_, kDays, kChange, 0.3, 32);
};

TEST_F(KnownEpidemics, AreFoundWithinTheErrorsStated) {
  const Calibration found = calibrate(case_, counts_, no_delay());
  int days_covered = 0, shares_covered = 0;
  for (std::size_t i = 0; i < kFacilities; ++i) {
    const FacilityCalibration& facility = found.facilities[i];
    EXPECT_GT(facility.doubling_time, 0.0);
    EXPECT_GT(facility.doubling_time_se, 0.0);
    EXPECT_GT(facility.contact_reduction_se, 0.0);
    const auto holds = [](double value, double truth, double error) {
      return std::abs(value - truth) < 1.645 * error;
    };
    days_covered +=
        holds(facility.doubling_time, truths_[i].doubling_time, facility.doubling_time_se);
    shares_covered += holds(facility.contact_reduction, truths_[i].contact_reduction,
                            facility.contact_reduction_se);
  }
  EXPECT_NEAR(days_covered / static_cast<double>(kFacilities), 0.9, 0.05);
  // Growth before and after rise and fall together from place to place, which is not made use of:
  // the reduction is known better than is said.
  EXPECT_GT(shares_covered / static_cast<double>(kFacilities), 0.86);
  EXPECT_LT(shares_covered / static_cast<double>(kFacilities), 0.98);
}

TEST_F(KnownEpidemics, ShrinkingHalvesTheErrorOfSmallFacilities) {
  const Calibration found = calibrate(case_, counts_, no_delay());
  const Errors small =
      growth_errors(found, truths_, [](const Truth& truth) { return truth.infected < 10.0; });
  const Errors large =
      growth_errors(found, truths_, [](const Truth& truth) { return truth.infected > 10.0; });
  EXPECT_LT(small.shrunk, 0.5 * small.own);
  EXPECT_LE(large.shrunk, large.own);
}

TEST_F(KnownEpidemics, FacilitiesWithFewCountsHaveTheirRegions) {
  Options options = no_delay();
  options.least_count = 1000.0;
  const Calibration found = calibrate(case_, counts_, options);
  int without = 0;
  for (std::size_t i = 0; i < kFacilities; ++i) {
    const FacilityGrowth& before = found.facilities[i].before;
    if (before.own) continue;
    ++without;
    EXPECT_EQ(before.shrunk.value, found.before.regions[i % 10].value);
    EXPECT_EQ(before.shrunk.region_weight, 1.0);
    EXPECT_GE(before.shrunk.standard_error, found.before.between_facilities);
  }
  EXPECT_GT(without, 0);
  EXPECT_LT(without, static_cast<int>(kFacilities));
}

TEST_F(KnownEpidemics, AreTheSameOnAnyNumberOfThreads) {
  Options options = no_delay();
  const Calibration alone = calibrate(case_, counts_, options);
  options.threads = 3;
  const Calibration together = calibrate(case_, counts_, options);
  for (std::size_t i = 0; i < kFacilities; ++i) {
    const FacilityCalibration& a = alone.facilities[i];
    const FacilityCalibration& b = together.facilities[i];
    EXPECT_EQ(a.doubling_time, b.doubling_time);
    EXPECT_EQ(a.doubling_time_se, b.doubling_time_se);
    EXPECT_EQ(a.contact_reduction, b.contact_reduction);
    EXPECT_EQ(a.contact_reduction_se, b.contact_reduction_se);
  }
}

TEST_F(KnownEpidemics, RefuseToBeFoundWithoutCounts) {
  Options options = no_delay();
  options.least_count = 1e9;
  EXPECT_TRUE(
      one_line_says(input_error_of([&] { static_cast<void>(calibrate(case_, counts_, options)); }),
                    {"no facility has enough counts before"}));
}

}  // namespace
}  // namespace surgeflow::calibration
