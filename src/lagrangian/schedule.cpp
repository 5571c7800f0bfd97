// SPDX-License-Identifier: Apache-2.0
// Sizes of the partitions.
#include "lagrangian/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {
namespace {

constexpr std::int32_t kFacilitiesPerCoarseBlock = 4;
/// The coarse problem is solved by one rank, which holds all its lanes.
constexpr std::int32_t kMostCoarseBlocks = 4000;
constexpr std::int32_t kFacilitiesPerCluster = 31;
/// Small, so that many ranks are evenly loaded.
constexpr std::int32_t kFacilitiesPerBlock = 42;
/// They bound more tightly, for those who will not have the gap closed by the polish.
constexpr std::int32_t kFacilitiesPerLargeBlock = 628;
constexpr std::int32_t kFewestLargeBlocks = 5;
/// Scattered blocks have as many of the heaviest of each stratum, of the next, and so on.
constexpr std::int32_t kFacilitiesPerStratum = 157;
/// Large enough for a scattered block to be like the whole.
constexpr std::int32_t kFacilitiesPerSweepBlock = 785;
constexpr std::int32_t kFewestSweepBlocks = 4;
constexpr std::uint32_t kSweepsBeforePolish = 2;
constexpr std::uint32_t kSweepsToGap = 3;
/// More would be small beside the whole, which is what sweeps need.
constexpr std::int32_t kMostSweepBlocks = 6;
/// Blocks of each round. No fewer, so that none has to hold half of everything.
constexpr std::int32_t kRounds[] = {5, 4, 3, 5, 4, 3};
/// Blocks of fewer are unlike the whole, and leave the polish as much as it had.
constexpr std::int32_t kFewestToSweep = 256;

/// Collective: compact partitions into so many blocks each. Ranks make them at the same time.
std::vector<Partition> compact_partitions(const ClosenessGraph& graph,
                                          std::span<const std::int32_t> blocks,
                                          const comm::Communicator& ranks) {
  const auto maker = [&](std::size_t n) { return static_cast<int>(n) % ranks.size(); };
  std::vector<std::vector<std::int32_t>> labels(
      blocks.size(), std::vector<std::int32_t>(static_cast<std::size_t>(graph.facilities()), 0));
  ranks.all_or_none([&] {
    for (std::size_t n = 0; n < blocks.size(); ++n) {
      if (maker(n) != ranks.rank()) continue;
      const Partition made = compact_partition(graph, blocks[n]);
      std::ranges::copy(made.blocks_of_facilities(), labels[n].begin());
    }
  });
  std::vector<Partition> partitions;
  for (std::size_t n = 0; n < blocks.size(); ++n) {
    ranks.broadcast(std::span(labels[n]), maker(n));
    partitions.emplace_back(fmt::format("{} compact", blocks[n]), labels[n]);
  }
  return partitions;
}

/// As many blocks of a size as there are facilities for, but not fewer than some, nor empty ones.
std::int32_t blocks_of(std::int32_t facilities, std::int32_t size, std::int32_t fewest) {
  return std::min(std::max(facilities / size, fewest), facilities);
}

}  // namespace

Schedule make_schedule(const ClosenessGraph& graph, const Regions& regions,
                       std::span<const std::int64_t> weight_of_facility, double gap,
                       const comm::Communicator& ranks) {
  const std::int32_t n = graph.facilities();
  std::vector<std::int32_t> blocks = {
      std::clamp(n / kFacilitiesPerCoarseBlock, 1, kMostCoarseBlocks),
      blocks_of(n, kFacilitiesPerLargeBlock, kFewestLargeBlocks),
      blocks_of(n, kFacilitiesPerStratum, 1), blocks_of(n, kFacilitiesPerCluster, 1)};
  if (regions.labels.empty()) blocks.push_back(std::clamp(regions.count, 1, n));
  std::vector<Partition> compact = compact_partitions(graph, blocks, ranks);
  const Partition own("regions", regions.labels.empty()
                                     ? compact.back().blocks_of_facilities()
                                     : std::span<const std::int32_t>(regions.labels));
  Schedule schedule{.coarse = std::move(compact[0]),
                    .clusters = compact[3],
                    .descents = {{split_partition(graph, own, kFacilitiesPerBlock),
                                  {Direction::down, Direction::up}},
                                 {compact[3], {Direction::up}}},
                    .sweeps = {},
                    .rounds = {}};
  if (gap > 0.0) {
    schedule.descents.push_back({std::move(compact[1]), {Direction::down, Direction::up}});
  }
  if (n < kFewestToSweep) return schedule;
  const std::int32_t scattered =
      std::min(blocks_of(n, kFacilitiesPerSweepBlock, kFewestSweepBlocks), kMostSweepBlocks);
  std::uint32_t deal = 0;
  for (; deal < (gap > 0.0 ? kSweepsToGap : kSweepsBeforePolish); ++deal) {
    schedule.sweeps.push_back(scattered_partition(compact[2], weight_of_facility, scattered, deal));
  }
  if (gap <= 0.0) return schedule;
  for (Partition& partition : compact_partitions(graph, kRounds, ranks)) {
    const std::int32_t count = partition.blocks();
    schedule.rounds.push_back(
        {.descent = {std::move(partition), {Direction::down, Direction::up}},
         .sweep = scattered_partition(compact[2], weight_of_facility, count, deal++)});
  }
  return schedule;
}

}  // namespace surgeflow::lagrangian
