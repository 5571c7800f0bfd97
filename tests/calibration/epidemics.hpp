// SPDX-License-Identifier: Apache-2.0
// Epidemics whose growth is known, and the counts that they would give.
#pragma once

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "surgeflow/calibration/calibrate.hpp"
#include "surgeflow/calibration/counts.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/epidemic/sir.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::calibration::testing {

/// Random numbers one after the other, from a key.
class Draws {
 public:
  explicit Draws(std::uint64_t seed, std::uint32_t stream = 0)
      : key_{.seed = seed, .stream = stream, .member = 0} {}

  [[nodiscard]] double uniform() { return random_uniform(key_, counter_++); }

  [[nodiscard]] double normal() {
    const double u = (static_cast<double>(random_bits(key_, counter_++) >> 12) + 0.5) * 0x1.0p-52;
    return boost::math::quantile(boost::math::normal_distribution<double>(), u);
  }

  /// Poisson, by going through the probabilities; large means in pieces, whose sum is Poisson too.
  [[nodiscard]] double poisson(double mean) {
    constexpr double kPiece = 50.0;
    double sum = 0.0;
    for (; mean > kPiece; mean -= kPiece) sum += small_poisson(kPiece);
    return sum + small_poisson(mean);
  }

 private:
  double small_poisson(double mean) {
    const double u = uniform();
    double probability = std::exp(-mean), below = probability, count = 0.0;
    while (u >= below && count < 1000.0) {
      count += 1.0;
      probability *= mean / count;
      below += probability;
    }
    return count;
  }

  RandomKey key_;
  std::uint64_t counter_ = 0;
};

/// What is true at a facility.
struct Truth {
  double doubling_time = 4.0;
  double contact_reduction = 0.5;
  double infected = 100.0;  ///< on the first day
};

inline constexpr double kInfectiousDays = 14.0;
inline constexpr double kPopulation = 1e8;  ///< so that nearly all stay susceptible

/// Expected new infections on each of `days` days; contacts are fewer from day `change` on.
[[nodiscard]] inline std::vector<double> infections(const Truth& truth, int days, int change) {
  const double gamma = 1.0 / kInfectiousDays;
  const double susceptible = kPopulation - truth.infected;
  const double growth = epidemic::growth_per_day(truth.doubling_time);
  std::vector<double> rates;
  for (int day = 0; day < days; ++day) {
    rates.push_back(epidemic::contact_rate(growth, gamma, susceptible,
                                           day < change ? 0.0 : truth.contact_reduction));
  }
  const epidemic::Trajectory course =
      epidemic::simulate({susceptible, truth.infected, 0.0}, gamma, rates);
  std::vector<double> expected;
  for (std::size_t day = 0; day < rates.size(); ++day) {
    expected.push_back(course.susceptible[day] - course.susceptible[day + 1]);
  }
  return expected;
}

/// A case of so many facilities, dealt to regions in turn.
[[nodiscard]] inline Case case_of(std::size_t facilities, std::size_t regions) {
  Case planning_case;
  planning_case.demand_model = DemandModel::sir;
  for (std::size_t i = 0; i < facilities; ++i) {
    Facility facility;
    facility.id = std::to_string(i);
    facility.region = std::to_string(i % regions);
    facility.epidemic.infectious_days = kInfectiousDays;
    planning_case.facilities.push_back(facility);
  }
  return planning_case;
}

inline constexpr Date kFirstDay{std::chrono::year{2020} / 3 / 1};
inline constexpr int kChange = 21;  ///< the day from which contacts are fewer

/// Counts tell of the day that they are of, and contacts change on day kChange.
[[nodiscard]] inline Options no_delay() {
  Options options;
  options.change_date = kFirstDay + std::chrono::days(kChange);
  options.delay_days = 0;
  return options;
}

/// New cases of every facility, Poisson around the share `found` of its infections.
[[nodiscard]] inline Counts counts_of(const std::vector<Truth>& truths, int days, int change,
                                      double found, std::uint64_t seed) {
  Counts counts;
  counts.measure = Measure::cases;
  // The day before day 0 has the report from which the first new cases are counted.
  counts.first = kFirstDay - std::chrono::days(1);
  counts.daily = Panel<double>(static_cast<std::int32_t>(truths.size()), days + 1, std::nan(""));
  for (std::size_t i = 0; i < truths.size(); ++i) {
    Draws draws(seed, static_cast<std::uint32_t>(i));
    const auto row = counts.daily.row(FacilityId(static_cast<std::int32_t>(i)));
    const std::vector<double> expected = infections(truths[i], days, change);
    for (std::size_t day = 0; day < expected.size(); ++day) {
      row[day + 1] = draws.poisson(found * expected[day]);
    }
  }
  return counts;
}

}  // namespace surgeflow::calibration::testing
