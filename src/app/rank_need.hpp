// SPDX-License-Identifier: Apache-2.0
// What ranks take that plan a case by regions, each with the lanes of its own facilities.
#pragma once

#include <cstdint>
#include <vector>

#include "app/available_memory.hpp"
#include "app/need.hpp"

namespace surgeflow::app {

/// Peaks in bytes.
struct RankNeed {
  std::int64_t root = 0;   ///< until the plan is written, the proof left out
  std::int64_t proof = 0;  ///< of the root, where it proves the optimum and so holds all lanes
  std::int64_t other = 0;  ///< of each other rank
};

/// Of one of so many ranks. Where a gap is allowed and three sweeps do not reach it, the rounds
/// that follow take more for their larger blocks, and the proof after them.
[[nodiscard]] RankNeed rank_need(const CaseSize& size, std::int64_t ranks);

/// What the run takes of one machine.
struct MachineNeed {
  Machine machine;
  std::int64_t bytes = 0;

  [[nodiscard]] bool is_met() const {
    return !machine.available_bytes || bytes <= *machine.available_bytes;
  }
};

/// Of the machine that has least left. The root is on the first: where one rank plans it alone
/// takes something, and where ranks plan by regions the proof counts if one is asked for.
[[nodiscard]] MachineNeed need_of_fullest(const CaseSize& size,
                                          const std::vector<Machine>& machines);

/// The ranks on all machines.
[[nodiscard]] std::int64_t ranks_on(const std::vector<Machine>& machines);

/// Throws SystemError where a machine has less than the run takes of it; nothing is refused where
/// that is not known.
void require_memory(const CaseSize& size, const std::vector<Machine>& machines);

}  // namespace surgeflow::app
