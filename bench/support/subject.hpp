// SPDX-License-Identifier: Apache-2.0
// What is measured, by name.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::bench {

struct Subject {
  std::string name;  ///< in results: as asked for, but a file by the name of its case
  CaseStatement statement;
  std::optional<std::filesystem::path> file;  ///< that says just this, where there is one
};

/// "colorado-34" and "colorado-64": the study's counties, all counties, of the data sets.
/// "synthetic-N" and "synthetic-NxT": N synthetic facilities over T periods (180), seed 1.
/// "FILE.toml": any case.
/// Any of these with "-distance" behind it: movement counts the distance of each shipment, not its
/// devices, so that lanes differ in cost. Or with "-12h": periods of 12 hours, or of any number
/// that divides those of the case, over the same days; turnaround, in-processing and speed stay
/// what they are in days. Throws std::invalid_argument for another name, and what reading a case
/// throws.
[[nodiscard]] Subject state_subject(const std::string& name);

/// As the program makes it. Throws what checking a case throws.
[[nodiscard]] Instance make_instance(const CaseStatement& statement);

/// Size of an instance, and the SHA-256 of all its numbers, whatever files they came from.
[[nodiscard]] nlohmann::ordered_json describe(const Instance& instance);

}  // namespace surgeflow::bench
