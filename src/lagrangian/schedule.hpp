// SPDX-License-Identifier: Apache-2.0
// Which partitions the method goes through: a property of the instance, never of the ranks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/regional_coupling.hpp"

namespace surgeflow::lagrangian {

/// One step for each direction, on the same blocks.
struct Descent {
  Partition partition;
  std::vector<Direction> directions;
};

/// Done where a gap is allowed and not reached yet: the polish, which would close it, takes a rank
/// that holds everything.
struct Round {
  Descent descent;
  Partition sweep;
};

struct Schedule {
  Partition coarse;               ///< the blocks of the coarse start
  Partition clusters;             ///< some thirty near facilities each
  std::vector<Descent> descents;  ///< of the bound
  std::vector<Partition> sweeps;  ///< one sweep of the plan on each
  std::vector<Round> rounds;      ///< on fewer and fewer blocks, twice
};

/// The planner's regions: a label for each facility, or how many of near facilities to make.
struct Regions {
  std::vector<std::int32_t> labels{};  ///< empty where a number is given
  std::int32_t count = 0;
};

/// Collective; `graph`, `regions` and the weights are the same on all ranks, which share the work.
///
/// Sizes were chosen on 3,142 counties with states and with ten regions, and on synthetic cases
/// (regional_coupling.hpp and plan_share.hpp say what was tried): a coarse start of four facilities
/// a block; descent on the regions, cut to 42 facilities, then up on other blocks, of 31, and,
/// where a gap is allowed, down and up on 5 large ones; two or three sweeps on 4 scattered blocks.
/// Larger cases have more blocks of these sizes, but for sweeps six at most.
[[nodiscard]] Schedule make_schedule(const ClosenessGraph& graph, const Regions& regions,
                                     std::span<const std::int64_t> weight_of_facility, double gap,
                                     const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
