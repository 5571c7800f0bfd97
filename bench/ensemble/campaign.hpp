// SPDX-License-Identifier: Apache-2.0
// Measures one subject after the other, each run in a process of its own.
#pragma once

#include <filesystem>
#include <string>

#include "kernel_stages.hpp"
#include "support/command_line.hpp"
#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  Rounds rounds;  ///< the budget is each subject's own
  KernelOptions kernel;
};

/// Rounds of three processes each: the kernel beside its peers, then the whole ensemble on one
/// thread and on all. A round that does not end is the last. The record is as ../README.md
/// describes it; errors are answers that differ, and a process that fails.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options,
                                          const std::filesystem::path& folder, LogSink& log);

}  // namespace surgeflow::bench
