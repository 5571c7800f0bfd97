// SPDX-License-Identifier: Apache-2.0
// The quasi-Poisson trend of a daily count.
#include "surgeflow/calibration/growth.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace surgeflow::calibration {
namespace {

/// The days with a report: their numbers, counted from 0, and their counts.
struct ReportedDays {
  std::vector<double> day;
  std::vector<double> count;
  double total = 0.0;
  std::int32_t with_count = 0;  ///< days on which anybody was counted

  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(day.size()); }
};

ReportedDays reported_days(std::span<const double> counts) {
  ReportedDays days;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    if (std::isnan(counts[t])) continue;
    days.day.push_back(static_cast<double>(t));
    days.count.push_back(counts[t]);
    days.total += counts[t];
    if (counts[t] > 0.0) ++days.with_count;
  }
  return days;
}

/// Days under the weights e^(r t).
struct Tilt {
  double log_sum = 0.0;  ///< ln sum_t e^(r t)
  double mean = 0.0;
  double variance = 0.0;
};

Tilt tilt(const ReportedDays& days, double r) {
  const double largest = r > 0.0 ? days.day.back() : days.day.front();
  double sum = 0.0, first = 0.0, second = 0.0;
  for (const double t : days.day) {
    const double weight = std::exp(r * (t - largest));
    sum += weight;
    first += weight * (t - largest);
    second += weight * (t - largest) * (t - largest);
  }
  const double mean = first / sum;
  return {std::log(sum) + r * largest, largest + mean, std::max(0.0, second / sum - mean * mean)};
}

/// r where the mean day under e^(r t) is `mean_day`, which lies between the first and the last.
double growth_with_mean_day(const ReportedDays& days, double mean_day) {
  constexpr int kMostSteps = 200;
  constexpr double kSmallestStep = 1e-13;
  // Beyond, weights of the first and the last day have no ratio in double precision.
  const double bound = std::min(30.0, 600.0 / (days.day.back() - days.day.front()));
  double low = -bound, high = bound, r = 0.0;
  for (int step = 0; step < kMostSteps; ++step) {
    const Tilt at = tilt(days, r);
    const double short_of = mean_day - at.mean;
    (short_of > 0.0 ? low : high) = r;
    double next = at.variance > 0.0 ? r + short_of / at.variance : high + 1.0;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (std::abs(next - r) <= kSmallestStep) return next;
    r = next;
  }
  return r;
}

/// m_t = e^(log_count + r t) of every reported day.
std::vector<double> expected_counts(const ReportedDays& days, double log_count, double r) {
  std::vector<double> expected;
  expected.reserve(days.day.size());
  for (const double t : days.day) expected.push_back(std::exp(log_count + r * t));
  return expected;
}

/// sum_st z_s z_t max(0, 1 - |s - t| / L) over pairs of reported days.
double correlated_square(const ReportedDays& days, std::span<const double> z, double shared_days) {
  double sum = 0.0;
  for (std::size_t s = 0; s < z.size(); ++s) {
    sum += z[s] * z[s];
    for (std::size_t t = s + 1; t < z.size(); ++t) {
      const double apart = days.day[t] - days.day[s];
      if (apart >= shared_days) break;
      sum += 2.0 * z[s] * z[t] * (1.0 - apart / shared_days);
    }
  }
  return sum;
}

/// A direction of the fit in units of counting noise: `power` 0 is its level, 1 its growth.
std::vector<double> direction(const ReportedDays& days, std::span<const double> expected,
                              double mean_day, int power) {
  std::vector<double> z;
  z.reserve(expected.size());
  for (std::size_t n = 0; n < expected.size(); ++n) {
    z.push_back(std::sqrt(expected[n]) * (power == 0 ? 1.0 : days.day[n] - mean_day));
  }
  return z;
}

double square(std::span<const double> z) {
  double sum = 0.0;
  for (const double value : z) sum += value * value;
  return sum;
}

/// phi, where the fit used `freedom_used` degrees of freedom.
double dispersion(const ReportedDays& days, std::span<const double> expected, double freedom_used) {
  double pearson = 0.0, excess = 0.0;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    const double residual = days.count[n] - expected[n];
    pearson += residual * residual / expected[n];
    excess += residual / expected[n];
  }
  const double freedom = std::max(1.0, days.size() - freedom_used);
  const double phi = pearson / freedom / (1.0 + excess / days.size());
  return std::isfinite(phi) ? std::max(1.0, phi) : 1.0;
}

}  // namespace

std::optional<Growth> fit_growth(std::span<const double> counts, const GrowthRules& rules) {
  const ReportedDays days = reported_days(counts);
  const double persons = days.total / rules.shared_days;
  if (days.size() < rules.least_days || persons < rules.least_count || days.with_count < 2) {
    return std::nullopt;
  }
  double moment = 0.0;
  for (std::size_t n = 0; n < days.day.size(); ++n) moment += days.day[n] * days.count[n];
  Growth growth;
  growth.log_growth = growth_with_mean_day(days, moment / days.total);

  const Tilt fitted = tilt(days, growth.log_growth);
  const std::vector<double> expected =
      expected_counts(days, std::log(days.total) - fitted.log_sum, growth.log_growth);
  const std::vector<double> level = direction(days, expected, fitted.mean, 0);
  const std::vector<double> slope = direction(days, expected, fitted.mean, 1);
  const double slope_square = square(slope);
  const double slope_correlated = correlated_square(days, slope, rules.shared_days);
  const double freedom_used = correlated_square(days, level, rules.shared_days) / square(level) +
                              slope_correlated / slope_square;
  growth.dispersion = dispersion(days, expected, freedom_used);
  growth.standard_error = std::sqrt(growth.dispersion * slope_correlated) / slope_square;
  return growth;
}

std::optional<Level> fit_level(std::span<const double> counts, double log_growth,
                               double shared_days) {
  const ReportedDays days = reported_days(counts);
  if (days.size() == 0) return std::nullopt;
  const Tilt fitted = tilt(days, log_growth);
  Level level;
  level.total = days.total;
  level.days = days.size();
  level.mean_day = fitted.mean;
  level.shared_days = shared_days;
  level.log_count = std::log(days.total + 0.5) - fitted.log_sum;
  const std::vector<double> expected = expected_counts(days, level.log_count, log_growth);
  const std::vector<double> z = direction(days, expected, fitted.mean, 0);
  level.dispersion =
      dispersion(days, expected, correlated_square(days, z, shared_days) / square(z));
  return level;
}

}  // namespace surgeflow::calibration
