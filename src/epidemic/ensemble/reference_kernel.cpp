// SPDX-License-Identifier: Apache-2.0
// Calls the models' functions cell by cell.
#include "epidemic/ensemble/reference_kernel.hpp"

#include <algorithm>
#include <limits>

#include "epidemic/course.hpp"
#include "epidemic/guards.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/epidemic/rounding.hpp"

namespace surgeflow::epidemic {
namespace {

std::vector<double> daily_rates(const CellBlock& block, std::size_t cell, std::int32_t days) {
  std::vector<double> rates;
  std::size_t next = 0;
  for (std::int32_t day = 0; day < days; ++day) {
    while (next < block.contacts.size() && block.contacts[next].first_day <= day) ++next;
    rates.push_back(block.contacts[next - 1].rates[cell]);
  }
  return rates;
}

bool daily_steps_hold(const Trajectory& trajectory) {
  try {
    require_daily_steps_hold(trajectory);
    return true;
  } catch (const InputError&) {
    return false;
  }
}

/// Admissions of every day, at its end.
std::vector<double> daily_admissions(const Trajectory& trajectory, const CareNeed& need) {
  std::vector<double> ever_infected(trajectory.infected.size());
  std::transform(trajectory.infected.begin(), trajectory.infected.end(),
                 trajectory.recovered.begin(), ever_infected.begin(), std::plus<>());
  const std::vector<double> admits = care_course(ever_infected, need).admits;
  return {admits.begin() + 1, admits.end()};
}

}  // namespace

template <class Whole>
bool run_cell(const CellBlock& block, std::size_t cell, const Course& course, Whole* patients) {
  const std::int32_t days = (course.periods - 1) / course.per_day + 1;
  const Trajectory trajectory =
      simulate({block.susceptible[cell], block.infected[cell], 0.0}, block.recovery_per_day[cell],
               daily_rates(block, cell, days));
  if (!daily_steps_hold(trajectory)) return false;
  const std::vector<double> admits = daily_admissions(
      trajectory,
      {.rate = block.device_rate[cell], .market_share = block.market_share[cell], .stay_days = 1});
  std::vector<double> expected;
  for (std::int32_t t = 0; t < course.periods; ++t) {
    expected.push_back(admits[static_cast<std::size_t>(t / course.per_day)] / course.per_day);
  }
  const std::vector<double> whole = round_patients(expected, course.rounding);
  constexpr double kMost = std::numeric_limits<Whole>::max();
  for (std::int32_t t = 0; t < course.periods; ++t) {
    patients[static_cast<std::size_t>(t) * kCells + cell] =
        static_cast<Whole>(std::min(whole[static_cast<std::size_t>(t)], kMost));
  }
  return true;
}

template <class Whole>
bool run_reference(const CellBlock& block, const Course& course, Whole* patients) {
  bool hold = true;
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    if (!run_cell(block, cell, course, patients)) hold = false;
  }
  return hold;
}

template bool run_cell(const CellBlock&, std::size_t, const Course&, std::uint16_t*);
template bool run_cell(const CellBlock&, std::size_t, const Course&, std::int32_t*);
template bool run_reference(const CellBlock&, const Course&, std::uint16_t*);
template bool run_reference(const CellBlock&, const Course&, std::int32_t*);

}  // namespace surgeflow::epidemic
