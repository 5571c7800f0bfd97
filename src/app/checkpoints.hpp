// SPDX-License-Identifier: Apache-2.0
// The checkpoints beside a plan file: two, the newer and the one before, for as long as it takes.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "surgeflow/archive/checkpoint_file.hpp"
#include "surgeflow/core/log_sink.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::app {

class Checkpoints final : public ProgressSink {
 public:
  /// `plan_path` empty: none are kept.
  Checkpoints(const std::filesystem::path& plan_path, const formats::CaseFile& file,
              std::string case_name, LogSink& log);

  /// The newest progress that an earlier run of the same case left. Throws InputError where a
  /// checkpoint is of another case, other settings or another version of the program, or where
  /// none of them can be read; a damaged one beside a good one is told.
  [[nodiscard]] std::optional<Progress> find();

  // Progress takes the place of the older checkpoint. What goes wrong is told and costs nothing
  // else.
  void begin(const ProgressHead& head) override;
  void add_treated(std::span<const Count> rows) override;
  void add_moves(std::span<const std::int64_t> rows) override;
  void end() override;

  /// The path of the last kept; empty where there is none.
  [[nodiscard]] const std::filesystem::path& last() const { return last_; }

  /// Once the plan is written.
  void remove() const;

 private:
  void require_same_run(const std::filesystem::path& path, const archive::CheckpointRun& run) const;
  template <class Work>
  void unless_refused(Work work);

  std::array<std::filesystem::path, 2> paths_;  ///< empty: none are kept
  std::size_t next_ = 0;
  std::filesystem::path last_;
  archive::CheckpointRun run_;
  std::optional<archive::CheckpointWriter> writer_;  ///< of the checkpoint on its way
  std::size_t steps_ = 0;                            ///< in that
  LogSink& log_;
};

}  // namespace surgeflow::app
