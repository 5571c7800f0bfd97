// SPDX-License-Identifier: Apache-2.0
// Cases that are accepted: every key, odd but valid files, overrides, hashes.
#include "surgeflow/formats/case_file.hpp"

#include <gtest/gtest.h>

#include "support/case_folder.hpp"
#include "support/messages.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::CaseFolder;
using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

TEST(ReadCase, ReadsAllFiles) {
  const CaseFolder folder;
  const CaseStatement s = read_case(folder.toml()).statement;
  EXPECT_EQ(s.name, "two facilities");
  EXPECT_EQ(s.start, *parse_date("2020-03-31"));
  EXPECT_EQ(s.periods, 5);
  EXPECT_EQ(s.turnaround, 2);
  ASSERT_EQ(s.facilities.size(), 2U);
  EXPECT_EQ(s.facilities[0].id, "08031");
  EXPECT_EQ(s.facilities[0].line, 2);
  EXPECT_EQ(s.facilities[1].name, "El Paso");
  EXPECT_EQ(s.facilities[1].region, "south");
  EXPECT_EQ(s.facilities[1].latitude, 38.8274);
  EXPECT_EQ(s.facilities[1].hospitalized, 49.1);
  EXPECT_EQ(s.facilities[1].devices, 3);
  ASSERT_EQ(s.demand.size(), 3U);
  EXPECT_EQ(s.demand[1].facility, "08031");
  EXPECT_EQ(s.demand[1].period, "2020-04-01");
  EXPECT_EQ(s.demand[1].quantity, 5);
  EXPECT_EQ(s.demand[1].line, 3);
  EXPECT_EQ(s.arrivals.at(0).quantity, 10);
  ASSERT_EQ(s.lanes.size(), 2U);
  EXPECT_EQ(s.lanes[1].origin, "08041");
  EXPECT_EQ(s.lanes[1].cost, 90);
  EXPECT_EQ(s.demand_file, folder.path("demand.csv"));
  EXPECT_EQ(s.places.at("horizon.periods").line, 6);
  EXPECT_EQ(check_case(s).devices, (std::vector<Count>{12, 3}));
}

TEST(ReadCase, ReadsItemsAndCarriers) {
  const CaseFolder folder;
  folder.change_toml("[item]\nturnaround = 2\n",
                     "[[item]]\nname = \"ventilator\"\nturnaround = 2\nuses = { circuit = 1 }\n"
                     "[[item]]\nname = \"circuit\"\nkind = \"consumable\"\ndevices = \"devices\"\n"
                     "[[carrier]]\nname = \"truck\"\nlimit = 3\nloads = { circuit = 0 }\n");
  const CaseStatement s = read_case(folder.toml()).statement;
  ASSERT_EQ(s.items.size(), 2U);
  EXPECT_EQ(s.items[0].uses.at(0).name, "circuit");
  EXPECT_EQ(s.items[0].uses.at(0).number, 1.0);
  EXPECT_EQ(s.items[0].place("item.uses").line, 14);
  EXPECT_TRUE(s.items[1].consumable);
  EXPECT_EQ(s.facilities[1].devices_of_items.at("devices"), 3);
  ASSERT_EQ(s.carriers.size(), 1U);
  EXPECT_EQ(s.carriers[0].limit, 3);
  EXPECT_EQ(s.carriers[0].loads.at(0).number, 0.0);
}

TEST(ReadCase, DefaultsAreThoseOfTheStatement) {
  const CaseFolder folder;
  const CaseStatement s = read_case(folder.toml()).statement;
  EXPECT_EQ(s.period_hours, 24);
  EXPECT_EQ(s.item_name, "ventilator");
  EXPECT_EQ(s.in_processing, 1);
  EXPECT_EQ(s.demand_model, DemandModel::file);
  EXPECT_EQ(s.rounding, Rounding::ceil);
  EXPECT_EQ(s.movement, Movement::units);
  EXPECT_EQ(s.distance_resolution_km, 10.0);
  EXPECT_EQ(s.fixed_cost_km, 0.0);
  EXPECT_EQ(s.scope, Scope::all);
  EXPECT_EQ(s.method, Method::automatic);
  EXPECT_EQ(s.gap, 0.0);
  EXPECT_FALSE(s.max_periods.has_value());
  EXPECT_FALSE(s.epidemic.doubling_time_days.has_value());
  EXPECT_EQ(s.epidemic.contact_reduction, (std::vector<ReductionStep>{{0, 0.30}}));
}

TEST(ReadCase, ReadsEveryKey) {
  const CaseFolder folder;
  folder.write("case.toml", R"(
[case]
name = "all keys"
description = "each of them"
[horizon]
start = "2020-03-31"
periods = 10
period_hours = 12
[facilities]
file = "facilities.csv"
devices_per_100k = 20
[item]
name = "pump"
turnaround = 4
in_processing = 0
[demand]
model = "chime"
file = "not read.csv"
rounding = "cumulative"
doubling_time = 4
infectious_days = 13.5
contact_reduction = [[0, 0.30], [15, 0.5], [61, 0]]
hospitalized_rate = 0.03
icu_rate = 0.008
ventilated_rate = 0.006
hospital_days = 8
icu_days = 10
ventilator_days = 11
market_share = 0.15
recovered = 100
date_first_hospitalized = 2020-03-07
mitigation_date = 2020-03-20
[arrivals]
file = "arrivals.csv"
[transit]
model = "geodesic"
km_per_period = 643.7
max_periods = 3
[objective]
movement = "distance"
resolution_km = 5
fixed_km = 100
[sharing]
scope = "region"
[solver]
method = "exact"
gap = 0
regions = "none"
)");
  const CaseStatement s = read_case(folder.toml()).statement;
  EXPECT_EQ(s.name, "all keys");
  EXPECT_EQ(s.description, "each of them");
  EXPECT_EQ(s.start, *parse_date("2020-03-31"));
  EXPECT_EQ(s.period_hours, 12);
  EXPECT_EQ(s.devices_per_100k, 20.0);
  EXPECT_EQ(s.item_name, "pump");
  EXPECT_EQ(s.in_processing, 0);
  EXPECT_EQ(s.demand_model, DemandModel::chime);
  EXPECT_EQ(s.rounding, Rounding::cumulative);
  EXPECT_TRUE(s.demand.empty());
  const EpidemicParameters& e = s.epidemic;
  EXPECT_EQ(e.doubling_time_days, 4.0);
  EXPECT_EQ(e.infectious_days, 13.5);
  EXPECT_EQ(e.contact_reduction, (std::vector<ReductionStep>{{0, 0.30}, {15, 0.5}, {61, 0.0}}));
  EXPECT_EQ(e.hospitalized_rate, 0.03);
  EXPECT_EQ(e.icu_rate, 0.008);
  EXPECT_EQ(e.ventilated_rate, 0.006);
  EXPECT_EQ(e.hospital_days, 8.0);
  EXPECT_EQ(e.icu_days, 10.0);
  EXPECT_EQ(e.ventilator_days, 11.0);
  EXPECT_EQ(e.market_share, 0.15);
  EXPECT_EQ(e.recovered, 100.0);
  EXPECT_EQ(e.date_first_hospitalized, parse_date("2020-03-07"));
  EXPECT_EQ(e.mitigation_date, parse_date("2020-03-20"));
  EXPECT_EQ(s.transit_model, TransitModel::geodesic);
  EXPECT_EQ(s.km_per_period, 643.7);
  EXPECT_EQ(s.max_periods, 3);
  EXPECT_EQ(s.movement, Movement::distance);
  EXPECT_EQ(s.distance_resolution_km, 5.0);
  EXPECT_EQ(s.fixed_cost_km, 100.0);
  EXPECT_EQ(s.scope, Scope::region);
  EXPECT_EQ(s.method, Method::exact);
}

TEST(ReadCase, AcceptsWindowsFilesQuotedCommasAndOtherColumns) {
  const CaseFolder folder;
  folder.write("facilities.csv",
               "\xEF\xBB\xBFid,beds,name,longitude,latitude,devices,colour\r\n"
               "08031,80,\"Denver, CO\",-104.8811,39.7619,12,blue\r\n"
               "08041,,\"El \"\"Paso\"\"\",-104.5275,38.8274,3,");
  folder.write("demand.csv", "\xEF\xBB\xBFpatients,facility,period\r\n4,08031,0");
  const CaseStatement s = read_case(folder.toml()).statement;
  ASSERT_EQ(s.facilities.size(), 2U);
  EXPECT_EQ(s.facilities[0].name, "Denver, CO");
  EXPECT_EQ(s.facilities[1].name, "El \"Paso\"");
  EXPECT_EQ(s.facilities[1].devices, 3);
  EXPECT_FALSE(s.facilities[0].population.has_value());
  EXPECT_EQ(s.demand.at(0).facility, "08031");
}

TEST(ReadCase, AcceptsATomlFileFromWindows) {
  const CaseFolder folder;
  std::string text = "\xEF\xBB\xBF";
  for (const char c : surgeflow::testing::kCaseToml) {
    text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  folder.write("case.toml", text);
  EXPECT_EQ(read_case(folder.toml()).statement.periods, 5);
}

TEST(ReadCase, ReadsEpidemicColumnsOfFacilities) {
  const CaseFolder folder;
  folder.write("facilities.csv",
               "id,name,latitude,longitude,devices,doubling_time,market_share,contact_reduction,"
               "date_first_hospitalized,mitigation_date,turnaround,in_processing\n"
               "08031,D,,,1,5.5,0.2,0.4,2020-03-05,2020-03-22,9,0\n08041,E,,,1,,,,,,,\n");
  const CaseStatement s = read_case(folder.toml()).statement;
  EXPECT_EQ(s.facilities[0].epidemic,
            (std::map<std::string, double>{
                {"contact_reduction", 0.4}, {"doubling_time", 5.5}, {"market_share", 0.2}}));
  EXPECT_EQ(s.facilities[0].date_first_hospitalized, parse_date("2020-03-05"));
  EXPECT_EQ(s.facilities[0].mitigation_date, parse_date("2020-03-22"));
  EXPECT_EQ(s.facilities[0].turnaround, 9);
  EXPECT_EQ(s.facilities[0].in_processing, 0);
  EXPECT_FALSE(s.facilities[1].in_processing.has_value());
  EXPECT_TRUE(s.facilities[1].epidemic.empty());
  EXPECT_FALSE(s.facilities[1].date_first_hospitalized.has_value());
}

TEST(ReadCase, ReadsReproductionNumbersAndStandardErrors) {
  const CaseFolder folder;
  folder.change_toml("file = \"demand.csv\"",
                     "model = \"sir\"\nreproduction_number = [[0, 2.5], [15, 1]]");
  folder.write("facilities.csv",
               "id,name,latitude,longitude,population,hospitalized,devices,doubling_time,"
               "doubling_time_se,contact_reduction_se,reproduction_number,reproduction_number_se\n"
               "08031,Denver,39.7,-104.8,727211,92.5,12,4.5,0.4,0.02,,\n"
               "08041,El Paso,38.8,-104.5,720403,49.1,3,,,,1.2,0.1\n");
  const CaseStatement s = read_case(folder.toml()).statement;
  EXPECT_EQ(s.epidemic.reproduction_number, (std::vector<ReductionStep>{{0, 2.5}, {15, 1.0}}));
  EXPECT_FALSE(s.contact_reduction_stated);
  const auto numbers = [](double a, double b) {
    return std::map<std::string, double>{{"doubling_time", a}, {"contact_reduction", b}};
  };
  EXPECT_EQ(s.facilities[0].standard_errors, numbers(0.4, 0.02));
  EXPECT_EQ(s.facilities[1].epidemic.at("reproduction_number"), 1.2);
  EXPECT_EQ(s.facilities[1].standard_errors.at("reproduction_number"), 0.1);
}

TEST(ReadCase, IsNamedByItsFileWhereItHasNoName) {
  const CaseFolder folder;
  folder.change_toml("name = \"two facilities\"", "");
  EXPECT_EQ(read_case(folder.toml()).statement.name, "case");
}

// ---- overrides ------------------------------------------------------------------------------

TEST(Overrides, ReplaceAndAddValues) {
  const CaseFolder folder;
  const CaseStatement s =
      read_case(folder.toml(),
                {"horizon.periods=7", "horizon.start=2020-04-01", "sharing.scope=none",
                 "case.name=My own name", "case.description=\"quoted\"",
                 "demand.contact_reduction=[[0, 0.1], [9, 0.2]]", "objective.fixed_km=2.5",
                 "case.name=The last one counts"})
          .statement;
  EXPECT_EQ(s.periods, 7);
  EXPECT_EQ(s.start, *parse_date("2020-04-01"));
  EXPECT_EQ(s.scope, Scope::none);
  EXPECT_EQ(s.name, "The last one counts");
  EXPECT_EQ(s.description, "quoted");
  EXPECT_EQ(s.epidemic.contact_reduction, (std::vector<ReductionStep>{{0, 0.1}, {9, 0.2}}));
  EXPECT_EQ(s.fixed_cost_km, 2.5);
}

TEST(Overrides, PutAsideTheFilesOtherWayOfStatingGrowth) {
  const CaseFolder folder;
  folder.change_toml("file = \"demand.csv\"",
                     "model = \"sir\"\ndoubling_time = 4\ncontact_reduction = 0.5");
  const CaseStatement by_number =
      read_case(folder.toml(), {"demand.reproduction_number=2.5"}).statement;
  EXPECT_FALSE(by_number.epidemic.doubling_time_days.has_value());
  EXPECT_FALSE(by_number.contact_reduction_stated);
  EXPECT_EQ(by_number.epidemic.reproduction_number, (std::vector<ReductionStep>{{0, 2.5}}));
  EXPECT_TRUE(one_line_says(
      input_error_of([&] {
        static_cast<void>(check_case(
            read_case(folder.toml(), {"demand.reproduction_number=2", "demand.doubling_time=4"})
                .statement));
      }),
      {"--set: 'demand.reproduction_number'", "both given"}));

  folder.change_toml("file = \"demand.csv\"", "model = \"sir\"\nreproduction_number = 2");
  const CaseStatement by_days = read_case(folder.toml(), {"demand.doubling_time=4"}).statement;
  EXPECT_TRUE(by_days.epidemic.reproduction_number.empty());
  EXPECT_EQ(by_days.epidemic.doubling_time_days, 4.0);
}

TEST(Overrides, TextsMayLookLikeAlmostAnything) {
  const CaseFolder folder;
  for (const char* text : {"a = b", "#1", "08031", "1.5.2", "[unfinished", "", "two\nlines"}) {
    const CaseStatement s =
        read_case(folder.toml(), {std::string("case.description=") + text}).statement;
    EXPECT_EQ(s.description, text);
  }
}

TEST(Overrides, NameFilesBesideTheCase) {
  const CaseFolder folder;
  folder.write("more.csv", "facility,period,devices\n08031,0,5\n");
  EXPECT_EQ(read_case(folder.toml(), {"arrivals.file=more.csv"}).statement.arrivals.at(0).quantity,
            5);
}

TEST(Overrides, AreNamedInMessages) {
  const CaseFolder folder;
  const auto refusal = [&](const std::string& text) {
    return input_error_of(
        [&] { static_cast<void>(check_case(read_case(folder.toml(), {text}).statement)); });
  };
  EXPECT_TRUE(one_line_says(refusal("horizon.periods=ten"),
                            {"--set: 'horizon.periods': \"ten\" (text)", "a whole number"}));
  EXPECT_TRUE(one_line_says(refusal("horizon.periods=-1"), {"--set: 'horizon.periods': -1"}));
  EXPECT_TRUE(one_line_says(refusal("horizon.peroids=9"),
                            {"--set: 'horizon.peroids': unknown key", "\"horizon.periods\""}));
  EXPECT_TRUE(one_line_says(refusal("horzon.periods=9"),
                            {"--set: 'horzon.periods': unknown section", "\"horizon\""}));
  EXPECT_TRUE(one_line_says(refusal("output.csv=1"),
                            {"--set: 'output.csv': not supported by this version"}));
  EXPECT_TRUE(one_line_says(refusal("rules.away_limt=1"),
                            {"--set: 'rules.away_limt': unknown key", "\"rules.away_limit\""}));
  EXPECT_TRUE(one_line_says(refusal("rules.dispatch_limit=-1"),
                            {"--set: 'rules.dispatch_limit': -1", "0 to "}));
  EXPECT_TRUE(one_line_says(refusal("rules.away_limit=1.5"),
                            {"--set: 'rules.away_limit': 1.5", "0 to 1", "0.25 for a quarter"}));
  EXPECT_TRUE(one_line_says(refusal("periods=9"),
                            {"--set: \"periods=9\"", "section.key=VALUE", "\"horizon.periods\""}));
  for (const char* text : {"horizon.periods", "=5", ".periods=5", "horizon.=5", "x=a.b", ""}) {
    EXPECT_TRUE(one_line_says(refusal(text), {"--set: ", "section.key=VALUE"})) << text;
  }
  EXPECT_TRUE(one_line_says(refusal("demand.file=gone.csv"),
                            {"--set: 'demand.file'", "gone.csv", "No such file"}));
}

// ---- hashes ---------------------------------------------------------------------------------

TEST(Hashes, AreThoseOfTheStandard) {
  // FIPS 180-4 examples of NIST: the empty message, "abc", and the message of two blocks.
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Hashes, CoverEveryFile) {
  const CaseFolder folder;
  const CaseFile file = read_case(folder.toml());
  EXPECT_EQ(file.input_sha256.size(), 5U);
  EXPECT_EQ(file.input_sha256.at("demand.csv"), sha256_hex(surgeflow::testing::kDemandCsv));
  EXPECT_EQ(file.input_sha256.at(folder.toml().string()),
            sha256_hex(surgeflow::testing::kCaseToml));
}

TEST(Hashes, OfACaseDependOnItsContentAlone) {
  const CaseFolder folder;
  const CaseFolder elsewhere;
  const std::string hash = read_case(folder.toml()).sha256;
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_EQ(read_case(elsewhere.toml()).sha256, hash);
  EXPECT_NE(read_case(folder.toml(), {"horizon.periods=5"}).sha256, hash);
  EXPECT_NE(read_case(folder.toml(), {"horizon.periods=5"}).sha256,
            read_case(folder.toml(), {"horizon.periods=6"}).sha256);
  elsewhere.write("demand.csv", "facility,period,patients\n08031,0,5\n");
  EXPECT_NE(read_case(elsewhere.toml()).sha256, hash);
  elsewhere.write("demand.csv", surgeflow::testing::kDemandCsv);
  EXPECT_EQ(read_case(elsewhere.toml()).sha256, hash);
  elsewhere.change_toml("turnaround = 2", "turnaround = 3");
  EXPECT_NE(read_case(elsewhere.toml()).sha256, hash);
}

}  // namespace
}  // namespace surgeflow::formats
