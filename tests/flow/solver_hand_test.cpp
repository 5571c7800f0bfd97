// SPDX-License-Identifier: Apache-2.0
// Every solver on instances solved by hand; the derivation stands beside each answer.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "support/expect_certified.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::test {
namespace {

class SolverByHand : public ::testing::TestWithParam<std::string_view> {
 protected:
  /// Solves, has the result certified, and returns it.
  [[nodiscard]] SolveResult solved(const InstanceData& data) const {
    const Instance instance(data);
    SolveResult result = make_solver(GetParam())->solve(instance, {});
    expect_certified(instance, result);
    return result;
  }
  [[nodiscard]] PlanValue optimum(const InstanceData& data) const { return solved(data).value; }
};

INSTANTIATE_TEST_SUITE_P(Solvers, SolverByHand, ::testing::ValuesIn(solver_names()),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(SolverByHand, SixNodes) {
  const SolveResult result = solved(six_nodes());
  EXPECT_EQ(result.value, (PlanValue{3, 1}));
  EXPECT_EQ(result.plan, six_nodes_plan());  // the derivation leaves no choice
}

TEST_P(SolverByHand, OneDeviceServesOnePatientPerTurnaround) {
  // Demand everywhere, turnaround 3, seven periods: treated in 0, 3 and 6.
  InstanceData data = blank_instance_data(1, 7, 3);
  data.devices[0] = 1;
  for (Count& demand : data.demand.values()) demand = 1;
  EXPECT_EQ(optimum(data), (PlanValue{3, 0}));
}

TEST_P(SolverByHand, WaitsForTheBetterTime) {
  // Patients in 1, 2 and 4, turnaround 2. Treating in 1 frees the device in 3, so that 4 is met:
  // two patients; so does 2. Three are impossible: 1 and 2 are less than a turnaround apart.
  InstanceData data = blank_instance_data(1, 5, 2);
  data.devices[0] = 1;
  for (const std::int32_t t : {1, 2, 4}) data.demand(kA, Period(t)) = 1;
  EXPECT_EQ(optimum(data), (PlanValue{2, 0}));
}

TEST_P(SolverByHand, NeverTradesAPatientForMovement) {
  // The lane is the dearest there is and saves one patient: it is used.
  InstanceData data = blank_instance_data(2, 2, 1);
  data.devices[0] = 1;
  data.demand(kB, Period(1)) = 1;
  set_lane(data, kA, kB, 1);
  set_cost(data, kA, kB, kMaxLaneCost);
  EXPECT_EQ(optimum(data), (PlanValue{1, kMaxLaneCost}));
}

TEST_P(SolverByHand, NeverMovesForNothing) {
  // A can treat its own patients; B's stock stays where it is.
  InstanceData data = blank_instance_data(2, 4, 2);
  data.devices = {1, 5};
  data.demand(kA, Period(0)) = 1;
  data.demand(kA, Period(2)) = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  EXPECT_EQ(optimum(data), (PlanValue{2, 0}));
}

TEST_P(SolverByHand, TakesTheDetourThatCostsLess) {
  // A to C directly costs 10; over B, 3 + 4 = 7 and a period more, for which there is time.
  const FacilityId c{2};
  InstanceData data = blank_instance_data(3, 4, 1);
  data.devices[0] = 1;
  data.demand(c, Period(3)) = 1;
  set_lane(data, kA, c, 1);
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, c, 1);
  set_cost(data, kA, c, 10);
  set_cost(data, kA, kB, 3);
  set_cost(data, kB, c, 4);
  EXPECT_EQ(optimum(data), (PlanValue{1, 7}));
  // One period earlier only the direct lane is in time.
  data.demand(c, Period(3)) = 0;
  data.demand(c, Period(1)) = 1;
  EXPECT_EQ(optimum(data), (PlanValue{1, 10}));
}

TEST_P(SolverByHand, UsesLanesThatCostNothing) {
  InstanceData data = blank_instance_data(2, 3, 1);
  data.devices[0] = 2;
  data.demand(kA, Period(0)) = 2;
  data.demand(kB, Period(2)) = 2;
  set_lane(data, kA, kB, 1);
  set_cost(data, kA, kB, 0);
  EXPECT_EQ(optimum(data), (PlanValue{4, 0}));
}

TEST_P(SolverByHand, LanesHaveADirection) {
  // The only lane leads away from the patients.
  InstanceData data = blank_instance_data(2, 3, 1);
  data.devices[0] = 1;
  data.demand(kB, Period(2)) = 1;
  set_lane(data, kB, kA, 1);
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
}

TEST_P(SolverByHand, ArrivalsAreUsableAfterTheLag) {
  // Two devices arrive in 1. With a lag of 1 they are late for the patients of 1; without, in time.
  InstanceData data = blank_instance_data(1, 3, 5);
  data.arrivals(kA, Period(1)) = 2;
  data.demand(kA, Period(1)) = 2;
  data.in_processing_periods[0] = 1;
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
  data.in_processing_periods[0] = 0;
  EXPECT_EQ(optimum(data), (PlanValue{2, 0}));
  data.in_processing_periods[0] = 7;  // usable after the horizon only
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
}

TEST_P(SolverByHand, EachFacilityHasItsOwnLag) {
  // A device arrives at A and at B in 0. B's is usable at once and treats B's patient of 0; A's,
  // two periods later, is late for A's patient of 1 and in time for that of 2.
  InstanceData data = blank_instance_data(2, 4, 9);
  data.in_processing_periods = {2, 0};
  data.arrivals(kA, Period(0)) = 1;
  data.arrivals(kB, Period(0)) = 1;
  data.demand(kB, Period(0)) = 1;
  data.demand(kA, Period(1)) = 1;
  EXPECT_EQ(optimum(data), (PlanValue{1, 0}));
  data.demand(kA, Period(2)) = 1;
  EXPECT_EQ(optimum(data), (PlanValue{2, 0}));
}

TEST_P(SolverByHand, ALaneMustArriveWithinTheHorizon) {
  // Transit 2 in three periods: sent in 0 it arrives in 2; transit 3 never does.
  InstanceData data = blank_instance_data(2, 3, 1);
  data.devices[0] = 1;
  data.demand(kB, Period(2)) = 1;
  set_lane(data, kA, kB, 2);
  EXPECT_EQ(optimum(data), (PlanValue{1, 1}));
  set_lane(data, kA, kB, 3);
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
}

// ---- hostile ---------------------------------------------------------------------------------

TEST_P(SolverByHand, OneFacilityOnePeriod) {
  InstanceData data = blank_instance_data(1, 1, 1);
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
  data.devices[0] = 3;
  data.demand(kA, Period(0)) = 5;
  EXPECT_EQ(optimum(data), (PlanValue{3, 0}));
}

TEST_P(SolverByHand, ZeroSupply) {
  InstanceData data = six_nodes();
  data.devices[0] = 0;
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
}

TEST_P(SolverByHand, ZeroDemand) {
  InstanceData data = six_nodes();
  data.demand = Panel<Count>(2, 3);
  EXPECT_EQ(optimum(data), (PlanValue{0, 0}));
}

TEST_P(SolverByHand, TheLargestTotals) {
  // A has every device, B every patient, and the lane is in time for all of them.
  InstanceData data = blank_instance_data(2, 3, 10);
  data.devices[0] = static_cast<Count>(kMaxTotal);
  data.demand(kB, Period(1)) = static_cast<Count>(kMaxTotal);
  set_lane(data, kA, kB, 1);
  EXPECT_EQ(optimum(data), (PlanValue{kMaxTotal, kMaxTotal}));
  data.devices[0] = 7;
  EXPECT_EQ(optimum(data), (PlanValue{7, 7}));
  set_cost(data, kA, kB, kMaxLaneCost);
  EXPECT_EQ(optimum(data), (PlanValue{7, Total{7} * kMaxLaneCost}));
}

TEST_P(SolverByHand, TheLargestMovement) {
  // Every device on the dearest lane: 2^30 times 10^6 stays far from 64 bits.
  InstanceData data = blank_instance_data(2, 2, 10);
  data.devices[0] = static_cast<Count>(kMaxTotal);
  data.demand(kB, Period(1)) = static_cast<Count>(kMaxTotal);
  set_lane(data, kA, kB, 1);
  set_cost(data, kA, kB, kMaxLaneCost);
  EXPECT_EQ(optimum(data), (PlanValue{kMaxTotal, kMaxTotal * kMaxLaneCost}));
}

TEST_P(SolverByHand, TheLongestLanes) {
  // 255 periods on the road: sent in 0, in time in 255, too late for 254.
  InstanceData data = blank_instance_data(2, 300, 10);
  data.devices[0] = 4;
  data.demand(kB, Period(254)) = 4;
  data.demand(kB, Period(255)) = 1;
  set_lane(data, kA, kB, 255);
  set_lane(data, kB, kA, 255);
  EXPECT_EQ(optimum(data), (PlanValue{1, 1}));
}

TEST_P(SolverByHand, TurnaroundLongerThanTheHorizon) {
  // Each device treats once.
  InstanceData data = blank_instance_data(2, 4, std::numeric_limits<std::int32_t>::max());
  data.devices = {2, 1};
  for (Count& demand : data.demand.values()) demand = 3;
  set_lane(data, kA, kB, 1);
  EXPECT_EQ(optimum(data), (PlanValue{3, 0}));
}

TEST_P(SolverByHand, DifferentTurnarounds) {
  // Two devices, four periods, patients everywhere. At A (turnaround 1) a device treats every
  // period, at B (turnaround 4) once. B's device arrives at A in 1 when sent in 0 and treats three
  // there, instead of one at home: 4 + 3 = 7 with a move, against 4 + 1 = 5 without.
  InstanceData data = blank_instance_data(2, 4, 1);
  data.turnaround_periods = {1, 4};
  data.devices = {1, 1};
  for (Count& demand : data.demand.values()) demand = 2;
  set_lane(data, kB, kA, 1);
  EXPECT_EQ(optimum(data), (PlanValue{7, 1}));
}

}  // namespace
}  // namespace surgeflow::test
