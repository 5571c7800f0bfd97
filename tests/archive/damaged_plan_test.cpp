// SPDX-License-Identifier: Apache-2.0
// A plan file that is missing, foreign, truncated or at odds with itself is refused by name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

#include "archive/file_surgery.hpp"
#include "archive/folder_content.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

/// A whole plan file, there to be damaged.
class DamagedPlan : public ::testing::Test {
 protected:
  DamagedPlan() { write_plan(path_, testing::small_plan()); }

  /// The finding of read_plan, which must name the file.
  [[nodiscard]] std::string finding() const {
    try {
      (void)read_plan(path_);
    } catch (const InputError& error) {
      EXPECT_EQ(error.diagnostics().front().place.file, path_.string());
      return error.what();
    }
    return "nothing was found";
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "plan.h5";
};

TEST_F(DamagedPlan, MissingFile) {
  path_ = folder_ / "other.h5";
  EXPECT_THAT(finding(), AllOf(HasSubstr("no such file"), HasSubstr("check the name")));
}

TEST_F(DamagedPlan, FolderInPlaceOfAFile) {
  path_ = folder_.path();
  EXPECT_THAT(finding(), HasSubstr("no ordinary file"));
}

TEST_F(DamagedPlan, EmptyFile) {
  testing::put_bytes(path_, "");
  EXPECT_THAT(finding(), HasSubstr("no HDF5 file"));
}

TEST_F(DamagedPlan, OtherFormat) {
  testing::put_bytes(path_, "facility,period,patients\n08031,0,1\n");
  EXPECT_THAT(finding(), AllOf(HasSubstr("no HDF5 file"), HasSubstr("surgeflow plan")));
}

TEST_F(DamagedPlan, TruncatedFile) {
  const std::string whole = testing::bytes_of(path_);
  for (const double share : {0.01, 0.3, 0.6, 0.99}) {
    const double kept = static_cast<double>(whole.size()) * share;
    testing::put_bytes(path_, whole.substr(0, static_cast<std::size_t>(kept)));
    EXPECT_THAT(finding(), AllOf(HasSubstr("truncated"), HasSubstr("copy it again"))) << share;
  }
}

TEST_F(DamagedPlan, ForeignHdf5File) {
  testing::remove_attribute(path_, "/", "format");
  EXPECT_THAT(finding(), HasSubstr("no plan file"));
}

TEST_F(DamagedPlan, NewerFormatVersion) {
  testing::overwrite_attribute(path_, "/", "format_version", 3);
  EXPECT_THAT(finding(), AllOf(HasSubstr("format version 3"), HasSubstr("allowed: 2"),
                               HasSubstr("newer surgeflow")));
}

TEST_F(DamagedPlan, OlderFormatVersion) {
  testing::overwrite_attribute(path_, "/", "format_version", 1);
  EXPECT_THAT(finding(), AllOf(HasSubstr("format version 1"), HasSubstr("allowed: 2"),
                               HasSubstr("write the file again")));
}

TEST_F(DamagedPlan, MissingDatasets) {
  for (const char* dataset : {"input/facility", "input/demand", "plan/treated", "shipments/origin",
                              "duals/device_value_moves"}) {
    write_plan(path_, testing::small_plan());
    testing::remove_link(path_, dataset);
    EXPECT_THAT(finding(), AllOf(HasSubstr(dataset), HasSubstr("missing"))) << dataset;
  }
}

TEST_F(DamagedPlan, MissingGroupAndAttribute) {
  testing::remove_attribute(path_, "summary", "gap");
  EXPECT_THAT(finding(), AllOf(HasSubstr("summary@gap"), HasSubstr("missing")));
  testing::remove_link(path_, "shipments");
  EXPECT_THAT(finding(), HasSubstr("shipments/origin"));
}

TEST_F(DamagedPlan, WrongShape) {
  testing::replace_dataset(path_, "plan/treated", H5T_STD_I32LE, {4, 3});
  EXPECT_THAT(finding(),
              AllOf(HasSubstr("plan/treated"), HasSubstr("[4,3]"), HasSubstr("allowed: [3,4]")));
}

TEST_F(DamagedPlan, WrongType) {
  testing::replace_dataset(path_, "plan/treated", H5T_IEEE_F64LE, {3, 4});
  EXPECT_THAT(finding(),
              AllOf(HasSubstr("plan/treated"), HasSubstr("float64"), HasSubstr("allowed: int32")));
}

TEST_F(DamagedPlan, ColumnsOfTwoLengths) {
  testing::replace_dataset(path_, "shipments/quantity", H5T_STD_I32LE, {7});
  EXPECT_THAT(finding(), AllOf(HasSubstr("shipments/quantity"), HasSubstr("[7]")));
}

TEST_F(DamagedPlan, AbsurdShape) {
  const hsize_t huge = hsize_t{1} << 40;
  testing::replace_dataset(path_, "shipments/origin", H5T_STD_I32LE, {huge});
  EXPECT_THAT(finding(), AllOf(HasSubstr("shipments/origin"), HasSubstr("1099511627776")));
}

TEST_F(DamagedPlan, ShipmentToAFacilityThatDoesNotExist) {
  testing::overwrite<std::int32_t>(path_, "shipments/destination", 1, 99);
  EXPECT_THAT(finding(), AllOf(HasSubstr("shipments/destination"), HasSubstr("value 99"),
                               HasSubstr("position 1"), HasSubstr("allowed: 0 to 2")));
}

TEST_F(DamagedPlan, ShipmentAfterTheHorizon) {
  testing::overwrite<std::int32_t>(path_, "shipments/depart", 0, 4);
  EXPECT_THAT(finding(), AllOf(HasSubstr("shipments/depart"), HasSubstr("allowed: 0 to 3")));
}

TEST_F(DamagedPlan, NegativeDemand) {
  testing::overwrite<std::int32_t>(path_, "input/demand", 3, -1);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/demand"), HasSubstr("value -1")));
}

TEST_F(DamagedPlan, SumsBeyondTheLimit) {
  testing::overwrite<std::int32_t>(path_, "input/devices", 0, (1 << 30) - 1);
  testing::overwrite<std::int32_t>(path_, "input/devices", 1, (1 << 30) - 1);
  EXPECT_THAT(finding(), AllOf(HasSubstr("devices in all"), HasSubstr("allowed: at most")));
}

TEST_F(DamagedPlan, LatitudeBeyondThePole) {
  testing::overwrite<double>(path_, "input/latitude", 1, 95.0);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/latitude"), HasSubstr("value 95")));
}

TEST_F(DamagedPlan, HalfALocation) {
  testing::overwrite<double>(path_, "input/latitude", 1, std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/latitude"), HasSubstr("value nan")));
}

TEST_F(DamagedPlan, LaneFromAFacilityToItself) {
  testing::overwrite<std::uint8_t>(path_, "input/transit", 4, 1);
  EXPECT_THAT(finding(), HasSubstr("to itself"));
}

TEST_F(DamagedPlan, UnknownChoice) {
  testing::overwrite_attribute(path_, "input/transit", "scope", "everywhere");
  EXPECT_THAT(finding(), AllOf(HasSubstr("'everywhere'"), HasSubstr("allowed: all, region, none")));
}

TEST_F(DamagedPlan, BadDate) {
  testing::overwrite_attribute(path_, "input", "start", "31.3.2020");
  EXPECT_THAT(finding(), AllOf(HasSubstr("input@start"), HasSubstr("'31.3.2020'")));
}

TEST_F(DamagedPlan, MovedFacilityOfAGeodesicPlan) {
  write_plan(path_, testing::geodesic_plan());
  testing::overwrite<double>(path_, "input/longitude", 1, -100.0);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/transit"), HasSubstr("coordinates")));
}

/// The same with commitments and steps.
class DamagedSteps : public DamagedPlan {
 protected:
  DamagedSteps() { write_plan(path_, testing::plan_with_steps()); }
};

TEST_F(DamagedSteps, OfAnotherShapeOrMissing) {
  testing::replace_dataset(path_, "input/steps/send_width_1", H5T_STD_I32LE, {3, 5});
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/steps/send_width_1"), HasSubstr("[3,5]")));
  testing::remove_link(path_, "input/steps/hold_gain_0");
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/steps/hold_gain_0"), HasSubstr("missing")));
  write_plan(path_, testing::plan_with_steps());
  testing::replace_dataset(path_, "input/commitments", H5T_STD_I32LE, {4, 3});
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/commitments"), HasSubstr("allowed: [3,4]")));
}

TEST_F(DamagedSteps, MoreThanThereAre) {
  testing::overwrite_attribute(path_, "input/steps", "treat_steps", 3);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/steps/treat_width_2"), HasSubstr("missing")));
  testing::overwrite_attribute(path_, "input/steps", "treat_steps", -1);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/steps@treat_steps"), HasSubstr("value -1")));
}

TEST_F(DamagedSteps, NegativeNumbers) {
  for (const char* dataset : {"treat_width_0", "treat_gain_1", "hold_width_0", "send_cost_0"}) {
    write_plan(path_, testing::plan_with_steps());
    const std::string path = std::string("input/steps/") + dataset;
    testing::overwrite<std::int32_t>(path_, path, 5, -1);
    EXPECT_THAT(finding(), AllOf(HasSubstr(path), HasSubstr("value -1"), HasSubstr("position 5")));
  }
  write_plan(path_, testing::plan_with_steps());
  testing::overwrite_attribute(path_, "input/steps", "resolution", 0);
  EXPECT_THAT(finding(), AllOf(HasSubstr("input/steps@resolution"), HasSubstr("value 0")));
}

TEST_F(DamagedSteps, GainsThatRiseAndCostsThatFall) {
  testing::overwrite<std::int32_t>(path_, "input/steps/treat_gain_1", 0, 3);
  EXPECT_THAT(finding(), HasSubstr("a treat step that gains more than the one before"));
  write_plan(path_, testing::plan_with_steps());
  testing::overwrite<std::int32_t>(path_, "input/steps/send_cost_1", 0, 0);
  EXPECT_THAT(finding(), HasSubstr("a send step that costs less than the one before"));
}

TEST_F(DamagedSteps, WidthsForOtherPatients) {
  testing::overwrite<std::int32_t>(path_, "input/steps/treat_width_0", 0, 0);
  EXPECT_THAT(finding(), AllOf(HasSubstr("treat steps for 0 of 1 patients"),
                               HasSubstr("widths that add up to the demand")));
}

TEST_F(DamagedPlan, ClaimsOfWrongShape) {
  testing::replace_dataset(path_, "plan/idle", H5T_STD_I64LE, {3, 5});
  try {
    (void)read_claims(path_);
    FAIL() << "nothing was found";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("plan/idle"), HasSubstr("[3,5]")));
  }
}

TEST_F(DamagedPlan, RotInCompressedValues) {
  const std::string whole = testing::bytes_of(path_);
  int refused = 0;
  // zlib streams begin with 78 5e at deflate level 4; the byte after the header is hit.
  for (std::size_t at = whole.find("\x78\x5e"); at != std::string::npos;
       at = whole.find("\x78\x5e", at + 1)) {
    std::string damaged = whole;
    damaged[at + 2] = static_cast<char>(damaged[at + 2] ^ 0x7);
    testing::put_bytes(path_, damaged);
    try {
      (void)read_plan(path_);
      (void)read_claims(path_);
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), AllOf(HasSubstr("HDF5 can not read it"), HasSubstr("damaged")));
      ++refused;
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace surgeflow::archive
