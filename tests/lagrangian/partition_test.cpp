// SPDX-License-Identifier: Apache-2.0
// Partitions: who shares a block.
#include "lagrangian/partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "lagrangian/dealing.hpp"
#include "lagrangian/share.hpp"

namespace surgeflow::lagrangian {
namespace {

TEST(Partition, NumbersBlocksByTheirFirstMembers) {
  const Partition partition("labels", std::vector<std::int32_t>{7, 3, 7, 3, 9});
  EXPECT_EQ(partition.blocks(), 3);
  EXPECT_EQ(partition.block_of(FacilityId(0)), 0);
  EXPECT_EQ(partition.block_of(FacilityId(3)), 1);
  EXPECT_EQ(partition.place_of(FacilityId(2)), FacilityId(1));
  ASSERT_EQ(partition.members(0).size(), 2U);
  EXPECT_EQ(partition.members(0)[1], FacilityId(2));
}

/// A ring of facilities, each near to the next.
ClosenessGraph ring(std::int32_t facilities) {
  std::vector<ClosenessEdge> edges;
  for (std::int32_t i = 0; i < facilities; ++i) edges.push_back({i, (i + 1) % facilities, 5});
  return make_graph(facilities, edges);
}

TEST(MakeGraph, JoinsBothDirectionsAndKeepsTheLargerWeight) {
  const std::vector<ClosenessEdge> edges = {{0, 1, 2}, {1, 0, 6}, {2, 0, 1}};
  const ClosenessGraph graph = make_graph(3, edges);
  EXPECT_EQ(graph.first_neighbour, (std::vector<std::int32_t>{0, 2, 3, 4}));
  EXPECT_EQ(graph.neighbours, (std::vector<std::int32_t>{1, 2, 0, 0}));
  EXPECT_EQ(graph.weights, (std::vector<std::int32_t>{6, 1, 6, 1}));
}

TEST(CompactPartition, CutsARingIntoArcs) {
  const Partition partition = compact_partition(ring(60), 4);
  EXPECT_EQ(partition.blocks(), 4);
  std::int32_t cuts = 0;
  for (std::int32_t i = 0; i < 60; ++i) {
    cuts +=
        partition.block_of(FacilityId(i)) != partition.block_of(FacilityId((i + 1) % 60)) ? 1 : 0;
  }
  EXPECT_LE(cuts, 8);
}

TEST(CompactPartition, WithoutNeighboursIsOneBlock) {
  EXPECT_EQ(compact_partition(make_graph(5, {}), 3).blocks(), 1);
}

TEST(SplitPartition, CutsLargeRegionsAlone) {
  std::vector<std::int32_t> labels(60, 0);
  std::fill(labels.begin() + 48, labels.end(), 1);
  const Partition regions("regions", labels);
  const Partition split = split_partition(ring(60), regions, 12);
  EXPECT_EQ(split.name(), "regions");
  EXPECT_EQ(split.blocks(), 5);
  for (std::int32_t block = 0; block < split.blocks(); ++block) {
    const auto members = split.members(block);
    EXPECT_LE(members.size(), 18U);  // METIS may exceed by half
    for (const FacilityId i : members) {
      EXPECT_EQ(regions.block_of(i), regions.block_of(members.front()));
    }
  }
  EXPECT_EQ(split.members(split.block_of(FacilityId(59))).size(), 12U);
}

TEST(SplitPartition, LeavesRegionsWithoutNeighboursWhole) {
  const Partition regions("regions", std::vector<std::int32_t>{0, 0, 0, 1, 1});
  EXPECT_EQ(split_partition(make_graph(5, {}), regions, 1).blocks(), 2);
}

TEST(ScatteredPartition, SpreadsEveryCompactBlock) {
  const Partition compact = compact_partition(ring(80), 4);
  const std::vector<std::int64_t> weights(80, 1);
  const Partition scattered = scattered_partition(compact, weights, 5, 0);
  EXPECT_EQ(scattered.blocks(), 5);
  for (std::int32_t block = 0; block < scattered.blocks(); ++block) {
    std::vector<int> from(4, 0);
    for (const FacilityId i : scattered.members(block)) {
      ++from[static_cast<std::size_t>(compact.block_of(i))];
    }
    for (const int members : from) EXPECT_GE(members, 2);
  }
}

TEST(ScatteredPartition, IsAnotherForEveryDealAndTheSameForOne) {
  const Partition compact = compact_partition(ring(60), 4);
  const std::vector<std::int64_t> weights(60, 1);
  const auto blocks_in = [&](std::uint32_t deal) {
    const Partition scattered = scattered_partition(compact, weights, 5, deal);
    return std::vector(scattered.blocks_of_facilities().begin(),
                       scattered.blocks_of_facilities().end());
  };
  EXPECT_EQ(blocks_in(1), blocks_in(1));
  EXPECT_NE(blocks_in(1), blocks_in(2));
}

TEST(DealBlocks, GivesTheCostliestFirstToTheRankWithLeastToDo) {
  const std::vector<double> costs = {1.0, 9.0, 4.0, 5.0};
  EXPECT_EQ(deal_blocks(costs, 2), (std::vector<int>{1, 1, 0, 0}));
  EXPECT_EQ(deal_blocks(costs, 1), (std::vector<int>{0, 0, 0, 0}));
}

TEST(RangeOfRank, CoversEveryFacilityOnce) {
  for (const std::int32_t facilities : {1, 3, 10, 64}) {
    for (const int ranks : {1, 2, 3, 7, 100}) {
      for (FacilityId i{0}; i.value() < facilities; ++i) {
        EXPECT_TRUE(range_of_rank(facilities, ranks, owner_of(facilities, ranks, i)).contains(i));
      }
      EXPECT_EQ(range_of_rank(facilities, ranks, ranks - 1).last, facilities);
    }
  }
}

}  // namespace
}  // namespace surgeflow::lagrangian
