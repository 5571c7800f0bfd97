// SPDX-License-Identifier: Apache-2.0
// SWEEP.toml, read into a statement.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "surgeflow/formats/input_files.hpp"
#include "surgeflow/model/sweep_statement.hpp"

namespace surgeflow::formats {

struct SweepFile {
  SweepStatement statement;
  std::string sha256;  ///< of the file's bytes
  /// Path as stated -> SHA-256 of the bytes, of the parameter file where there is one.
  std::map<std::string, std::string> input_sha256;
};

/// Reads SWEEP.toml and the parameter file that it may name; the base case is not read.
/// Throws InputError with all findings: missing or unknown keys (with the nearest known one),
/// impossible distributions, what does not suit the design.
[[nodiscard]] SweepFile read_sweep(const std::filesystem::path& path, InputFiles& files);

}  // namespace surgeflow::formats
