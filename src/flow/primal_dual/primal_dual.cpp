// SPDX-License-Identifier: Apache-2.0
// A cold solve: where the primal-dual method starts, and in how many stages.
#include "flow/primal_dual/primal_dual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "flow/primal_dual/costed_movement.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/solver_state.hpp"
#include "flow/primal_dual/warm_start.hpp"

namespace surgeflow::flow {
namespace {

/// All facilities as one: devices by the period from which they can be used, and demand, added up;
/// devices free again as soon as at the fastest facility.
Instance pool(const Instance& instance) {
  const std::int32_t periods = instance.periods();
  InstanceData data{.devices = {0},
                    .turnaround_periods = {periods},
                    .in_processing_periods = {0},
                    .demand = Panel<Count>(1, periods),
                    .arrivals = Panel<Count>(1, periods),
                    .lanes = LaneTable(1),
                    .commitments = Panel<Count>(1, periods)};
  const FacilityId all{0};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    data.turnaround_periods[0] =
        std::min(data.turnaround_periods[0], instance.turnaround_periods(i));
    for (Period t{0}; t.value() < periods; ++t) {
      data.demand(all, t) += instance.demand()(i, t);
      data.commitments(all, t) += instance.supply(i, t);
    }
  }
  return Instance(std::move(data));
}

/// Potentials by period to start from. Any sequence that does not rise is feasible, since lanes
/// cost at least nothing and lead forward in time; that of the pooled facilities is near.
std::vector<std::int64_t> starting_values(const Instance& instance, const SolveControl& control) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(instance.periods()), 0);
  if (instance.facilities() == 1) return values;
  const Instance pooled = pool(instance);
  SolverState state(pooled);
  state.lanes.set_potentials_by_period(values);
  state.residual.restart(1);
  state.residual.fill({state.network.demand(), {}});
  // Whatever an early stop leaves is a start too, and the caller notices the stop itself.
  (void)state.balancer.run(state.residual, "pooled facilities", {.stop = control.stop});
  const std::int64_t sink = state.lanes.value(state.network.sink());
  for (std::int32_t t = 0; t < instance.periods(); ++t) {
    values[static_cast<std::size_t>(t)] =
        instance.resolution() * (state.lanes.value(state.network.node(t, 0)) - sink);
  }
  return values;
}

/// Most patients on lanes for nothing, then least movement on lanes with their costs.
SolveResult solve_in_stages(SolverState& state, const SolveControl& control) {
  state.residual.restart(1);
  state.residual.fill({state.network.demand(), {}});
  const StageOutcome patients = state.balancer.run(state.residual, "most patients", control);
  if (patients.stopped != StopReason::none) return result_of(state.residual, patients, {});
  control.log->message(LogLevel::debug,
                       fmt::format("patients balanced in {} rounds", patients.rounds));
  return least_costly_movement(state.residual, patients, control);
}

}  // namespace

SolveResult PrimalDualSolver::solve(const Instance& instance, const SolveControl& control) const {
  if (instance.lanes().has_costs() && !instance.send_steps().empty()) {
    throw std::invalid_argument("steps of leaving on lanes with costs are not supported");
  }
  if (control.warm != nullptr && !instance.send_steps().empty()) {
    control.log->message(LogLevel::info,
                         "the warm start is not used where lending is limited or costs");
  } else if (control.warm != nullptr) {
    if (std::optional<SolveResult> result = solve_warm(instance, *control.warm, control)) {
      return std::move(*result);
    }
    control.log->message(LogLevel::info, "the warm start is too far away; starting cold");
  }
  const StateLoan loan(instance, control);
  SolverState& state = *loan;
  state.lanes.set_potentials_by_period(starting_values(instance, control));
  if (instance.lanes().has_costs()) return solve_in_stages(state, control);
  state.lanes.rescale(kPatientWeight, 1);
  state.residual.restart(kPatientWeight);
  state.residual.fill({state.network.demand(), {}});
  const StageOutcome outcome = state.balancer.run(state.residual, "patients and moves", control);
  control.log->message(LogLevel::debug,
                       fmt::format("patients and moves balanced in {} rounds", outcome.rounds));
  return result_of(state.residual, outcome, {});
}

}  // namespace surgeflow::flow
