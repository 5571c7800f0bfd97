// SPDX-License-Identifier: Apache-2.0
// Totals, peaks and the largest facilities of a forecast.
#include "app/demand_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "app/words.hpp"

namespace surgeflow::app {
namespace {

constexpr std::size_t kShownFacilities = 10;

/// Patients over a time line.
struct Course {
  double total = 0.0;
  Period first{0};  ///< the first period with a patient
  Period peak{0};   ///< the first period with the most patients
  double highest = 0.0;
};

Course course_of(std::span<const double> patients) {
  Course course;
  course.total = std::accumulate(patients.begin(), patients.end(), 0.0);
  const auto first = std::ranges::find_if(patients, [](double count) { return count > 0.0; });
  const auto peak = std::ranges::max_element(patients);
  if (first == patients.end()) return course;
  course.first = Period(static_cast<std::int32_t>(first - patients.begin()));
  course.peak = Period(static_cast<std::int32_t>(peak - patients.begin()));
  course.highest = *peak;
  return course;
}

std::vector<double> sum_over_facilities(const Panel<double>& patients) {
  std::vector<double> sum(static_cast<std::size_t>(patients.periods()), 0.0);
  for (FacilityId i{0}; i.value() < patients.facilities(); ++i) {
    std::ranges::transform(sum, patients.row(i), sum.begin(), std::plus<>());
  }
  return sum;
}

/// Whole numbers as such; one decimal where demand is not rounded.
std::string patients_in_words(double patients) {
  if (patients == std::floor(patients)) return grouped(static_cast<std::int64_t>(patients));
  return fmt::format("{}.{:01}", grouped(static_cast<std::int64_t>(patients)),
                     static_cast<int>((patients - std::floor(patients)) * 10.0));
}

std::string table_of_largest(const Case& planning_case, std::vector<Course> courses) {
  std::vector<std::size_t> order(courses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return courses[a].total > courses[b].total; });
  order.resize(std::min(order.size(), kShownFacilities));
  std::string text = fmt::format("{:<12} {:<24} {:>12} {:>12} {:>16}\n", "facility", "name",
                                 "patients", "at the peak", "peak");
  for (const std::size_t i : order) {
    const Facility& facility = planning_case.facilities[i];
    if (courses[i].total == 0.0) break;
    text += fmt::format("{:<12} {:<24} {:>12} {:>12} {:>16}\n", facility.id, facility.name,
                        patients_in_words(courses[i].total), patients_in_words(courses[i].highest),
                        planning_case.horizon.label(courses[i].peak));
  }
  return text;
}

}  // namespace

std::string demand_in_words(const Case& planning_case, const epidemic::DemandForecast& forecast) {
  std::vector<Course> courses;
  for (FacilityId i{0}; i.value() < forecast.patients.facilities(); ++i) {
    courses.push_back(course_of(forecast.patients.row(i)));
  }
  const auto affected =
      std::ranges::count_if(courses, [](const Course& course) { return course.total > 0.0; });
  const std::vector<double> sum = sum_over_facilities(forecast.patients);
  const Course all = course_of(sum);
  std::string text = fmt::format(
      "{} patients need a {} at {} of {} over {} from {}.\n", patients_in_words(all.total),
      planning_case.item_name.empty() ? "device" : planning_case.item_name, grouped(affected),
      counted(static_cast<std::int64_t>(courses.size()), "facility", "facilities"),
      counted(planning_case.horizon.periods, "period", "periods"),
      format_date(planning_case.horizon.start));
  if (all.total == 0.0) return text;
  text += fmt::format("The first comes on {}; the most in one period are {}, on {}.\n\n",
                      planning_case.horizon.label(all.first), patients_in_words(all.highest),
                      planning_case.horizon.label(all.peak));
  return text + table_of_largest(planning_case, std::move(courses));
}

}  // namespace surgeflow::app
