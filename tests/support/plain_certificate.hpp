// SPDX-License-Identifier: Apache-2.0
// The certificate's conditions on potentials, one arc after the other: slow, and easy to read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

using Wide = __int128;
/// (patients, moves); tuples compare lexicographically.
using WidePair = std::tuple<Wide, Wide>;

[[nodiscard]] inline WidePair plus(WidePair a, WidePair b) {
  return {std::get<0>(a) + std::get<0>(b), std::get<1>(a) + std::get<1>(b)};
}
[[nodiscard]] inline WidePair times(Wide factor, WidePair a) {
  return {factor * std::get<0>(a), factor * std::get<1>(a)};
}

[[nodiscard]] inline WidePair plain_potential(const Potentials& potentials, FacilityId i,
                                              std::int64_t period) {
  if (period >= potentials.patients.periods()) return {0, 0};
  const Period t(static_cast<std::int32_t>(period));
  return {potentials.patients(i, t), potentials.moves(i, t)};
}

struct PlainCheck {
  std::int64_t hold_arcs = 0;
  std::int64_t ship_arcs = 0;
  bool holds_hold = true;
  std::set<std::int32_t> failing_origins;  ///< of ship arcs
  WidePair bound;

  [[nodiscard]] bool valid() const { return holds_hold && failing_origins.empty(); }
};

[[nodiscard]] inline PlainCheck plain_check(const Instance& instance,
                                            const Potentials& potentials) {
  const auto v = [&](FacilityId i, std::int64_t t) { return plain_potential(potentials, i, t); };
  PlainCheck check;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const WidePair here = v(i, t.value());
      ++check.hold_arcs;
      if (here < v(i, t.value() + 1)) check.holds_hold = false;
      const auto back = std::int64_t{t.value()} + instance.turnaround_periods(i);
      const WidePair profit = plus(plus({1, 0}, v(i, back)), times(-1, here));
      check.bound = plus(check.bound, times(instance.supply(i, t), here));
      check.bound =
          plus(check.bound, times(instance.demand()(i, t), std::max(WidePair{0, 0}, profit)));
      for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
        const std::int32_t transit = instance.lanes().transit_periods(i, j);
        if (transit == 0 || t.value() + transit >= instance.periods()) continue;
        if (!instance.lanes().is_open(i, j, t)) continue;
        ++check.ship_arcs;
        const WidePair there = v(j, t.value() + transit);
        if (here < plus(there, {0, -instance.lanes().cost(i, j)})) {
          check.failing_origins.insert(i.value());
        }
      }
    }
  }
  return check;
}

}  // namespace surgeflow::test
