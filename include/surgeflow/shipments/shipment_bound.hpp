// SPDX-License-Identifier: Apache-2.0
// How many shipments every plan has that gains the most: a number that none of them stays below.
//
// Let v be potentials that prove the optimum of the patients' gains. By complementary slackness
// every plan that gains as much treats all patients whose profit, gain_it + v_i,t+P - v_it, is
// positive, none whose profit is negative, and holds no device over a period in which it loses
// worth beyond what holding gains. Cut the time line of a facility where nothing is held, into
// stretches [c,e]. Nothing is left from before c, so that
//
//   in:  if up to some t in [c,e] the devices that come from outside and from patients, at most,
//        are fewer than those which patients of positive profit take, a shipment arrives in [c,t];
//   out: nothing may be left after e; if from some s in [c,e] on the devices that come, at least,
//        are more than patients whose profit is not negative can take, a shipment leaves in [s,e].
//
// Patients of profit zero who are treated and over within a stretch add nothing to what is there.
// Stretches do not overlap and a shipment arrives once and leaves once: the number of the first
// kind is a bound, and so is that of the second. The bound says nothing of how large a shipment can
// be, so that it is weak where facilities need many.
//
// Cost: one pass over all nodes, and another over each stretch.
#pragma once

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// The larger of the two. `potentials` must be proved optimal with some plan; movement in them is
/// not looked at.
[[nodiscard]] Total least_shipments(const Instance& instance, const Potentials& potentials);

}  // namespace surgeflow::shipments
