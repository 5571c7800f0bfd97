// SPDX-License-Identifier: Apache-2.0
// Every collective against what one would write down by hand, with messages whole and in pieces.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

/// The length of rank's part where parts differ: 0 on the root and on every third rank after it.
std::size_t length_of(int rank) { return rank % 3 == 0 ? 0 : static_cast<std::size_t>(5 + rank); }

template <class T>
std::vector<T> part_of(int rank) {
  std::vector<T> part(length_of(rank));
  std::iota(part.begin(), part.end(), static_cast<T>(10 * rank));
  return part;
}

/// Something of 12 bytes that no datatype of MPI describes.
struct Arc {
  std::int32_t tail = 0;
  std::int32_t head = 0;
  std::int32_t cost = 0;
  bool operator==(const Arc&) const = default;
};

/// The parameter is the largest message in bytes.
class Collectives : public ::testing::TestWithParam<std::int64_t> {
 protected:
  Communicator ranks = Communicator::world({.largest_message_bytes = GetParam()});
};

template <class T>
void expect_gathered(const Communicator& ranks) {
  std::vector<T> expected;
  for (int rank = 0; rank < ranks.size(); ++rank) {
    const auto part = part_of<T>(rank);
    expected.insert(expected.end(), part.begin(), part.end());
  }
  EXPECT_EQ(ranks.gather_all<T>(part_of<T>(ranks.rank())), expected);
}

TEST_P(Collectives, GatherAllJoinsInTheOrderOfRanks) {
  expect_gathered<std::uint8_t>(ranks);
  expect_gathered<std::int32_t>(ranks);
  expect_gathered<std::int64_t>(ranks);
  expect_gathered<std::uint64_t>(ranks);
  expect_gathered<double>(ranks);
}

TEST_P(Collectives, GatherAllOfStructs) {
  const int rank = ranks.rank();
  const std::vector<Arc> mine(static_cast<std::size_t>(rank), Arc{rank, rank + 1, -rank});
  const auto joined = ranks.gather_all<Arc>(mine);
  std::vector<Arc> expected;
  for (int from = 0; from < ranks.size(); ++from) {
    for (int n = 0; n < from; ++n) expected.push_back(Arc{from, from + 1, -from});
  }
  EXPECT_EQ(joined, expected);
}

TEST_P(Collectives, GatherAllOfNothing) { EXPECT_TRUE(ranks.gather_all<double>({}).empty()); }

TEST_P(Collectives, GatherAllWhereOnlyTheLastHasSomething) {
  const bool last = ranks.rank() == ranks.size() - 1;
  const auto mine = last ? std::vector<std::int32_t>{7, 8, 9} : std::vector<std::int32_t>{};
  EXPECT_EQ(ranks.gather_all<std::int32_t>(mine), (std::vector<std::int32_t>{7, 8, 9}));
}

TEST_P(Collectives, GatherValueIsByRank) {
  const auto values = ranks.gather_value(1.5 * ranks.rank());
  ASSERT_EQ(values.size(), static_cast<std::size_t>(ranks.size()));
  for (int rank = 0; rank < ranks.size(); ++rank) {
    EXPECT_EQ(values[static_cast<std::size_t>(rank)], 1.5 * rank);
  }
}

TEST_P(Collectives, BroadcastFromEachRankInTurn) {
  for (int root = 0; root < ranks.size(); ++root) {
    std::vector<std::int64_t> values(17);
    if (ranks.rank() == root) std::iota(values.begin(), values.end(), 100 * root);
    ranks.broadcast(std::span(values), root);
    for (std::size_t n = 0; n < values.size(); ++n) {
      ASSERT_EQ(values[n], 100 * root + static_cast<std::int64_t>(n));
    }
    EXPECT_EQ(ranks.broadcast_value(Arc{1, 2, ranks.rank()}, root), (Arc{1, 2, root}));
  }
}

TEST_P(Collectives, BroadcastOfNothing) {
  std::vector<double> values;
  ranks.broadcast(std::span(values));
  EXPECT_TRUE(values.empty());
}

TEST_P(Collectives, BroadcastTextOfAnyLength) {
  for (int root = 0; root < ranks.size(); ++root) {
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
      std::string expected(length, static_cast<char>('a' + root));
      if (length > 1) expected[1] = '\0';
      const std::string mine = ranks.rank() == root ? expected : "ignored";
      EXPECT_EQ(ranks.broadcast_text(mine, root), expected);
    }
  }
}

TEST_P(Collectives, SumIsElementWise) {
  const std::int64_t size = ranks.size();
  std::vector<std::int64_t> values(23);
  for (std::size_t n = 0; n < values.size(); ++n) {
    values[n] = static_cast<std::int64_t>(n) * (ranks.rank() + 1) - 3;
  }
  ranks.sum(std::span(values));
  for (std::size_t n = 0; n < values.size(); ++n) {
    EXPECT_EQ(values[n], static_cast<std::int64_t>(n) * size * (size + 1) / 2 - 3 * size);
  }
  EXPECT_EQ(ranks.sum(ranks.rank() + 1), size * (size + 1) / 2);
}

TEST_P(Collectives, SumOfLargeNumbersIsExact) {
  const std::int64_t large = std::numeric_limits<std::int64_t>::max() / ranks.size();
  EXPECT_EQ(ranks.sum(large), large * ranks.size());
}

/// Each rank is smallest in the elements of its own number, largest in those of the next one's.
template <class T>
void expect_extremes(const Communicator& ranks, T low, T middle, T high) {
  const auto size = static_cast<std::size_t>(ranks.size());
  const auto own = static_cast<std::size_t>(ranks.rank());
  std::vector<T> lows(19, middle);
  std::vector<T> highs(19, middle);
  for (std::size_t n = 0; n < lows.size(); ++n) {
    if (n % (size + 1) == own) lows[n] = low;
    if (n % (size + 1) == (own + 1) % size) highs[n] = high;
  }
  ranks.minimum(std::span(lows));
  ranks.maximum(std::span(highs));
  for (std::size_t n = 0; n < lows.size(); ++n) {
    const bool of_a_rank = n % (size + 1) < size;
    EXPECT_EQ(lows[n], of_a_rank ? low : middle);
    EXPECT_EQ(highs[n], of_a_rank ? high : middle);
  }
  EXPECT_EQ(ranks.minimum(ranks.is_root() ? low : high), low);
  EXPECT_EQ(ranks.maximum(ranks.is_root() ? high : low), high);
}

template <class T>
void expect_extremes_of_type(const Communicator& ranks) {
  using Limits = std::numeric_limits<T>;
  expect_extremes<T>(ranks, Limits::lowest(), T{3}, Limits::max());
}

TEST_P(Collectives, MinimumAndMaximumAreElementWise) {
  expect_extremes_of_type<std::uint8_t>(ranks);
  expect_extremes_of_type<std::int32_t>(ranks);
  expect_extremes_of_type<std::int64_t>(ranks);
  expect_extremes_of_type<std::uint64_t>(ranks);
  expect_extremes_of_type<double>(ranks);
}

TEST_P(Collectives, ReductionOfNothing) {
  std::vector<std::int64_t> values;
  ranks.sum(std::span(values));
  ranks.minimum(std::span(values));
  ranks.maximum(std::span(values));
  EXPECT_TRUE(values.empty());
}

TEST_P(Collectives, SumBeforeLeavesOutTheRankItself) {
  const std::int64_t rank = ranks.rank();
  EXPECT_EQ(ranks.sum_before(rank + 1), rank * (rank + 1) / 2);
  EXPECT_EQ(ranks.sum_before(-5), -5 * rank);
}

TEST_P(Collectives, ManyInARowKeepTheirOrder) {
  for (std::int64_t round = 0; round < 50; ++round) {
    ranks.barrier();
    ASSERT_EQ(ranks.sum(round), round * ranks.size());
    ASSERT_EQ(ranks.broadcast_value(round), round);
    ASSERT_EQ(ranks.maximum(round + ranks.rank()), round + ranks.size() - 1);
  }
}

INSTANTIATE_TEST_SUITE_P(InMessagesOf, Collectives,
                         ::testing::Values(1, 7, 12, 64, Options{}.largest_message_bytes),
                         [](const auto& of) { return std::to_string(of.param) + "Bytes"; });

}  // namespace
}  // namespace surgeflow::comm
