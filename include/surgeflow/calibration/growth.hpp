// SPDX-License-Identifier: Apache-2.0
// The growth of a daily count, with its standard error.
//
// Counts n_t of days t grow by the factor e^r a day, up to noise:
//
//   E[n_t] = m_t = e^(a + r t)          Var[n_t] = phi m_t
//
// a and r are those of the quasi-Poisson model: weighted least squares of the log-linear trend,
// with weights from counting noise that are brought up to date until they no longer change
// (McCullagh and Nelder, Generalized Linear Models, 1989, chapters 6 and 9). A day without a count
// is a value like any other, and nothing is smoothed. For one trend the fixed point is the root of
// one monotone equation: the mean day under weights e^(r t) equals the mean day of the counts,
//
//   sum t e^(r t) / sum e^(r t) = sum t n_t / sum n_t
//
// which Newton's method within a bracket always finds.
//
// phi is Pearson's statistic over its degrees of freedom, corrected for sparse counts (Fletcher,
// Biometrika 99, 2012), and never below 1: counts are not known better than by counting.
// Patients in hospital on two days are partly the same persons. Where a stay is of L days, counts
// k days apart have the correlation rho_k = max(0, 1 - k / L), and with m the mean day
//
//   Var[r] = phi sum_st (s - m)(t - m) sqrt(m_s m_t) rho_|s-t| / (sum_t m_t (t - m)^2)^2
//
// which for L <= 1, counts of new cases, is phi / sum_t m_t (t - m)^2. The degrees of freedom
// become days - tr(H rho), H the hat matrix. Costs about 50 passes over the days.
// Limits: days of the week and reports that come in heaps are taken as noise.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace surgeflow::calibration {

/// What makes a series long enough to be fitted.
struct GrowthRules {
  double least_count = 10.0;    ///< persons: the sum of all counts over L
  std::int32_t least_days = 7;  ///< days with a report
  double shared_days = 1.0;     ///< L: days for which one person is counted, 1 or more
};

struct Growth {
  double log_growth = 0.0;      ///< r, per day
  double standard_error = 0.0;  ///< of r
  double dispersion = 1.0;      ///< phi
};

/// Fits the days of `counts`, one value a day, NaN where none was reported. Nothing comes back
/// where there is less than `rules` ask for, or where all counts fell on one day.
[[nodiscard]] std::optional<Growth> fit_growth(std::span<const double> counts,
                                               const GrowthRules& rules);

/// The level that goes with a growth that is given.
struct Level {
  double log_count = 0.0;    ///< a: logarithm of the expected count on day 0 of the series
  double mean_day = 0.0;     ///< m, as above
  double total = 0.0;        ///< persons counted
  std::int32_t days = 0;     ///< days with a report
  double dispersion = 1.0;   ///< phi around this trend, 1 or more
  double shared_days = 1.0;  ///< L
};

/// The level of `counts` under the growth `log_growth`: the trend has the sum of the counts and
/// half a person more, so that no facility is certain to stay without (Jeffreys' prior).
/// Nothing where no day was reported.
[[nodiscard]] std::optional<Level> fit_level(std::span<const double> counts, double log_growth,
                                             double shared_days);

}  // namespace surgeflow::calibration
