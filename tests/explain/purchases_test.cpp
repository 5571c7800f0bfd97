// SPDX-License-Identifier: Apache-2.0
// The next device and many more: by hand, and against another library's optimum.
#include "surgeflow/explain/purchases.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/expect_certified.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"

namespace surgeflow::test {
namespace {

using explain::best_places;
using explain::CurveEnd;
using explain::knee_of;
using explain::PlaceWorth;
using explain::purchase_curve;
using explain::PurchaseCurve;
using explain::PurchasePoint;

TEST(Knee, IsWhereAStepSavesLessThanHalfByDevice) {
  EXPECT_EQ(knee_of({{0, 100, 0, true}}), 0U);
  EXPECT_EQ(knee_of({{0, 100, 0, true}, {1, 100, 0, true}}), 0U);
  EXPECT_EQ(knee_of({{0, 100, 0, true}, {1, 90, 0, true}}), 1U);
  // 10, 8, 5 and 4 by device: half is still enough.
  EXPECT_EQ(knee_of({{0, 100, 0, true},
                     {1, 90, 0, true},
                     {3, 74, 0, true},
                     {5, 64, 0, true},
                     {6, 60, 0, true}}),
            3U);
}

TEST(BestPlaces, ByHand) {
  const Instance instance(six_nodes());
  const std::vector<PlaceWorth> places =
      best_places(instance, six_nodes_plan(), six_nodes_potentials(), {Period(0), Period(2)}, 5);
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0].facility, kB);
  EXPECT_EQ(places[0].gain, 1);
  EXPECT_EQ(places[0].movement_saved, 0);
  EXPECT_EQ(places[1].facility, kA);
  EXPECT_EQ(places[1].gain, 1);
  EXPECT_EQ(places[1].movement_saved, -1);
}

/// A patient of day 1 at B goes without; a device that is bought treats it. Nobody is left then.
TEST(PurchaseCurve, ByHand) {
  const Instance instance(six_nodes());
  const PurchaseCurve curve = purchase_curve(instance, six_nodes_plan(), six_nodes_potentials());
  ASSERT_EQ(curve.points.size(), 2U);
  EXPECT_EQ(curve.points[0].unmet, 1);
  EXPECT_EQ(curve.points[1].bought, 1);
  EXPECT_EQ(curve.points[1].unmet, 0);
  EXPECT_TRUE(curve.points[1].certified);
  EXPECT_EQ(curve.knee, 1U);
  EXPECT_EQ(curve.end, CurveEnd::all_treated);
}

/// What comes from the first day on can not be treated by what is bought on it.
TEST(PurchaseCurve, EndsWhereNothingIsSaved) {
  InstanceData data = blank_instance_data(1, 3, 1);
  data.devices = {1};
  data.demand(kA, Period(0)) = 3;
  const Instance instance(std::move(data));
  const SolveResult result = solve(instance);
  const PurchaseCurve curve = purchase_curve(instance, result.plan, result.potentials);
  ASSERT_EQ(curve.points.size(), 2U);
  EXPECT_EQ(curve.points[1].unmet, 2);
  EXPECT_EQ(curve.knee, 0U);
  EXPECT_EQ(curve.end, CurveEnd::nothing_saved);
}

constexpr std::uint64_t kPurchaseSeeds = 20;

class Purchases : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Random, Purchases, ::testing::Range<std::uint64_t>(1, 61, kPurchaseSeeds));

/// One more device at each place in each period, as another library has it.
void expect_best_places(std::uint64_t seed) {
  const InstanceData data = random_instance_data(varied_options(seed, 8, 10));
  const Instance instance(data);
  const SolveResult result = solve(instance);
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    std::map<FacilityId, PlaceWorth> found;
    for (const PlaceWorth& place :
         best_places(instance, result.plan, result.potentials, {t}, 100)) {
      found[place.facility] = place;
    }
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      InstanceData more = data;
      more.commitments = Panel<Count>(instance.facilities(), instance.periods());
      more.commitments(i, t) = 1;
      const PlanValue best = lemon_optimum(Instance(std::move(more)));
      const Total gain = best.treated - result.value.treated;
      ASSERT_EQ(found.contains(i), gain > 0);
      if (gain == 0) continue;
      EXPECT_EQ(found[i].gain, gain);
      EXPECT_EQ(found[i].movement_saved, result.value.movement - best.movement);
    }
  }
}

TEST_P(Purchases, BestPlacesAreBest) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kPurchaseSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_best_places(seed);
  }
}

/// Every point of the curve with steps is certified, and no point gains less than the one before.
TEST_P(Purchases, CurvesAreCertified) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kPurchaseSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = random_instance_with_steps(varied_options(seed, 8, 10));
    const SolveResult result = solve(instance);
    const PurchaseCurve curve = purchase_curve(instance, result.plan, result.potentials);
    for (std::size_t n = 1; n < curve.points.size(); ++n) {
      EXPECT_TRUE(curve.points[n].certified);
      EXPECT_GE(curve.points[n].gain, curve.points[n - 1].gain);
    }
  }
}

/// Unmet demand falls, by device, ever more slowly.
TEST_P(Purchases, CurvesAreConvex) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kPurchaseSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance(random_instance_data(varied_options(seed, 12, 20)));
    const SolveResult result = solve(instance);
    const std::vector<PurchasePoint> points =
        purchase_curve(instance, result.plan, result.potentials).points;
    for (std::size_t n = 2; n < points.size(); ++n) {
      const Total before = points[n - 2].unmet - points[n - 1].unmet;
      const Total saved = points[n - 1].unmet - points[n].unmet;
      EXPECT_GE(before * (points[n].bought - points[n - 1].bought),
                saved * (points[n - 1].bought - points[n - 2].bought));
    }
  }
}

}  // namespace
}  // namespace surgeflow::test
