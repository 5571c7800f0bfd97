// SPDX-License-Identifier: Apache-2.0
// The balance of one facility, for whoever holds its rows.
#pragma once

#include <cstdint>
#include <span>

#include "surgeflow/core/index.hpp"

namespace surgeflow::flow {

/// What comes to a facility and leaves it; one value a period each.
struct FacilityFlows {
  std::int32_t turnaround_periods = 0;
  std::span<const Count> supply;  ///< devices that become usable from outside
  std::span<const Count> demand;
  std::span<const Count> treated;
  std::span<const Count> sent;
  std::span<const Count> received;
};

/// Where what follows goes, as in PlanTrace.
struct FacilityStocks {
  std::span<Total> idle;
  std::span<Total> in_use;
  std::span<Count> unmet;
};

/// Follows the balance equation through the horizon.
void follow_balance(const FacilityFlows& flows, const FacilityStocks& stocks);

}  // namespace surgeflow::flow
