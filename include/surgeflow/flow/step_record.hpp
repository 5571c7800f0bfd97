// SPDX-License-Identifier: Apache-2.0
// One step of a method that works in steps with a plan and a bound after each.
#pragma once

#include <cstdint>
#include <string>

#include "surgeflow/core/index.hpp"

namespace surgeflow {

struct StepRecord {
  std::string step;       ///< what was done: "coarse", "down", "up", "sweep", "polish"
  std::string partition;  ///< the blocks it was done on, by name
  std::int64_t blocks = 1;
  Total bound_treated = 0;  ///< no plan treats more
  Total treated = 0;        ///< by the best plan so far
  double gap = 0.0;         ///< (bound_treated - treated) / max(1, bound_treated)

  /// What it took, different in every run.
  struct Measured {
    double seconds = 0.0;                ///< wall time
    double slowest_block_seconds = 0.0;  ///< processor time
    double mean_block_seconds = 0.0;     ///< likewise
    std::int64_t bytes_sent = 0;         ///< by all ranks

    bool operator==(const Measured&) const = default;
  } measured;

  bool operator==(const StepRecord&) const = default;
};

}  // namespace surgeflow
