// SPDX-License-Identifier: Apache-2.0
// ISO dates to and from calendar days.
#include "surgeflow/core/calendar.hpp"

#include <gtest/gtest.h>

namespace surgeflow {
namespace {

TEST(Calendar, ParsesAndPrintsTheSameDate) {
  for (const char* text : {"2020-03-31", "2020-02-29", "2000-02-29", "1999-12-31", "0001-01-01"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(format_date(*date), text);
  }
}

TEST(Calendar, CountsDays) {
  // 31 March to 27 September 2020: 30 + 31 + 30 + 31 + 31 days of April to August, 27 of September.
  EXPECT_EQ((*parse_date("2020-09-27") - *parse_date("2020-03-31")).count(), 180);
  EXPECT_EQ((*parse_date("2020-03-01") - *parse_date("2020-02-28")).count(), 2);
  EXPECT_EQ((*parse_date("2100-03-01") - *parse_date("2100-02-28")).count(), 1);
}

TEST(Calendar, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2020-3-31", "2020-02-30", "2019-02-29", "2020-13-01", "2020-00-10",
                           "2020-01-00", "2020/03/31", "31.03.2020", "2020-03-31 ", "+020-03-31",
                           "2020-03-3a", "2020-03--1", "20200331"}) {
    EXPECT_FALSE(parse_date(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace surgeflow
