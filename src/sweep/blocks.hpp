// SPDX-License-Identifier: Apache-2.0
// A sweep's scenarios in blocks: what one thread plans in one go, and what one file holds.
//
// Within a block each scenario may start from the plan of the one before; the first of a block
// starts cold. Blocks depend on the sweep alone, so that plans do not depend on who plans them.
#pragma once

#include <cstdint>
#include <vector>

namespace surgeflow::sweep {

/// Scenarios [first, first + count).
struct Block {
  std::int64_t first = 0;
  std::int64_t count = 0;
  bool operator==(const Block&) const = default;
};

/// Equal blocks but for the last: of some seconds' work for cases of `nodes` facilities x periods,
/// and many enough to go round.
[[nodiscard]] std::vector<Block> cut_into_blocks(std::int64_t scenarios, std::int64_t nodes);

/// Scenarios of all of them.
[[nodiscard]] std::int64_t scenarios_of(const std::vector<Block>& blocks);

}  // namespace surgeflow::sweep
