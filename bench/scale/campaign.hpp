// SPDX-License-Identifier: Apache-2.0
// Measures one subject after the other, each run in a process of its own.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  std::size_t repeats = 5;        ///< rounds, >= 1
  double budget_seconds = 300.0;  ///< no further round of a subject whose rounds took so long
  double limit_seconds = 3600.0;  ///< for each of a round's two processes; one beyond it is killed
  int threads = 1;                ///< of demand, transit, the second check and the whole command
};

/// Rounds of two processes each: the stages one by one, then the whole command on the same case.
/// A round that does not end is the last. Files go to `folder`. The record is as ../README.md
/// describes it; errors are a plan without a certificate, an answer that differs between runs, a
/// process that fails.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options,
                                          const std::filesystem::path& folder, LogSink& log);

}  // namespace surgeflow::bench
