// SPDX-License-Identifier: Apache-2.0
// Dates and labels of periods.
#include <gtest/gtest.h>

#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

TEST(Horizon, DaysHaveDates) {
  const Horizon horizon{*parse_date("2020-02-28"), 5, 24};
  EXPECT_EQ(horizon.label(Period(0)), "2020-02-28");
  EXPECT_EQ(horizon.label(Period(1)), "2020-02-29");
  EXPECT_EQ(horizon.label(Period(2)), "2020-03-01");
  EXPECT_EQ(horizon.date(Period(2)), *parse_date("2020-03-01"));
}

TEST(Horizon, HalfDaysHaveHours) {
  const Horizon horizon{*parse_date("2020-03-31"), 5, 12};
  EXPECT_EQ(horizon.label(Period(0)), "2020-03-31T00:00");
  EXPECT_EQ(horizon.label(Period(1)), "2020-03-31T12:00");
  EXPECT_EQ(horizon.label(Period(2)), "2020-04-01T00:00");
  EXPECT_EQ(horizon.date(Period(1)), *parse_date("2020-03-31"));
}

TEST(Horizon, TheLastOfManyPeriodsHasADate) {
  const Horizon horizon{*parse_date("2020-01-01"), kMaxPeriods, 24};
  EXPECT_EQ(horizon.label(Period(kMaxPeriods - 1)), "2109-09-17");
}

}  // namespace
}  // namespace surgeflow
