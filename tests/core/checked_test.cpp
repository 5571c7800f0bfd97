// SPDX-License-Identifier: Apache-2.0
// Arithmetic at the ends of the integer types.
#include "surgeflow/core/checked.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace surgeflow {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(Checked, AddsUpToTheEnds) {
  EXPECT_EQ(checked_add<std::int64_t>(kMost - 1, 1), kMost);
  EXPECT_EQ(checked_add<std::int64_t>(kLeast + 1, -1), kLeast);
  EXPECT_THROW(static_cast<void>(checked_add<std::int64_t>(kMost, 1)), OverflowError);
  EXPECT_THROW(static_cast<void>(checked_add<std::int64_t>(kLeast, -1)), OverflowError);
}

TEST(Checked, MultipliesUpToTheEnds) {
  EXPECT_EQ(checked_multiply<std::int64_t>(kMost / 2, 2), kMost - 1);
  EXPECT_EQ(checked_multiply<std::int32_t>(46340, 46340), 2147395600);
  EXPECT_THROW(static_cast<void>(checked_multiply<std::int32_t>(46341, 46341)), OverflowError);
  EXPECT_THROW(static_cast<void>(checked_multiply<std::int64_t>(kLeast, -1)), OverflowError);
}

TEST(Checked, NarrowsOnlyWhatFits) {
  EXPECT_EQ((narrow<std::uint8_t>(std::int64_t{255})), 255);
  EXPECT_EQ((narrow<std::int32_t>(std::int64_t{-5})), -5);
  EXPECT_THROW(static_cast<void>(narrow<std::uint8_t>(std::int64_t{256})), OverflowError);
  EXPECT_THROW(static_cast<void>(narrow<std::uint8_t>(std::int64_t{-1})), OverflowError);
  EXPECT_THROW(static_cast<void>(narrow<std::int32_t>(std::int64_t{1} << 62)), OverflowError);
}

}  // namespace
}  // namespace surgeflow
