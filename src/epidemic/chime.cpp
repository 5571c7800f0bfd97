// SPDX-License-Identifier: Apache-2.0
// CHIME 1.1.5: date the first admission from the doubling time, or the reverse, then project.
#include "surgeflow/epidemic/chime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "epidemic/course.hpp"
#include "epidemic/guards.hpp"

namespace surgeflow::epidemic {
namespace {

/// Days beyond the forecast that CHIME looks at while it searches the day of the first admission.
constexpr std::int64_t kSearchDays = 300;

constexpr std::size_t kGridPoints = 15;
constexpr double kShortestDoublingDays = 1.0;
constexpr double kLongestDoublingDays = 15.0;
constexpr int kRefinements = 4;

using Grid = std::array<double, kGridPoints>;

/// What stays the same while a fit tries days or doubling times.
struct Setting {
  const EpidemicParameters& parameters;
  Compartments first_day;
  double population = 0.0;    ///< what the compartments are scaled to
  double recovery = 0.0;      ///< gamma, per day
  double hospitalized = 0.0;  ///< in hospital on day 0
  std::int64_t days = 0;      ///< to forecast
  std::int64_t mitigation_day = 0;
};

/// Contact rates beta_t for one doubling time.
class Policy {
 public:
  Policy(const Setting& setting, double doubling_time_days)
      : setting_(setting),
        unreduced_(contact_rate(growth_per_day(doubling_time_days), setting.recovery,
                                setting.first_day.susceptible, 0.0)) {}

  /// beta with all contacts.
  [[nodiscard]] double unreduced() const { return unreduced_; }

  /// beta of the step from `row` when day 0 is row `today`.
  [[nodiscard]] double on_row(std::int64_t row, std::int64_t today) const {
    const std::int64_t day = row - today;
    const std::int64_t first = std::clamp(setting_.mitigation_day, -today, setting_.days);
    if (day < first) return unreduced_;
    const auto& schedule = setting_.parameters.contact_reduction;
    return unreduced_ * (1.0 - contact_reduction_on(schedule, std::max<std::int64_t>(day, 0)));
  }

 private:
  const Setting& setting_;
  double unreduced_;
};

/// The hospital census from the first admission on, one row after the other.
class HospitalCourse {
 public:
  explicit HospitalCourse(const Setting& setting) : setting_(setting) {
    states_.push_back(setting.first_day);
    admitted_.push_back(0.0);
  }

  [[nodiscard]] std::int64_t last_row() const {
    return static_cast<std::int64_t>(states_.size()) - 1;
  }
  /// Census on the last row.
  [[nodiscard]] double census() const {
    const auto row = static_cast<double>(last_row());
    return admitted_.back() - admitted_by(admitted_, row - setting_.parameters.hospital_days);
  }
  void step(double contact_rate) {
    const Compartments& today = states_.back();
    const Compartments next = next_day(today, contact_rate, setting_.recovery, setting_.population);
    admitted_.push_back(admitted_.back() + admissions(ever(today), ever(next)));
    states_.push_back(next);
  }
  /// Forgets the rows after `row`.
  void go_back_to(std::int64_t row) {
    states_.resize(static_cast<std::size_t>(row) + 1);
    admitted_.resize(states_.size());
  }

 private:
  [[nodiscard]] double ever(const Compartments& state) const {
    return (state.infected + state.recovered) * setting_.parameters.hospitalized_rate *
           setting_.parameters.market_share;
  }

  const Setting& setting_;
  std::vector<Compartments> states_;
  std::vector<double> admitted_;
};

/// Squared error; infinite where the model overshot, so that such a candidate is never chosen.
double loss(double census, double hospitalized) {
  const double square = (census - hospitalized) * (census - hospitalized);
  return std::isnan(square) ? std::numeric_limits<double>::infinity() : square;
}

// ---- mode A ----------------------------------------------------------------------------------

/// The loss of every candidate: element d is that of d days since the first admission.
std::vector<double> losses_by_day(const Setting& setting, const Policy& policy) {
  std::vector<double> losses;
  HospitalCourse course(setting);
  for (std::int64_t today = 0; today < setting.days + kSearchDays; ++today) {
    const std::int64_t mitigated = std::clamp<std::int64_t>(-setting.mitigation_day, 0, today);
    const std::int64_t shared = today - mitigated;
    while (course.last_row() < today) course.step(policy.on_row(course.last_row(), today));
    losses.push_back(loss(course.census(), setting.hospitalized));
    course.go_back_to(shared);
  }
  return losses;
}

/// Does the hospital census reach its first maximum before the current date?
bool peaked_before(std::int64_t today, const Setting& setting, const Policy& policy) {
  HospitalCourse course(setting);
  double highest = -std::numeric_limits<double>::infinity();
  while (course.last_row() < today) {
    highest = std::max(highest, course.census());
    course.step(policy.on_row(course.last_row(), today));
  }
  const std::int64_t end = today + setting.days + kSearchDays;
  while (course.census() <= highest && course.last_row() < end) {
    course.step(policy.on_row(course.last_row(), today));
  }
  return course.census() <= highest;
}

std::int64_t fit_days_since_first(const Setting& setting, const Policy& policy) {
  const std::vector<double> losses = losses_by_day(setting, policy);
  std::vector<std::size_t> order(losses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return losses[a] < losses[b]; });
  for (const std::size_t candidate : order) {
    const auto today = static_cast<std::int64_t>(candidate);
    if (!peaked_before(today, setting, policy)) return today;
  }
  return 0;  // not reached: no maximum lies before row 0
}

// ---- mode B ----------------------------------------------------------------------------------

Grid grid_between(double first, double last) {
  Grid grid;
  const double step = (last - first) / static_cast<double>(kGridPoints - 1);
  for (std::size_t n = 0; n < kGridPoints; ++n) grid[n] = first + static_cast<double>(n) * step;
  grid.back() = last;
  return grid;
}

std::size_t best_point(const Grid& grid, const Setting& setting, std::int64_t today) {
  Grid losses;
  for (std::size_t n = 0; n < kGridPoints; ++n) {
    const Policy policy(setting, grid[n]);
    HospitalCourse course(setting);
    while (course.last_row() < today) course.step(policy.on_row(course.last_row(), today));
    losses[n] = loss(course.census(), setting.hospitalized);
  }
  return static_cast<std::size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin());
}

[[noreturn]] void refuse_fit(const Setting& setting, std::int64_t today, const char* found) {
  refuse("date_first_hospitalized",
         fmt::format("{} hospitalized {} days after the first patient mean a doubling time {}",
                     setting.hospitalized, today, found),
         fmt::format("a doubling time between {} and {} days", kShortestDoublingDays,
                     kLongestDoublingDays),
         "check date_first_hospitalized and hospitalized, or state doubling_time instead");
}

double fit_doubling_time(const Setting& setting, std::int64_t today) {
  Grid grid = grid_between(kShortestDoublingDays, kLongestDoublingDays);
  std::size_t best = best_point(grid, setting, today);
  if (best + 1 == kGridPoints) refuse_fit(setting, today, "of 15 days or more");
  for (int refinement = 0; refinement < kRefinements; ++refinement) {
    const double low = grid[best == 0 ? best : best - 1];
    const double high = grid[best + 1 == kGridPoints ? best : best + 1];
    grid = grid_between(low, high);
    best = best_point(grid, setting, today);
  }
  if (grid[best] <= kShortestDoublingDays) {
    refuse_fit(setting, today, "of 1 day or less");
  }
  return grid[best];
}

std::int64_t days_since(Date first, Date current_date) {
  const std::int64_t days = (current_date - first).count();
  if (days >= 1 && days <= kMaxPeriods) return days;
  refuse("date_first_hospitalized",
         fmt::format("date_first_hospitalized is {}", format_date(first)),
         fmt::format("a date 1 to {} days before the start, {}", kMaxPeriods,
                     format_date(current_date)),
         "one census on the day of the first admission says nothing of the growth");
}

// ---- both ------------------------------------------------------------------------------------

void require_one_mode(const EpidemicParameters& parameters) {
  if (!parameters.reproduction_number.empty()) {
    refuse("reproduction_number", "a reproduction number", "a doubling time, or a date",
           "state doubling_time or date_first_hospitalized instead, or use the model \"sir\"");
  }
  const bool by_doubling_time = parameters.doubling_time_days.has_value();
  const bool by_date = parameters.date_first_hospitalized.has_value();
  if (by_doubling_time != by_date) return;
  refuse("doubling_time",
         by_date ? "doubling_time and date_first_hospitalized are both given"
                 : "neither doubling_time nor date_first_hospitalized is given",
         "exactly one of them", "the model finds the other");
}

Setting setting_of(const Outbreak& outbreak, const EpidemicParameters& parameters,
                   Date current_date, std::int32_t days) {
  const double infected = 1.0 / parameters.market_share / parameters.hospitalized_rate;
  require_fewer_infected_than_persons(infected, outbreak.population);
  const double susceptible = outbreak.population - infected;
  const Date mitigation = parameters.mitigation_date.value_or(current_date);
  return {.parameters = parameters,
          .first_day = {susceptible, infected, parameters.recovered},
          .population = susceptible + infected + parameters.recovered,
          .recovery = 1.0 / parameters.infectious_days,
          .hospitalized = outbreak.hospitalized,
          .days = days,
          .mitigation_day = (mitigation - current_date).count()};
}

ChimeForecast project(const Setting& setting, std::int64_t today, double doubling_time_days) {
  const Policy policy(setting, doubling_time_days);
  std::vector<double> rates;
  for (std::int64_t row = 0; row < today + setting.days; ++row) {
    rates.push_back(policy.on_row(row, today));
  }
  ChimeForecast forecast;
  forecast.days_since_first = static_cast<std::int32_t>(today);
  forecast.doubling_time_days = doubling_time_days;
  forecast.contact_rate = policy.unreduced();
  forecast.basic_reproduction =
      forecast.contact_rate / setting.recovery * setting.first_day.susceptible;
  forecast.trajectory = simulate(setting.first_day, setting.recovery, rates);
  require_daily_steps_hold(forecast.trajectory);
  forecast.care = care_forecast(forecast.trajectory, setting.parameters);
  return forecast;
}

}  // namespace

ChimeForecast run_chime(const Outbreak& outbreak, const EpidemicParameters& parameters,
                        Date current_date, std::int32_t days) {
  require_days(days);
  require_persons(outbreak);
  if (outbreak.hospitalized == 0.0) {
    ChimeForecast quiet;
    quiet.trajectory = quiet_trajectory(outbreak.population, days);
    quiet.care = quiet_care(days);
    return quiet;
  }
  require_usable(parameters);
  require_one_mode(parameters);
  const Setting setting = setting_of(outbreak, parameters, current_date, days);
  if (parameters.doubling_time_days) {
    const double doubling_time = *parameters.doubling_time_days;
    const Policy policy(setting, doubling_time);
    return project(setting, fit_days_since_first(setting, policy), doubling_time);
  }
  const std::int64_t today = days_since(*parameters.date_first_hospitalized, current_date);
  return project(setting, today, fit_doubling_time(setting, today));
}

}  // namespace surgeflow::epidemic
