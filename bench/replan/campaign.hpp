// SPDX-License-Identifier: Apache-2.0
// The campaign: mornings after days of several kinds, each solved from nothing and from yesterday's
// plan.
#pragma once

#include <string>

#include "support/command_line.hpp"
#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

struct CampaignOptions {
  Rounds rounds;            ///< of each kind of day
  std::int32_t today = 32;  ///< the period planned again, in mid-wave
  int threads = 1;          ///< of each solve
};

/// Plans the case, carries the plan out up to today's period, yesterday going otherwise, and
/// measures in turn: `whole`, the case from nothing as on its first day; `cold`, the morning's
/// problem from nothing; `warm`, that from what is left of the plan. `whole_kept`, `cold_kept` and
/// `warm_kept` are the same with the workspace of a solve before, in which the tables of lanes
/// stand. Answers must agree and be proved.
[[nodiscard]] Measurement measure_subject(const std::string& subject,
                                          const CampaignOptions& options, LogSink& log);

}  // namespace surgeflow::bench
