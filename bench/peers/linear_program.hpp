// SPDX-License-Identifier: Apache-2.0
// Reads an integer plan off the solution of a linear program.
#pragma once

#include "explicit_network.hpp"

namespace surgeflow::bench {

/// The plan nearest to a solution in floating point. A vertex of a network is integral, so every
/// flow must be within 1e-4 of an integer, and the cost of the rounded flows the integer nearest to
/// `objective`; otherwise std::runtime_error. `flow_of(number)` gives the column of an arc.
template <class FlowOf>
[[nodiscard]] PlanValue integral_value(const ExplicitNetwork& network, double objective,
                                       FlowOf&& flow_of);

/// Throws where `value` costs anything but `objective`.
void require_objective(const ExplicitNetwork& network, const PlanValue& value, double objective);

/// The integer that `flow` stands for; throws where it is not near one.
[[nodiscard]] Total integral_flow(double flow);

template <class FlowOf>
PlanValue integral_value(const ExplicitNetwork& network, double objective, FlowOf&& flow_of) {
  const PlanValue value =
      network.value_of([&](std::int32_t number) { return integral_flow(flow_of(number)); });
  require_objective(network, value, objective);
  return value;
}

}  // namespace surgeflow::bench
