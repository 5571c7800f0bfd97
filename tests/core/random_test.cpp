// SPDX-License-Identifier: Apache-2.0
// Counter-based random numbers: known answers, ranges, and draws that do not repeat.
#include "surgeflow/core/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "surgeflow/core/distribution.hpp"

namespace surgeflow {
namespace {

constexpr std::uint64_t kOnes = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kShortOnes = std::numeric_limits<std::uint32_t>::max();
constexpr int kDraws = 10'000;

// Published vectors of philox4x32 with 10 rounds (Random123, tests/kat_vectors). Counter words are
// the draw's number, low half first, stream and member; key words are the seed, low half first.
TEST(Random, AgreesWithKnownAnswers) {
  EXPECT_EQ(random_bits({0, 0, 0}, 0), 0xe169c58d6627e8d5ULL);
  EXPECT_EQ(random_bits({kOnes, kShortOnes, kShortOnes}, kOnes), 0x41c83b0e408f276dULL);
  EXPECT_EQ(random_bits({0x299f31d0a4093822ULL, 0x13198a2eU, 0x03707344U}, 0x85a308d3243f6a88ULL),
            0x94fdccebd16cfe09ULL);
}

TEST(Random, EveryPartOfTheKeyCounts) {
  std::set<std::uint64_t> draws;
  for (const RandomKey& key : {RandomKey{1, 0, 0}, RandomKey{1ULL << 40, 0, 0}, RandomKey{0, 1, 0},
                               RandomKey{0, 0, 1}, RandomKey{0, 0, 0}}) {
    for (const std::uint64_t counter : {0ULL, 1ULL, 1ULL << 32}) {
      draws.insert(random_bits(key, counter));
    }
  }
  EXPECT_EQ(draws.size(), 15U);
}

TEST(Random, UniformStaysBelowOneWithMeanOneHalf) {
  double sum = 0.0;
  for (std::uint64_t n = 0; n < kDraws; ++n) {
    const double value = random_uniform({7, 1, 0}, n);
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  // The mean of 10,000 draws deviates by 0.0029; six times that never happens by chance.
  EXPECT_NEAR(sum / kDraws, 0.5, 0.0175);
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t n = 0; n < 1000; ++n) seen.insert(random_below({7, 2, 0}, n, 6));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(random_below({7, 2, 0}, 0, 1), 0U);
}

TEST(Random, NormalHasMeanZeroAndVarianceOne) {
  double sum = 0.0;
  double squares = 0.0;
  for (std::uint64_t n = 0; n < kDraws; ++n) {
    const double value = random_normal({7, 3, 0}, n);
    ASSERT_LT(std::abs(value), 8.3);
    sum += value;
    squares += value * value;
  }
  // Six standard deviations of the mean, 1 / 100, and of the mean square, sqrt(2) / 100.
  EXPECT_NEAR(sum / kDraws, 0.0, 0.06);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.085);
}

TEST(Random, NormalIsTheQuantileOfTheTopBits) {
  const RandomKey key{0, 0, 0};
  const double u = (static_cast<double>(random_bits(key, 0) >> 12) + 0.5) / 0x1.0p52;
  EXPECT_EQ(random_normal(key, 0), standard_normal_quantile(u));
}

}  // namespace
}  // namespace surgeflow
