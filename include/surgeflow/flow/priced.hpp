// SPDX-License-Identifier: Apache-2.0
// The problem where leaving a facility costs, arriving at one earns, and treating may do either.
#pragma once

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// A lane (i,t) -> (j,u) has the gain arrive_ju - leave_it, a patient treated from (i,t) on earns
/// treat_it beside its own gain, in units of 1 / resolution of what the instance counts gains in.
struct LanePrices {
  std::int64_t resolution = 1;   ///< >= 1
  Panel<std::int64_t> leave{};   ///< [facility, period]
  Panel<std::int64_t> arrive{};  ///< [facility, period], not rising in time
  Panel<std::int64_t> treat{};   ///< [facility, period], of any sign
};

/// An optimum of the priced problem: the greatest gain, plus what is earned, less what is paid.
/// Movement is not looked at.
struct PricedResult {
  StopReason stopped = StopReason::none;
  Plan plan;                       ///< not to be used where stopped
  Panel<std::int64_t> potentials;  ///< in 1 / resolution patient; hold on every arc, always
  /// sum_it supply_it v_it + sum over steps of width_it max(0, profit_it), as in limits.hpp: no
  /// plan is worth more, and where not stopped the plan is worth as much.
  std::int64_t value = 0;
  std::int64_t iterations = 0;
};

/// Where a solve starts from: any potentials in the unit of the prices, and any flows.
struct PricedStart {
  const Panel<std::int64_t>* potentials = nullptr;
  const Plan* plan = nullptr;
};

/// Solves exactly. Shapes other than the instance's, steps of sending, a resolution below 1, and
/// prices of arrival that rise in time throw std::invalid_argument; lane costs are not looked at. A
/// workspace keeps what was made from the lanes.
[[nodiscard]] PricedResult solve_priced(const Instance& instance, const LanePrices& prices,
                                        const PricedStart& start, const SolveControl& control = {});

}  // namespace surgeflow
