// SPDX-License-Identifier: Apache-2.0
// The SIR model of an epidemic in daily steps, with contacts reduced by a schedule.
//
// One day, for S susceptible, I infected and R recovered persons of a population N = S + I + R:
//
//   S' = S - beta_t S I      I' = I + beta_t S I - gamma I      R' = R + gamma I
//
// and then all three times N / (S' + I' + R'), which only removes rounding errors. The rates come
// from what a planner knows: gamma = 1 / infectious days; the early growth a day g = 2^(1/Td) - 1
// for a doubling time of Td days; beta_t = (g + gamma) / S0 x (1 - c_t) for a share c_t of contacts
// avoided on day t. Or a planner states reproduction numbers, and beta_t = R_t gamma / S0. On the
// first day I0 = hospitalised / (market share x hospitalised rate), S0 =
// population - I0, R0 = 0.
//
// Sources: Billingham, Widrick, Edwards, Klaus, "COVID-19 (SARS-CoV-2) Ventilator Resource
// Management Using a Network Optimization Model and Predictive System Demand", medRxiv
// 2020.05.26.20113886; Penn Medicine CHIME 1.1.5 for the scaling.
// Limits: steps of one day can not follow an epidemic that infects more than the susceptible in a
// day; such parameters are refused. Costs less than a microsecond a facility and day.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/epidemic/care.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

/// What is known of a facility's catchment on the first day.
struct Outbreak {
  double population = 0.0;    ///< persons
  double hospitalized = 0.0;  ///< persons in hospital with the disease
};

/// Persons, at the start of a day.
struct Compartments {
  double susceptible = 0.0;
  double infected = 0.0;
  double recovered = 0.0;
};

/// Persons, one value a row; row d is the start of day d counted from the first row.
struct Trajectory {
  std::vector<double> susceptible;
  std::vector<double> infected;
  std::vector<double> recovered;
};

/// Growth of the infected a day, early on: 2^(1/Td) - 1 for a doubling time of Td > 0 days.
[[nodiscard]] double growth_per_day(double doubling_time_days);

/// beta = (growth + gamma) / S0 x (1 - reduction), per person and day.
[[nodiscard]] double contact_rate(double growth, double recovery_per_day, double susceptible,
                                  double reduction);

/// beta = R gamma / S0, per person and day: of the rate under which one of the infected, among S0
/// susceptible, infects R others.
[[nodiscard]] double contact_rate_for(double reproduction_number, double recovery_per_day,
                                      double susceptible);

/// Days in which the infected double at the start under a contact rate: 1 / log2(beta S0 - gamma
/// + 1). Negative where they fall (then the days in which they halve), infinite where they stay.
[[nodiscard]] double doubling_time_under(double contact_rate, double recovery_per_day,
                                         double susceptible);

/// The share of contacts avoided on a day: the value of the last step that has started, 0 before
/// the first. Steps are in ascending order of their start day.
[[nodiscard]] double contact_reduction_on(std::span<const ReductionStep> schedule,
                                          std::int64_t day);

/// The reproduction number on a day, likewise.
[[nodiscard]] double reproduction_number_on(std::span<const ReductionStep> schedule,
                                            std::int64_t day);

/// One day of the model. `population` is what the three are scaled to.
[[nodiscard]] Compartments next_day(const Compartments& today, double contact_rate,
                                    double recovery_per_day, double population);

/// The model over `contact_rates.size()` days, beta_t one a day: one row more than days.
[[nodiscard]] Trajectory simulate(const Compartments& start, double recovery_per_day,
                                  std::span<const double> contact_rates);

struct SirForecast {
  /// beta with all contacts, per person and day; that of day 0 where reproduction numbers are
  /// stated
  double contact_rate = 0.0;
  double basic_reproduction = 0.0;  ///< beta S0 / gamma
  Trajectory trajectory;            ///< rows 0..days
  CareForecast care;                ///< the same rows
};

/// The study's SIR model over `days` >= 0 days from the day on which `outbreak` was seen.
/// An outbreak with nobody in hospital stays without infected, whatever the parameters.
/// Uses of `parameters`: reproduction_number, or else doubling_time_days (needed) and
/// contact_reduction; infectious_days, the rates, stays and market_share. The others belong to
/// CHIME.
///
/// Throws InputError where a parameter is missing or out of range, where the infected are not fewer
/// than the population, or where the epidemic is too fast for daily steps.
[[nodiscard]] SirForecast run_sir(const Outbreak& outbreak, const EpidemicParameters& parameters,
                                  std::int32_t days);

}  // namespace surgeflow::epidemic
