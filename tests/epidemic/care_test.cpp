// SPDX-License-Identifier: Apache-2.0
// Admissions and census of one class of care, by hand and between the days.
#include "surgeflow/epidemic/care.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "surgeflow/core/error.hpp"

namespace surgeflow::epidemic {
namespace {

TEST(Care, CensusCountsTheAdmissionsOfTheLastDaysByHand) {
  // 10 % of 0, 10, 30, 60, 100 ever infected: admissions 1, 2, 3, 4; a stay of two days
  const std::vector<double> ever_infected = {0.0, 10.0, 30.0, 60.0, 100.0};
  const CareCourse course = care_course(ever_infected, {.rate = 0.1, .stay_days = 2.0});
  const std::vector<double> admits = {0.0, 1.0, 2.0, 3.0, 4.0};
  const std::vector<double> census = {0.0, 1.0, 3.0, 5.0, 7.0};
  for (std::size_t row = 0; row < 5; ++row) {
    EXPECT_NEAR(course.admits[row], admits[row], 1e-12);
    EXPECT_NEAR(course.census[row], census[row], 1e-12);
    EXPECT_NEAR(course.ever[row], 0.1 * ever_infected[row], 1e-12);
  }
}

TEST(Care, PatientsOfBeforeTheFirstRowAreNotCounted) {
  const std::vector<double> ever_infected = {1000.0, 1000.0, 1001.0};
  const CareCourse course = care_course(ever_infected, {.rate = 1.0, .stay_days = 5.0});
  EXPECT_EQ(course.census, (std::vector<double>{0.0, 0.0, 1.0}));
}

TEST(Care, MarketShareScalesEverything) {
  const std::vector<double> ever_infected = {0.0, 40.0};
  const CareCourse course =
      care_course(ever_infected, {.rate = 0.5, .market_share = 0.25, .stay_days = 1.0});
  EXPECT_DOUBLE_EQ(course.admits[1], 5.0);
}

TEST(Care, CensusAtNoonByHand) {
  // 4 patients on the first day, 2 on the second, a stay of one day: at the first noon 2 have come;
  // at the second noon 4 + 1 have come and those of the first morning, 2, have left
  const std::vector<double> admits = {0.0, 4.0, 2.0};
  const std::vector<double> census = census_between_rows(admits, 1.0, 2);
  EXPECT_EQ(census, (std::vector<double>{0.0, 2.0, 4.0, 3.0, 2.0}));
}

TEST(Care, StayOfAFractionOfADayByHand) {
  // a stay of half a day: at each day's end those of its second half are there
  const std::vector<double> admits = {0.0, 4.0, 2.0};
  EXPECT_EQ(census_between_rows(admits, 0.5, 1), (std::vector<double>{0.0, 2.0, 1.0}));
}

TEST(Care, ShorterStepsAgreeWithDaysAtTheirEnds) {
  const std::vector<double> admits = {0.0, 3.0, 1.5, 8.25, 0.125, 6.0, 7.5};
  for (const double stay : {1.0, 2.0, 3.5, 10.0}) {
    const std::vector<double> daily = census_between_rows(admits, stay, 1);
    for (const std::int32_t steps : {2, 3, 4, 24}) {
      const std::vector<double> fine = census_between_rows(admits, stay, steps);
      for (std::size_t row = 0; row < daily.size(); ++row) {
        EXPECT_DOUBLE_EQ(fine[row * static_cast<std::size_t>(steps)], daily[row]);
      }
    }
  }
}

TEST(Care, RefusesASenselessStayOrStep) {
  const std::vector<double> admits = {0.0, 1.0};
  EXPECT_THROW(static_cast<void>(census_between_rows(admits, 0.0, 1)), InputError);
  EXPECT_THROW(
      static_cast<void>(census_between_rows(admits, std::numeric_limits<double>::quiet_NaN(), 1)),
      InputError);
  EXPECT_THROW(static_cast<void>(census_between_rows(admits, 1.0, 0)), InputError);
  EXPECT_TRUE(census_between_rows({}, 1.0, 1).empty());
}

}  // namespace
}  // namespace surgeflow::epidemic
