// SPDX-License-Identifier: Apache-2.0
// Counts in both layouts, and what is said of files that are none.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/messages.hpp"
#include "surgeflow/formats/calibration_files.hpp"

namespace surgeflow::formats {
namespace {

using calibration::Measure;
using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

std::vector<FacilityRecord> facilities() {
  std::vector<FacilityRecord> records(2);
  records[0].id = "08031";
  records[1].id = "08041";
  return records;
}

CountsTable read(std::string_view bytes, CountsLayout layout = CountsLayout::lines) {
  return read_counts_table(bytes, "counts.csv", layout, facilities());
}

std::string refusal(std::string_view bytes, CountsLayout layout = CountsLayout::lines) {
  return input_error_of([&] { static_cast<void>(read(bytes, layout)); });
}

TEST(ReadCountsTable, Lines) {
  const CountsTable table = read(
      "facility,date,cases\n08041,2020-03-30,245\n08031,2020-03-30,465\n08041,2020-03-31,286\n"
      "08031,2020-03-31,\n");
  EXPECT_EQ(table.measure, Measure::cases);
  ASSERT_EQ(table.reports.size(), 3U);
  EXPECT_EQ(table.reports[0].facility, FacilityId(1));
  EXPECT_EQ(format_date(table.reports[0].date), "2020-03-30");
  EXPECT_EQ(table.reports[1].count, 465.0);
  EXPECT_EQ(table.reports[2].count, 286.0);
  EXPECT_EQ(table.other_places, 0);
}

TEST(ReadCountsTable, PatientsInHospitalMayBeShares) {
  const CountsTable table = read("date,facility,hospitalized\n2020-03-31,08031,92.5\n");
  EXPECT_EQ(table.measure, Measure::hospitalized);
  EXPECT_EQ(table.reports.at(0).count, 92.5);
}

TEST(ReadCountsTable, NeedsOneColumnOfCounts) {
  EXPECT_TRUE(one_line_says(refusal("facility,date\n08031,2020-03-31\n"),
                            {"counts.csv:1", "no column of counts", "cases", "hospitalized"}));
  EXPECT_TRUE(one_line_says(refusal("facility,date,cases,hospitalized\n08031,2020-03-31,1,1\n"),
                            {"both columns", "remove one"}));
  EXPECT_TRUE(one_line_says(refusal("facility,date,case\n08031,2020-03-31,1\n"),
                            {"unknown column", "did you mean \"cases\"?"}));
}

TEST(ReadCountsTable, SaysAllThatIsWrongWithLines) {
  const std::string message = refusal(
      "facility,date,cases\n08031,2020-03-31,5\n08032,2020-03-31,5\n08031,2020-03-30,4\n"
      "08031,2020-03-31,6\n08041,2020-03-31,-2\n08041,,3\n08041,31.3.2020,3\n08041,2020-04-01,x\n");
  EXPECT_TRUE(one_line_says(message, {"counts.csv:3", "facility", "\"08032\"", "did you mean"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:4", "2020-03-30 after 2020-03-31", "08031"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:5", "2020-03-31 after 2020-03-31"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:6", "cases", "-2", "0 or more"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:7", "date", "the cell is empty"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:8", "date", "31.3.2020"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:9", "cases", "\"x\""}));
}

// Confirmed cases of two counties of Colorado and of those without a county, from the COVID-19 Data
// Repository of the Center for Systems Science and Engineering at Johns Hopkins University.
constexpr std::string_view kJohnsHopkins =
    "UID,iso2,iso3,code3,FIPS,Admin2,Province_State,Country_Region,Lat,Long_,Combined_Key,"
    "3/29/20,3/30/20,3/31/20\n"
    "84008031,US,USA,840,8031.0,Denver,Colorado,US,39.76018276,-104.8725695,"
    "\"Denver, Colorado, US\",408,465,539\n"
    "84008041,US,USA,840,8041.0,El Paso,Colorado,US,38.83240149,-104.5251411,"
    "\"El Paso, Colorado, US\",214,245,286\n"
    "84090008,US,USA,840,90008.0,Unassigned,Colorado,US,0.0,0.0,"
    "\"Unassigned, Colorado, US\",186,160,129\n"
    "84070003,US,USA,840,,Kansas City,Missouri,US,39.0997,-94.5786,"
    "\"Kansas City, Missouri, US\",0,0,1\n";

TEST(ReadCountsTable, JohnsHopkins) {
  const CountsTable table = read(kJohnsHopkins, CountsLayout::jhu);
  EXPECT_EQ(table.measure, Measure::cases);
  ASSERT_EQ(table.reports.size(), 6U);
  EXPECT_EQ(table.reports[0].facility, FacilityId(0));
  EXPECT_EQ(format_date(table.reports[0].date), "2020-03-29");
  EXPECT_EQ(table.reports[2].count, 539.0);
  EXPECT_EQ(table.reports[5].facility, FacilityId(1));
  EXPECT_EQ(table.reports[5].count, 286.0);
  EXPECT_EQ(table.other_places, 2);
  EXPECT_EQ(table.other_count, 130.0);
}

TEST(ReadCountsTable, ACutTableIsReadOrRefused) {
  for (std::size_t length = 0; length < kJohnsHopkins.size(); ++length) {
    const std::string_view cut = kJohnsHopkins.substr(0, length);
    static_cast<void>(refusal(cut, CountsLayout::jhu));  // throws what is no InputError
    EXPECT_NE(refusal(cut), "");
  }
}

TEST(ReadCountsTable, SaysWhatIsNoTableOfJohnsHopkins) {
  EXPECT_TRUE(one_line_says(refusal("facility,date,cases\n", CountsLayout::jhu),
                            {"FIPS", "the column is missing"}));
  EXPECT_TRUE(one_line_says(refusal("FIPS,Admin2\n8031,Denver\n", CountsLayout::jhu),
                            {"no column of a day", "3/31/20"}));
  EXPECT_TRUE(one_line_says(refusal("FIPS,3/31/20,3/30/20\n8031,5,4\n", CountsLayout::jhu),
                            {"3/30/20", "comes after 3/31/20"}));
  const std::string message =
      refusal("FIPS,3/30/20,3/31/20\n8031,5,-4\n8031,5,6\n", CountsLayout::jhu);
  EXPECT_TRUE(one_line_says(message, {"counts.csv:2", "3/31/20", "-4"}));
  EXPECT_TRUE(one_line_says(message, {"counts.csv:3", "\"08031\" is there twice", "line 2"}));
}

}  // namespace
}  // namespace surgeflow::formats
