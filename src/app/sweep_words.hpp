// SPDX-License-Identifier: Apache-2.0
// A sweep in sentences: before it runs, while it runs, and what came of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "app/environment.hpp"
#include "app/log.hpp"
#include "app/rank_need.hpp"
#include "surgeflow/archive/sweep_file.hpp"
#include "sweep/blocks.hpp"

namespace surgeflow::app {

/// What decides what a sweep takes.
struct SweepSize {
  std::int64_t scenarios = 0;
  std::int64_t blocks = 0;
  CaseSize planning_case;
  int threads = 1;  ///< of each rank
};

/// Memory of one machine's ranks, each of whose threads plans a case of its own.
[[nodiscard]] std::int64_t sweep_bytes(const SweepSize& size, const Machine& machine);

/// Throws SystemError where a machine has less.
void require_sweep_memory(const SweepSize& size, const std::vector<Machine>& machines);

/// For --dry-run: scenarios, memory, time, and a line for sbatch.
[[nodiscard]] std::string sweep_size_in_words(const SweepSize& size,
                                              const std::vector<Machine>& machines,
                                              const std::string& sweep_path,
                                              const std::string& output_path);

/// The answer of a sweep.
[[nodiscard]] std::string sweep_in_words(const archive::SweepDocument& document);

/// Scenarios done, rate and time left, as often as someone can read it.
class SweepProgress {
 public:
  SweepProgress(const Environment& environment, TerminalLog& log, std::vector<sweep::Block> blocks,
                std::int64_t done_before);
  /// So many of the blocks are finished.
  void operator()(std::int64_t finished);

 private:
  TerminalLog& log_;
  Display display_;
  std::vector<std::int64_t> done_;  ///< scenarios, after so many blocks
  std::int64_t done_before_;
  std::int64_t last_finished_ = -1;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_shown_ = begin_;
};

}  // namespace surgeflow::app
