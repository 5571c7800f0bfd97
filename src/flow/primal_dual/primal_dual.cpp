// SPDX-License-Identifier: Apache-2.0
// The two stages of the primal-dual method: patients, then movement.
#include "flow/primal_dual/primal_dual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/primal_dual/augmentation.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/search.hpp"

namespace surgeflow::flow {
namespace {

/// Weight of a patient against one unit of lane cost in the second stage. A patient's potential is
/// at most the number of periods, below 2^15, so that sums stay below 2^56.
constexpr std::int64_t kPatientWeight = std::int64_t{1} << 40;

struct StageOutcome {
  StopReason stopped = StopReason::none;
  std::int64_t rounds = 0;
};

/// Searches and augments or lowers until everything is balanced, which proves optimality.
/// Progress is the share of the first excess that is gone; it never goes back.
StageOutcome balance(Residual& residual, std::string_view activity, const SolveControl& control) {
  Search search(residual.network());
  Augmentation augmentation(residual.network());
  StageOutcome outcome;
  const auto first_excess = static_cast<double>(residual.excess());
  double done = 0.0;
  while (residual.excess() > 0) {
    outcome.stopped = control.stop.check();
    if (outcome.stopped != StopReason::none) return outcome;
    ++outcome.rounds;
    done = std::max(done, 1.0 - static_cast<double>(residual.excess()) / first_excess);
    control.log->progress(activity, done);
    if (search.run(residual) == Search::Outcome::lower) {
      residual.lower_potentials(search.closed_set());
    } else {
      augmentation.run(residual, search);
    }
  }
  return outcome;
}

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
  residual.fill_greedily();
  // Whatever an early stop leaves is a start too, and the caller notices the stop itself.
  (void)balance(residual, "pooled facilities", {.stop = control.stop});
  const std::int64_t sink = residual.potentials().value(network.sink());
  for (std::int32_t t = 0; t < instance.periods(); ++t) {
    values[static_cast<std::size_t>(t)] = residual.potentials().value(network.node(t, 0)) - sink;
  }
  return values;
}

SolveStatus status_of(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return SolveStatus::optimal;
    case StopReason::time_limit:
      return SolveStatus::time_limit;
    case StopReason::interrupt:
      return SolveStatus::interrupted;
  }
  return SolveStatus::interrupted;
}

SolveResult result_of(const Residual& residual, const StageOutcome& outcome,
                      const std::optional<Plan>& fallback) {
  const Instance& instance = residual.network().instance();
  SolveResult result;
  result.status = status_of(outcome.stopped);
  result.plan = flows_as_plan(residual);
  if (outcome.stopped != StopReason::none) result.plan = make_feasible(instance, result.plan);
  if (fallback && value_of(instance, *fallback).better_than(value_of(instance, result.plan))) {
    result.plan = *fallback;
  }
  result.value = value_of(instance, result.plan);
  result.potentials = split_potentials(residual);
  result.bound = bound_from(instance, result.potentials);
  result.iterations = outcome.rounds;
  return result;
}

/// Movement, coarse to fine: lane costs enter with their leading bit and are refined bit by bit.
/// From one scale to the next potentials double and a cost c becomes 2c or 2c + 1, so that reduced
/// costs stay non-negative and only lanes with the new bit lose their flow.
StageOutcome balance_movement(Network& network, Residual& residual, const SolveControl& control) {
  const auto largest = static_cast<std::uint32_t>(network.instance().lanes().max_cost());
  const std::int32_t bits = std::max(static_cast<std::int32_t>(std::bit_width(largest)), 1);
  std::int64_t factor = kPatientWeight >> (bits - 1);
  StageOutcome sum;
  for (std::int32_t shift = bits - 1; shift >= 0; --shift, factor = 2) {
    network.set_cost_scale(shift);
    residual.rescale(factor);
    const StageOutcome outcome = balance(residual, "fewest moves", control);
    sum.rounds += outcome.rounds;
    sum.stopped = outcome.stopped;
    if (outcome.stopped != StopReason::none) break;
  }
  return sum;
}

}  // namespace

SolveResult PrimalDualSolver::solve(const Instance& instance, const SolveControl& control) const {
  Network network(instance);
  Residual residual(network, PotentialClasses(network, starting_values(instance, control)), 1);
  residual.fill_greedily();
  const StageOutcome patients = balance(residual, "most patients", control);
  if (patients.stopped != StopReason::none) return result_of(residual, patients, {});
  control.log->message(LogLevel::debug,
                       fmt::format("patients balanced in {} rounds", patients.rounds));

  std::optional<Plan> most_treated = flows_as_plan(residual);
  StageOutcome movement = balance_movement(network, residual, control);
  control.log->message(LogLevel::debug,
                       fmt::format("movement balanced in {} rounds", movement.rounds));
  movement.rounds += patients.rounds;
  return result_of(residual, movement, most_treated);
}

}  // namespace surgeflow::flow
