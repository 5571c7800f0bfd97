// SPDX-License-Identifier: Apache-2.0
// The patients of one facility, for those who look at a facility many times.
#pragma once

#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

/// New patients who need a device, one value a period: what forecast_demand() has for the facility
/// with these parameters in place of its own. The case's demand must be modelled.
/// Throws InputError as it does, without the facility's name.
[[nodiscard]] std::vector<double> facility_patients(const Case& planning_case,
                                                    const Facility& facility,
                                                    const EpidemicParameters& parameters);

}  // namespace surgeflow::epidemic
