// SPDX-License-Identifier: Apache-2.0
// The CSV tables of a plan: exact text, read back as a case, and replaced together or not at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/folder_content.hpp"
#include "archive/small_plan.hpp"
#include "formats/csv_cell.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

namespace fs = std::filesystem;
using testing::bytes_of;
using ::testing::ElementsAre;
using testing::TemporaryFolder;

TEST(CsvCell, QuotesWhatNeedsItAndNothingElse) {
  EXPECT_EQ(csv_cell("08031"), "08031");
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("a b"), "a b");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a \"b\""), "\"a \"\"b\"\"\"");
  EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_cell(" a"), "\" a\"");
  EXPECT_EQ(csv_cell("=1+1"), "=1+1");
}

TEST(PlanCsv, HasATableForEverything) {
  const TemporaryFolder folder;
  const fs::path tables = folder / "new/tables";
  write_plan_csv(tables, testing::small_plan());
  EXPECT_THAT(testing::names_in(tables),
              ElementsAre("arrivals.csv", "demand.csv", "device_values.csv", "equity.csv",
                          "facilities.csv", "idle.csv", "in_use.csv", "loans.csv", "received.csv",
                          "sent.csv", "shipments.csv", "treated.csv", "unmet.csv"));
  EXPECT_EQ(bytes_of(tables / "facilities.csv"),
            "id,name,latitude,longitude,region,population,hospitalized,devices,turnaround,"
            "in_processing\n"
            "08031,Denver,39.7619,-104.8811,VIII,727211,92.5,2,2,2\n"
            "west,\"Caf\xc3\xa9 \"\"West\"\", annex\",39.0195,-108.4606,,,0,0,2,0\n"
            "pool,=Federal pool,,,VIII,,0,1,2,1\n");
  EXPECT_EQ(bytes_of(tables / "treated.csv"),
            "facility,period,date,patients\n"
            "08031,0,2020-03-31,1\n"
            "08031,2,2020-04-02,1\n"
            "west,2,2020-04-02,2\n");
  EXPECT_EQ(bytes_of(tables / "unmet.csv"), "facility,period,date,patients\nwest,3,2020-04-03,1\n");
  EXPECT_EQ(bytes_of(tables / "idle.csv"),
            "facility,period,date,devices\nwest,1,2020-04-01,1\npool,2,2020-04-02,1\n"
            "pool,3,2020-04-03,1\n");
  EXPECT_EQ(bytes_of(tables / "shipments.csv"),
            "origin,destination,depart,depart_date,arrive,arrive_date,quantity,distance_km,"
            "movement\n"
            "08031,west,0,2020-03-31,1,2020-04-01,1,319.2,1\n"
            "pool,west,0,2020-03-31,2,2020-04-02,1,,1\n");
  EXPECT_THAT(bytes_of(tables / "device_values.csv"),
              ::testing::StartsWith("facility,period,date,patients,moves\n"
                                    "08031,0,2020-03-31,-3,-5\n"));
}

TEST(PlanCsv, LabelsHalfDays) {
  const TemporaryFolder folder;
  archive::PlanDocument document = testing::small_plan();
  document.horizon.period_hours = 12;
  write_plan_csv(folder.path(), document);
  EXPECT_THAT(bytes_of(folder / "unmet.csv"), ::testing::HasSubstr("west,3,2020-04-01T12:00,1\n"));
}

TEST(PlanCsv, IsReadBackAsACase) {
  const TemporaryFolder folder;
  const archive::PlanDocument document = testing::small_plan();
  write_plan_csv(folder.path(), document);
  folder.write("transit.csv", "origin,destination,periods\n08031,west,1\nwest,08031,1\n");
  folder.write("case.toml",
               "[case]\nname = \"back\"\n[horizon]\nstart = 2020-03-31\nperiods = 4\n"
               "[facilities]\nfile = \"facilities.csv\"\n[item]\nturnaround = 5\n"
               "[demand]\nfile = \"demand.csv\"\n[arrivals]\nfile = \"arrivals.csv\"\n"
               "[transit]\nfile = \"transit.csv\"\n");
  const Case back = check_case(read_case(folder / "case.toml").statement);
  EXPECT_EQ(back.stated_demand, document.instance.demand());
  EXPECT_EQ(back.arrivals, document.instance.arrivals());
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_EQ(back.facilities[n].id, document.facilities[n].id);
    EXPECT_EQ(back.facilities[n].name, document.facilities[n].name);
    EXPECT_EQ(back.facilities[n].location, document.facilities[n].location);
    EXPECT_EQ(back.facilities[n].hospitalized, document.facilities[n].hospitalized);
  }
  EXPECT_THAT(back.devices, ElementsAre(2, 0, 1));
  EXPECT_THAT(back.turnaround_periods, ElementsAre(2, 2, 2));
  EXPECT_THAT(back.in_processing_periods, ElementsAre(2, 0, 1));
}

TEST(PlanCsv, SaysDeviceValuesInPatients) {
  const TemporaryFolder folder;
  write_plan_csv(folder.path(), testing::plan_with_steps());
  // 8 and 7 halves of a patient.
  EXPECT_THAT(bytes_of(folder / "device_values.csv"),
              ::testing::AllOf(::testing::HasSubstr("pool,3,2020-04-03,4,"),
                               ::testing::HasSubstr("pool,2,2020-04-02,3.5,")));
}

TEST(PlanCsv, ReplacesOldTablesAndKeepsOtherFiles) {
  const TemporaryFolder folder;
  folder.write("notes.txt", "mine");
  write_plan_csv(folder.path(), testing::plan_without_shipments());
  write_plan_csv(folder.path(), testing::small_plan());
  EXPECT_EQ(testing::names_in(folder.path()).size(), 14U);
  EXPECT_EQ(bytes_of(folder / "notes.txt"), "mine");
  EXPECT_THAT(bytes_of(folder / "shipments.csv"), ::testing::HasSubstr("pool,west"));
}

TEST(PlanCsv, ReplacesNothingWhereOneTableCanNotBeWritten) {
  const TemporaryFolder folder;
  write_plan_csv(folder.path(), testing::plan_without_shipments());
  const std::string before = bytes_of(folder / "treated.csv");
  fs::remove(folder / "device_values.csv");
  fs::create_directory(folder / "device_values.csv");
  EXPECT_THROW(write_plan_csv(folder.path(), testing::small_plan()), SystemError);
  EXPECT_EQ(bytes_of(folder / "treated.csv"), before);
  EXPECT_EQ(testing::names_in(folder.path()).size(), 13U);
}

TEST(PlanCsv, RefusesAFileInPlaceOfAFolder) {
  const TemporaryFolder folder;
  folder.write("file", "x");
  try {
    write_plan_csv(folder / "file/tables", testing::small_plan());
    FAIL() << "nothing was refused";
  } catch (const SystemError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("name a folder that can be created"));
  }
}

}  // namespace
}  // namespace surgeflow::formats
