// SPDX-License-Identifier: Apache-2.0
// A demand forecast in sentences and a small table.
#pragma once

#include <string>

#include "surgeflow/epidemic/demand.hpp"

namespace surgeflow::app {

/// Totals, first and peak period, and the facilities with the most patients.
[[nodiscard]] std::string demand_in_words(const Case& planning_case,
                                          const epidemic::DemandForecast& forecast);

}  // namespace surgeflow::app
