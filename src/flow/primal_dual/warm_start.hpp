// SPDX-License-Identifier: Apache-2.0
// Starts from the plan and the potentials of a related instance instead of from nothing.
//
// The rounds are those of a cold solve; what differs is where they begin. The earlier pairs of
// potentials are held against every lane (feasibility.hpp), on all threads. What is left of a plan
// over the same lanes is feasible as it is. Other potentials are raised, from the last period down
// in which one is too low, to the least ones that are feasible for the new lanes and the new
// horizon: backwards in time, v_it = max(v_it, v_i,t+1, max over lanes of v_j,t+s - c). Only
// facilities whose potential falls from t+s to t+s+1 have to be looked at, since the others'
// condition follows from the one a period later. Then the old flows are followed as far as the new
// numbers and the signs of the reduced costs allow; what that leaves over or short is the work that
// the rounds have to do.
//
// The answer is optimal like that of a cold solve and certified alike; among plans of equal value
// it may be another one.
//
// Tried without gain: patients first, on lanes for nothing, and moves after them. Once patients'
// potentials have moved by one, the old moves no longer fit them: on the counties a change that set
// 258 devices free left 62,669 to be balanced again (260 ms instead of 80 ms; slower after every
// change, from a tenth more demand at one facility in a hundred to a tenth more at all). Nor do
// threads raise potentials or fill flows in: every period waits for the later or the earlier ones,
// and a few hundred such waits cost up to a second where other processes want the processors too.
#pragma once

#include <optional>
#include <vector>

#include "flow/primal_dual/tiled_lanes.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

/// Raises `values`, one for each node, as little as makes them feasible where every lane costs
/// `lane_cost`. They are feasible after period `last` (feasibility.hpp).
void make_feasible(const TiledLanes& lanes, std::int32_t lane_cost,
                   std::vector<std::int64_t>& values, std::int32_t last);

/// Nothing where the start turns out to be too far from the optimum to help.
/// Throws std::invalid_argument where its shape is not the instance's.
[[nodiscard]] std::optional<SolveResult> solve_warm(const Instance& instance, const WarmStart& warm,
                                                    const SolveControl& control);

}  // namespace surgeflow::flow
