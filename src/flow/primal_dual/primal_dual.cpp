// SPDX-License-Identifier: Apache-2.0
// A cold solve: where the primal-dual method starts, and in how many stages.
#include "flow/primal_dual/primal_dual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/primal_dual/costed_movement.hpp"
#include "flow/primal_dual/gain_scaling.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/solver_state.hpp"
#include "flow/primal_dual/warm_start.hpp"

namespace surgeflow::flow {
namespace {

struct Objective {
  std::int64_t patient = 1;    ///< what one gains in the unit of potentials
  std::int32_t lane_cost = 0;  ///< in the same unit
  std::string_view activity;
};

constexpr Objective kPatientsAndMoves{kPatientWeight, 1, "patients and moves"};
constexpr Objective kPatientsAlone{1, 0, "most patients"};

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

/// Potentials by period to start from, where a patient counts so many. Any sequence that does not
/// rise is feasible, since lanes cost at least nothing and lead forward in time; that of the pooled
/// facilities is near.
std::vector<std::int64_t> starting_values(const Instance& instance, std::int64_t patient,
                                          const SolveControl& control) {
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
        patient * (state.lanes.value(state.network.node(t, 0)) - sink);
  }
  return values;
}

/// Balances from nothing, coarser gains first where there are such.
StageOutcome balance_cold(SolverState& state, const Objective& objective,
                          const SolveControl& control) {
  const Instance& instance = state.network.instance();
  std::vector<std::int32_t> parts = coarse_parts(instance);
  parts.push_back(1);
  if (parts.size() > 1) state.network.round_gains(parts.front());
  state.lanes.set_potentials_by_period(starting_values(
      instance, (instance.resolution() + parts.front() / 2) / parts.front(), control));
  state.lanes.rescale(objective.patient, objective.lane_cost);
  state.residual.restart(objective.patient);
  state.residual.fill({state.network.demand(), {}});
  StageOutcome outcome = state.balancer.run(state.residual, objective.activity, control);
  // Stopped, the rest of the way to the instance's own gains is gone without a round.
  for (std::size_t n = 1; n < parts.size(); ++n) {
    refine_gains(state, parts[n - 1], parts[n]);
    const std::int64_t rounds = outcome.rounds;
    outcome = state.balancer.run(state.residual, objective.activity, control);
    outcome.rounds += rounds;
  }
  control.log->message(LogLevel::debug,
                       fmt::format("{} balanced in {} rounds, gains at {} scales",
                                   objective.activity, outcome.rounds, parts.size()));
  return outcome;
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
  if (!instance.lanes().has_costs()) {
    return result_of(state.residual, balance_cold(state, kPatientsAndMoves, control), {});
  }
  const StageOutcome patients = balance_cold(state, kPatientsAlone, control);
  if (patients.stopped != StopReason::none) return result_of(state.residual, patients, {});
  return least_costly_movement(state.residual, patients, control);
}

}  // namespace surgeflow::flow
