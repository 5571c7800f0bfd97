// SPDX-License-Identifier: Apache-2.0
// The least feasible potentials, found lane by lane: the reference for faster ways.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "flow/primal_dual/network.hpp"

namespace surgeflow::test {

/// The least potentials at or above `values` (a number for each node) that obey every hold and ship
/// arc; `cost_of(i, j)` is the cost of a lane.
template <class CostOf>
[[nodiscard]] std::vector<std::int64_t> least_feasible(const flow::Network& network,
                                                       std::vector<std::int64_t> values,
                                                       CostOf&& cost_of) {
  const auto at = [&](std::int32_t t, std::int32_t position) -> std::int64_t& {
    return values[static_cast<std::size_t>(network.node(t, position))];
  };
  const std::int64_t sink = values[static_cast<std::size_t>(network.sink())];
  for (std::int32_t t = network.periods() - 1; t >= 0; --t) {
    for (std::int32_t from = 0; from < network.facilities(); ++from) {
      std::int64_t& here = at(t, from);
      here = std::max(here, t + 1 == network.periods() ? sink : at(t + 1, from));
      for (std::int32_t to = 0; to < network.facilities(); ++to) {
        const FacilityId i = network.facility_at(from);
        const FacilityId j = network.facility_at(to);
        const std::int32_t transit = network.instance().lanes().transit_periods(i, j);
        if (transit == 0 || t + transit >= network.periods()) continue;
        if (!network.instance().lanes().is_open(i, j, Period(t))) continue;
        here = std::max(here, at(t + transit, to) - cost_of(i, j));
      }
    }
  }
  return values;
}

}  // namespace surgeflow::test
