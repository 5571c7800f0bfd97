// SPDX-License-Identifier: Apache-2.0
// Rules that keep the network, as stated.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace surgeflow {

/// [first, second] of a list in [rules].
struct NumberPair {
  double first = 0.0;
  double second = 0.0;
  bool operator==(const NumberPair&) const = default;
};

/// What [rules] states beside limits, or an [[item]] for itself.
struct RulesStatement {
  std::vector<NumberPair> patient_tiers{};  ///< share of each day's patients, weight
  std::optional<double> reserve{};          ///< share of a facility's devices at the start
  std::optional<std::int64_t> reserve_devices{};
  std::optional<std::int64_t> reserve_periods{};
  std::optional<double> reserve_weight{};  ///< patients
  std::optional<std::int64_t> backup_periods{};
  std::optional<std::int64_t> lending_limit{};
  std::vector<NumberPair> lending_cost{};  ///< share of a facility's devices, cost

  bool operator==(const RulesStatement&) const = default;
};

}  // namespace surgeflow
