// SPDX-License-Identifier: Apache-2.0
// Demand for devices, facility by facility, from the epidemic model of a case.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

/// What the model says of one facility over the horizon; every vector has one value a period.
/// Persons; compartments at the start of the period, admissions during it, census at its end.
struct EpidemicCurve {
  std::vector<double> susceptible;
  std::vector<double> infected;
  std::vector<double> recovered;
  std::vector<double> admits_hospitalized;
  std::vector<double> admits_icu;
  std::vector<double> admits_ventilated;
  std::vector<double> census_hospitalized;
  std::vector<double> census_icu;
  std::vector<double> census_ventilated;
};

struct DemandForecast {
  std::vector<EpidemicCurve> curves;  ///< [facility]; empty where demand comes from a file
  Panel<double> patients;             ///< rounded by the case's rule, or as is for Rounding::none
};

/// Runs the case's demand model. Throws InputError where a facility's parameters are impossible
/// (as many infected as inhabitants, no doubling time that fits).
[[nodiscard]] DemandForecast forecast_demand(const Case& planning_case);

/// Demand as whole patients, for planning. Throws InputError for Rounding::none.
[[nodiscard]] Panel<Count> whole_patients(const Case& planning_case,
                                          const DemandForecast& forecast);

}  // namespace surgeflow::epidemic
