// SPDX-License-Identifier: Apache-2.0
// The whole program on a case, as a user runs it.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/child_process.hpp"

namespace surgeflow::bench {

struct PlanCommandOutcome {
  ChildOutcome process;
  nlohmann::ordered_json summary;  ///< summary.json; null where the program wrote none
};

/// `surgeflow plan` with plan file and summary, which are put into `folder` and removed again.
/// A run beyond the limit is killed; what run_program throws.
[[nodiscard]] PlanCommandOutcome run_plan_command(const std::filesystem::path& case_file,
                                                  const std::filesystem::path& folder, int threads,
                                                  double limit_seconds);

}  // namespace surgeflow::bench
