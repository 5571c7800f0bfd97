// SPDX-License-Identifier: Apache-2.0
// A plan of two facilities whose every number can be followed by hand.
#pragma once

#include <string>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/certificate.hpp"

namespace surgeflow::app {

inline constexpr FacilityId kWest{0};
inline constexpr FacilityId kEast{1};

/// A facility of which nothing else is known.
Facility facility_called(std::string id, std::string name, std::string region = "");

/// West has a device, East has two patients, on days 1 and 2; a device is busy for two days and a
/// lane takes one. The device goes to East on day 0 and treats the first: one of two is treated
/// with one move. One more idle device that can still reach or is at East by day 2 treats the
/// other, so until then every device is worth a patient.
archive::PlanDocument small_plan();

/// The same in halves of a patient, where a device idle at West at the end of day 2 gains one, and
/// leaving costs 3 for one device and is forbidden to a second. Treating a patient still gains
/// most, 2 halves for a movement of 4.
archive::PlanDocument weighed_plan();
/// Its instance, to be changed.
InstanceData weighed_numbers();

/// Potentials that hold on every arc of that plan, but prove nothing: everything is worth much more
/// than it saves.
Potentials weak_potentials();

/// What the file of that plan claims beside it.
archive::StoredClaims small_plan_claims();

CertificateReport small_plan_certificate(const archive::PlanDocument& document);

}  // namespace surgeflow::app
