// SPDX-License-Identifier: Apache-2.0
// Stocks that follow from a plan, by hand.
#include "surgeflow/flow/plan.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "support/six_nodes.hpp"

namespace surgeflow::test {
namespace {

template <class T>
std::vector<T> row(const Panel<T>& panel, FacilityId i) {
  const auto values = panel.row(i);
  return {values.begin(), values.end()};
}

TEST(TracePlan, FollowsTheBalanceOfSixNodes) {
  const Instance instance(six_nodes());
  const PlanTrace trace = trace_plan(instance, six_nodes_plan());
  // A: 2 devices, 1 treats and 1 leaves in 0; it comes back in 2 and treats again.
  EXPECT_EQ(row(trace.idle, kA), (std::vector<Total>{0, 0, 0}));
  EXPECT_EQ(row(trace.in_use, kA), (std::vector<Total>{1, 1, 1}));
  EXPECT_EQ(row(trace.sent, kA), (std::vector<Count>{1, 0, 0}));
  EXPECT_EQ(row(trace.received, kA), (std::vector<Count>{0, 0, 0}));
  EXPECT_EQ(row(trace.unmet, kA), (std::vector<Count>{0, 0, 0}));
  // B: the device arrives in 1 and treats until after the horizon.
  EXPECT_EQ(row(trace.idle, kB), (std::vector<Total>{0, 0, 0}));
  EXPECT_EQ(row(trace.in_use, kB), (std::vector<Total>{0, 1, 1}));
  EXPECT_EQ(row(trace.received, kB), (std::vector<Count>{0, 1, 0}));
  EXPECT_EQ(row(trace.unmet, kB), (std::vector<Count>{0, 1, 0}));
}

TEST(TracePlan, CountsArrivalsAfterTheLagAndReturnsAfterTheTurnaround) {
  InstanceData data = blank_instance_data(1, 6, 2);
  data.in_processing_periods[0] = 2;
  data.arrivals(kA, Period(1)) = 3;  // usable in 3
  data.arrivals(kA, Period(4)) = 9;  // usable in 6: after the horizon
  data.demand(kA, Period(3)) = 5;
  Plan plan{Panel<Count>(1, 6), {}};
  plan.treated(kA, Period(3)) = 2;
  const PlanTrace trace = trace_plan(Instance(data), plan);
  EXPECT_EQ(row(trace.idle, kA), (std::vector<Total>{0, 0, 0, 1, 1, 3}));
  EXPECT_EQ(row(trace.in_use, kA), (std::vector<Total>{0, 0, 0, 2, 2, 0}));
  EXPECT_EQ(row(trace.unmet, kA), (std::vector<Count>{0, 0, 0, 3, 0, 0}));
}

TEST(TracePlan, ShowsAnImpossiblePlanAsNegativeStock) {
  Plan plan = six_nodes_plan();
  plan.treated(kB, Period(1)) = 2;
  const PlanTrace trace = trace_plan(Instance(six_nodes()), plan);
  EXPECT_EQ(trace.idle(kB, Period(1)), -1);
}

TEST(TracePlan, RefusesShipmentsThatNoInstanceCarries) {
  const Instance instance(six_nodes());
  const std::vector<Shipment> impossible = {
      {Period(0), FacilityId(2), kB, 1},   // unknown origin
      {Period(0), kA, FacilityId(-1), 1},  // unknown destination
      {Period(3), kA, kB, 1},              // departs after the horizon
      {Period(-1), kA, kB, 1},             // departs before it
      {Period(2), kA, kB, 1},              // arrives after it
      {Period(0), kA, kA, 1},              // no lane to itself
  };
  for (const Shipment& shipment : impossible) {
    Plan plan = six_nodes_plan();
    plan.shipments = {shipment};
    EXPECT_THROW((void)trace_plan(instance, plan), std::invalid_argument);
  }
}

TEST(PlanValue, PrefersPatientsThenLessMovement) {
  EXPECT_TRUE((PlanValue{3, 100}).better_than(PlanValue{2, 0}));
  EXPECT_TRUE((PlanValue{3, 1}).better_than(PlanValue{3, 2}));
  EXPECT_FALSE((PlanValue{3, 1}).better_than(PlanValue{3, 1}));
  EXPECT_FALSE((PlanValue{2, 0}).better_than(PlanValue{3, 100}));
}

TEST(PlanValue, CountsPatientsAndLaneCosts) {
  InstanceData data = six_nodes();
  EXPECT_EQ(value_of(Instance(data), six_nodes_plan()), (PlanValue{3, 1}));
  set_cost(data, kA, kB, 7);
  EXPECT_EQ(value_of(Instance(data), six_nodes_plan()), (PlanValue{3, 7}));
  EXPECT_EQ(units_shipped(six_nodes_plan()), 1);
}

}  // namespace
}  // namespace surgeflow::test
