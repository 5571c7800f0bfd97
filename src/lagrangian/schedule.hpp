// SPDX-License-Identifier: Apache-2.0
// Which partitions the method goes through: a property of the instance, never of the ranks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lagrangian/partition.hpp"

namespace surgeflow::lagrangian {

struct Schedule {
  Partition coarse;                ///< the blocks of the coarse start
  std::vector<Partition> descent;  ///< one step down and one up on each
  std::vector<Partition> sweeps;   ///< one sweep of the plan on each
};

/// `regions` is the planner's partition. Sizes were chosen on 3,142 counties (regional_coupling.hpp
/// and plan_sweep.hpp say why): a coarse start of four facilities a block, descent on the regions
/// and on about 100, 20 and 5 blocks; sweeps on 10 scattered blocks and then fewer down to 3.
[[nodiscard]] Schedule make_schedule(const ClosenessGraph& graph, Partition regions,
                                     std::span<const std::int64_t> weight_of_facility);

}  // namespace surgeflow::lagrangian
