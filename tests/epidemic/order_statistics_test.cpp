// SPDX-License-Identifier: Apache-2.0
// Ranks of quantiles, and values by rank against sorting.
#include "epidemic/ensemble/order_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

using Ranks = std::vector<std::size_t>;

TEST(QuantileRanks, ByHand) {
  const std::vector<double> quantiles = {0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};
  EXPECT_EQ(quantile_ranks(quantiles, 1), (Ranks{0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(quantile_ranks(quantiles, 3), (Ranks{0, 0, 0, 1, 2, 2, 2}));
  EXPECT_EQ(quantile_ranks(quantiles, 10'000), (Ranks{0, 499, 2499, 4999, 7499, 9499, 9999}));
}

TEST(QuantileRanks, DecimalNumbersMeanWhatTheySay) {
  // 0.07 x 100 is a little above 7 in doubles.
  const std::vector<double> quantiles = {0.07, 0.29, 0.57};
  EXPECT_EQ(quantile_ranks(quantiles, 100), (Ranks{6, 28, 56}));
}

template <class Whole>
void expect_sorted_values(const std::vector<Whole>& values, const Ranks& ranks) {
  std::vector<Whole> sorted = values;
  std::ranges::sort(sorted);
  RankedValues ranked(ranks);
  const auto found = ranked.of(std::span<const Whole>(values));
  ASSERT_EQ(found.size(), ranks.size());
  for (std::size_t n = 0; n < ranks.size(); ++n) {
    EXPECT_EQ(found[n], static_cast<Count>(sorted[ranks[n]]));
  }
}

template <class Whole>
std::vector<Whole> random_values(std::size_t count, std::uint64_t least, std::uint64_t range) {
  std::vector<Whole> values;
  for (std::size_t n = 0; n < count; ++n) {
    values.push_back(static_cast<Whole>(least + random_below({count, 0, 0}, n, range)));
  }
  return values;
}

template <class Whole>
class RankedValuesTest : public ::testing::Test {};
using Widths = ::testing::Types<std::uint16_t, std::int32_t>;
TYPED_TEST_SUITE(RankedValuesTest, Widths);

TYPED_TEST(RankedValuesTest, AreThoseOfASortedRow) {
  for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 64U, 1001U}) {
    const Ranks ranks = {count / 2, 0, count - 1, count / 3, count / 2};
    for (const std::uint64_t range : {1U, 2U, 7U, 300U, 5000U, 60'000U}) {
      expect_sorted_values(random_values<TypeParam>(count, 0, range), ranks);
      expect_sorted_values(random_values<TypeParam>(count, 5000, range), ranks);
    }
  }
}

TYPED_TEST(RankedValuesTest, AreFoundRowAfterRow) {
  RankedValues ranked({0, 2, 1});
  using Row = std::vector<TypeParam>;
  const auto found = [&](const Row& row) {
    const auto values = ranked.of(std::span<const TypeParam>(row));
    return std::vector<Count>(values.begin(), values.end());
  };
  EXPECT_EQ(found({30000, 1, 2000}), (std::vector<Count>{1, 30000, 2000}));
  EXPECT_EQ(found({3, 1, 2}), (std::vector<Count>{1, 3, 2}));
  EXPECT_EQ(found({9, 9, 9}), (std::vector<Count>{9, 9, 9}));
}

}  // namespace
}  // namespace surgeflow::epidemic
