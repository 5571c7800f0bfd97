// SPDX-License-Identifier: Apache-2.0
// Checkpoints carry progress there and back, and are refused where a bit has changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <vector>

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
  return {.run = {.case_name = "small",
                  .run_sha256 = std::string(64, 'a'),
                  .version = "0.1.0 (0123abc)"},
          .progress = {.plan = std::move(plan.plan),
                       .potentials = std::move(plan.potentials),
                       .steps = std::move(plan.steps)}};
}

/// Values of so many rows, or of those that are left.
template <class T>
std::vector<std::span<const T>> parts_of(const Panel<T>& panel, std::size_t rows) {
  std::vector<std::span<const T>> parts;
  std::span<const T> left = panel.values();
  const std::size_t values = rows * static_cast<std::size_t>(panel.periods());
  while (!left.empty()) {
    parts.push_back(left.first(std::min(values, left.size())));
    left = left.subspan(parts.back().size());
  }
  return parts;
}

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint,
                      std::size_t rows = 2) {
  const Progress& progress = checkpoint.progress;
  CheckpointWriter writer(path, checkpoint.run,
                          {.patients = progress.potentials.patients,
                           .shipments = progress.plan.shipments,
                           .steps = progress.steps});
  for (const auto& part : parts_of(progress.plan.treated, rows)) writer.add_treated(part);
  for (const auto& part : parts_of(progress.potentials.moves, rows)) writer.add_moves(part);
  writer.commit();
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
  EXPECT_EQ(seen.run.case_name, expected.run.case_name);
  EXPECT_EQ(seen.run.run_sha256, expected.run.run_sha256);
  EXPECT_EQ(seen.run.version, expected.run.version);
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

/// Chunks are of four rows or of eight, the last one of what is left.
Checkpoint long_checkpoint() {
  constexpr std::int32_t kFacilities = 22;
  constexpr std::int32_t kPeriods = 30'000;
  Checkpoint checkpoint = small_checkpoint();
  Progress& progress = checkpoint.progress;
  progress.plan = {Panel<Count>(kFacilities, kPeriods), {}};
  progress.potentials = {Panel<std::int32_t>(kFacilities, kPeriods),
                         Panel<std::int64_t>(kFacilities, kPeriods)};
  for (FacilityId i{0}; i.value() < kFacilities; ++i) {
    for (Period t{0}; t.value() < kPeriods; ++t) {
      progress.plan.treated(i, t) = (i.value() + t.value()) % 5;
      progress.potentials.patients(i, t) = i.value() * kPeriods + t.value();
      progress.potentials.moves(i, t) = std::int64_t{t.value()} * t.value() - i.value();
    }
  }
  return checkpoint;
}

TEST(CheckpointFile, IsTheSameHoweverItsRowsCome) {
  const TemporaryFolder folder;
  const Checkpoint expected = long_checkpoint();
  for (const std::size_t rows : {std::size_t{1}, std::size_t{5}, std::size_t{22}}) {
    SCOPED_TRACE(rows);
    write_checkpoint(folder / "a", expected, rows);
    const Checkpoint seen = read_checkpoint(folder / "a");
    EXPECT_EQ(seen.progress.plan.treated, expected.progress.plan.treated);
    EXPECT_EQ(seen.progress.potentials.patients, expected.progress.potentials.patients);
    EXPECT_EQ(seen.progress.potentials.moves, expected.progress.potentials.moves);
  }
}

TEST(CheckpointFile, IsNotPutInPlaceUntilItIsWhole) {
  const TemporaryFolder folder;
  const Checkpoint checkpoint = small_checkpoint();
  const Progress& progress = checkpoint.progress;
  write_checkpoint(folder / "a", checkpoint);
  {
    CheckpointWriter writer(
        folder / "a", checkpoint.run,
        {.patients = progress.potentials.patients, .shipments = {}, .steps = progress.steps});
    writer.add_treated(progress.plan.treated.values());
    const std::span<const std::int64_t> moves = progress.potentials.moves.values();
    const auto width = static_cast<std::size_t>(progress.plan.treated.periods());
    writer.add_moves(moves.first(width));
    EXPECT_THROW(writer.commit(), std::invalid_argument) << "rows are missing";
  }
  EXPECT_EQ(read_checkpoint(folder / "a").progress.plan.shipments, progress.plan.shipments);
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
