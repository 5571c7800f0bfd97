// SPDX-License-Identifier: Apache-2.0
// Cases that are refused: what is said, where, and what to do about it.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "support/case_folder.hpp"
#include "support/messages.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::CaseFolder;
using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

/// What is said of a case, from reading it to its checks.
std::string refusal_of_case(const CaseFolder& folder) {
  return input_error_of([&] { static_cast<void>(check_case(read_case(folder.toml()).statement)); });
}

std::string refusal_of_toml(std::string_view before, std::string_view after) {
  const CaseFolder folder;
  folder.change_toml(before, after);
  return refusal_of_case(folder);
}

std::string refusal_of_file(std::string_view name, std::string_view bytes) {
  const CaseFolder folder;
  folder.write(name, bytes);
  return refusal_of_case(folder);
}

TEST(CaseFolder, IsAcceptedAsItIs) { EXPECT_EQ(refusal_of_case(CaseFolder()), ""); }

// ---- the TOML file --------------------------------------------------------------------------

TEST(CaseToml, Missing) {
  const CaseFolder folder;
  const std::string refusal =
      input_error_of([&] { static_cast<void>(read_case(folder.path("other.toml"))); });
  EXPECT_TRUE(one_line_says(refusal, {"other.toml: ", "No such file", "check the path"}));
}

TEST(CaseToml, IsAFolder) {
  const CaseFolder folder;
  const std::string refusal =
      input_error_of([&] { static_cast<void>(read_case(folder.toml().parent_path())); });
  EXPECT_TRUE(one_line_says(refusal, {"Is a directory", "check the path"}));
}

TEST(CaseToml, Empty) {
  const std::string refusal = refusal_of_file("case.toml", "");
  EXPECT_TRUE(one_line_says(refusal, {"case.toml:1: the file states nothing", "horizon"}));
  EXPECT_TRUE(one_line_says(refusal, {"'horizon.periods': missing"}));
}

TEST(CaseToml, NotToml) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods 5"),
                            {"case.toml:6: not TOML", "key = value"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods = 5\nperiods = 6"),
                            {"case.toml:7: not TOML"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods = 99999999999999999999"),
                            {"case.toml:6: not TOML"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("two facilities", "M\xFCnchen"), {"case.toml:2: not"}));
}

TEST(CaseToml, MissingKeysOrSections) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5\n", ""),
                            {"case.toml:4: 'horizon.periods': missing", "a whole number",
                             "add periods = ... to [horizon]"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("start = 2020-03-31\n", ""),
                            {"'horizon.start': missing", "2020-03-31"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[item]\nturnaround = 2\n", ""),
                            {"case.toml: 'item.turnaround': missing", "[item]"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[facilities]\nfile = \"facilities.csv\"\n", ""),
                            {"'facilities.file': missing", "CSV"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[demand]\nfile = \"demand.csv\"\n", ""),
                            {"'demand.file': missing", "\"sir\""}));
}

TEST(CaseToml, UnknownKeysOrSections) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods = 5\nperiod_hour = 12"),
                            {"case.toml:7: 'horizon.period_hour': unknown key",
                             "did you mean \"horizon.period_hours\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("turnaround = 2", "turnaround = 2\nperiods = 3"),
                            {"case.toml:13: 'item.periods': unknown key", "\"horizon.periods\""}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[transit]", "[transport]"),
                            {"case.toml:20: 'transport': unknown section", "\"transit\""}));
  EXPECT_TRUE(one_line_says(
      refusal_of_toml("[case]\n", "periods = 5\n[case]\n"),
      {"case.toml:1: 'periods': unknown key outside any section", "\"horizon.periods\""}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[horizon]\n", "[horizon]\nqqqqqqqq = 1\n"),
                            {"'horizon.qqqqqqqq': unknown key", "remove or rename"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[case]\n", "sharing = \"all\"\n[case]\n"),
                            {"case.toml:1: 'sharing': not a section", "[sharing]"}));
}

TEST(CaseToml, SectionsOfOtherVersions) {
  EXPECT_TRUE(one_line_says(
      refusal_of_toml("[transit]", "[output]\nx = 1\n[transit]"),
      {"case.toml:20: ", "output", "not supported by this version", "remove the section"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[item]", "[[item]]"),
                            {"case.toml:11: 'item.name'", "missing", "a text"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[transit]", "[carrier]\nlimit = 1\n[transit]"),
                            {"case.toml:20: 'carrier'", "[[carrier]]"}));
  EXPECT_TRUE(
      one_line_says(refusal_of_toml("[transit]", "[solver]\nmethod = \"lagrange\"\n[transit]"),
                    {"case.toml:21: 'solver.method'", "lagrange", "exact"}));
}

TEST(CaseToml, WrongTypes) {
  const auto periods = [](const std::string& value) {
    return refusal_of_toml("periods = 5", "periods = " + value);
  };
  const std::vector<std::string> place = {"case.toml:6: 'horizon.periods': ", "a whole number"};
  for (const auto& [value, seen] :
       std::vector<std::array<std::string, 2>>{{"\"ten\"", "\"ten\" (text)"},
                                               {"2.5", "2.5"},
                                               {"true", "true"},
                                               {"2020-03-31", "2020-03-31 (a date)"},
                                               {"[5]", "a list"},
                                               {"{x = 1}", "a table"},
                                               {"12:30:00", "a time of day"}}) {
    EXPECT_TRUE(one_line_says(periods(value), {place[0] + seen, place[1]}));
  }
  EXPECT_TRUE(one_line_says(refusal_of_toml("start = 2020-03-31", "start = \"31.03.2020\""),
                            {"case.toml:5: 'horizon.start': \"31.03.2020\"", "2020-03-31"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("start = 2020-03-31", "start = 2020-03-31T08:00:00"),
                            {"case.toml:5: 'horizon.start'", "a date with a time", "2020-03-31"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("name = \"two facilities\"", "name = 5"),
                            {"case.toml:2: 'case.name': 5", "a text", "double quotes"}));
  for (const char* value : {"\"20\"", "nan", "inf", "true"}) {
    EXPECT_TRUE(one_line_says(
        refusal_of_toml("[item]", std::string("devices_per_100k = ") + value + "\n[item]"),
        {"case.toml:11: 'facilities.devices_per_100k'", "a number"}));
  }
}

TEST(CaseToml, NumbersOutOfRange) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods = -5"),
                            {"case.toml:6: 'horizon.periods': -5", "1 to 32767"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("periods = 5", "periods = 4611686018427387904"),
                            {"case.toml:6: 'horizon.periods': 4611686018427387904"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("turnaround = 2", "turnaround = 0"),
                            {"case.toml:12: 'item.turnaround': 0"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[transit]", "[solver]\ngap = -1\n[transit]"),
                            {"case.toml:21: 'solver.gap': -1", "0 or more"}));
}

TEST(CaseToml, WordsThatAreNoChoice) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("[demand]", "[demand]\nmodel = \"chimes\""),
                            {"case.toml:15: 'demand.model': \"chimes\"",
                             "\"file\", \"sir\", \"chime\"", "did you mean \"chime\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("[demand]", "[demand]\nrounding = \"up\""),
                            {"'demand.rounding': \"up\"", "\"ceil\", \"cumulative\""}));
  EXPECT_TRUE(
      one_line_says(refusal_of_toml("[transit]", "[sharing]\nscope = \"regions\"\n[transit]"),
                    {"'sharing.scope': \"regions\"", "did you mean \"region\"?"}));
}

TEST(CaseToml, SchedulesThatAreNone) {
  const auto schedule = [](const std::string& value) {
    return refusal_of_toml("[demand]", "[demand]\ncontact_reduction = " + value);
  };
  for (const char* value : {"[0, 0.3]", "[[0, 0.3, 1]]", "[[0.5, 0.3]]", "[[0, \"x\"]]",
                            "[[99999999999, 0.3]]", "[[0, nan]]"}) {
    EXPECT_TRUE(one_line_says(schedule(value), {"case.toml:15: 'demand.contact_reduction'",
                                                "[start day, value]", "list of pairs"}))
        << value;
  }
  EXPECT_TRUE(one_line_says(schedule("\"0.3\""),
                            {"case.toml:15: 'demand.contact_reduction'", "a number, or a list"}));
}

TEST(CaseToml, TransitIsAFileOrAModel) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("file = \"transit.csv\"\n", ""),
                            {"case.toml:20: 'transit.file': neither", "either file, or model"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_toml("file = \"transit.csv\"\n", "file = \"transit.csv\"\nmodel = \"geodesic\"\n"),
      {"case.toml:22: 'transit.model'", "both given", "remove one"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("file = \"transit.csv\"\n", "model = \"geodesic\"\n"),
                            {"'transit.km_per_period': missing", "kilometres"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_toml("file = \"transit.csv\"\n", "file = \"transit.csv\"\nkm_per_period = 600\n"),
      {"case.toml:22: 'transit.km_per_period'", "remove it"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_toml("file = \"transit.csv\"\n", "model = \"geodesics\"\nkm_per_period = 600\n"),
      {"'transit.model': \"geodesics\"", "\"geodesic\""}));
}

TEST(CaseToml, FilesThatAreMissing) {
  EXPECT_TRUE(one_line_says(refusal_of_toml("\"demand.csv\"", "\"gone.csv\""),
                            {"case.toml:15: 'demand.file'", "gone.csv", "No such file",
                             "relative to the folder of case.toml"}));
  EXPECT_TRUE(one_line_says(refusal_of_toml("\"transit.csv\"", "\"\""),
                            {"case.toml:21: 'transit.file'", "Is a directory"}));
}

TEST(CaseToml, FindingsOfAllFilesComeTogether) {
  const CaseFolder folder;
  folder.change_toml("periods = 5", "periods = \"5\"");
  folder.write("demand.csv", "facility,period,patients\n08031,0,two\n");
  folder.write("transit.csv", "origin,destination\n");
  const std::string refusal = refusal_of_case(folder);
  EXPECT_TRUE(one_line_says(refusal, {"case.toml:6: 'horizon.periods'"}));
  EXPECT_TRUE(one_line_says(refusal, {"demand.csv:2: 'patients': \"two\""}));
  EXPECT_TRUE(one_line_says(refusal, {"transit.csv:1: 'periods': the column is missing"}));
}

// ---- the CSV files --------------------------------------------------------------------------

TEST(CaseTables, Empty) {
  for (const char* name : {"facilities.csv", "demand.csv", "arrivals.csv", "transit.csv"}) {
    EXPECT_TRUE(one_line_says(refusal_of_file(name, ""),
                              {std::string(name) + ":1: the file is empty", "a header line"}));
  }
  EXPECT_TRUE(one_line_says(refusal_of_file("facilities.csv", "id,name,latitude,longitude\n"),
                            {"facilities.csv: 0 facilities"}));
  for (const char* name : {"demand.csv", "arrivals.csv", "transit.csv"}) {
    const CaseFolder folder;
    folder.write(name, std::string_view(name) == "demand.csv"     ? "facility,period,patients\n"
                       : std::string_view(name) == "arrivals.csv" ? "facility,period,devices\n"
                                                                  : "origin,destination,periods\n");
    EXPECT_EQ(refusal_of_case(folder), "") << name;
  }
}

TEST(CaseTables, MissingColumns) {
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv", "id,name,longitude\nA,B,1\n"),
      {"facilities.csv:1: 'latitude': the column is missing", "id, name, latitude, longitude"}));
  EXPECT_TRUE(one_line_says(refusal_of_file("arrivals.csv", "facility,period\n"),
                            {"arrivals.csv:1: 'devices': the column is missing"}));
}

TEST(CaseTables, MisspeltColumns) {
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv", "id,name,latitude,longitude,hospitalised\nA,B,1,1,4\n"),
      {"facilities.csv:1: 'hospitalised': unknown column", "\"hospitalized\""}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("transit.csv", "origin,destination,periods,costs\n08031,08041,1,5\n"),
      {"transit.csv:1: 'costs': unknown column", "\"cost\""}));
}

TEST(CaseTables, CellsOfTheWrongType) {
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv",
                      "id,name,latitude,longitude,devices\n08031,D,north,-104.9,2.5\n"),
      {"facilities.csv:2: 'latitude': \"north\" is not a number", "39.87"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv",
                      "id,name,latitude,longitude,devices\n08031,D,39.8,-104.9,2.5\n"),
      {"facilities.csv:2: 'devices': \"2.5\" is not a whole number", "digits only"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv", "id,name,latitude,longitude\n,D,39.8,-104.9\n"),
      {"facilities.csv:2: 'id': the cell is empty"}));
  EXPECT_TRUE(
      one_line_says(refusal_of_file("transit.csv", "origin,destination,periods\n08031,08041,\n"),
                    {"transit.csv:2: 'periods': the cell is empty"}));
}

TEST(CaseTables, CountsOutOfRange) {
  for (const char* value : {"-1", "4611686018427387904"}) {
    EXPECT_TRUE(one_line_says(
        refusal_of_file("demand.csv",
                        std::string("facility,period,patients\n08031,0,") + value + "\n"),
        {"demand.csv:2: 'patients': ", value, "0 to 1073741823"}));
  }
  EXPECT_TRUE(one_line_says(
      refusal_of_file("demand.csv",
                      "facility,period,patients\n08031,0,1000000000000000000000000000000\n"),
      {"demand.csv:2: 'patients': ", "out of range"}));
}

TEST(CaseTables, WhatTheChecksFindKeepsFileAndLine) {
  EXPECT_TRUE(one_line_says(
      refusal_of_file("facilities.csv",
                      "id,name,latitude,longitude,devices\n08031,\"D\n\nD\",39.8,-104.9,1\n"
                      "08041,E,95,-104.5,1\n"),
      {"facilities.csv:5: 'latitude': 95", "-90 to 90"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("demand.csv", "facility,period,patients\n\n8031,0,1\n08031,2020-10-01,1\n"),
      {"demand.csv:3: 'facility': \"8031\" is no facility", "\"08031\""}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("demand.csv", "facility,period,patients\n08031,0,1\n08031,2020-03-31,1\n"),
      {"demand.csv:3: ", "in line 2"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_file("arrivals.csv", "facility,period,devices\n08031,2020-10-01,1\n"),
      {"arrivals.csv:2: 'period': \"2020-10-01\" is outside", "2020-03-31 to 2020-04-04"}));
}

TEST(CaseTables, ShowTwentyFindingsOfMany) {
  std::string text = "facility,period,patients\n";
  for (int n = 0; n < 50; ++n) text += "08031," + std::to_string(n) + ",x\n";
  const std::string refusal = refusal_of_file("demand.csv", text);
  EXPECT_TRUE(one_line_says(refusal, {"demand.csv:21: "}));
  EXPECT_FALSE(one_line_says(refusal, {"demand.csv:22: "}));
  EXPECT_TRUE(one_line_says(refusal, {"and 30 more"}));
}

}  // namespace
}  // namespace surgeflow::formats
