// SPDX-License-Identifier: Apache-2.0
// Plans and potentials from the solver's state, finished or not.
#pragma once

#include "flow/primal_dual/residual.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::flow {

/// The plan that the flows describe, whether balanced or not; written over `reused`, whose memory
/// it takes.
template <class Lanes>
[[nodiscard]] Plan flows_as_plan(const Residual<Lanes>& residual, Plan reused = {});

/// A plan that can be carried out: devices that the intended one takes for granted but that are not
/// there neither treat nor ship; idle ones treat where patients go without.
[[nodiscard]] Plan make_feasible(const Instance& instance, const Plan& intended);

/// Potentials relative to the sink, split into patients and moves: v = patients * weight + moves
/// with moves nearest to zero and weight the gain of one patient. Potentials of a coarse cost scale
/// hold for the full costs too, which are never less.
template <class Lanes>
[[nodiscard]] Potentials potentials_of(const Residual<Lanes>& residual);

/// What the potentials prove: no plan has a better value, in lexicographic order.
template <class Lanes>
[[nodiscard]] PlanValue bound_of(const Residual<Lanes>& residual);

}  // namespace surgeflow::flow
