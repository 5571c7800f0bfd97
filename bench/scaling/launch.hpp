// SPDX-License-Identifier: Apache-2.0
// One run of the decomposition on so many ranks.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/child_process.hpp"

namespace surgeflow::bench {

/// The command that starts ranks, up to where their number goes.
using Launcher = std::vector<std::string>;

/// That of the MPI that this was built with.
[[nodiscard]] Launcher default_launcher();

struct RunOutcome {
  ChildOutcome process;
  nlohmann::ordered_json run;  ///< what the process wrote; see runs.hpp
  [[nodiscard]] bool complete() const { return run.contains("answer"); }
};

/// Starts this program with --rank. There may be more ranks than cores.
[[nodiscard]] RunOutcome launch_ranks(const Launcher& launcher, int ranks,
                                      const std::filesystem::path& case_file,
                                      const std::string& regions, double limit_seconds);

/// Starts this program with --undecomposed.
[[nodiscard]] RunOutcome launch_undecomposed(const std::filesystem::path& case_file,
                                             double limit_seconds);

}  // namespace surgeflow::bench
