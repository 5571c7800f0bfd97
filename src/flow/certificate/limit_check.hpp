// SPDX-License-Identifier: Apache-2.0
// A plan held against its limits.
#pragma once

#include "flow/certificate/findings.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::flow::certificate {

/// Devices that must be at i and that its patients could not all use: at least so many are idle.
[[nodiscard]] Count least_idle_at(const Instance& instance, const Limits& limits, FacilityId i,
                                  Period t);

/// Patients that i must treat so that it is not worse off: as many as where nothing is shipped, by
/// order neither, or those whom it was promised where these are fewer.
[[nodiscard]] Total least_treated(const Instance& instance, const Limits& limits, FacilityId i);

/// Whether the groups are those of the instance's facilities.
[[nodiscard]] bool floors_fit(const Instance& instance, const PatientFloors& floors);

/// Shipments that no instance could carry out are left out of the counts.
void check_limits(const Instance& instance, const Limits& limits, const Plan& plan,
                  Findings& findings);

}  // namespace surgeflow::flow::certificate
