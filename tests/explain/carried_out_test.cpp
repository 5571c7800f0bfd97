// SPDX-License-Identifier: Apache-2.0
// Plans without a shipment, with nothing decided anew: by hand, and on random plans.
#include "surgeflow/explain/carried_out.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/random_instance.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::test {
namespace {

using explain::CarriedOut;
using explain::carry_out_without;
using explain::Replacement;
using explain::ShipmentExplainer;

const FacilityId kFirst(0);
const FacilityId kSecond(1);
const FacilityId kThird(2);

/// A sends a device to B, which treats a patient and sends it on to C, which treats another.
TEST(CarriedOut, WhatWasSentOnIsMissedToo) {
  InstanceData data = blank_instance_data(3, 6, 2);
  data.devices[0] = 1;
  data.demand(kSecond, Period(1)) = 1;
  data.demand(kThird, Period(4)) = 1;
  data.demand(kFirst, Period(2)) = 1;
  set_lane(data, kFirst, kSecond, 1);
  set_lane(data, kSecond, kThird, 1);
  const Instance instance(std::move(data));
  const SolveResult result = solve(instance);
  ASSERT_EQ(result.plan.shipments, (std::vector<Shipment>{{Period(0), kFirst, kSecond, 1},
                                                          {Period(3), kSecond, kThird, 1}}));
  const CarriedOut carried = carry_out_without(instance, result.plan, 0);
  // The patient of A is treated instead.
  EXPECT_EQ(carried.change.patients_lost, 1);
  EXPECT_EQ(carried.change.movement_saved, 2);
  EXPECT_EQ(carried.change.treatments,
            (std::vector<explain::TreatmentChange>{
                {kFirst, Period(2), 1}, {kSecond, Period(1), -1}, {kThird, Period(4), -1}}));
  EXPECT_EQ(carried.change.shipments, (std::vector<Shipment>{{Period(0), kFirst, kSecond, -1},
                                                             {Period(3), kSecond, kThird, -1}}));
  EXPECT_TRUE(carried.plan.shipments.empty());
}

TEST(CarriedOut, RefusesNumbersBeyondTheLast) {
  const Instance instance(six_nodes());
  EXPECT_THROW((void)carry_out_without(instance, six_nodes_plan(), 1), std::out_of_range);
}

// What is done is a plan, its changes add up, and no such plan treats more than the best one that
// sends nothing in the shipment's place.
TEST(CarriedOut, IsAPlanAndNotBetterThanTheBest) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const RandomInstanceOptions options = varied_options(seed, 8, 16);
    const Instance instance(random_instance_data(options));
    const SolveResult result = solve(instance);
    const ShipmentExplainer explainer(instance, result.plan, result.potentials);
    for (std::size_t n = 0; n < result.plan.shipments.size(); ++n) {
      const CarriedOut carried = carry_out_without(instance, result.plan, n);
      const explain::WithoutShipment best = explainer.without(n, Replacement::none);
      if (!best.possible) continue;
      Total changes = 0;
      for (const explain::TreatmentChange& change : carried.change.treatments) {
        changes -= change.patients;
      }
      EXPECT_EQ(changes, carried.change.patients_lost) << seed;
      EXPECT_GE(carried.change.gain_lost, best.gain_lost) << seed << " " << n;
      const PlanTrace trace = trace_plan(instance, carried.plan);
      for (const Total idle : trace.idle.values()) EXPECT_GE(idle, 0) << seed;
      for (const Count unmet : trace.unmet.values()) EXPECT_GE(unmet, 0) << seed;
    }
  }
}

}  // namespace
}  // namespace surgeflow::test
