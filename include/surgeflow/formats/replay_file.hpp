// SPDX-License-Identifier: Apache-2.0
// REPLAY.toml, and the patients who truly came.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/formats/input_files.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::formats {

enum class OutlookModel { fixed, scaled, growth };

/// What [replay] states; bounds as checked.
struct ReplayStatement {
  std::string file;
  std::string name;
  std::string case_file;              ///< CASE.toml, with its folder
  std::string truth_file;             ///< facility, period, patients
  std::vector<std::string> policies;  ///< empty: all
  OutlookModel outlook = OutlookModel::scaled;
  std::int32_t every = 1;                           ///< periods, 1 or more
  std::int32_t frozen_periods = 1;                  ///< 0 or more
  std::int64_t change_cost = 1;                     ///< 0 or more
  std::int32_t fit_days = 14;                       ///< 7 or more
  double damping = 0.9;                             ///< in [0, 1)
  std::map<std::string, std::string> input_sha256;  ///< of the two files named here
};

/// Reads REPLAY.toml; the case is not read. `known_policies` are allowed.
/// Throws InputError with all findings: missing or unknown keys (with the nearest known one),
/// numbers out of bounds, unknown policies.
[[nodiscard]] ReplayStatement read_replay(const std::filesystem::path& path,
                                          const std::vector<std::string>& known_policies,
                                          InputFiles& files);

/// Reads the patients who came, a file like demand.csv. Throws InputError with every finding.
[[nodiscard]] Panel<Count> read_truth(ReplayStatement& statement, const Case& whole,
                                      InputFiles& files);

}  // namespace surgeflow::formats
