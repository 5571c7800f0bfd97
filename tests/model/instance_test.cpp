// SPDX-License-Identifier: Apache-2.0
// What an instance accepts, and the sums it computes.
#include "surgeflow/model/instance.hpp"

#include <gtest/gtest.h>

#include "support/messages.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

using testing::input_error_of;
using testing::one_line_says;

/// Two facilities, three periods: 5 and 0 devices, 2 more for facility 1 in period 1, one lane.
InstanceData small_data() {
  InstanceData data;
  data.devices = {5, 0};
  data.turnaround_periods = {2, 2};
  data.in_processing_periods = {1, 1};
  data.demand = Panel<Count>(2, 3, 4);
  data.arrivals = Panel<Count>(2, 3);
  data.arrivals(FacilityId(1), Period(1)) = 2;
  data.lanes = LaneTable(2);
  data.lanes.row(FacilityId(0))[1] = 1;
  return data;
}

std::string refusal_of(const InstanceData& data) {
  return input_error_of([&] { static_cast<void>(Instance(data)); });
}

TEST(Instance, SuppliesStockFirstAndArrivalsAfterTheLag) {
  const Instance instance(small_data());
  EXPECT_EQ(instance.supply(FacilityId(0), Period(0)), 5);
  EXPECT_EQ(instance.supply(FacilityId(0), Period(1)), 0);
  EXPECT_EQ(instance.supply(FacilityId(1), Period(1)), 0);
  EXPECT_EQ(instance.supply(FacilityId(1), Period(2)), 2);
}

TEST(Instance, WithoutLagArrivalsCountAtOnce) {
  InstanceData data = small_data();
  data.in_processing_periods = {0, 0};
  data.arrivals(FacilityId(0), Period(0)) = 3;
  const Instance instance(data);
  EXPECT_EQ(instance.supply(FacilityId(0), Period(0)), 8);
  EXPECT_EQ(instance.supply(FacilityId(1), Period(1)), 2);
  EXPECT_EQ(instance.total_supply(), 10);
}

TEST(Instance, LagsAreTheFacilitysOwn) {
  InstanceData data = small_data();
  data.in_processing_periods = {0, 1};
  data.arrivals(FacilityId(0), Period(1)) = 3;
  const Instance instance(data);
  EXPECT_EQ(instance.in_processing_periods(FacilityId(0)), 0);
  EXPECT_EQ(instance.supply(FacilityId(0), Period(1)), 3);
  EXPECT_EQ(instance.supply(FacilityId(1), Period(1)), 0);
  EXPECT_EQ(instance.supply(FacilityId(1), Period(2)), 2);
}

TEST(Instance, AddsUp) {
  const Instance instance(small_data());
  EXPECT_EQ(instance.total_demand(), 24);
  EXPECT_EQ(instance.total_supply(), 7);
  // 7 devices, each shipped at most once in each of 3 periods, at cost 1.
  EXPECT_EQ(instance.movement_limit(), 21);
}

TEST(Instance, LeavesOutArrivalsThatComeTooLate) {
  InstanceData data = small_data();
  data.in_processing_periods = {0, 3};
  EXPECT_EQ(Instance(data).total_supply(), 5);
}

TEST(Instance, RefusesShapesThatDisagree) {
  InstanceData data = small_data();
  data.devices.push_back(1);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"different numbers", "one shape"}));
  data = small_data();
  data.in_processing_periods = {1};
  EXPECT_TRUE(one_line_says(refusal_of(data), {"different numbers", "in-processing"}));
  data = small_data();
  data.lanes = LaneTable(3);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"different numbers"}));
  data = small_data();
  data.arrivals = Panel<Count>(2, 4);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"different numbers"}));
}

TEST(Instance, RefusesNothingToPlan) {
  EXPECT_TRUE(one_line_says(refusal_of(InstanceData{}), {"0 facilities", "at least one"}));
}

TEST(Instance, RefusesNumbersOutOfRange) {
  InstanceData data = small_data();
  data.devices[0] = -1;
  EXPECT_TRUE(one_line_says(refusal_of(data), {"negative", "0 to 1073741823"}));
  data = small_data();
  data.turnaround_periods[1] = 0;
  EXPECT_TRUE(one_line_says(refusal_of(data), {"turnaround", "1 or more"}));
  data = small_data();
  data.in_processing_periods[1] = -1;
  EXPECT_TRUE(one_line_says(refusal_of(data), {"lag", "0 or more"}));
}

TEST(Instance, RefusesSumsOutOfRange) {
  InstanceData data = small_data();
  data.devices = {static_cast<Count>(kMaxTotal), 0};
  EXPECT_TRUE(one_line_says(refusal_of(data), {"1073741825 devices", "at most 1073741823"}));
  data = small_data();
  data.demand(FacilityId(0), Period(0)) = static_cast<Count>(kMaxTotal);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"patients", "at most 1073741823"}));
}

TEST(Instance, RefusesAMovementThatLeavesItsInteger) {
  InstanceData data;
  data.devices = {static_cast<Count>(kMaxTotal), 0};
  data.turnaround_periods = {1, 1};
  data.in_processing_periods = {1, 1};
  data.demand = Panel<Count>(2, kMaxPeriods);
  data.arrivals = Panel<Count>(2, kMaxPeriods);
  data.lanes = LaneTable(2);
  data.lanes.row(FacilityId(0))[1] = 1;
  data.lanes.allocate_costs(kMaxLaneCost);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"lane cost", "below 2^63"}));
}

TEST(Instance, RefusesLanesThatLeadNowhereOrCostTooMuch) {
  InstanceData data = small_data();
  data.lanes.row(FacilityId(1))[1] = 1;
  EXPECT_TRUE(one_line_says(refusal_of(data), {"facility 1 to itself"}));
  data = small_data();
  data.lanes.allocate_costs(-1);
  EXPECT_TRUE(one_line_says(refusal_of(data), {"lane cost -1", "0 to 1000000"}));
}

}  // namespace
}  // namespace surgeflow
