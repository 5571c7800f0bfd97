// SPDX-License-Identifier: Apache-2.0
// A plan small enough to be followed by hand, with every oddity that files must carry.
#pragma once

#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::testing {

/// Three facilities over four days from 2020-03-31, turnaround 2 days:
///
///   08031  2 devices, patients 1 0 1 0;  lane to west in 1 day
///   west   0 devices, patients 0 0 2 1;  lane to 08031 in 1 day
///   pool   1 device and one more arriving on day 1 (usable on day 2); no place; lane to west in 2
///
/// The plan sends one device 08031 -> west and one pool -> west on day 0, so that west treats its
/// two patients of day 2 and leaves the one of day 3: 4 of 5 treated, 2 devices moved. It is
/// optimal: only a device that treats the patient of day 0 is free in time for a second one, and
/// the pool's second device reaches nobody, so three devices treat at most four; 08031 has but two
/// patients, so two of the four are treated at west, by two devices that were moved there.
[[nodiscard]] archive::PlanDocument small_plan();

/// The same facilities all with places, over lanes by distance, whose costs are distances.
[[nodiscard]] archive::PlanDocument geodesic_plan();

/// small_plan where nothing is shipped and west treats nobody.
[[nodiscard]] archive::PlanDocument plan_without_shipments();

/// small_plan with commitments that cancel out, in halves of a patient: at west the first patient
/// of a day gains three halves and the second one half, of all others each gains a whole; two idle
/// devices gain a half each, one at the pool; the first device to leave costs 1, two more cost 4
/// each.
[[nodiscard]] archive::PlanDocument plan_with_steps();

}  // namespace surgeflow::testing
