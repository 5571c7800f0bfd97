// SPDX-License-Identifier: Apache-2.0
// Forecasts of days that are known, and how far they were off.
#include "surgeflow/calibration/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "calibration/stretch.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::calibration {
namespace {

constexpr int kWeek = 7;

/// A count to come: negative binomial with this mean and variance >= mean.
struct CountForecast {
  double mean = 0.0;
  double variance = 0.0;
};

/// P(count <= n); 0 for n < 0. A value that the series of the incomplete beta function do not
/// reach is NaN, not an exception.
double probability_up_to(const CountForecast& forecast, double n) {
  namespace policies = boost::math::policies;
  using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                                 policies::overflow_error<policies::ignore_error>,
                                 policies::underflow_error<policies::ignore_error>,
                                 policies::evaluation_error<policies::ignore_error>>;
  constexpr double kPoissonLike = 1e-6;
  if (n < 0.0) return 0.0;
  const double excess = forecast.variance - forecast.mean;
  if (excess <= kPoissonLike * forecast.mean) {
    return boost::math::gamma_q(n + 1.0, forecast.mean, Quiet());
  }
  const double shape = forecast.mean * forecast.mean / excess;
  return boost::math::ibeta(shape, n + 1.0, shape / (shape + forecast.mean), Quiet());
}

/// The share of [F(n - 1), F(n)] within the central interval of `probability`.
double covered(const CountForecast& forecast, double n, double probability) {
  const double from = probability_up_to(forecast, n - 1.0);
  const double to = probability_up_to(forecast, n);
  const double low = 0.5 * (1.0 - probability), high = 0.5 * (1.0 + probability);
  if (!(to > from)) return to >= low && to <= high ? 1.0 : 0.0;
  return std::max(0.0, std::min(to, high) - std::max(from, low)) / (to - from);
}

class ModelForecast {
 public:
  ModelForecast(const Level& level, const ShrunkEstimate& growth, std::int32_t fitted_days)
      : level_(level), growth_(growth), last_day_(fitted_days - 1) {}

  /// The count `ahead` days after the last that was fitted.
  [[nodiscard]] CountForecast on_day(int ahead) const {
    const double day = last_day_ + ahead;
    const double mean = std::exp(level_.log_count + growth_.value * day);
    const double turn = (day - level_.mean_day) * growth_.standard_error;
    const double relative =
        level_.dispersion * level_.shared_days / (level_.total + 0.5) + std::expm1(turn * turn);
    return {mean, level_.dispersion * mean + mean * mean * relative};
  }

 private:
  Level level_;
  ShrunkEstimate growth_;
  double last_day_;
};

/// The mean of the reported days; 0 where there is none.
double mean_of_reported(std::span<const double> counts) {
  double sum = 0.0;
  int days = 0;
  for (const double count : counts) {
    if (std::isnan(count)) continue;
    sum += count;
    ++days;
  }
  return days == 0 ? 0.0 : sum / days;
}

/// What goes on by itself: a level, and a growth a day from the day for which it holds.
class NaiveForecast {
 public:
  /// From all counts of a facility up to the last fitted day.
  NaiveForecast(Measure measure, std::span<const double> known) {
    // A census has no days of the week to be averaged over.
    const std::size_t width = measure == Measure::cases ? kWeek : 1;
    const std::size_t end = known.size();
    const auto mean_before = [&](std::size_t days) {
      if (end < days + 1) return 0.0;
      const std::size_t last = end - days;
      const std::size_t first = last < width ? 0 : last - width;
      return mean_of_reported(known.subspan(first, last - first));
    };
    level_ = mean_before(0);
    const double half = 0.5 / static_cast<double>(width);
    log_growth_ = (std::log(level_ + half) - std::log(mean_before(kWeek) + half)) / kWeek;
    centre_ = 0.5 * static_cast<double>(width - 1);
  }

  [[nodiscard]] double level() const { return level_; }
  [[nodiscard]] double growing(int ahead) const {
    return level_ * std::exp(log_growth_ * (ahead + centre_));
  }

 private:
  double level_ = 0.0;
  double log_growth_ = 0.0;
  double centre_ = 0.0;  ///< days from the middle of the level's days to the last of them
};

Score score_facility(const ModelForecast& model, const NaiveForecast& naive,
                     std::span<const double> counted) {
  Score score;
  for (std::size_t n = 0; n < counted.size(); ++n) {
    if (std::isnan(counted[n])) continue;
    const int ahead = static_cast<int>(n) + 1;
    const CountForecast forecast = model.on_day(ahead);
    const double whole = std::round(counted[n]);
    ++score.days;
    score.counted += counted[n];
    score.model.add(forecast.mean, counted[n]);
    score.naive_level.add(naive.level(), counted[n]);
    score.naive_growth.add(naive.growing(ahead), counted[n]);
    score.covered_50 += covered(forecast, whole, 0.5);
    score.covered_90 += covered(forecast, whole, 0.9);
  }
  return score;
}

/// The options of a calibration that knows nothing of the days to be scored.
Options up_to_score(const Counts& counts, const Options& options) {
  using std::chrono::days;
  Options earlier = options;
  const Date last = options.until.value_or(counts.last());
  earlier.until = last - days(options.score_days);
  const Date change_shows = options.change_date + days(options.delay_days);
  const auto left = (*earlier.until - change_shows).count() + 1;
  if (left >= kLeastFittedDays) return earlier;
  Diagnostic finding;
  finding.seen = fmt::format(
      "a back-test on the {} days up to {} leaves {} days from {}, where the change shows",
      options.score_days, format_date(last), std::max<std::int64_t>(0, left),
      format_date(change_shows));
  finding.allowed = fmt::format("at least {} days to fit", kLeastFittedDays);
  finding.remedy = "score fewer days, or give later counts";
  throw InputError(std::move(finding));
}

}  // namespace

void ForecastError::add(double forecast_count, double counted) {
  forecast += forecast_count;
  absolute += std::abs(forecast_count - counted);
  log += std::abs(std::log1p(forecast_count) - std::log1p(counted));
}

void ForecastError::add(const ForecastError& other) {
  forecast += other.forecast;
  absolute += other.absolute;
  log += other.log;
}

void Score::add(const Score& other) {
  days += other.days;
  counted += other.counted;
  model.add(other.model);
  naive_level.add(other.naive_level);
  naive_growth.add(other.naive_growth);
  covered_50 += other.covered_50;
  covered_90 += other.covered_90;
}

Backtest backtest(const Case& planning_case, const Counts& counts, const Options& options) {
  const Options earlier = up_to_score(counts, options);
  const Calibration calibration = calibrate(planning_case, counts, earlier);
  Backtest result;
  result.fitted = calibration.stretches;
  const Stretch& fitted = result.fitted.after;
  result.scored = {fitted.last + std::chrono::days(1),
                   fitted.last + std::chrono::days(options.score_days)};
  result.facilities.resize(planning_case.facilities.size());
  const auto facilities = narrow<std::int32_t>(planning_case.facilities.size());

#pragma omp parallel for schedule(dynamic, 16) num_threads(std::max(1, options.threads))
  for (std::int32_t i = 0; i < facilities; ++i) {
    const auto n = static_cast<std::size_t>(i);
    const ShrunkEstimate& growth = calibration.facilities[n].after.shrunk;
    const auto level = fit_level(days_of(counts, FacilityId(i), fitted), growth.value,
                                 shared_days(counts.measure, planning_case.facilities[n]));
    if (!level) continue;
    const NaiveForecast naive(counts.measure,
                              days_of(counts, FacilityId(i), {counts.first, fitted.last}));
    result.facilities[n] = score_facility(ModelForecast(*level, growth, fitted.days()), naive,
                                          days_of(counts, FacilityId(i), result.scored));
  }
  for (const Score& score : result.facilities) result.all.add(score);
  return result;
}

}  // namespace surgeflow::calibration
