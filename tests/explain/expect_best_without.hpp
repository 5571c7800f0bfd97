// SPDX-License-Identifier: Apache-2.0
// What a plan without one of its shipments claims, held against the certificate.
#pragma once

#include <gtest/gtest.h>

#include "support/expect_certified.hpp"
#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::test {

/// The potentials fail on the closed lane alone, if anywhere; with that arc left out they prove
/// that the plan, which does not use it, is optimal.
inline void expect_best_without(const Instance& instance, const Shipment& closed,
                                const explain::PlanWithout& without) {
  for (const Shipment& shipment : without.plan.shipments) {
    EXPECT_FALSE(shipment.depart == closed.depart && shipment.origin == closed.origin &&
                 shipment.destination == closed.destination);
  }
  if (!instance.send_steps().empty()) return;  // the checker's bound then takes every lane
  LaneCheck lanes = check_lanes(instance.lanes(), without.potentials);
  EXPECT_LE(lanes.failing_origins, 1);
  for (const FailingArc& arc : lanes.first_failing) {
    EXPECT_EQ(arc.origin, closed.origin);
    EXPECT_EQ(arc.destination, closed.destination);
    EXPECT_EQ(arc.depart, closed.depart);
  }
  lanes.failing_origins = 0;
  lanes.first_failing.clear();
  const CertificateReport report =
      check_certificate(instance, without.plan, without.potentials, lanes);
  EXPECT_TRUE(report.optimal) << all_failures(report);
}

/// What it says of the change is the difference between the plans, patient by patient.
inline void expect_sums(const Instance& instance, const Plan& plan,
                        const explain::PlanWithout& without) {
  const PlanValue with = value_of(instance, plan);
  const PlanValue left = value_of(instance, without.plan);
  EXPECT_EQ(without.change.gain_lost, with.treated - left.treated);
  EXPECT_EQ(without.change.movement_saved, with.movement - left.movement);
  EXPECT_EQ(without.change.patients_lost, patients_treated(plan) - patients_treated(without.plan));
  Total sum = 0;
  for (const explain::TreatmentChange& change : without.change.treatments) sum += change.patients;
  EXPECT_EQ(without.change.patients_lost, -sum);
}

}  // namespace surgeflow::test
