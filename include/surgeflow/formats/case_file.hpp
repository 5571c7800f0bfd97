// SPDX-License-Identifier: Apache-2.0
// CASE.toml and the CSV files it names, read into a statement.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/formats/input_files.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::formats {

/// A case as read, and the SHA-256 of what was read.
struct CaseFile {
  CaseStatement statement;
  /// Path as stated -> SHA-256 of the bytes; the TOML file by the path given to read_case.
  std::map<std::string, std::string> input_sha256;
  /// Of the whole: the TOML file's bytes (comments and layout included), the overrides in their
  /// order, and the stated path and hash of every CSV file read. Where the case lies does not
  /// matter.
  std::string sha256;
};

/// Reads CASE.toml and the CSV files it names; only those that its demand and transit models use.
/// `overrides` are "section.key=VALUE" with VALUE in TOML syntax (what is no TOML is taken as a
/// text); a path in one is relative to the TOML file like any other.
/// Throws InputError with all findings: missing file, column or key, unknown key (with the nearest
/// known one), text where a number belongs, a section that this version does not support.
[[nodiscard]] CaseFile read_case(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides = {});
/// Likewise, where other cases are read from the same files.
[[nodiscard]] CaseFile read_case(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides, InputFiles& files);

/// SHA-256 of bytes, in hexadecimal.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace surgeflow::formats
