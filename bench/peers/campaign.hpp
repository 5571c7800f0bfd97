// SPDX-License-Identifier: Apache-2.0
// Measures methods side by side on one instance, each run in a process of its own.
#pragma once

#include <string>
#include <vector>

#include "support/command_line.hpp"
#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  std::vector<std::string> methods;  ///< our own first
  /// The budget is each method's own; the limit is that of building and solving.
  Rounds rounds = {.repeats = 5, .budget_seconds = 180.0, .limit_seconds = 300.0};
};

/// As ../README.md describes it. Errors are an answer that differs from ours, our own without a
/// certificate, our own failing.
///
/// Methods take turns: in each round every method that still runs has one run, ours first, so that
/// whatever else the machine does falls on all of them.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options, LogSink& log);

}  // namespace surgeflow::bench
