// SPDX-License-Identifier: Apache-2.0
// The campaign: each case swept in every way, in turn, and the answers compared.
#pragma once

#include <filesystem>
#include <string>

#include "support/command_line.hpp"
#include "support/results.hpp"
#include "sweep_run.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  Rounds rounds;
  SweepSize size;
  int threads = 1;  ///< where more than one is measured
};

/// Cold and warm on one thread; warm on all threads, and on as many ranks. All must find the same
/// numbers, each plan certified.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options,
                                          const std::filesystem::path& folder, LogSink& log);

}  // namespace surgeflow::bench
