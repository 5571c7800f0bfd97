// SPDX-License-Identifier: Apache-2.0
// PLAN.h5.checkpoint.1 and .2: what a stopped or killed run leaves, so that another goes on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "surgeflow/flow/progress.hpp"

namespace surgeflow::archive {

/// What a checkpoint belongs to.
struct CheckpointRun {
  std::string case_name;
  std::string run_sha256;  ///< of everything that decides the course of a run
  std::string version;     ///< the program's
};

struct Checkpoint {
  CheckpointRun run;
  Progress progress;
};

/// Writes a checkpoint whose rows come one after the other, whole or not at all, with a SHA-256 of
/// every dataset. What it holds in memory is the compressed file. Every call throws SystemError for
/// what the system refuses, std::invalid_argument for rows that do not make up the shape of the
/// head; nothing may be called after that.
class CheckpointWriter {
 public:
  CheckpointWriter(std::filesystem::path path, const CheckpointRun& run, const ProgressHead& head);
  ~CheckpointWriter();
  CheckpointWriter(CheckpointWriter&&) noexcept;
  CheckpointWriter& operator=(CheckpointWriter&&) noexcept;

  /// The rows of all facilities, in order, some at a time; those of `treated` first.
  void add_treated(std::span<const Count> rows);
  void add_moves(std::span<const std::int64_t> rows);
  /// Puts the file in its place.
  void commit();

 private:
  class Writing;
  std::unique_ptr<Writing> writing_;
};

/// Throws InputError where the file is no checkpoint, is damaged, or is of another format version.
[[nodiscard]] Checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace surgeflow::archive
