// SPDX-License-Identifier: Apache-2.0
// Sizes of the partitions.
#include "lagrangian/schedule.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {
namespace {

constexpr std::int32_t kFacilitiesPerCoarseBlock = 4;
/// The coarse problem is solved by one rank, which holds all its lanes.
constexpr std::int32_t kMostCoarseBlocks = 2048;
/// Facilities per block of the steps after those on the regions.
constexpr std::int32_t kDescentSizes[] = {31, 157, 628};
/// Facilities per scattered block: large enough for a block to be like the whole, and no two sizes
/// that divide each other.
constexpr std::int32_t kSweepSizes[] = {314, 349, 393, 449, 524, 628, 785, 1047};

}  // namespace

Schedule make_schedule(const ClosenessGraph& graph, Partition regions,
                       std::span<const std::int64_t> weight_of_facility) {
  const std::int32_t n = graph.facilities();
  std::int32_t seed = 0;
  const auto compact = [&](std::int32_t blocks) {
    return compact_partition(graph, std::clamp(blocks, 1, n), ++seed);
  };
  Schedule schedule{.coarse = compact(std::min(n / kFacilitiesPerCoarseBlock, kMostCoarseBlocks)),
                    .descent = {},
                    .sweeps = {}};
  schedule.descent.push_back(std::move(regions));
  for (const std::int32_t size : kDescentSizes) {
    if (n / size > 1) schedule.descent.push_back(compact(n / size));
  }
  for (const std::int32_t size : kSweepSizes) {
    const std::int32_t blocks = (n + size / 2) / size;  // to the nearest
    if (blocks <= 1) break;
    schedule.sweeps.push_back(scattered_partition(compact(n / blocks), weight_of_facility, blocks));
  }
  return schedule;
}

}  // namespace surgeflow::lagrangian
