// SPDX-License-Identifier: Apache-2.0
// The base problem where leaving a facility costs and arriving at one earns.
#pragma once

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// A lane (i,t) -> (j,u) has the gain arrive_ju - leave_it, in units of 1 / resolution patient.
struct LanePrices {
  std::int64_t resolution = 1;   ///< the gain of a patient, >= 1
  Panel<std::int64_t> leave{};   ///< [facility, period]
  Panel<std::int64_t> arrive{};  ///< [facility, period], not rising in time
};

/// An optimum of the priced problem: most patients, plus what lanes earn, less what they cost.
/// Movement is not looked at.
struct PricedResult {
  StopReason stopped = StopReason::none;
  Plan plan;                       ///< not to be used where stopped
  Panel<std::int64_t> potentials;  ///< in 1 / resolution patient; hold on every arc, always
  /// sum_it supply_it v_it + sum_it d_it max(0, resolution + v_i,t+P - v_it): no plan is worth
  /// more, and where not stopped the plan is worth as much.
  std::int64_t value = 0;
  std::int64_t iterations = 0;
};

/// Where a solve starts from: any potentials in the unit of the prices, and any flows.
struct PricedStart {
  const Panel<std::int64_t>* potentials = nullptr;
  const Plan* plan = nullptr;
};

/// Solves exactly. Shapes other than the instance's, a resolution below 1, and prices of arrival
/// that rise in time throw std::invalid_argument; lane costs are not looked at. A workspace keeps
/// what was made from the lanes.
[[nodiscard]] PricedResult solve_priced(const Instance& instance, const LanePrices& prices,
                                        const PricedStart& start, const SolveControl& control = {});

}  // namespace surgeflow
