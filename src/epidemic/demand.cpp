// SPDX-License-Identifier: Apache-2.0
// Runs the case's demand model for every facility and reads its days as periods.
#include "surgeflow/epidemic/demand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <numeric>

#include "epidemic/facility_patients.hpp"
#include "epidemic/guards.hpp"
#include "epidemic/periods_in_days.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/epidemic/chime.hpp"
#include "surgeflow/epidemic/rounding.hpp"
#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {
namespace {

constexpr std::int32_t kHoursPerDay = 24;

/// A daily forecast of either model; `first_row` is the row at which the horizon starts.
struct DailyForecast {
  Trajectory trajectory;
  CareForecast care;
  std::size_t first_row = 0;
};

DailyForecast run_model(const Facility& facility, const EpidemicParameters& parameters,
                        DemandModel model, Date start, std::int32_t days) {
  if (!facility.population && facility.hospitalized > 0.0) {
    refuse("population", "no population", "persons, more than the infected",
           "the demand model needs a population where patients are in hospital");
  }
  const Outbreak outbreak{facility.population.value_or(0.0), facility.hospitalized};
  if (model == DemandModel::sir) {
    SirForecast sir = run_sir(outbreak, parameters, days);
    return {std::move(sir.trajectory), std::move(sir.care), 0};
  }
  ChimeForecast chime = run_chime(outbreak, parameters, start, days);
  return {std::move(chime.trajectory), std::move(chime.care),
          static_cast<std::size_t>(chime.days_since_first)};
}

/// Values at the start of each period, straight from day to day.
std::vector<double> at_starts(const std::vector<double>& rows, std::size_t first_row,
                              const PeriodsInDays& in_days) {
  std::vector<double> values;
  for (std::int32_t t = 0; t < in_days.periods(); ++t) {
    const std::size_t row = first_row + static_cast<std::size_t>(t / in_days.per_day());
    const double gone = static_cast<double>(t % in_days.per_day()) / in_days.per_day();
    values.push_back(rows[row] + gone * (rows[row + 1] - rows[row]));
  }
  return values;
}

/// Admissions of each period: an even part of its day's, which stand on the row at the day's end.
std::vector<double> admits_during(const CareCourse& course, std::size_t first_row,
                                  const PeriodsInDays& in_days) {
  std::vector<double> values;
  for (std::int32_t t = 0; t < in_days.periods(); ++t) {
    const std::size_t row = first_row + static_cast<std::size_t>(t / in_days.per_day());
    values.push_back(course.admits[row + 1] / in_days.per_day());
  }
  return values;
}

std::vector<double> census_at_ends(const CareCourse& course, double stay_days,
                                   std::size_t first_row, const PeriodsInDays& in_days) {
  const std::vector<double> census =
      census_between_rows(course.admits, stay_days, in_days.per_day());
  const std::size_t start = first_row * static_cast<std::size_t>(in_days.per_day());
  const auto first = census.begin() + static_cast<std::ptrdiff_t>(start + 1);
  return {first, first + in_days.periods()};
}

EpidemicCurve read_as_periods(const DailyForecast& daily, const EpidemicParameters& parameters,
                              const PeriodsInDays& in_days) {
  const auto compartment = [&](const std::vector<double>& rows) {
    return at_starts(rows, daily.first_row, in_days);
  };
  const auto admits = [&](const CareCourse& course) {
    return admits_during(course, daily.first_row, in_days);
  };
  const auto census = [&](const CareCourse& course, double stay_days) {
    return census_at_ends(course, stay_days, daily.first_row, in_days);
  };
  return {.susceptible = compartment(daily.trajectory.susceptible),
          .infected = compartment(daily.trajectory.infected),
          .recovered = compartment(daily.trajectory.recovered),
          .admits_hospitalized = admits(daily.care.hospitalized),
          .admits_icu = admits(daily.care.icu),
          .admits_ventilated = admits(daily.care.ventilated),
          .census_hospitalized = census(daily.care.hospitalized, parameters.hospital_days),
          .census_icu = census(daily.care.icu, parameters.icu_days),
          .census_ventilated = census(daily.care.ventilated, parameters.ventilator_days)};
}

std::vector<double> patients_of(const DailyForecast& daily, Rounding rounding,
                                const PeriodsInDays& in_days) {
  return round_patients(admits_during(daily.care.ventilated, daily.first_row, in_days), rounding);
}

/// The findings of one facility, each saying whose they are.
void name_facility(Diagnostics& findings, const InputError& error, const Facility& facility) {
  for (Diagnostic finding : error.diagnostics()) {
    finding.place.file = "facilities";
    finding.seen = fmt::format("facility '{}': {}", facility.id, finding.seen);
    findings.add(std::move(finding));
  }
}

/// Rethrows what went wrong in the loop, in facility order: all findings about input together.
void throw_failures(const std::vector<std::exception_ptr>& failures,
                    const std::vector<Facility>& facilities) {
  Diagnostics findings;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    if (!failures[i]) continue;
    try {
      std::rethrow_exception(failures[i]);
    } catch (const InputError& error) {
      name_facility(findings, error, facilities[i]);
    }
  }
  findings.throw_if_any();
}

enum class Curves { kept, dropped };

DemandForecast forecast_by_model(const Case& planning_case, Curves curves, int threads) {
  const PeriodsInDays in_days(planning_case.horizon);
  const auto facilities = narrow<std::int32_t>(planning_case.facilities.size());
  DemandForecast forecast;
  if (curves == Curves::kept) forecast.curves.resize(planning_case.facilities.size());
  forecast.patients = Panel<double>(facilities, in_days.periods());
  std::vector<std::exception_ptr> failures(planning_case.facilities.size());

#pragma omp parallel for schedule(dynamic, 8) num_threads(std::max(1, threads))
  for (std::int32_t i = 0; i < facilities; ++i) {
    const auto index = static_cast<std::size_t>(i);
    try {
      const Facility& facility = planning_case.facilities[index];
      const DailyForecast daily = run_model(facility, facility.epidemic, planning_case.demand_model,
                                            planning_case.horizon.start, in_days.days());
      const std::vector<double> patients = patients_of(daily, planning_case.rounding, in_days);
      std::copy(patients.begin(), patients.end(), forecast.patients.row(FacilityId(i)).begin());
      if (curves == Curves::kept) {
        forecast.curves[index] = read_as_periods(daily, facility.epidemic, in_days);
      }
    } catch (...) {
      failures[index] = std::current_exception();
    }
  }
  throw_failures(failures, planning_case.facilities);
  return forecast;
}

DemandForecast stated_demand(const Case& planning_case) {
  const Panel<Count>& stated = planning_case.stated_demand;
  DemandForecast forecast;
  forecast.patients = Panel<double>(stated.facilities(), stated.periods());
  std::copy(stated.values().begin(), stated.values().end(), forecast.patients.values().begin());
  return forecast;
}

}  // namespace

PeriodsInDays::PeriodsInDays(const Horizon& horizon) {
  if (horizon.period_hours < 1 || kHoursPerDay % horizon.period_hours != 0) {
    refuse("horizon.period_hours", fmt::format("periods of {} hours", horizon.period_hours),
           "1, 2, 3, 4, 6, 8, 12 or 24 hours with a modelled demand",
           "choose such a length, or give the demand in a file");
  }
  if (horizon.periods < 1) {
    refuse("horizon.periods", fmt::format("{} periods", horizon.periods), "1 or more", "");
  }
  periods_ = horizon.periods;
  per_day_ = kHoursPerDay / horizon.period_hours;
}

std::vector<double> facility_patients(const Case& planning_case, const Facility& facility,
                                      const EpidemicParameters& parameters) {
  const PeriodsInDays in_days(planning_case.horizon);
  const DailyForecast daily = run_model(facility, parameters, planning_case.demand_model,
                                        planning_case.horizon.start, in_days.days());
  return patients_of(daily, planning_case.rounding, in_days);
}

DemandForecast forecast_demand(const Case& planning_case, int threads) {
  if (planning_case.demand_model == DemandModel::file) return stated_demand(planning_case);
  return forecast_by_model(planning_case, Curves::kept, threads);
}

Panel<Count> whole_patients(const Case& planning_case, const DemandForecast& forecast) {
  if (planning_case.demand_model != DemandModel::file && planning_case.rounding == Rounding::none) {
    refuse("demand.rounding", "rounding is \"none\"", "\"ceil\", \"cumulative\" or \"nearest\"",
           "a plan needs whole patients; \"none\" is for looking at the demand only");
  }
  const auto patients = forecast.patients.values();
  const double total = std::accumulate(patients.begin(), patients.end(), 0.0);
  if (!(total <= static_cast<double>(kMaxTotal))) {
    refuse("demand", fmt::format("{} patients in all", total), fmt::format("at most {}", kMaxTotal),
           "check population, rates and market_share of the facilities");
  }
  Panel<Count> whole(forecast.patients.facilities(), forecast.patients.periods());
  std::transform(patients.begin(), patients.end(), whole.values().begin(),
                 [](double value) { return static_cast<Count>(value); });
  return whole;
}

Panel<Count> forecast_patients(const Case& planning_case, int threads) {
  const DemandForecast forecast = planning_case.demand_model == DemandModel::file
                                      ? stated_demand(planning_case)
                                      : forecast_by_model(planning_case, Curves::dropped, threads);
  return whole_patients(planning_case, forecast);
}

}  // namespace surgeflow::epidemic
