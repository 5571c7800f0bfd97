// SPDX-License-Identifier: Apache-2.0
// The demand table has the columns that scripts rely on.
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

Case one_facility_two_days() {
  Case planning_case;
  planning_case.horizon = {*parse_date("2020-03-31"), 2, 24};
  planning_case.facilities.resize(1);
  planning_case.facilities[0].id = "a,b";
  return planning_case;
}

std::string table_of(const Case& planning_case, const epidemic::DemandForecast& forecast) {
  std::ostringstream out;
  write_demand_csv(out, planning_case, forecast);
  return out.str();
}

/// A table of these lines.
std::string with_header(const std::string& lines) {
  std::string table =
      "facility,date,period,susceptible,infected,recovered,admits_hospitalized,admits_icu,"
      "admits_ventilated,census_hospitalized,census_icu,census_ventilated,patients\n";
  table += lines;
  return table;
}

TEST(DemandCsv, WritesCurvesExactly) {
  epidemic::DemandForecast forecast;
  forecast.curves.push_back(
      {{1000.5, 990}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {0.1, 1e-9}, {10, 11}, {12, 13}, {14, 15}});
  forecast.patients = Panel<double>(1, 2);
  forecast.patients(FacilityId(0), Period(0)) = 1.0;
  EXPECT_EQ(table_of(one_facility_two_days(), forecast),
            with_header("\"a,b\",2020-03-31,0,1000.5,2,4,6,8,0.1,10,12,14,1\n"
                        "\"a,b\",2020-04-01,1,990,3,5,7,9,1e-09,11,13,15,0\n"));
}

TEST(DemandCsv, LeavesCurvesEmptyWhereDemandIsFromAFile) {
  epidemic::DemandForecast forecast;
  forecast.patients = Panel<double>(1, 2, 2.0);
  EXPECT_EQ(table_of(one_facility_two_days(), forecast),
            with_header("\"a,b\",2020-03-31,0,,,,,,,,,,2\n"
                        "\"a,b\",2020-04-01,1,,,,,,,,,,2\n"));
}

TEST(DemandCsv, RefusesAForecastOfAnotherShape) {
  epidemic::DemandForecast forecast;
  forecast.patients = Panel<double>(1, 3);
  EXPECT_THROW((void)table_of(one_facility_two_days(), forecast), std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::formats
