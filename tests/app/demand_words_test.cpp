// SPDX-License-Identifier: Apache-2.0
// A forecast in words.
#include "app/demand_words.hpp"

#include <gtest/gtest.h>

#include "small_plan.hpp"
#include "surgeflow/core/calendar.hpp"

namespace surgeflow::app {
namespace {

class DemandWordsTest : public ::testing::Test {
 protected:
  DemandWordsTest() {
    case_.item_name = "ventilator";
    case_.horizon = {*parse_date("2020-03-31"), 3, 24};
    case_.facilities = {facility_called("a", "Alder"), facility_called("b", "Birch")};
    forecast_.patients = Panel<double>(2, 3);
  }
  [[nodiscard]] std::string words() const { return demand_in_words(case_, forecast_); }

  Case case_;
  epidemic::DemandForecast forecast_;
};

TEST_F(DemandWordsTest, NoDemand) {
  EXPECT_EQ(words(),
            "0 patients need a ventilator at 0 of 2 facilities over 3 periods from 2020-03-31.\n");
}

TEST_F(DemandWordsTest, TotalsPeakAndTheLargestFirst) {
  forecast_.patients(FacilityId(0), Period(1)) = 2.0;
  forecast_.patients(FacilityId(1), Period(1)) = 1.0;
  forecast_.patients(FacilityId(1), Period(2)) = 1200.0;
  const std::string text = words();
  EXPECT_NE(text.find("1,203 patients need a ventilator at 2 of 2 facilities"), std::string::npos);
  EXPECT_NE(text.find("The first comes on 2020-04-01; the most in one period are 1,200, on "
                      "2020-04-02."),
            std::string::npos);
  EXPECT_LT(text.find("Birch"), text.find("Alder"));
}

TEST_F(DemandWordsTest, PartsOfPatientsAreShown) {
  forecast_.patients(FacilityId(0), Period(0)) = 0.26;
  EXPECT_EQ(words().find("0.2 patients need a ventilator at 1 of 2"), 0U);
}

}  // namespace
}  // namespace surgeflow::app
