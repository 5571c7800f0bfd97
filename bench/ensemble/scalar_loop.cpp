// SPDX-License-Identifier: Apache-2.0
// Doubles in registers, with the same flags as the kernel.
#include "scalar_loop.hpp"

#include <cstddef>

#include "surgeflow/epidemic/rounding.hpp"

namespace surgeflow::bench {
namespace {

void run_cell(const ScalarCell& cell, std::span<const std::int32_t> first_days, std::int32_t days,
              std::uint16_t* patients) {
  double susceptible = cell.susceptible;
  double infected = cell.infected;
  double recovered = 0.0;
  const double population = susceptible + infected + recovered;
  double ever = (infected + recovered) * cell.device_rate * cell.market_share;
  std::size_t next = 0;
  double rate = 0.0;
  for (std::int32_t day = 0; day < days; ++day) {
    if (next < first_days.size() && first_days[next] == day) rate = cell.contact_rates[next++];
    const double infections = rate * susceptible * infected;
    const double recoveries = cell.recovery_per_day * infected;
    susceptible = susceptible - infections;
    infected = (infections - recoveries) + infected;
    recovered = recoveries + recovered;
    const double scale = population / (susceptible + infected + recovered);
    susceptible *= scale;
    infected *= scale;
    recovered *= scale;
    const double ever_today = (infected + recovered) * cell.device_rate * cell.market_share;
    const double grown = ever_today - ever;
    ever = ever_today;
    const double admits = (grown > 0.0 ? grown : 0.0) - epidemic::kNegligiblePatients;
    const auto whole = static_cast<std::int32_t>(admits);
    patients[day] = static_cast<std::uint16_t>(whole + (whole < admits ? 1 : 0));
  }
}

}  // namespace

void run_scalar_loop(std::span<const ScalarCell> cells, std::span<const std::int32_t> first_days,
                     std::int32_t days, std::span<std::uint16_t> patients) {
  std::uint16_t* row = patients.data();
  for (const ScalarCell& cell : cells) {
    run_cell(cell, first_days, days, row);
    row += days;
  }
}

}  // namespace surgeflow::bench
