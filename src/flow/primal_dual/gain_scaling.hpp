// SPDX-License-Identifier: Apache-2.0
// Gain scaling: gains of many different values are solved in coarse parts of a patient first.
//
// The more values gains have, the more have potentials, and the less one round achieves: classes of
// equal potential are small, and excess trickles to where it is worth a little more. So the gains
// are rounded to coarse parts, again and again until few are left, and each problem starts from the
// plan and the potentials of the coarser one. Treating and holding for a gain have capacities, and
// potentials of any coarse gains are feasible for the other arcs: what the finer gains change are
// the signs of some capped arcs, and the flow on these is all that is to be balanced again.
//
// Which parts. Where patients gain multiples of a number that reserves do not share (tiers of 1 and
// 1.5, and 0.01 for an idle device), patients are exact at the first step and reserves are left to
// the second. Other gains are rounded to parts four times as large.
//
// On Colorado's 64 counties, rounds and milliseconds of the whole solve, without and with scaling:
//   weights of three decimals for each county              3672, 380    781, 80
//   the same, and 3 devices a day that may leave each      4930, 820   1076, 170
//   tiers and reserves                                      525, 41     181, 14
// On the counties of the United States such weights take 30 s; without scaling they were not solved
// in ten minutes. Parts twice or half as large take about as long; sixteen times as large help
// little.
//
// Reference: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, chapter 3.3 (scaling).
#pragma once

#include <cstdint>
#include <vector>

#include "flow/primal_dual/solver_state.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::flow {

/// How many of the instance's parts of a patient are one, scale by scale, the coarsest first and
/// without the instance's own; nothing where its gains have few values.
[[nodiscard]] std::vector<std::int32_t> coarse_parts(const Instance& instance);

/// From the optimum for gains in `from` parts each to the start for those in `to`, which divides
/// it.
void refine_gains(SolverState& state, std::int32_t from, std::int32_t to);

}  // namespace surgeflow::flow
