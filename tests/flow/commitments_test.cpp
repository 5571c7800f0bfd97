// SPDX-License-Identifier: Apache-2.0
// Instances in which some shipments are already decided.
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::test {
namespace {

/// An instance in which about half of a plan's shipments are decided, and what these move.
struct Rest {
  InstanceData data;
  Total decided_movement = 0;
};

Rest decide_half(const Instance& whole, InstanceData data, const Plan& plan, RandomDraws draws) {
  Rest rest{std::move(data), 0};
  rest.data.commitments = Panel<Count>(whole.facilities(), whole.periods());
  for (const Shipment& shipment : plan.shipments) {
    if (draws.happens(50)) continue;
    const std::int32_t arrival =
        shipment.depart.value() +
        whole.lanes().transit_periods(shipment.origin, shipment.destination);
    rest.data.commitments(shipment.origin, shipment.depart) -= shipment.quantity;
    rest.data.commitments(shipment.destination, Period(arrival)) += shipment.quantity;
    rest.decided_movement +=
        Total{shipment.quantity} * whole.lanes().cost(shipment.origin, shipment.destination);
  }
  return rest;
}

TEST(Commitments, LeaveTheRestOfAnOptimalPlan) {
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    SCOPED_TRACE(seed);
    const RandomInstanceOptions options = varied_options(seed);
    const Instance whole = random_instance(options);
    const SolveResult optimum = solve(whole);
    const Rest half =
        decide_half(whole, random_instance_data(options), optimum.plan, RandomDraws(seed, 9));
    const Instance rest(half.data);
    const SolveResult result = solve(rest);
    expect_certified(rest, result);
    EXPECT_EQ(result.value.treated, optimum.value.treated);
    EXPECT_EQ(result.value.movement, optimum.value.movement - half.decided_movement);
  }
}

TEST(Commitments, AreRefusedInAnotherShape) {
  InstanceData data = blank_instance_data(2, 3, 1);
  data.commitments = Panel<Count>(2, 4);
  EXPECT_THROW(Instance{std::move(data)}, InputError);
}

TEST(Commitments, AreNotForTheReferenceSolver) {
  InstanceData data = blank_instance_data(2, 3, 1);
  data.commitments = Panel<Count>(2, 3, 1);
  EXPECT_THROW((void)make_solver("reference")->solve(Instance(std::move(data)), {}),
               std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::test
