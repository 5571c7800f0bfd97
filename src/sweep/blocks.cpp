// SPDX-License-Identifier: Apache-2.0
// How large a block is.
#include "sweep/blocks.hpp"

#include <algorithm>
#include <numeric>

namespace surgeflow::sweep {
namespace {

/// Facilities x periods that are planned in some seconds.
constexpr std::int64_t kNodesPerBlock = 4'000'000;
/// So that the last blocks of many workers end together.
constexpr std::int64_t kFewestBlocks = 64;

}  // namespace

std::vector<Block> cut_into_blocks(std::int64_t scenarios, std::int64_t nodes) {
  const std::int64_t of_work = kNodesPerBlock / std::max<std::int64_t>(nodes, 1);
  const std::int64_t to_go_round = (scenarios + kFewestBlocks - 1) / kFewestBlocks;
  const std::int64_t size = std::max<std::int64_t>(std::min(of_work, to_go_round), 1);
  std::vector<Block> blocks;
  for (std::int64_t first = 0; first < scenarios; first += size) {
    blocks.push_back({first, std::min(size, scenarios - first)});
  }
  return blocks;
}

std::int64_t scenarios_of(const std::vector<Block>& blocks) {
  return std::accumulate(blocks.begin(), blocks.end(), std::int64_t{0},
                         [](std::int64_t sum, const Block& block) { return sum + block.count; });
}

}  // namespace surgeflow::sweep
