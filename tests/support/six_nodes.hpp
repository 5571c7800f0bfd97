// SPDX-License-Identifier: Apache-2.0
// Two facilities over three periods, solved by hand.
#pragma once

#include "support/instance_data.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::test {

inline constexpr FacilityId kA{0};
inline constexpr FacilityId kB{1};

/// A starts with two devices; the turnaround is two periods; lanes both ways take one.
///
///   new patients   t=0  t=1  t=2
///   A               1    0    1
///   B               0    2    0
///
/// Both devices at B in 1 (sent in 0) treat two there and nobody else, for they are free again
/// after the horizon. One at B treats one there, the other treats A's patient of 0, is free in 2
/// and treats A's patient of 2: three patients, one move. None at B: two. So (3, 1) is optimal.
[[nodiscard]] inline InstanceData six_nodes() {
  InstanceData data = blank_instance_data(2, 3, 2);
  data.devices[0] = 2;
  data.demand(kA, Period(0)) = 1;
  data.demand(kA, Period(2)) = 1;
  data.demand(kB, Period(1)) = 2;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  return data;
}

[[nodiscard]] inline Plan six_nodes_plan() {
  Plan plan;
  plan.treated = Panel<Count>(2, 3);
  plan.treated(kA, Period(0)) = 1;
  plan.treated(kA, Period(2)) = 1;
  plan.treated(kB, Period(1)) = 1;
  plan.shipments = {{Period(0), kA, kB, 1}};
  return plan;
}

/// A third device at A in 0 would treat B's second patient for a move: (1, -1). At B in 0 or 1 it
/// would save the move: (1, 0). Anywhere later it is worth nothing. The bound is
///   2 (1, -1) + [A0: (1, 0) + (0, 0) - (1, -1) = (0, 1)] + [A2: (1, 0)] + 2 [B1: (0, 0)] = (3,
///   -1).
[[nodiscard]] inline Potentials six_nodes_potentials() {
  Potentials potentials{Panel<std::int32_t>(2, 3), Panel<std::int64_t>(2, 3)};
  potentials.patients(kA, Period(0)) = 1;
  potentials.moves(kA, Period(0)) = -1;
  potentials.patients(kB, Period(0)) = 1;
  potentials.patients(kB, Period(1)) = 1;
  return potentials;
}

}  // namespace surgeflow::test
