// SPDX-License-Identifier: Apache-2.0
// All values come to the root, in order, in whole rows and few at a time.
#include "comm/visit_in_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace surgeflow::comm {
namespace {

constexpr std::size_t kMostBytes = std::size_t{4} << 20;

/// Every rank holds so many rows more than the one before; the first may hold none.
void expect_in_order(const Communicator& ranks, std::size_t rows_of_first, std::size_t more,
                     std::size_t row_values) {
  const auto rows_before = [&](std::size_t rank) {
    return rank * rows_of_first + more * rank * (rank - 1) / 2;
  };
  const auto rank = static_cast<std::size_t>(ranks.rank());
  std::vector<std::int64_t> own((rows_of_first + more * rank) * row_values);
  std::iota(own.begin(), own.end(), static_cast<std::int64_t>(rows_before(rank) * row_values));

  std::vector<std::int64_t> seen;
  visit_in_order(std::span<const std::int64_t>(own), row_values, ranks,
                 [&](std::span<const std::int64_t> part) {
                   EXPECT_EQ(part.size() % row_values, 0U);
                   EXPECT_LE(part.size_bytes(), std::max(kMostBytes, row_values * 8));
                   seen.insert(seen.end(), part.begin(), part.end());
                 });
  const auto all = ranks.is_root() ? static_cast<std::size_t>(ranks.size()) : 0;
  std::vector<std::int64_t> expected(rows_before(all) * row_values);
  std::iota(expected.begin(), expected.end(), std::int64_t{0});
  EXPECT_EQ(seen, expected);
}

TEST(VisitInOrder, BringsAllRowsToTheRoot) {
  const auto ranks = Communicator::world();
  expect_in_order(ranks, 3, 2, 7);
  expect_in_order(ranks, 0, 1, 180);
  expect_in_order(ranks, 0, 0, 180);
}

TEST(VisitInOrder, CutsLongPartsAndTakesLongRowsAsTheyAre) {
  const auto ranks = Communicator::world();
  expect_in_order(ranks, 2000, 300, 300);
  expect_in_order(ranks, 2, 1, 700'000);
}

}  // namespace
}  // namespace surgeflow::comm
