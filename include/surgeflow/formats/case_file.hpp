// SPDX-License-Identifier: Apache-2.0
// CASE.toml and the CSV files it names, read into a statement.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow::formats {

/// A case as read, and the SHA-256 of what was read.
struct CaseFile {
  CaseStatement statement;
  std::map<std::string, std::string> input_sha256;  ///< path as stated -> SHA-256 of the bytes
  std::string sha256;  ///< of the whole: the resolved TOML (overrides in) and every file's hash
};

/// Reads CASE.toml; `overrides` are "section.key=VALUE" with VALUE in TOML syntax (bare text is
/// taken as a string). Throws InputError with all findings: missing file, column or key, unknown
/// key (with the nearest known one), text where a number belongs.
[[nodiscard]] CaseFile read_case(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides = {});

/// SHA-256 of bytes, in hexadecimal.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace surgeflow::formats
