// SPDX-License-Identifier: Apache-2.0
// Shrinkage by hand, and of values drawn from its own model.
#include "surgeflow/calibration/shrinkage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "epidemics.hpp"

namespace surgeflow::calibration {
namespace {

using testing::Draws;
using Own = std::vector<std::optional<Estimate>>;
using RegionOf = std::vector<std::int32_t>;

TEST(Shrink, TwoFacilitiesByHand) {
  // (1 + 1) / (1 + tau^2) = 1 gives tau = 1: half from each. The mean has the variance 1, and
  // half^2 of it comes on top of half of a facility's own.
  const Own own = {Estimate{0.0, 1.0}, Estimate{2.0, 1.0}};
  const Shrinkage shrinkage = shrink(own, RegionOf{0, 0}, 1);
  EXPECT_NEAR(shrinkage.between_facilities, 1.0, 1e-9);
  EXPECT_EQ(shrinkage.between_regions, 0.0);
  EXPECT_NEAR(shrinkage.nation.value, 1.0, 1e-12);
  EXPECT_NEAR(shrinkage.facilities[0].value, 0.5, 1e-9);
  EXPECT_NEAR(shrinkage.facilities[1].value, 1.5, 1e-9);
  EXPECT_NEAR(shrinkage.facilities[0].standard_error, std::sqrt(0.75), 1e-9);
  EXPECT_NEAR(shrinkage.facilities[0].region_weight, 0.5, 1e-9);
}

TEST(Shrink, WhatDoesNotDifferIsOne) {
  const Own own = {Estimate{0.9, 1.0}, Estimate{1.1, 1.0}, std::nullopt};
  const Shrinkage shrinkage = shrink(own, RegionOf{0, 0, 0}, 1);
  EXPECT_EQ(shrinkage.between_facilities, 0.0);
  for (const ShrunkEstimate& facility : shrinkage.facilities) {
    EXPECT_NEAR(facility.value, 1.0, 1e-12);
    EXPECT_NEAR(facility.standard_error, std::sqrt(0.5), 1e-12);
    EXPECT_EQ(facility.region_weight, 1.0);
  }
}

TEST(Shrink, AFacilityWithoutCountsHasItsRegionsSpread) {
  const Own own = {Estimate{0.0, 1.0}, Estimate{2.0, 1.0}, std::nullopt};
  const ShrunkEstimate third = shrink(own, RegionOf{0, 0, 0}, 1).facilities[2];
  EXPECT_NEAR(third.value, 1.0, 1e-12);
  EXPECT_NEAR(third.standard_error, std::sqrt(1.0 + 1.0), 1e-9);
  EXPECT_EQ(third.region_weight, 1.0);
}

TEST(Shrink, ARegionWithoutCountsHasTheNations) {
  const Own own = {Estimate{0.0, 1.0}, Estimate{4.0, 1.0}, std::nullopt};
  const Shrinkage shrinkage = shrink(own, RegionOf{0, 1, 2}, 3);
  // one facility a region: none differ within; (4 + 4) / (1 + omega^2) = 1
  EXPECT_EQ(shrinkage.between_facilities, 0.0);
  EXPECT_NEAR(shrinkage.between_regions, std::sqrt(7.0), 1e-9);
  EXPECT_NEAR(shrinkage.regions[2].value, 2.0, 1e-12);
  EXPECT_NEAR(shrinkage.facilities[2].value, 2.0, 1e-12);
  EXPECT_NEAR(shrinkage.facilities[2].standard_error, std::sqrt(7.0 + 4.0), 1e-9);
}

TEST(Shrink, TheUncertainMoveMost) {
  const Own own = {Estimate{0.0, 0.1}, Estimate{1.0, 0.1}, Estimate{5.0, 3.0}, Estimate{0.5, 0.1}};
  const Shrinkage shrinkage = shrink(own, RegionOf{0, 0, 0, 0}, 1);
  EXPECT_GT(shrinkage.facilities[2].region_weight, 0.9);
  EXPECT_LT(shrinkage.facilities[0].region_weight, 0.1);
  EXPECT_LT(shrinkage.facilities[2].value, 1.5);
}

TEST(Shrink, NoEstimateAtAllIsTheCallersMistake) {
  EXPECT_THROW(static_cast<void>(shrink(Own{std::nullopt}, RegionOf{0}, 1)), std::invalid_argument);
}

/// 3,000 facilities in 30 regions: tau = 0.05, omega = 0.03, errors from 0.01 to 0.3.
struct Drawn {
  Own own;
  RegionOf region_of;
  std::vector<double> truth;
};

Drawn draw_facilities() {
  Draws draws(21);
  std::vector<double> regions;
  for (int g = 0; g < 30; ++g) regions.push_back(0.15 + 0.03 * draws.normal());
  Drawn drawn;
  for (std::int32_t i = 0; i < 3000; ++i) {
    const std::int32_t region = i % 30;
    const double truth = regions[static_cast<std::size_t>(region)] + 0.05 * draws.normal();
    const double error = 0.01 * std::pow(30.0, draws.uniform());
    drawn.region_of.push_back(region);
    drawn.truth.push_back(truth);
    drawn.own.push_back(Estimate{truth + error * draws.normal(), error});
  }
  return drawn;
}

TEST(Shrink, FindsTheSpreadsItWasDrawnWith) {
  const Drawn drawn = draw_facilities();
  const Shrinkage shrinkage = shrink(drawn.own, drawn.region_of, 30);
  EXPECT_NEAR(shrinkage.between_facilities, 0.05, 0.004);
  EXPECT_NEAR(shrinkage.between_regions, 0.03, 0.01);
  EXPECT_NEAR(shrinkage.nation.value, 0.15, 3.0 * shrinkage.nation.standard_error);
}

TEST(Shrink, IsNearerToTheTruthAndKnowsHowNear) {
  const Drawn drawn = draw_facilities();
  const Shrinkage shrinkage = shrink(drawn.own, drawn.region_of, 30);
  double own_square = 0.0, shrunk_square = 0.0;
  int covered = 0;
  for (std::size_t i = 0; i < drawn.truth.size(); ++i) {
    const ShrunkEstimate& shrunk = shrinkage.facilities[i];
    own_square += std::pow(drawn.own[i]->value - drawn.truth[i], 2);
    shrunk_square += std::pow(shrunk.value - drawn.truth[i], 2);
    if (std::abs(shrunk.value - drawn.truth[i]) < 1.645 * shrunk.standard_error) ++covered;
  }
  EXPECT_LT(shrunk_square, 0.2 * own_square);
  EXPECT_NEAR(covered / 3000.0, 0.9, 0.02);
}

}  // namespace
}  // namespace surgeflow::calibration
