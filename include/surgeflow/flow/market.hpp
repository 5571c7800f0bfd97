// SPDX-License-Identifier: Apache-2.0
// The base problem of a region that trades with the rest of the world at given prices.
#pragma once

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// What a device is worth to others at each facility and period, in patients [facility, period]:
/// any number can be sold at `sell` and bought at `buy`, 0 <= sell <= buy.
struct MarketPrices {
  Panel<std::int32_t> sell;
  Panel<std::int32_t> buy;
};

/// An optimum of a region with a market: most patients treated, plus what is sold, less what is
/// bought. Movement is not looked at.
struct MarketResult {
  StopReason stopped = StopReason::none;
  Plan plan;                       ///< within the region
  Panel<std::int32_t> potentials;  ///< patients [facility, period], within the prices
  Panel<Count> sold;               ///< devices [facility, period]
  Panel<Count> bought;             ///< devices [facility, period]
  std::int64_t iterations = 0;
};

/// Solves exactly, starting from potentials that must be feasible for the region's lanes (not
/// rising in time, and no more at the end of a lane than at its start) and lie within the prices;
/// std::invalid_argument where shapes disagree or prices cross. Stopped early, potentials are still
/// feasible and within the prices, and the plan is not to be used.
[[nodiscard]] MarketResult solve_with_market(const Instance& region, const MarketPrices& prices,
                                             const Panel<std::int32_t>& start,
                                             const SolveControl& control = {});

}  // namespace surgeflow
