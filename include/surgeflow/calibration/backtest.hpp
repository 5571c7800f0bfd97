// SPDX-License-Identifier: Apache-2.0
// How well a calibration would have forecast the days that came after it.
//
// Everything is fitted again to the counts up to day n = until - score_days; then each facility's
// counts of the next score_days days are forecast by its level and its shrunk growth r after the
// change, and scored against what was counted. On day n + h
//
//   expected   m_h = e^(a + r t_h)
//   variance   phi m_h + m_h^2 v_h       v_h = phi L / sum_t n_t + e^((t_h - m)^2 se(r)^2) - 1
//
// (a, m, phi, L: growth.hpp), and the count is taken as negative binomial with these two. An
// interval of probability p covers a count n by the share of [F(n - 1), F(n)] that lies within
// (1 - p) / 2 and (1 + p) / 2: for whole numbers no interval holds exactly p, but this share has
// the mean p where the forecast is right (Czado, Gneiting, Held, Biometrics 65, 2009).
//
// Two naive forecasts know no epidemic: the level, by which each coming day is like the mean of the
// last seven (for a census: like the last day), and the growth, by which it goes on as from the
// seven days before to the last seven.
// Limits: growth is held as it is; that of real epidemics drifts, and the intervals do not know it.
// A level from the last seven days alone, rather than all fitted ones, was no better on the
// counties of the United States.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/calibration/calibrate.hpp"

namespace surgeflow::calibration {

/// Errors of one forecast, summed over days.
struct ForecastError {
  double forecast = 0.0;  ///< expected counts
  double absolute = 0.0;  ///< |forecast - counted|
  double log = 0.0;       ///< |ln(1 + forecast) - ln(1 + counted)|

  void add(double forecast_count, double counted);
  void add(const ForecastError& other);
};

struct Score {
  std::int64_t days = 0;  ///< facility-days scored
  double counted = 0.0;
  ForecastError model;
  ForecastError naive_level;
  ForecastError naive_growth;
  double covered_50 = 0.0;  ///< days within the 50 % interval
  double covered_90 = 0.0;  ///< days within the 90 % interval

  void add(const Score& other);
};

struct Backtest {
  Stretches fitted;
  Stretch scored;
  std::vector<Score> facilities;  ///< [facility]; no days where nothing was reported
  Score all;                      ///< their sum
};

/// Throws InputError as calibrate, where the days up to n are too few.
[[nodiscard]] Backtest backtest(const Case& planning_case, const Counts& counts,
                                const Options& options);

}  // namespace surgeflow::calibration
