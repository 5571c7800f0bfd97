// SPDX-License-Identifier: Apache-2.0
// Measures one subject after the other, each run in a process of its own.
#pragma once

#include <filesystem>
#include <string>

#include "support/command_line.hpp"
#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  Rounds rounds;    ///< the budget is each subject's own
  int threads = 1;  ///< of demand, transit, the second check and the whole command
};

/// Rounds of two processes each: the stages one by one, then the whole command on the same case.
/// A round that does not end is the last. Files go to `folder`. The record is as ../README.md
/// describes it; errors are a plan without a certificate, an answer that differs between runs, a
/// process that fails.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options,
                                          const std::filesystem::path& folder, LogSink& log);

}  // namespace surgeflow::bench
