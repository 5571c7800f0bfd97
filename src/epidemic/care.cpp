// SPDX-License-Identifier: Apache-2.0
// Admissions as the growth of those who ever needed care, census as those not yet discharged.
#include "surgeflow/epidemic/care.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "epidemic/course.hpp"
#include "epidemic/guards.hpp"

namespace surgeflow::epidemic {
namespace {

/// Admissions up to each row; element 0 is 0, since the first row has no day before it.
std::vector<double> admitted_by_row(std::span<const double> admits) {
  std::vector<double> admitted(admits.size(), 0.0);
  for (std::size_t d = 1; d < admits.size(); ++d) admitted[d] = admitted[d - 1] + admits[d];
  return admitted;
}

CareCourse quiet_course(std::size_t rows) {
  const std::vector<double> nobody(rows, 0.0);
  return {nobody, nobody, nobody};
}

}  // namespace

double admissions(double ever_yesterday, double ever_today) {
  // I + R never falls; when the epidemic is over, rounding errors may say that it does.
  return std::max(0.0, ever_today - ever_yesterday);
}

double admitted_by(std::span<const double> admitted, double days) {
  if (days <= 0.0) return 0.0;
  const double whole = std::floor(days);
  const auto row = static_cast<std::size_t>(whole);
  if (row + 1 >= admitted.size()) return admitted.back();
  return admitted[row] + (days - whole) * (admitted[row + 1] - admitted[row]);
}

std::vector<double> census_between_rows(std::span<const double> admits, double stay_days,
                                        std::int32_t steps_per_day) {
  if (!(stay_days > 0.0) || !std::isfinite(stay_days)) {
    refuse("stay_days", fmt::format("a stay of {} days", stay_days), "above 0", "");
  }
  if (steps_per_day < 1) {
    refuse("steps_per_day", fmt::format("{} steps a day", steps_per_day), "1 or more", "");
  }
  if (admits.empty()) return {};
  const std::vector<double> admitted = admitted_by_row(admits);
  const std::size_t steps = (admits.size() - 1) * static_cast<std::size_t>(steps_per_day);
  std::vector<double> census(steps + 1);
  for (std::size_t k = 0; k <= steps; ++k) {
    const double now = static_cast<double>(k) / steps_per_day;
    census[k] = admitted_by(admitted, now) - admitted_by(admitted, now - stay_days);
  }
  return census;
}

CareCourse care_course(std::span<const double> ever_infected, const CareNeed& need) {
  CareCourse course;
  course.ever.reserve(ever_infected.size());
  for (const double persons : ever_infected) {
    course.ever.push_back(persons * need.rate * need.market_share);
  }
  course.admits.assign(ever_infected.size(), 0.0);
  for (std::size_t d = 1; d < course.ever.size(); ++d) {
    course.admits[d] = admissions(course.ever[d - 1], course.ever[d]);
  }
  course.census = census_between_rows(course.admits, need.stay_days, 1);
  return course;
}

CareForecast care_forecast(const Trajectory& trajectory, const EpidemicParameters& parameters) {
  std::vector<double> ever_infected(trajectory.infected.size());
  std::transform(trajectory.infected.begin(), trajectory.infected.end(),
                 trajectory.recovered.begin(), ever_infected.begin(),
                 [](double infected, double recovered) { return infected + recovered; });
  const auto course = [&](double rate, double stay_days) {
    return care_course(ever_infected, {rate, parameters.market_share, stay_days});
  };
  return {course(parameters.hospitalized_rate, parameters.hospital_days),
          course(parameters.icu_rate, parameters.icu_days),
          course(parameters.ventilated_rate, parameters.ventilator_days)};
}

Trajectory quiet_trajectory(double population, std::int32_t days) {
  const auto rows = static_cast<std::size_t>(days) + 1;
  const std::vector<double> nobody(rows, 0.0);
  return {std::vector<double>(rows, population), nobody, nobody};
}

CareForecast quiet_care(std::int32_t days) {
  const CareCourse nobody = quiet_course(static_cast<std::size_t>(days) + 1);
  return {nobody, nobody, nobody};
}

}  // namespace surgeflow::epidemic
