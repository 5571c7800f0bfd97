// SPDX-License-Identifier: Apache-2.0
// Plan files open in the tools that planners use: xarray, h5py and h5dump.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {
namespace {

using testing::TemporaryFolder;

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

/// A Python that has what is needed; a virtual environment may hide the system's.
std::string python_with_xarray() {
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    if (succeeds(fmt::format("{} -c 'import xarray, h5netcdf, h5py' 2>/dev/null", python)))
      return python;
  }
  return "";
}

class ForeignTools : public ::testing::Test {
 protected:
  ForeignTools() {
    write_plan(folder_ / "plan.h5", testing::small_plan());
    write_plan(folder_ / "none.h5", testing::plan_without_shipments());
    write_plan(folder_ / "steps.h5", testing::plan_with_steps());
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return fmt::format("'{}'", (folder_ / name).string());
  }

  TemporaryFolder folder_;
};

TEST_F(ForeignTools, XarrayAndH5pyReadEveryGroup) {
  const std::string python = python_with_xarray();
  if (python.empty()) GTEST_SKIP() << "no Python with xarray, h5netcdf and h5py";
  EXPECT_TRUE(succeeds(python + " " SURGEFLOW_SOURCE_DIR "/tests/archive/read_with_xarray.py " +
                       path("plan.h5") + " " + path("none.h5") + " " + path("steps.h5")));
}

TEST_F(ForeignTools, AnEditWithH5pyIsFound) {
  const std::string python = python_with_xarray();
  if (python.empty()) GTEST_SKIP() << "no Python with xarray, h5netcdf and h5py";
  ASSERT_TRUE(succeeds(python +
                       " -c 'import h5py, sys; file = h5py.File(sys.argv[1], \"r+\"); "
                       "file[\"duals/device_value_patients\"][2, 3] += 1' " +
                       path("plan.h5")));
  EXPECT_THAT(read_claims(folder_ / "plan.h5").altered_datasets,
              ::testing::ElementsAre("duals/device_value_patients"));
  EXPECT_EQ(read_plan(folder_ / "plan.h5").potentials.patients(FacilityId(2), Period(3)), 9);
}

TEST_F(ForeignTools, H5dumpShowsUnits) {
  if (!succeeds("h5dump --version >/dev/null 2>&1")) GTEST_SKIP() << "no h5dump";
  EXPECT_TRUE(
      succeeds("h5dump -a plan/treated/units " + path("plan.h5") + " | grep -q '\"patients\"'"));
}

TEST_F(ForeignTools, RepackingKeepsTheChecksums) {
  if (!succeeds("h5repack --version >/dev/null 2>&1")) GTEST_SKIP() << "no h5repack";
  ASSERT_TRUE(succeeds("h5repack -f NONE -l CONTI " + path("plan.h5") + " " + path("repacked.h5")));
  EXPECT_THAT(read_claims(folder_ / "repacked.h5").altered_datasets, ::testing::IsEmpty());
  EXPECT_EQ(read_plan(folder_ / "repacked.h5").plan, testing::small_plan().plan);
}

}  // namespace
}  // namespace surgeflow::archive
