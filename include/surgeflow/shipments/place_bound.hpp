// SPDX-License-Identifier: Apache-2.0
// How many shipments every plan has that treats the same patients in the same places.
//
// Let b_it be the devices that become free at i in t, new ones and those of patients included, less
// those that patients take then; all of it is known where it is known who is treated when. Devices
// that are idle anywhere at the end of t are at most E_t = sum_i sum_u<=t b_iu, whoever they are
// lent to. Charge lambda_t >= 0 for each. Then facilities part, and each alone sees to its devices:
// one that is free there may be kept for later, at that charge, or go; a shipment may bring any
// number, for 1. The least that all of them pay, less sum_t lambda_t E_t, is a bound on the number
// of shipments, for any charges: a Lagrangian relaxation to lot sizing (H. Wagner and T. Whitin,
// Dynamic Version of the Economic Lot Size Model, Management Science 5, 1958).
//
// One facility: shipments arrive when devices are short. Between two arrivals a and a' whoever
// is short takes the device that became free last, or one that came in a: the later, the less it
// has cost. So the least cost up to an arrival follows from those before, in O(periods) for each.
//
// Charges are whole parts of a shipment, and found by subgradients with a step after Polyak in
// integers, so that the bound is the same on every machine.
//
// Cost: O(facilities x periods x periods at which devices are short) for each of at most 60 steps,
// fewer where that is much; none where it is too much, and the bound is 0.
#pragma once

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// The bound for plans with the plan's `treated`, which must be feasible. Of the shipments the
/// number is looked at, to choose the steps by it.
[[nodiscard]] Total least_shipments_in_place(const Instance& instance, const Plan& plan);

}  // namespace surgeflow::shipments
