// SPDX-License-Identifier: Apache-2.0
// Plans without one of their shipments: by hand, and against another library's re-solves.
#include "surgeflow/explain/without_shipment.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "explain/expect_best_without.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"

namespace surgeflow::test {
namespace {

using explain::PlanWithout;
using explain::Replacement;
using explain::ShipmentExplainer;
using explain::TreatmentChange;
using explain::WithoutShipment;

TEST(WithoutShipment, ByHand) {
  const Instance instance(six_nodes());
  const Plan plan = six_nodes_plan();
  const Potentials potentials = six_nodes_potentials();
  const ShipmentExplainer explainer(instance, plan, potentials);
  const WithoutShipment without = explainer.without(0, Replacement::best);
  EXPECT_TRUE(without.possible);
  // The device stays at A, where both of A's patients have one already.
  EXPECT_EQ(without.patients_lost, 1);
  EXPECT_EQ(without.gain_lost, 1);
  EXPECT_EQ(without.movement_saved, 1);
  EXPECT_EQ(without.treatments, (std::vector<TreatmentChange>{{kB, Period(1), -1}}));
  EXPECT_EQ(without.shipments, (std::vector<Shipment>{{Period(0), kA, kB, -1}}));
  // (1, 0) at B in 1, nothing at A in 1.
  EXPECT_EQ(explainer.estimated_loss(0), 1);
}

/// A second way round: A to B over C in as many periods, at one move more.
TEST(WithoutShipment, AnotherLaneJumpsIn) {
  InstanceData data = blank_instance_data(3, 4, 5);
  data.devices[0] = 1;
  data.demand(FacilityId(1), Period(2)) = 1;
  set_lane(data, FacilityId(0), FacilityId(1), 2);
  set_lane(data, FacilityId(0), FacilityId(2), 1);
  set_lane(data, FacilityId(2), FacilityId(1), 1);
  const Instance instance(std::move(data));
  const SolveResult result = solve(instance);
  expect_certified(instance, result);
  ASSERT_EQ(result.plan.shipments,
            (std::vector<Shipment>{{Period(0), FacilityId(0), FacilityId(1), 1}}));
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  const WithoutShipment without = explainer.without(0, Replacement::best);
  EXPECT_EQ(without.patients_lost, 0);
  EXPECT_EQ(without.movement_saved, -1);
  const WithoutShipment dropped = explainer.without(0, Replacement::none);
  EXPECT_EQ(dropped.patients_lost, 1);
  EXPECT_EQ(dropped.movement_saved, 1);
  EXPECT_TRUE(without.treatments.empty());
  EXPECT_EQ(without.shipments,
            (std::vector<Shipment>{{Period(0), FacilityId(0), FacilityId(1), -1},
                                   {Period(0), FacilityId(0), FacilityId(2), 1},
                                   {Period(1), FacilityId(2), FacilityId(1), 1}}));
}

/// B owes a device in period 1 that only A can send.
TEST(WithoutShipment, CommitmentsMayNeedIt) {
  InstanceData data = blank_instance_data(2, 3, 2);
  data.devices[0] = 1;
  data.commitments = Panel<Count>(2, 3);
  data.commitments(kB, Period(1)) = -1;
  set_lane(data, kA, kB, 1);
  const Instance instance(std::move(data));
  const SolveResult result = solve(instance);
  expect_certified(instance, result);
  ASSERT_EQ(result.plan.shipments.size(), 1U);
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  EXPECT_FALSE(explainer.without(0, Replacement::best).possible);
}

TEST(WithoutShipment, RefusesNumbersBeyondTheLast) {
  const Instance instance(six_nodes());
  const Plan plan = six_nodes_plan();
  const Potentials potentials = six_nodes_potentials();
  const ShipmentExplainer explainer(instance, plan, potentials);
  EXPECT_THROW((void)explainer.without(1, Replacement::best), std::out_of_range);
}

constexpr std::uint64_t kShipmentSeeds = 25;

class EveryShipment : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Random, EveryShipment,
                         ::testing::Range<std::uint64_t>(1, 101, kShipmentSeeds));

void expect_as_solved_anew(const Instance& instance) {
  const SolveResult result = solve(instance);
  expect_certified(instance, result);
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  for (std::size_t n = 0; n < result.plan.shipments.size(); ++n) {
    SCOPED_TRACE("shipment " + std::to_string(n));
    const Shipment& closed = result.plan.shipments[n];
    const PlanWithout without = explainer.plan_without(n, Replacement::best);
    ASSERT_TRUE(without.change.possible);
    expect_sums(instance, result.plan, without);
    expect_best_without(instance, closed, without);
    EXPECT_EQ(value_of(instance, without.plan), lemon_optimum_without(instance, closed));
    EXPECT_EQ(explainer.without(n, Replacement::best).treatments, without.change.treatments);
    std::vector<Shipment> others = result.plan.shipments;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(n));
    const PlanWithout dropped = explainer.plan_without(n, Replacement::none);
    expect_sums(instance, result.plan, dropped);
    EXPECT_EQ(value_of(instance, dropped.plan), lemon_optimum_within(instance, others));
    EXPECT_FALSE(value_of(instance, dropped.plan).better_than(value_of(instance, without.plan)));
  }
}

TEST_P(EveryShipment, AsIfSolvedAnew) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kShipmentSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_as_solved_anew(random_instance(varied_options(seed, 12, 20)));
  }
}

TEST_P(EveryShipment, WithSteps) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kShipmentSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_as_solved_anew(random_instance_with_steps(varied_options(seed, 12, 16)));
  }
}

}  // namespace
}  // namespace surgeflow::test
