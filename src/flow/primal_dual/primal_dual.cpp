// SPDX-License-Identifier: Apache-2.0
// The two stages of the primal-dual method: patients, then movement.
#include "flow/primal_dual/primal_dual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>
#include <vector>

#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/stages.hpp"
#include "flow/primal_dual/warm_start.hpp"

namespace surgeflow::flow {
namespace {

/// All facilities as one: devices by the period from which they can be used, and demand, added up;
/// devices free again as soon as at the fastest facility.
Instance pool(const Instance& instance) {
  const std::int32_t periods = instance.periods();
  InstanceData data{{0},         {periods}, {0}, Panel<Count>(1, periods), Panel<Count>(1, periods),
                    LaneTable(1)};
  const FacilityId all{0};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    data.turnaround_periods[0] =
        std::min(data.turnaround_periods[0], instance.turnaround_periods(i));
    for (Period t{0}; t.value() < periods; ++t) {
      data.demand(all, t) += instance.demand()(i, t);
      data.arrivals(all, t) += instance.supply(i, t);
    }
  }
  return Instance(std::move(data));
}

/// Potentials by period to start from. Any sequence that does not rise is feasible, since lanes
/// cost nothing in the first stage and lead forward in time; that of the pooled facilities is near.
std::vector<std::int64_t> starting_values(const Instance& instance, const SolveControl& control) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(instance.periods()), 0);
  if (instance.facilities() == 1) return values;
  const Instance pooled = pool(instance);
  const Network network(pooled);
  Residual residual(network, PotentialClasses(network, values), 1);
  residual.fill({network.demand(), {}});
  // Whatever an early stop leaves is a start too, and the caller notices the stop itself.
  (void)Balancer(network).run(residual, "pooled facilities", {.stop = control.stop});
  const std::int64_t sink = residual.potentials().value(network.sink());
  for (std::int32_t t = 0; t < instance.periods(); ++t) {
    values[static_cast<std::size_t>(t)] = residual.potentials().value(network.node(t, 0)) - sink;
  }
  return values;
}

/// Movement, coarse to fine: lane costs enter with their leading bit and are refined bit by bit.
/// From one scale to the next potentials double and a cost c becomes 2c or 2c + 1, so that reduced
/// costs stay non-negative and only lanes with the new bit lose their flow.
StageOutcome balance_movement(Network& network, Residual& residual, Balancer& balancer,
                              const SolveControl& control) {
  const auto largest = static_cast<std::uint32_t>(network.instance().lanes().max_cost());
  const std::int32_t bits = std::max(static_cast<std::int32_t>(std::bit_width(largest)), 1);
  std::int64_t factor = kPatientWeight >> (bits - 1);
  StageOutcome sum;
  for (std::int32_t shift = bits - 1; shift >= 0; --shift, factor = 2) {
    network.set_cost_scale(shift);
    residual.rescale(factor);
    const StageOutcome outcome = balancer.run(residual, "fewest moves", control);
    sum = {outcome.stopped, sum.rounds + outcome.rounds, outcome.balanced};
    if (outcome.stopped != StopReason::none) break;
  }
  return sum;
}

}  // namespace

SolveResult PrimalDualSolver::solve(const Instance& instance, const SolveControl& control) const {
  if (control.warm != nullptr) {
    if (std::optional<SolveResult> result = solve_warm(instance, *control.warm, control)) {
      return std::move(*result);
    }
    control.log->message(LogLevel::info, "the warm start is too far away; starting cold");
  }
  Network network(instance);
  Residual residual(network, PotentialClasses(network, starting_values(instance, control)), 1);
  residual.fill({network.demand(), {}});
  Balancer balancer(network);
  const StageOutcome patients = balancer.run(residual, "most patients", control);
  if (patients.stopped != StopReason::none) return result_of(residual, patients, {});
  control.log->message(LogLevel::debug,
                       fmt::format("patients balanced in {} rounds", patients.rounds));

  std::optional<Plan> most_treated = flows_as_plan(residual);
  StageOutcome movement = balance_movement(network, residual, balancer, control);
  control.log->message(LogLevel::debug,
                       fmt::format("movement balanced in {} rounds", movement.rounds));
  movement.rounds += patients.rounds;
  return result_of(residual, movement, std::move(most_treated));
}

}  // namespace surgeflow::flow
