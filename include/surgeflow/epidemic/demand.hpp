// SPDX-License-Identifier: Apache-2.0
// Demand for devices, facility by facility, from the epidemic model of a case.
//
// Period 0 begins on the first day of the horizon; for CHIME that is the current date, day 0, on
// which the census of hospitalised patients was seen. The models step in days. A row of theirs is
// the start of a day, and its admissions are those of the day that ends there, so day d of the
// horizon has the compartments of row d and the admissions of row d + 1: those who come after the
// census was seen. Patients who need a device in a period are its admissions of ventilated
// patients.
//
// Periods shorter than a day divide 24 hours. The admissions of a day are divided evenly over its
// periods before they are rounded, the compartments run straight from day to day, and the census at
// a period's end is what even admissions and a fixed stay make of it; at a day's end it is the
// daily model's. SIR counts only patients admitted within the horizon in its census; CHIME's census
// goes back to the first patient.
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
  /// New patients who need a device [facility, period]: rounded by the case's rule, as they are for
  /// Rounding::none; those of the file where demand comes from a file.
  Panel<double> patients;
};

/// Runs the case's demand model. A facility with nobody in hospital has no demand. Uses up to
/// `threads` threads; the same forecast for any number of them.
/// Throws InputError, with a finding for every facility, where its parameters are impossible (as
/// many infected as inhabitants, no doubling time, or none that fits) or where periods do not
/// divide a day.
[[nodiscard]] DemandForecast forecast_demand(const Case& planning_case, int threads = 1);

/// Demand as whole patients, for planning. Throws InputError where a modelled demand was not
/// rounded (Rounding::none), or where the patients together exceed kMaxTotal.
[[nodiscard]] Panel<Count> whole_patients(const Case& planning_case,
                                          const DemandForecast& forecast);

/// The same as whole_patients(forecast_demand()) in an eighth of the memory: the curves of a
/// facility are dropped as soon as its patients are known.
[[nodiscard]] Panel<Count> forecast_patients(const Case& planning_case, int threads = 1);

}  // namespace surgeflow::epidemic
