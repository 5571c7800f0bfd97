// SPDX-License-Identifier: Apache-2.0
// Checkpoints carry progress there and back, and are refused where a bit has changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/file_surgery.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/archive/checkpoint_file.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

Checkpoint small_checkpoint() {
  PlanDocument plan = testing::small_plan();
  return {.case_name = "small",
          .run_sha256 = std::string(64, 'a'),
          .version = "0.1.0 (0123abc)",
          .progress = {.plan = std::move(plan.plan),
                       .potentials = std::move(plan.potentials),
                       .steps = std::move(plan.steps)}};
}

void expect_refused(const std::filesystem::path& path, const std::string& why) {
  try {
    (void)read_checkpoint(path);
    ADD_FAILURE() << "no finding";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr(path.filename().string()));
    EXPECT_THAT(error.what(), HasSubstr(why));
    EXPECT_THAT(error.what(), HasSubstr("delete the file"));
  }
}

TEST(CheckpointFile, ComesBackAsItWas) {
  const TemporaryFolder folder;
  const Checkpoint expected = small_checkpoint();
  write_checkpoint(folder / "a", expected);
  const Checkpoint seen = read_checkpoint(folder / "a");
  EXPECT_EQ(seen.case_name, expected.case_name);
  EXPECT_EQ(seen.run_sha256, expected.run_sha256);
  EXPECT_EQ(seen.version, expected.version);
  EXPECT_EQ(seen.progress.plan.treated, expected.progress.plan.treated);
  EXPECT_EQ(seen.progress.plan.shipments, expected.progress.plan.shipments);
  EXPECT_EQ(seen.progress.potentials.patients, expected.progress.potentials.patients);
  EXPECT_EQ(seen.progress.potentials.moves, expected.progress.potentials.moves);
  EXPECT_EQ(seen.progress.steps, expected.progress.steps);
}

TEST(CheckpointFile, KeepsAPlanThatShipsNothing) {
  const TemporaryFolder folder;
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.progress.plan.shipments.clear();
  write_checkpoint(folder / "a", checkpoint);
  EXPECT_TRUE(read_checkpoint(folder / "a").progress.plan.shipments.empty());
}

TEST(CheckpointFile, IsRefusedWhereANumberHasChanged) {
  const TemporaryFolder folder;
  for (const char* dataset :
       {"plan/treated", "duals/device_value_patients", "shipments/quantity"}) {
    write_checkpoint(folder / "a", small_checkpoint());
    testing::overwrite<std::int32_t>(folder / "a", dataset, 1, 77);
    expect_refused(folder / "a", dataset);
  }
}

TEST(CheckpointFile, IsRefusedWhereItIsAnotherFile) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::small_plan());
  expect_refused(folder / "plan.h5", "no checkpoint");
  write_checkpoint(folder / "a", small_checkpoint());
  testing::overwrite_attribute(folder / "a", "/", "format_version", std::int64_t{9});
  expect_refused(folder / "a", "format version 9");
}

}  // namespace
}  // namespace surgeflow::archive
