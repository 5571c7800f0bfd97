// SPDX-License-Identifier: Apache-2.0
// CHIME 1.1.5 as its definition reads, candidate by candidate: slow, to test the fast search with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic::reference {

struct Statement {
  double population = 0.0;
  double hospitalized = 0.0;
  double doubling_time_days = 4.0;
  std::int64_t mitigation_day = 0;  ///< mitigation date - current date
  std::int64_t days = 60;
  EpidemicParameters parameters;
};

struct Run {
  std::vector<double> infected;
  std::vector<double> hospital_census;
};

/// `steps` steps from the first admission when day 0 is row `today`.
inline Run run(const Statement& statement, std::int64_t today, std::int64_t steps) {
  const EpidemicParameters& p = statement.parameters;
  double i = 1.0 / p.market_share / p.hospitalized_rate;
  double s = statement.population - i;
  double r = p.recovered;
  const double n = s + i + r;
  const double gamma = 1.0 / p.infectious_days;
  const double beta = (growth_per_day(statement.doubling_time_days) + gamma) / s;
  const std::int64_t m = std::clamp(statement.mitigation_day, -today, statement.days);

  Run run;
  std::vector<double> ever;
  for (std::int64_t row = 0; row <= steps; ++row) {
    run.infected.push_back(i);
    ever.push_back((i + r) * p.hospitalized_rate * p.market_share);
    const std::int64_t day = row - today;
    double c = 0.0;
    if (row >= today + m) {
      for (const ReductionStep& step : p.contact_reduction) {
        if (step.start_day <= std::max<std::int64_t>(day, 0)) c = step.value;
      }
    }
    const double infections = beta * (1.0 - c) * s * i;
    const double s_next = s - infections;
    const double i_next = (infections - gamma * i) + i;
    const double r_next = gamma * i + r;
    const double scale = n / (s_next + i_next + r_next);
    s = s_next * scale;
    i = i_next * scale;
    r = r_next * scale;
  }
  const auto stay = static_cast<std::size_t>(p.hospital_days);
  std::vector<double> admitted(ever.size(), 0.0);
  for (std::size_t row = 0; row < ever.size(); ++row) {
    if (row > 0) admitted[row] = admitted[row - 1] + std::max(0.0, ever[row] - ever[row - 1]);
    run.hospital_census.push_back(admitted[row] - (row > stay ? admitted[row - stay] : 0.0));
  }
  return run;
}

/// i_day of mode A.
inline std::int64_t days_since_first(const Statement& statement) {
  std::int64_t best = -1;
  double least = std::numeric_limits<double>::infinity();
  for (std::int64_t d = 0; d <= statement.days + 299; ++d) {
    const std::vector<double> census = run(statement, d, d + statement.days + 300).hospital_census;
    if (std::max_element(census.begin(), census.end()) - census.begin() < d) continue;
    const double error = census[static_cast<std::size_t>(d)] - statement.hospitalized;
    if (error * error < least) {
      least = error * error;
      best = d;
    }
  }
  return best;
}

/// The doubling time of mode B when the first patient came `today` days ago; nothing where the
/// first grid's best is its last point.
inline std::optional<double> doubling_time(const Statement& statement, std::int64_t today) {
  double low = 1.0;
  double high = 15.0;
  double answer = 0.0;
  for (int round = 0; round < 5; ++round) {
    std::vector<double> grid;
    std::vector<double> losses;
    for (int n = 0; n < 15; ++n) {
      Statement candidate = statement;
      candidate.doubling_time_days = n == 14 ? high : low + n * ((high - low) / 14.0);
      grid.push_back(candidate.doubling_time_days);
      const double error = run(candidate, today, today + statement.days)
                               .hospital_census[static_cast<std::size_t>(today)] -
                           statement.hospitalized;
      losses.push_back(error * error);
    }
    const auto best =
        static_cast<std::size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin());
    if (round == 0 && best == 14) return std::nullopt;
    answer = grid[best];
    low = grid[best == 0 ? 0 : best - 1];
    high = grid[best == 14 ? 14 : best + 1];
  }
  return answer;
}

}  // namespace surgeflow::epidemic::reference
