// SPDX-License-Identifier: Apache-2.0
// Measures one subject after the other on several numbers of ranks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "critical_path.hpp"
#include "launch.hpp"
#include "support/command_line.hpp"
#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  Rounds rounds = {.repeats = 3, .budget_seconds = 150.0, .limit_seconds = 600.0};
  std::vector<int> ranks = {1, 2, 4, 8, 16, 51};
  /// Of all nodes. Times of no more ranks than that are measured; those of all are modelled.
  int cores = 1;
  std::string regions;  ///< value of solver.regions; empty: the case's own
  Launcher launcher = default_launcher();
  Network network;
};

/// A subject whose size is so many facilities for each rank.
struct WeakSubject {
  int facilities_per_rank = 0;
  int ranks = 0;
};

/// "weak-FxR" for F facilities on each of R ranks.
[[nodiscard]] std::string name_of(const WeakSubject& subject);
[[nodiscard]] std::optional<WeakSubject> weak_subject(const std::string& name);

/// Rounds of runs: the undecomposed method, then the decomposition on each number of ranks. A weak
/// subject runs on its own number alone. A run that does not end is the last of its number. Files
/// go to `folder`. The record is as ../README.md describes it; errors are a plan without a
/// certificate, plans or steps that differ between runs, a process that fails.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options,
                                          const std::filesystem::path& folder, LogSink& log);

}  // namespace surgeflow::bench
