// SPDX-License-Identifier: Apache-2.0
// A facility's counts on the days of a stretch.
#pragma once

#include <span>

#include "surgeflow/calibration/calibrate.hpp"

namespace surgeflow::calibration {

/// One value a day; the stretch lies within the counts.
[[nodiscard]] std::span<const double> days_of(const Counts& counts, FacilityId facility,
                                              const Stretch& stretch);

/// Days for which one person is counted: a stay for patients in hospital, one day for a new case.
[[nodiscard]] double shared_days(Measure measure, const Facility& facility);

}  // namespace surgeflow::calibration
