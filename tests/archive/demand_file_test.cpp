// SPDX-License-Identifier: Apache-2.0
// Demand files: what is in them, and that equal forecasts give equal files.
#include "surgeflow/archive/demand_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "archive/folder_content.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

using testing::bytes_of;
using testing::names_in;
using testing::TemporaryFolder;

class DemandFileTest : public ::testing::Test {
 protected:
  DemandFileTest() {
    const PlanDocument document = testing::small_plan();
    case_.name = document.case_name;
    case_.item_name = document.item_name;
    case_.horizon = document.horizon;
    case_.facilities = document.facilities;
    forecast_.patients = Panel<double>(3, 4);
    forecast_.patients(FacilityId(1), Period(2)) = 2.5;
    provenance_.created = "2020-03-31T12:00:00Z";
  }
  void write() const { write_demand(path(), case_, forecast_, provenance_); }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "demand.h5"; }
  [[nodiscard]] Hdf5Reader open() const { return {path(), "a demand file"}; }

  TemporaryFolder folder_;
  Case case_;
  epidemic::DemandForecast forecast_;
  Provenance provenance_;
};

TEST_F(DemandFileTest, HoldsPatientsAndLabels) {
  write();
  const Hdf5Session session;
  const Hdf5Reader file = open();
  EXPECT_EQ(file.text("/", "format"), "surgeflow demand");
  EXPECT_EQ(file.read<double>("demand/patients", {3, 4})[6], 2.5);
  EXPECT_EQ(file.read_text("demand/facility", {3}),
            (std::vector<std::string>{"08031", "west", "pool"}));
  EXPECT_EQ(file.read_text("demand/period", {4})[3], "2020-04-03");
  EXPECT_FALSE(file.has("demand/infected"));
  EXPECT_EQ(names_in(folder_.path()), std::vector<std::string>{"demand.h5"});
}

TEST_F(DemandFileTest, HoldsTheEpidemicWhereThereIsOne) {
  const std::vector<double> course = {1.0, 2.0, 3.0, 4.0};
  epidemic::EpidemicCurve curve;
  for (auto* values : {&curve.susceptible, &curve.infected, &curve.recovered,
                       &curve.admits_hospitalized, &curve.admits_icu, &curve.admits_ventilated,
                       &curve.census_hospitalized, &curve.census_icu, &curve.census_ventilated}) {
    *values = course;
  }
  forecast_.curves.assign(3, curve);
  forecast_.curves[2].census_icu[3] = 7.0;
  write();
  const Hdf5Session session;
  const Hdf5Reader file = open();
  EXPECT_EQ(file.read<double>("demand/infected", {3, 4})[5], 2.0);
  EXPECT_EQ(file.read<double>("demand/census_icu", {3, 4})[11], 7.0);
  EXPECT_EQ(file.text("demand/census_icu", "units"), "patients");
}

TEST_F(DemandFileTest, EqualForecastsGiveEqualFiles) {
  write();
  const std::string first = bytes_of(path());
  write();
  EXPECT_EQ(bytes_of(path()), first);
}

TEST_F(DemandFileTest, AForecastOfAnotherShapeIsTheCallersMistake) {
  forecast_.patients = Panel<double>(3, 5);
  EXPECT_THROW(write(), std::invalid_argument);
}

TEST_F(DemandFileTest, AMissingFolderIsSaid) {
  EXPECT_THROW(write_demand(folder_ / "absent" / "a.h5", case_, forecast_, provenance_),
               SystemError);
}

}  // namespace
}  // namespace surgeflow::archive
