// SPDX-License-Identifier: Apache-2.0
// PLAN.h5.checkpoint.1 and .2: what a stopped or killed run leaves, so that another goes on.
#pragma once

#include <filesystem>
#include <string>

#include "surgeflow/flow/progress.hpp"

namespace surgeflow::archive {

struct Checkpoint {
  std::string case_name;
  std::string run_sha256;  ///< of everything that decides the course of a run
  std::string version;     ///< the program's
  Progress progress;
};

/// Writes the file whole or not at all, with a SHA-256 of every dataset. Throws SystemError.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// Throws InputError where the file is no checkpoint, is damaged, or is of another format version.
[[nodiscard]] Checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace surgeflow::archive
