// SPDX-License-Identifier: Apache-2.0
// What a calibration found, as tables: byte for byte.
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "surgeflow/formats/calibration_files.hpp"

namespace surgeflow::formats {
namespace {

using calibration::Calibration;
using calibration::FacilityCalibration;

Calibration two_facilities() {
  FacilityCalibration first;
  first.before = {120.0, calibration::Growth{0.2, 0.02, 1.5}, {0.19, 0.015, 0.25}};
  first.after = {300.0, calibration::Growth{0.05, 0.01, 2.0}, {0.05, 0.009, 0.125}};
  first.doubling_time = 3.5;
  first.doubling_time_se = 0.25;
  first.contact_reduction = 0.625;
  first.contact_reduction_se = 0.0312512345;
  FacilityCalibration second = first;
  second.before.own = std::nullopt;
  second.before.count = 4.0;
  second.doubling_time = 100.0;
  second.growth_bounded = true;
  second.reduction_bounded = true;
  Calibration calibration;
  calibration.facilities = {first, second};
  return calibration;
}

Case two_places() {
  Case planning_case;
  planning_case.facilities.resize(2);
  planning_case.facilities[0].id = "a";
  planning_case.facilities[0].region = "east, upper";
  planning_case.facilities[1].id = "b";
  return planning_case;
}

std::string facilities_from(std::string_view bytes) {
  std::ostringstream out;
  write_calibrated_facilities(out, bytes, "facilities.csv", two_facilities());
  return out.str();
}

TEST(WriteCalibratedFacilities, AddsColumnsAndKeepsTheOthers) {
  EXPECT_EQ(
      facilities_from("id,name,opened by\na,\"Bend, upper\",=SUM(1)\nb,,\"say \"\"hi\"\"\"\n"),
      "id,name,opened by,doubling_time,doubling_time_se,contact_reduction,"
      "contact_reduction_se\n"
      "a,\"Bend, upper\",=SUM(1),3.5,0.25,0.625,0.0312512\n"
      "b,,\"say \"\"hi\"\"\",100,0.25,0.625,0.0312512\n");
}

TEST(WriteCalibratedFacilities, ReplacesColumnsWhereTheyStand) {
  EXPECT_EQ(facilities_from("contact_reduction,id,doubling_time_se\n0.3,a,\n,b,9\n"),
            "contact_reduction,id,doubling_time_se,doubling_time,contact_reduction_se\n"
            "0.625,a,0.25,3.5,0.0312512\n"
            "0.625,b,0.25,100,0.0312512\n");
}

TEST(WriteCalibratedFacilities, WritesWhatItReads) {
  const std::string once = facilities_from("id,name\na,\nb,\n");
  EXPECT_EQ(facilities_from(once), once);
  EXPECT_THROW(static_cast<void>(facilities_from("id\na\n")), std::invalid_argument);
}

TEST(WriteCalibrationCsv, HasALineForEachFacility) {
  std::ostringstream out;
  write_calibration_csv(out, two_places(), two_facilities());
  EXPECT_EQ(out.str(),
            "facility,region,count_before,own_log_growth_before,own_log_growth_before_se,"
            "dispersion_before,log_growth_before,log_growth_before_se,region_weight_before,"
            "count_after,own_log_growth_after,own_log_growth_after_se,dispersion_after,"
            "log_growth_after,log_growth_after_se,region_weight_after,doubling_time,"
            "doubling_time_se,contact_reduction,contact_reduction_se,bounded\n"
            "a,\"east, upper\",120,0.2,0.02,1.5,0.19,0.015,0.25,300,0.05,0.01,2,0.05,0.009,0.125,"
            "3.5,0.25,0.625,0.0312512,\n"
            "b,,4,,,,0.19,0.015,0.25,300,0.05,0.01,2,0.05,0.009,0.125,100,0.25,0.625,0.0312512,"
            "doubling_time contact_reduction\n");
}

TEST(WriteBacktestCsv, HasALineForAllAndOneForEachFacility) {
  calibration::Backtest backtest;
  calibration::Score score;
  score.days = 2;
  score.counted = 8.0;
  score.model = {10.0, 2.0, 0.5};
  score.naive_level = {4.0, 4.0, 1.0};
  score.naive_growth = {12.0, 6.0, 2.0};
  score.covered_50 = 1.0;
  score.covered_90 = 1.5;
  backtest.facilities = {score, {}};
  backtest.all = score;
  std::ostringstream out;
  write_backtest_csv(out, two_places(), backtest);
  EXPECT_EQ(out.str(),
            "scope,facility,days,counted,forecast,wape,log_error,naive_level_forecast,"
            "naive_level_wape,naive_level_log_error,naive_growth_forecast,naive_growth_wape,"
            "naive_growth_log_error,coverage_50,coverage_90\n"
            "all,,2,8,10,0.25,0.25,4,0.5,0.5,12,0.75,1,0.5,0.75\n"
            "facility,a,2,8,10,0.25,0.25,4,0.5,0.5,12,0.75,1,0.5,0.75\n"
            "facility,b,0,,,,,,,,,,,,\n");
}

}  // namespace
}  // namespace surgeflow::formats
