// SPDX-License-Identifier: Apache-2.0
// A written case reads back as it was, and nothing is overwritten or left half-done.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/messages.hpp"
#include "support/statements.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/synth/synth.hpp"

namespace surgeflow {
namespace {

namespace fs = std::filesystem;
using synth::write_case;
using testing::TemporaryFolder;

CaseStatement written_and_read(const CaseStatement& statement) {
  const TemporaryFolder folder;
  write_case(folder / "case", statement);
  return formats::read_case(folder / "case/case.toml").statement;
}

void expect_equal(const FacilityRecord& a, const FacilityRecord& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.region, b.region);
  EXPECT_EQ(a.latitude, b.latitude);
  EXPECT_EQ(a.longitude, b.longitude);
  EXPECT_EQ(a.population, b.population);
  EXPECT_EQ(a.hospitalized, b.hospitalized);
  EXPECT_EQ(a.devices, b.devices);
  EXPECT_EQ(a.turnaround, b.turnaround);
  EXPECT_EQ(a.in_processing, b.in_processing);
  EXPECT_EQ(a.epidemic, b.epidemic);
  EXPECT_EQ(a.date_first_hospitalized, b.date_first_hospitalized);
  EXPECT_EQ(a.mitigation_date, b.mitigation_date);
}

void expect_equal(const std::vector<CountRecord>& a, const std::vector<CountRecord>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t n = 0; n < a.size(); ++n) {
    EXPECT_EQ(a[n].facility, b[n].facility);
    EXPECT_EQ(a[n].period, b[n].period);
    EXPECT_EQ(a[n].quantity, b[n].quantity);
  }
}

void expect_equal(const EpidemicParameters& a, const EpidemicParameters& b) {
  EXPECT_EQ(a.doubling_time_days, b.doubling_time_days);
  EXPECT_EQ(a.date_first_hospitalized, b.date_first_hospitalized);
  EXPECT_EQ(a.mitigation_date, b.mitigation_date);
  EXPECT_EQ(a.infectious_days, b.infectious_days);
  EXPECT_EQ(a.contact_reduction, b.contact_reduction);
  EXPECT_EQ(a.hospitalized_rate, b.hospitalized_rate);
  EXPECT_EQ(a.icu_rate, b.icu_rate);
  EXPECT_EQ(a.ventilated_rate, b.ventilated_rate);
  EXPECT_EQ(a.hospital_days, b.hospital_days);
  EXPECT_EQ(a.icu_days, b.icu_days);
  EXPECT_EQ(a.ventilator_days, b.ventilator_days);
  EXPECT_EQ(a.market_share, b.market_share);
  EXPECT_EQ(a.recovered, b.recovered);
}

void expect_equal_settings(const CaseStatement& a, const CaseStatement& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.description, b.description);
  EXPECT_EQ(a.start, b.start);
  EXPECT_EQ(a.periods, b.periods);
  EXPECT_EQ(a.period_hours, b.period_hours);
  EXPECT_EQ(a.devices_per_100k, b.devices_per_100k);
  EXPECT_EQ(a.item_name, b.item_name);
  EXPECT_EQ(a.turnaround, b.turnaround);
  EXPECT_EQ(a.in_processing, b.in_processing);
  EXPECT_EQ(a.demand_model, b.demand_model);
  EXPECT_EQ(a.rounding, b.rounding);
  EXPECT_EQ(a.transit_model, b.transit_model);
  EXPECT_EQ(a.km_per_period, b.km_per_period);
  EXPECT_EQ(a.max_periods, b.max_periods);
  EXPECT_EQ(a.movement, b.movement);
  EXPECT_EQ(a.distance_resolution_km, b.distance_resolution_km);
  EXPECT_EQ(a.fixed_cost_km, b.fixed_cost_km);
  EXPECT_EQ(a.scope, b.scope);
  EXPECT_EQ(a.method, b.method);
  EXPECT_EQ(a.gap, b.gap);
}

void expect_round_trip(const CaseStatement& statement) {
  const CaseStatement read = written_and_read(statement);
  expect_equal_settings(statement, read);
  ASSERT_EQ(statement.facilities.size(), read.facilities.size());
  for (std::size_t n = 0; n < read.facilities.size(); ++n) {
    expect_equal(statement.facilities[n], read.facilities[n]);
  }
  expect_equal(statement.demand, read.demand);
  expect_equal(statement.arrivals, read.arrivals);
  if (statement.demand_model != DemandModel::file) expect_equal(statement.epidemic, read.epidemic);
  ASSERT_EQ(statement.lanes.size(), read.lanes.size());
  for (std::size_t n = 0; n < read.lanes.size(); ++n) {
    EXPECT_EQ(statement.lanes[n].origin, read.lanes[n].origin);
    EXPECT_EQ(statement.lanes[n].destination, read.lanes[n].destination);
    EXPECT_EQ(statement.lanes[n].periods, read.lanes[n].periods);
    EXPECT_EQ(statement.lanes[n].cost, read.lanes[n].cost);
  }
}

TEST(WrittenCase, OfSynthReadsBackAsItWas) {
  synth::Options options;
  options.facilities = 120;
  options.periods = 90;
  expect_round_trip(synth::make_case(options));
  options.regions = 7;
  expect_round_trip(synth::make_case(options));
}

TEST(WrittenCase, WithTablesReadsBackAsItWas) { expect_round_trip(testing::small_statement()); }

TEST(WrittenCase, WithoutCostsReadsBackAsItWas) {
  CaseStatement statement = testing::small_statement();
  for (LaneRecord& lane : statement.lanes) lane.cost.reset();
  statement.arrivals.clear();
  expect_round_trip(statement);
}

TEST(WrittenCase, WithEverySettingReadsBackAsItWas) {
  CaseStatement statement = testing::small_statement();
  statement.name = "quotes \" and \\ and\ttabs";
  statement.description = "two\nlines, and \x7f";
  statement.period_hours = 12;
  statement.devices_per_100k = 20.0;
  statement.item_name = "bed";
  statement.in_processing = 3;
  statement.demand.clear();
  statement.demand_model = DemandModel::chime;
  statement.rounding = Rounding::nearest;
  statement.epidemic.date_first_hospitalized = *parse_date("2020-03-01");
  statement.epidemic.mitigation_date = *parse_date("2020-03-20");
  statement.epidemic.contact_reduction = {{0, 0.3}, {15, 0.5}, {61, 0.1 + 0.2}};
  statement.epidemic.hospitalized_rate = 1.0 / 3.0;
  statement.epidemic.recovered = 1e5;
  statement.facilities[0].name = "a \"quoted\", cut\nname ";
  statement.facilities[0].epidemic = {{"doubling_time", 3.7}, {"market_share", 0.15}};
  statement.facilities[1].devices.reset();
  statement.facilities[1].turnaround = 4;
  statement.facilities[0].in_processing = 0;
  statement.facilities[1].date_first_hospitalized = *parse_date("2020-02-29");
  statement.facilities[1].mitigation_date = *parse_date("2020-03-21");
  statement.transit_model = TransitModel::geodesic;
  statement.lanes.clear();
  statement.km_per_period = 643.7376;
  statement.max_periods = 3;
  statement.movement = Movement::distance;
  statement.distance_resolution_km = 0.1;
  statement.fixed_cost_km = 55.5;
  statement.scope = Scope::region;
  statement.method = Method::exact;
  statement.gap = 1e-5;
  expect_round_trip(statement);
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST(WrittenCase, CreatesFoldersOnTheWay) {
  const TemporaryFolder folder;
  write_case(folder / "a/b/c", testing::small_statement());
  EXPECT_EQ(entries(folder / "a/b/c"), 5U);
}

TEST(WrittenCase, LeavesOtherFilesAlone) {
  const TemporaryFolder folder;
  folder.write("notes.txt", "mine");
  write_case(folder.path(), testing::small_statement());
  EXPECT_EQ(entries(folder.path()), 6U);
  EXPECT_EQ(content(folder / "notes.txt"), "mine");
}

TEST(WrittenCase, OverwritesNoFileOfACase) {
  for (const std::string name :
       {"case.toml", "facilities.csv", "demand.csv", "arrivals.csv", "transit.csv"}) {
    const TemporaryFolder folder;
    folder.write(name, "mine");
    synth::Options options;
    options.facilities = 3;
    const std::string message =
        testing::input_error_of([&] { write_case(folder.path(), synth::make_case(options)); });
    EXPECT_TRUE(testing::one_line_says(message, {name, "already there", "another folder"}));
    EXPECT_EQ(content(folder / name), "mine");
    EXPECT_EQ(entries(folder.path()), 1U);
  }
}

TEST(WrittenCase, SaysWhyAFolderCanNotBeMade) {
  const TemporaryFolder folder;
  folder.write("file", "no folder");
  try {
    write_case(folder / "file/case", testing::small_statement());
    FAIL() << "a folder within a file";
  } catch (const SystemError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("file/case"), std::string::npos) << message;
    EXPECT_NE(message.find("Not a directory"), std::string::npos) << message;
    EXPECT_NE(message.find("name a folder"), std::string::npos) << message;
  }
  EXPECT_EQ(content(folder / "file"), "no folder");
}

TEST(WrittenCase, DoesNotTakeAFileForAFolder) {
  const TemporaryFolder folder;
  folder.write("file", "no folder");
  EXPECT_THROW(write_case(folder / "file", testing::small_statement()), SystemError);
  EXPECT_EQ(content(folder / "file"), "no folder");
}

}  // namespace
}  // namespace surgeflow
