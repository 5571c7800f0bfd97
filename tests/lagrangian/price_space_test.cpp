// SPDX-License-Identifier: Apache-2.0
// Coordinates of prices: there and back, and slopes that belong to them.
#include "lagrangian/items/price_space.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "support/random_items.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::PriceSpace;
using lagrangian::Spread;
using lagrangian::TieMultipliers;

/// The first random set that every kind of tie ties.
ItemSet set_with_all_ties() {
  for (std::uint64_t seed = 1;; ++seed) {
    const RandomTies ties = random_ties(seed);
    if (ties.carrier && ties.stand_in && ties.consumable) return random_items(seed);
  }
}

class PriceSpaces : public ::testing::TestWithParam<Spread> {
 protected:
  void SetUp() override {
    RandomDraws draws(7);
    for (std::size_t n = 0; n < ties_.size(); ++n) slack_.push_back(draws.between(-20, 20));
    space_.emplace(ties_, GetParam(), slack_);
    for (std::size_t n = 0; n < space_->size(); ++n) point_.push_back(draws.between(0, 9));
  }

  ItemSet set_ = set_with_all_ties();
  TieMultipliers ties_{set_};
  std::vector<Total> slack_;
  std::optional<PriceSpace> space_;
  std::vector<double> point_;
};

TEST_P(PriceSpaces, LeadThereAndBack) {
  const std::vector<double> back = space_->point(space_->multipliers(point_));
  ASSERT_EQ(back.size(), point_.size());
  for (std::size_t n = 0; n < back.size(); ++n) EXPECT_NEAR(back[n], point_[n], 1e-9);
}

TEST_P(PriceSpaces, NeverLetTheWorthOfUnitsRise) {
  const std::vector<double> multipliers = space_->multipliers(point_);
  for (const TieMultipliers::Block& block : ties_.blocks()) {
    for (std::size_t n = 1; n < block.size && block.falling; ++n) {
      if (n % ties_.periods() == 0) continue;
      EXPECT_LE(multipliers[block.first + n], multipliers[block.first + n - 1]);
    }
  }
}

/// A change of the point changes the bound by as much as the change of the multipliers does.
TEST_P(PriceSpaces, HaveTheSlopesOfTheirMultipliers) {
  const std::vector<double> multipliers = space_->multipliers(point_);
  const std::vector<double> slope = space_->slope(slack_);
  double by_point = 0.0;
  for (std::size_t n = 0; n < point_.size(); ++n) by_point += slope[n] * point_[n];
  double by_multipliers = 0.0;
  for (std::size_t n = 0; n < multipliers.size(); ++n) {
    by_multipliers += static_cast<double>(slack_[n]) * multipliers[n];
  }
  EXPECT_NEAR(by_point, by_multipliers, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Spreads, PriceSpaces,
                         ::testing::Values(Spread::joint, Spread::by_facility));

}  // namespace
}  // namespace surgeflow::test
