// SPDX-License-Identifier: Apache-2.0
// A subject as a case file, which the program can plan.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace surgeflow::bench {

/// What the process of run_prepare left.
struct PreparedCase {
  std::filesystem::path file;
  nlohmann::ordered_json facts;  ///< name, checksum and size; see Subject and describe
};

/// Has the case of a subject written into `folder`, which must not hold one yet, by a process of
/// its own: Linux counts the peak memory of a process from that of the one that started it, so this
/// one must stay small. A subject that is a file stays where it is. Throws std::runtime_error with
/// that process's reason where there is no such subject.
[[nodiscard]] PreparedCase prepare_case(const std::string& subject,
                                        const std::filesystem::path& folder);

/// --prepare INSTANCE FOLDER, by which the program calls that process.
void declare_prepare(CLI::App& app, std::vector<std::string>& instance_and_folder);

/// That process: writes one line of JSON to the standard output, the file and the facts or the
/// failure. The facts are of the case read back from the file. Returns its exit code.
[[nodiscard]] int run_prepare(const std::string& subject, const std::filesystem::path& folder);

}  // namespace surgeflow::bench
