// SPDX-License-Identifier: Apache-2.0
// Penn Medicine CHIME 1.1.5: an SIR epidemic dated back to the first patient admitted.
//
// The model of sir.hpp runs from the day of the first admission, when I0 = 1 / (market share x
// hospitalised rate) are infected, S0 = population - I0, and R0 have recovered before (not taken
// off S0; N = S0 + I0 + R0). Row index r is day r - i_day, where day 0 is the current date and
// i_day the days since the first admission. With m = mitigation date - current date in days, at
// least -i_day and at most the days forecast, the first i_day + m steps have all contacts; later
// ones are reduced.
//
// One of two numbers is given and the other is found, by the least square of (hospital census on
// day 0 - hospitalised now):
//
// A. Doubling time given: i_day is searched over 0..days + 299. Each candidate d is run for d +
// days + 300 steps, and skipped where the first maximum of its hospital census lies before row d:
// the fit may not put today behind the peak. The first of equally good ones wins.
//
// B. Date of the first patient given: the doubling time is searched on the grid 1, 2, ..., 15 days,
// and then four times on 15 points between the neighbours of the best. A best at 15 is refused.
// CHIME has no defined answer where the best of the first grid is 1; here the grid goes on between
// 1 and 2, and an answer of 1 day itself is refused like one of 15.
//
// Limits of mode B, kept as they are in CHIME: two doubling times can give the same census, a long
// one on the way up and a short one after the peak, and the better fit of the grid wins wherever it
// lies. The longer ago the first admission and the smaller the population, the likelier that is:
// compare the peak of the census with days_since_first, and state a doubling time where the answer
// is on the wrong side.
//
// Contacts reduced in steps: CHIME knows one value from the mitigation date on. Here the reduction
// on a day from the mitigation date on is the schedule's value for that day, counted like the
// schedule's start days from the current date; days before the current date take its value on day
// 0. One step {0, c} is CHIME.
//
// Fast, and exact: all candidates of mode A share the days up to their mitigation, so the
// candidates cost days + 300 steps and their mitigated days rather than (days + 300)^2; and the
// test for the peak runs only on the best remaining candidate, until the census exceeds every
// earlier one.
//
// Reference: Weissman et al., "Locally Informed Simulation to Predict Hospital Capacity Needs
// During the COVID-19 Pandemic", Annals of Internal Medicine 173 (2020).
#pragma once

#include <cstdint>

#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {

struct ChimeForecast {
  std::int32_t days_since_first = 0;  ///< i_day; the row of the current date
  double doubling_time_days = 0.0;    ///< given (A) or found (B)
  double contact_rate = 0.0;          ///< beta with all contacts, per person and day
  double basic_reproduction = 0.0;    ///< beta S0 / gamma
  Trajectory trajectory;              ///< rows 0..i_day + days
  CareForecast care;                  ///< the same rows
};

/// CHIME from the current date for `days` >= 0 days. Mode A where `parameters` has a doubling time,
/// mode B where it has the date of the first patient; exactly one of them must be given.
/// An outbreak with nobody in hospital has no epidemic: i_day = 0 and nobody infected.
/// A mitigation date that is not given is the current date.
/// Throws InputError where a parameter is missing or out of range, where the infected are not fewer
/// than the population, where no doubling time fits, or where the epidemic is too fast for daily
/// steps.
[[nodiscard]] ChimeForecast run_chime(const Outbreak& outbreak,
                                      const EpidemicParameters& parameters, Date current_date,
                                      std::int32_t days);

}  // namespace surgeflow::epidemic
