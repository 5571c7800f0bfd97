// SPDX-License-Identifier: Apache-2.0
// How evenly plans treat, by hand and against sums over all pairs.
#include "surgeflow/review/equity.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/instance_data.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::review {
namespace {

Facility in_region(const char* id, const char* region) {
  Facility facility;
  facility.id = id;
  facility.region = region;
  return facility;
}

TEST(Gini, ByHand) {
  // Half of the patients are all treated, half not at all: (2 x 4 x 4 x 1) / (2 x 64 x 0.5).
  EXPECT_DOUBLE_EQ(gini(std::vector<Care>{{"A", 4, 4}, {"B", 4, 0}}), 0.5);
  // 6 of 8 and 1 of 2 are treated: (2 x 8 x 2 x 0.25) / (2 x 100 x 0.7).
  EXPECT_DOUBLE_EQ(gini(std::vector<Care>{{"A", 8, 6}, {"B", 2, 1}}), 8.0 / 140.0);
  EXPECT_EQ(gini(std::vector<Care>{{"A", 8, 6}, {"B", 4, 3}}), 0.0);
  EXPECT_EQ(gini(std::vector<Care>{{"A", 8, 0}}), 0.0);
  EXPECT_EQ(gini({}), 0.0);
}

TEST(Gini, IsTheMeanDifferenceOfAllPairs) {
  test::RandomDraws draws(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<Care> places;
    for (std::int32_t n = draws.between(1, 12); n > 0; --n) {
      const Total demand = draws.between(1, 40);
      places.push_back({"", demand, draws.between(0, static_cast<std::int32_t>(demand))});
    }
    double apart = 0.0;
    double demand = 0.0;
    double treated = 0.0;
    for (const Care& one : places) {
      demand += static_cast<double>(one.demand);
      treated += static_cast<double>(one.treated);
      for (const Care& other : places) {
        apart += static_cast<double>(one.demand) * static_cast<double>(other.demand) *
                 std::abs(one.unmet_share() - other.unmet_share());
      }
    }
    if (treated == 0.0) continue;
    EXPECT_NEAR(gini(places), apart / (2.0 * demand * treated), 1e-12);
  }
}

TEST(Care, OfFacilitiesAndRegions) {
  InstanceData data = test::blank_instance_data(4, 3, 1);
  data.devices = {1, 0, 0, 1};
  data.demand(FacilityId(0), Period(1)) = 2;
  data.demand(FacilityId(1), Period(2)) = 3;
  data.demand(FacilityId(2), Period(0)) = 1;
  const Instance instance(std::move(data));
  const std::vector<Facility> facilities = {in_region("A", "west"), in_region("B", "east"),
                                            in_region("C", ""), in_region("D", "north")};
  Plan plan{Panel<Count>(4, 3), {}};
  plan.treated(FacilityId(0), Period(1)) = 1;
  const auto places = care_of_facilities(facilities, instance, plan);
  ASSERT_EQ(places.size(), 3U);
  EXPECT_EQ(places[0].treated, 1);
  EXPECT_EQ(worst_off(places).name, "B");
  EXPECT_EQ(worst_off(places).unmet_share(), 1.0);
  const auto alone = care_without_sharing(facilities, instance);
  EXPECT_EQ(alone[0].treated, 1);
  const auto regions = care_of_regions(facilities, instance, plan);
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[0].name, "east");
  EXPECT_EQ(regions[1].demand, 2);
}

}  // namespace
}  // namespace surgeflow::review
