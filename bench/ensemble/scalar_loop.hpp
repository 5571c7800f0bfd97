// SPDX-License-Identifier: Apache-2.0
// The loop that anybody would write: one cell after the other, one day after the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace surgeflow::bench {

/// One facility in one member.
struct ScalarCell {
  double susceptible = 0.0;
  double infected = 0.0;
  double recovery_per_day = 0.0;
  double device_rate = 0.0;
  double market_share = 0.0;
  std::vector<double> contact_rates;  ///< one for each of the first days
};

/// Patients of every cell and day, rounded up, [cell][day]. `first_days` are those of the contact
/// rates, from day 0 on.
void run_scalar_loop(std::span<const ScalarCell> cells, std::span<const std::int32_t> first_days,
                     std::int32_t days, std::span<std::uint16_t> patients);

}  // namespace surgeflow::bench
