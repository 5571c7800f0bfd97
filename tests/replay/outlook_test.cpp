// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/replay/outlook.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace surgeflow::replay {
namespace {

constexpr FacilityId kOne{0};

Case one_facility() {
  Case whole;
  whole.facilities.resize(1);
  return whole;
}

TEST(Outlook, BeforeAWeekHasPassedTheCaseIsExpected) {
  const Outlook outlook =
      growth_outlook(one_facility(), Panel<Count>(1, 30, 7), Panel<Count>(1, 30, 3), {});
  EXPECT_EQ(outlook(Period(6)), Panel<Count>(1, 24, 3));
}

TEST(Outlook, WhatIsSteadyStaysSo) {
  const Outlook outlook =
      growth_outlook(one_facility(), Panel<Count>(1, 30, 7), Panel<Count>(1, 30, 3), {});
  const Panel<Count> expected = outlook(Period(20));
  EXPECT_EQ(expected.periods(), 10);
  for (const Count patients : expected.values()) EXPECT_NEAR(patients, 7, 1);
}

TEST(Outlook, GrowthFades) {
  Panel<Count> truth(1, 60);
  for (Period t{0}; t.value() < 60; ++t) {
    truth(kOne, t) = static_cast<Count>(std::lround(50.0 * std::exp(0.1 * t.value())));
  }
  const Outlook outlook =
      growth_outlook(one_facility(), truth, Panel<Count>(1, 60), {.fit_days = 14, .damping = 0.5});
  const Panel<Count> expected = outlook(Period(20));
  const double today = 50.0 * std::exp(0.1 * 19);
  EXPECT_NEAR(expected(kOne, Period(0)), today * std::exp(0.05), 0.02 * today);
  EXPECT_NEAR(expected(kOne, Period(39)), today * std::exp(0.1), 0.02 * today);
}

TEST(Outlook, TheFutureIsNotSeen) {
  Panel<Count> truth(1, 40, 5);
  Panel<Count> other = truth;
  for (Period t{20}; t.value() < 40; ++t) other(kOne, t) = 900;
  const Panel<Count> none(1, 40);
  EXPECT_EQ(growth_outlook(one_facility(), truth, none, {})(Period(20)),
            growth_outlook(one_facility(), other, none, {})(Period(20)));
}

TEST(Outlook, WhereNobodyCameNobodyIsExpected) {
  const Outlook outlook =
      growth_outlook(one_facility(), Panel<Count>(1, 30), Panel<Count>(1, 30, 3), {});
  EXPECT_EQ(outlook(Period(10)), Panel<Count>(1, 20));
}

}  // namespace
}  // namespace surgeflow::replay
