// SPDX-License-Identifier: Apache-2.0
// Sums of rates times what a rank holds.
#include "app/rank_need.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "app/need_rates.hpp"
#include "app/words.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

std::int64_t divided_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Blocks of one partition, of equal size but where the planner says otherwise.
struct BlockSizes {
  std::int64_t facilities_of_rank = 0;
  std::int64_t largest = 0;
};

BlockSizes dealt(std::int64_t facilities, std::int64_t blocks, std::int64_t ranks) {
  const std::int64_t count =
      std::clamp<std::int64_t>(blocks, 1, std::max<std::int64_t>(facilities, 1));
  const std::int64_t largest = divided_up(facilities, count);
  return {std::min(facilities, divided_up(count, ranks) * largest), largest};
}

/// Lanes of blocks with so many facilities together, solver tiles of the one at work.
std::int64_t lane_bytes(const CaseSize& size, std::int64_t facilities, std::int64_t largest) {
  return facilities * largest * rates::kTransitPairBytes + lane_tile_bytes(size, largest * largest);
}

/// A step of the bound keeps the solvers of all blocks.
std::int64_t descent_bytes(const CaseSize& size, const BlockSizes& blocks) {
  return lane_bytes(size, blocks.facilities_of_rank, blocks.largest) +
         blocks.facilities_of_rank * size.periods * rates::kDescentNodeBytes;
}

/// A sweep has one block at a time.
std::int64_t sweep_bytes(const CaseSize& size, const BlockSizes& blocks) {
  return lane_bytes(size, blocks.largest, blocks.largest) +
         size.periods * (blocks.facilities_of_rank * rates::kBlockNodeBytes +
                         blocks.largest * rates::kSweepNodeBytes);
}

std::int64_t block_bytes(const CaseSize& size, std::int64_t ranks) {
  const std::int64_t facilities = size.facilities;
  const std::int64_t large =
      std::max(facilities / rates::kFacilitiesPerLargeBlock, std::int64_t{5});
  const std::int64_t scattered =
      std::clamp<std::int64_t>(facilities / rates::kFacilitiesPerSweepBlock, 4, 6);
  const BlockSizes regions{std::max(size.largest_region, divided_up(facilities, ranks)),
                           size.largest_region};
  return std::max({descent_bytes(size, regions),
                   descent_bytes(size, dealt(facilities, large, ranks)),
                   sweep_bytes(size, dealt(facilities, scattered, ranks))});
}

std::string of_ranks(const CaseSize& size, const MachineNeed& need) {
  if (!size.is_spread()) return {};
  return fmt::format(" for {} on one machine", counted(need.machine.ranks, "rank", "ranks"));
}

std::string_view remedy_by_ranks(const CaseSize& size) {
  if (!size.is_spread()) return {};
  if (size.finish == Finish::gap) return "spread the ranks over more machines, ";
  return "allow a gap (solver.gap = 0.001), which spares the root all lanes, spread the ranks over "
         "more machines, ";
}

}  // namespace

RankNeed rank_need(const CaseSize& size, std::int64_t ranks) {
  // Whether lanes are as long one way as the other is not known of a table.
  const std::int64_t tables = size.lane_source == LaneSource::table ? 2 : 1;
  const std::int64_t held = size.facilities * rates::kRankFacilityBytes +
                            divided_up(size.pairs(), ranks) * tables * rates::kTransitPairBytes +
                            divided_up(size.nodes(), ranks) * rates::kRankRowNodeBytes +
                            size.nodes() * rates::kRankNodeBytes;
  const std::int64_t blocks = block_bytes(size, ranks);
  const MemoryNeed whole = memory_need(size);
  const std::int64_t root = rates::kProgramBytes + rates::kRankProgramBytes +
                            size.facilities * rates::kFacilityBytes +
                            size.nodes() * rates::kInputNodeBytes;
  const std::int64_t reading = tables == 1 ? 0
                                           : size.stated_lanes * rates::kStatedLaneBytes +
                                                 size.pairs() * rates::kTransitPairBytes;
  RankNeed need;
  need.root = root + std::max({reading, held + blocks, whole.answer + whole.writing});
  need.proof = std::max(need.root, whole.peak + rates::kRankProgramBytes + held + whole.answer);
  need.other = rates::kProgramBytes + rates::kRankProgramBytes + held +
               std::max(blocks, size.nodes() * rates::kCheckNodeBytes);
  return need;
}

MachineNeed need_of_fullest(const CaseSize& size, const std::vector<Machine>& machines) {
  if (!size.is_spread()) return {machines.front(), memory_need(size).peak};
  const RankNeed of_rank = rank_need(size, ranks_on(machines));
  MachineNeed fullest;
  auto least = std::numeric_limits<std::int64_t>::max();
  for (std::size_t n = 0; n < machines.size(); ++n) {
    MachineNeed need{machines[n], machines[n].ranks * of_rank.other};
    if (n == 0) {
      need.bytes += (size.finish == Finish::proof ? of_rank.proof : of_rank.root) - of_rank.other;
    }
    const std::int64_t left =
        machines[n].available_bytes.value_or(std::numeric_limits<std::int64_t>::max()) - need.bytes;
    if (n > 0 && left >= least) continue;
    least = left;
    fullest = need;
  }
  return fullest;
}

std::int64_t ranks_on(const std::vector<Machine>& machines) {
  std::int64_t ranks = 0;
  for (const Machine& machine : machines) ranks += machine.ranks;
  return ranks;
}

void require_memory(const CaseSize& size, const std::vector<Machine>& machines) {
  const MachineNeed need = need_of_fullest(size, machines);
  if (need.is_met()) return;
  throw SystemError(fmt::format(
      "not enough memory: {} over {} need about {}{}, and this machine has {} available; {}plan "
      "fewer facilities or periods, drop long lanes with transit.max_periods = 1 or 2, or use a "
      "machine (a job's limit) with more memory",
      counted(size.facilities, "facility", "facilities"),
      counted(size.periods, "period", "periods"), bytes_in_words(need.bytes), of_ranks(size, need),
      bytes_in_words(*need.machine.available_bytes), remedy_by_ranks(size)));
}

}  // namespace surgeflow::app
