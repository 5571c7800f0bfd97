// SPDX-License-Identifier: Apache-2.0
// The decomposition by regions over ranks: bounds from prices, plans from sweeps, proof by polish.
//
// Steps, in this order, each on all ranks; their number and what they do depend on the instance
// alone, so that any number of ranks gives the same plan:
//   coarse   potentials of the coarse start                          (regional_coupling.hpp)
//   down, up block descent of the potentials, over a schedule of partitions (schedule.hpp)
//   sweep    plans within scattered blocks, over another schedule          (plan_share.hpp)
//   polish   the exact method on one rank, from the plan and the potentials so far
// After every step there are a plan that can be carried out and a bound that is true. Where a gap
// is allowed the method ends with the sweep that reaches it; at a gap of 0 the polish closes it,
// and the plan is optimal and proved like any other. A stop is noticed within a step, which is then
// undone. Potentials, plan and the number of steps are all that one step hands to the next, so that
// a run can be stopped and go on after any of them.
//
// Limits. Movement is counted in units and patients as wholes: lanes with costs are refused, and
// gains with steps. The polish holds the whole case, lanes included, on one rank. For one item and
// no rule that couples regions the undecomposed method is faster on one core; this one is for cases
// that one rank can not hold, for bounds on the way, and as the frame of rules.
#pragma once

#include <cstdint>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/closeness.hpp"
#include "surgeflow/flow/progress.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

/// Progress that outlives the run. Where a run goes on from it, on any number of ranks, the plan is
/// that of a run that was never stopped.
struct Continuation {
  /// On the root, of a run of the same problem; emptied once the ranks have their shares. nullptr:
  /// from the beginning.
  Progress* start = nullptr;
  /// Takes progress on the root at the end of a step: when the last was kept so many seconds ago,
  /// and when the run is stopped. nullptr: nothing is kept.
  ProgressSink* keep = nullptr;
  double every_seconds = 60.0;
};

/// All but the lanes counts on the root alone; the others give nothing.
struct Problem {
  const LaneTable* lanes = nullptr;  ///< rows of own facilities, on every rank
  /// Of its lanes only the polish wants to know; they are joined then unless it holds all.
  const Instance* instance = nullptr;
  /// The planner's regions: facilities with equal labels share one.
  std::vector<std::int32_t> region_of_facility{};
  /// Without labels, so many regions of near facilities.
  std::int32_t regions = 0;
  std::vector<Place> places{};  ///< of all facilities; empty where some are not known
  /// Ends the method where (bound - treated) is at most this share of the bound; 0 asks for proof.
  double gap = 0.0;
  Continuation continuation{};
};

/// Collective: plan and potentials on the root, the log of steps on all ranks. `control` counts
/// on the root, its deadline for all ranks; the interrupt of `control.stop` and `control.threads`
/// are each rank's own. Throws InputError for lanes with costs.
[[nodiscard]] SolveResult solve_by_regions(const Problem& problem, const SolveControl& control,
                                           const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
