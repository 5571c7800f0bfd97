// SPDX-License-Identifier: Apache-2.0
// The SIR model in daily steps, as the Colorado study used it.
#include "surgeflow/epidemic/sir.hpp"

#include <cmath>

#include "epidemic/course.hpp"
#include "epidemic/guards.hpp"
#include "epidemic/sir_setting.hpp"

namespace surgeflow::epidemic {
namespace {

void append(Trajectory& trajectory, const Compartments& state) {
  trajectory.susceptible.push_back(state.susceptible);
  trajectory.infected.push_back(state.infected);
  trajectory.recovered.push_back(state.recovered);
}

double doubling_time_of(const EpidemicParameters& parameters) {
  if (parameters.doubling_time_days) return *parameters.doubling_time_days;
  refuse(
      "doubling_time", "no doubling time", "days in which the infected double, above 0",
      "state doubling_time, or reproduction_number, in [demand] or as a column of the facilities");
}

bool by_reproduction_number(const EpidemicParameters& parameters) {
  return !parameters.reproduction_number.empty();
}

/// The value of the last step that has started, 0 before the first.
double value_on(std::span<const ReductionStep> schedule, std::int64_t day) {
  double value = 0.0;
  for (const ReductionStep& step : schedule) {
    if (step.start_day > day) break;
    value = step.value;
  }
  return value;
}

}  // namespace

double growth_per_day(double doubling_time_days) {
  return std::exp2(1.0 / doubling_time_days) - 1.0;
}

double contact_rate(double growth, double recovery_per_day, double susceptible, double reduction) {
  return (growth + recovery_per_day) / susceptible * (1.0 - reduction);
}

double doubling_time_under(double contact_rate, double recovery_per_day, double susceptible) {
  return 1.0 / std::log2(contact_rate * susceptible - recovery_per_day + 1.0);
}

double contact_rate_for(double reproduction_number, double recovery_per_day, double susceptible) {
  return reproduction_number * recovery_per_day / susceptible;
}

double contact_reduction_on(std::span<const ReductionStep> schedule, std::int64_t day) {
  return value_on(schedule, day);
}

double reproduction_number_on(std::span<const ReductionStep> schedule, std::int64_t day) {
  return value_on(schedule, day);
}

Compartments next_day(const Compartments& today, double contact_rate, double recovery_per_day,
                      double population) {
  const double infections = contact_rate * today.susceptible * today.infected;
  const double recoveries = recovery_per_day * today.infected;
  const double susceptible = today.susceptible - infections;
  const double infected = (infections - recoveries) + today.infected;
  const double recovered = recoveries + today.recovered;
  const double scale = population / (susceptible + infected + recovered);
  return {susceptible * scale, infected * scale, recovered * scale};
}

Trajectory simulate(const Compartments& start, double recovery_per_day,
                    std::span<const double> contact_rates) {
  const double population = start.susceptible + start.infected + start.recovered;
  Trajectory trajectory;
  Compartments state = start;
  append(trajectory, state);
  for (const double rate : contact_rates) {
    state = next_day(state, rate, recovery_per_day, population);
    append(trajectory, state);
  }
  return trajectory;
}

SirSetting sir_setting(const Outbreak& outbreak, const EpidemicParameters& parameters) {
  require_usable(parameters);
  const double infected =
      outbreak.hospitalized / (parameters.market_share * parameters.hospitalized_rate);
  require_fewer_infected_than_persons(infected, outbreak.population);
  const double growth =
      by_reproduction_number(parameters) ? 0.0 : growth_per_day(doubling_time_of(parameters));
  return {.start = {outbreak.population - infected, infected, 0.0},
          .recovery_per_day = 1.0 / parameters.infectious_days,
          .growth_per_day = growth};
}

double contact_rate_on(const SirSetting& setting, const EpidemicParameters& parameters,
                       std::int64_t day) {
  const double recovery = setting.recovery_per_day;
  const double susceptible = setting.start.susceptible;
  if (by_reproduction_number(parameters)) {
    const double number = reproduction_number_on(parameters.reproduction_number, day);
    return contact_rate_for(number, recovery, susceptible);
  }
  return contact_rate(setting.growth_per_day, recovery, susceptible,
                      contact_reduction_on(parameters.contact_reduction, day));
}

SirForecast run_sir(const Outbreak& outbreak, const EpidemicParameters& parameters,
                    std::int32_t days) {
  require_days(days);
  require_persons(outbreak);
  if (outbreak.hospitalized == 0.0) {
    return {0.0, 0.0, quiet_trajectory(outbreak.population, days), quiet_care(days)};
  }
  const SirSetting setting = sir_setting(outbreak, parameters);
  const double susceptible = setting.start.susceptible;
  const double recovery = setting.recovery_per_day;
  const bool by_number = by_reproduction_number(parameters);

  SirForecast forecast;
  forecast.contact_rate = by_number
                              ? contact_rate_on(setting, parameters, 0)
                              : contact_rate(setting.growth_per_day, recovery, susceptible, 0.0);
  forecast.basic_reproduction = forecast.contact_rate * susceptible / recovery;
  std::vector<double> rates;
  for (std::int32_t day = 0; day < days; ++day) {
    rates.push_back(contact_rate_on(setting, parameters, day));
  }
  forecast.trajectory = simulate(setting.start, recovery, rates);
  require_daily_steps_hold(forecast.trajectory,
                           by_number ? "reproduction_number" : "doubling_time");
  forecast.care = care_forecast(forecast.trajectory, parameters);
  return forecast;
}

}  // namespace surgeflow::epidemic
