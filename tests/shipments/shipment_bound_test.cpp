// SPDX-License-Identifier: Apache-2.0
// How many shipments there must be: by hand, and never above what a plan has.
#include <gtest/gtest.h>

#include "shipments/cases.hpp"
#include "support/instance_data.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/shipments/consolidate.hpp"
#include "surgeflow/shipments/place_bound.hpp"
#include "surgeflow/shipments/shipment_bound.hpp"

namespace surgeflow::test {
namespace {

using shipments::least_shipments;

/// A has three devices; B and C have none, and patients on day 1.
InstanceData one_lender(Count at_b, Count at_c) {
  InstanceData data = blank_instance_data(3, 4, 2);
  data.devices[0] = 3;
  for (const FacilityId j : {kB, kC}) set_lane(data, kA, j, 1);
  data.demand(kB, Period(1)) = at_b;
  data.demand(kC, Period(1)) = at_c;
  return data;
}

Total bound_of(InstanceData data) {
  const Instance instance(std::move(data));
  return least_shipments(instance, solve(instance).potentials);
}

TEST(ShipmentBound, CountsPlacesThatMustReceive) {
  EXPECT_EQ(bound_of(one_lender(0, 0)), 0);
  EXPECT_EQ(bound_of(one_lender(2, 0)), 1);
  EXPECT_EQ(bound_of(one_lender(2, 1)), 2);
}

/// One device that B needs on three days; where A needs it on the days between it must go to and
/// fro, and can not be kept for the next time.
TEST(ShipmentBound, CountsLotsWhereUnmetDemandStays) {
  InstanceData data = blank_instance_data(2, 12, 2);
  data.devices[0] = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  for (const std::int32_t day : {1, 5, 9}) data.demand(kB, Period(day)) = 1;
  const Instance instance(data);
  const SolveResult optimum = solve(instance);
  ASSERT_EQ(optimum.value.treated, 3);
  EXPECT_EQ(shipments::least_shipments_in_place(instance, optimum.plan), 1);
  for (const std::int32_t turn : {3, 7}) data.demand(kA, Period(turn)) = 1;
  data.turnaround_periods = {1, 1};
  const Instance shared(std::move(data));
  const SolveResult best = solve(shared);
  ASSERT_EQ(best.value.treated, 5);
  // The device goes to and fro: to B on days 1, 5 and 9, to A on days 3 and 7.
  EXPECT_EQ(best.plan.shipments.size(), 5U);
  EXPECT_EQ(shipments::least_shipments_in_place(shared, best.plan), 5);
}

TEST(ShipmentBound, IsNeverAboveAPlan) {
  Total bounds = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 15);
    const Instance instance = random_ruled_case(seed, draws);
    const SolveResult optimum = solve(instance);
    const Total bound = least_shipments(instance, optimum.potentials);
    const Plan plan =
        shipments::consolidate(instance, optimum.plan, optimum.potentials, {}, {.effort = 200'000});
    EXPECT_LE(bound, static_cast<Total>(plan.shipments.size()));
    bounds += bound;
    const Plan in_place =
        shipments::consolidate(instance, optimum.plan, {}, {},
                               {.unmet = shipments::UnmetDemand::in_place, .effort = 200'000});
    EXPECT_LE(shipments::least_shipments_in_place(instance, in_place),
              static_cast<Total>(in_place.shipments.size()));
  }
  EXPECT_GT(bounds, 0);
}

}  // namespace
}  // namespace surgeflow::test
