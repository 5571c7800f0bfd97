// SPDX-License-Identifier: Apache-2.0
// One run of the command `surgeflow sweep`, in one of the ways that are compared.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/child_process.hpp"

namespace surgeflow::bench {

enum class Start { warm, cold };

/// How a sweep is run.
struct Way {
  std::string name;
  Start start = Start::warm;
  int ranks = 1;
  int threads = 1;  ///< of each rank
};

/// Reproduction numbers over the range in which hospitals begin to drown.
struct SweepSize {
  int scenarios = 1000;
  double least = 1.2;
  double most = 3.0;
};

struct SweepOutcome {
  ChildOutcome process;
  std::vector<std::string> rows;  ///< of the table, less the solver's rounds; empty without one
  std::size_t certified = 0;      ///< of them
};

/// Its files are put into `folder` and removed again. Throws what run_program throws.
[[nodiscard]] SweepOutcome run_sweep(const std::filesystem::path& case_file, const SweepSize& size,
                                     const Way& way, const std::filesystem::path& folder,
                                     double limit_seconds);

}  // namespace surgeflow::bench
