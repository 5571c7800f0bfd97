// SPDX-License-Identifier: Apache-2.0
// A checkpoint in one HDF5 file, with the paths of the plan file.
#include "surgeflow/archive/checkpoint_file.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/plan_layout.hpp"
#include "archive/row_stream.hpp"
#include "archive/step_log.hpp"
#include "archive/whole_file.hpp"
#include "archive/working_file.hpp"

namespace surgeflow::archive {
namespace {

constexpr WorkingFormat kCheckpointFormat{.name = "surgeflow checkpoint",
                                          .noun = "checkpoint",
                                          .kind = "a checkpoint written by surgeflow plan",
                                          .remedy = "delete the file"};

Checkpoint read(const Hdf5Reader& file) {
  require_format(file, kCheckpointFormat);
  require_undamaged(file, kCheckpointFormat);
  Checkpoint checkpoint{.run = {.case_name = file.text("/", "case_name"),
                                .run_sha256 = file.text("/", "run_sha256"),
                                .version = file.text("/", "version")},
                        .progress = {}};
  Progress& progress = checkpoint.progress;
  const Size size = read_axes(file);
  progress.plan = {read_panel<Count>(file, kTreated.path, size),
                   as_shipments(file, size, read_columns(file))};
  progress.potentials = {read_panel<std::int32_t>(file, kDevicePatients.path, size),
                         read_panel<std::int64_t>(file, kDeviceMoves.path, size)};
  progress.steps = read_steps(file);
  if (progress.steps.empty())
    file.refuse(kStepsPath, "no steps", kCheckpointFormat.kind, kCheckpointFormat.remedy);
  return checkpoint;
}

}  // namespace

/// The file in memory, open within HDF5 between calls.
class CheckpointWriter::Writing {
 public:
  Writing(std::filesystem::path path, const CheckpointRun& run, const ProgressHead& head);
  ~Writing();
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

  void add_treated(std::span<const Count> rows);
  void add_moves(std::span<const std::int64_t> rows);
  void commit();

 private:
  void write_head(const CheckpointRun& run, const ProgressHead& head);

  std::filesystem::path path_;
  std::vector<StepRecord> steps_;
  std::vector<Axis> axes_;
  std::optional<Hdf5Writer> file_;
  std::optional<RowStream<std::int32_t>> treated_;
  std::optional<RowStream<std::int64_t>> moves_;
};

CheckpointWriter::Writing::Writing(std::filesystem::path path, const CheckpointRun& run,
                                   const ProgressHead& head)
    : path_(std::move(path)),
      steps_(head.steps.begin(), head.steps.end()),
      axes_{{kFacilityPath, static_cast<std::size_t>(head.patients.facilities())},
            {kPeriodPath, static_cast<std::size_t>(head.patients.periods())}} {
  const Hdf5Session session;
  file_.emplace(path_.string());
  write_head(run, head);
  treated_.emplace(*file_, kTreated.path, axes_, kTreated.label);
}

CheckpointWriter::Writing::~Writing() {
  const Hdf5Session session;
  moves_.reset();
  treated_.reset();
  file_.reset();
}

void CheckpointWriter::Writing::write_head(const CheckpointRun& run, const ProgressHead& head) {
  write_format(*file_, kCheckpointFormat);
  file_->set("/", "case_name", run.case_name);
  file_->set("/", "run_sha256", run.run_sha256);
  file_->set("/", "version", run.version);
  for (const char* group : {"input", "plan", "duals"}) file_->make_group(group);
  for (const Axis& axis : axes_) write_numbers(*file_, axis);
  file_->write<std::int32_t>(kDevicePatients.path, head.patients.values(), axes_,
                             kDevicePatients.label);
  write_columns(*file_, head.shipments);
  write_steps(*file_, head.steps);
}

void CheckpointWriter::Writing::add_treated(std::span<const Count> rows) {
  const Hdf5Session session;
  treated_->add(rows);
}

void CheckpointWriter::Writing::add_moves(std::span<const std::int64_t> rows) {
  const Hdf5Session session;
  if (!moves_) {
    treated_->finish();
    moves_.emplace(*file_, kDeviceMoves.path, axes_, kDeviceMoves.label);
  }
  moves_->add(rows);
}

void CheckpointWriter::Writing::commit() {
  const auto image = [&] {
    const Hdf5Session session;
    moves_.value().finish();
    write_measured(*file_, steps_);
    write_checksums(*file_);
    return file_->finish();
  };
  write_whole(path_, image());
}

CheckpointWriter::CheckpointWriter(std::filesystem::path path, const CheckpointRun& run,
                                   const ProgressHead& head)
    : writing_(std::make_unique<Writing>(std::move(path), run, head)) {}
CheckpointWriter::~CheckpointWriter() = default;
CheckpointWriter::CheckpointWriter(CheckpointWriter&&) noexcept = default;
CheckpointWriter& CheckpointWriter::operator=(CheckpointWriter&&) noexcept = default;

void CheckpointWriter::add_treated(std::span<const Count> rows) { writing_->add_treated(rows); }
void CheckpointWriter::add_moves(std::span<const std::int64_t> rows) { writing_->add_moves(rows); }
void CheckpointWriter::commit() { writing_->commit(); }

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kCheckpointFormat.kind), read);
}

}  // namespace surgeflow::archive
