// SPDX-License-Identifier: Apache-2.0
// Solves with explicit arcs, and turns flow and potentials into a plan and its bound.
#include "flow/reference/reference.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "flow/reference/network.hpp"
#include "flow/reference/shortest_paths.hpp"
#include "flow/stop_status.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::flow {
namespace {

using reference::Arc;
using reference::ArcKind;
using reference::Network;
using reference::Worth;
using Wide = __int128;

Plan plan_of(const Instance& instance, const Network& network) {
  Plan plan;
  plan.treated = Panel<Count>(instance.facilities(), instance.periods());
  for (const Arc& arc : network.arcs()) {
    if (arc.flow == 0 || arc.kind == ArcKind::hold) continue;
    const FacilityId origin = network.facility(arc.from);
    const Period depart = network.period(arc.from);
    if (arc.kind == ArcKind::treat) plan.treated(origin, depart) += arc.flow;
    if (arc.kind == ArcKind::ship) {
      plan.shipments.push_back({depart, origin, network.facility(arc.to), arc.flow});
    }
  }
  std::ranges::sort(plan.shipments);
  return plan;
}

Potentials potentials_of(const Instance& instance, const std::vector<Worth>& worth) {
  Potentials potentials;
  potentials.patients = Panel<std::int32_t>(instance.facilities(), instance.periods());
  potentials.moves = Panel<std::int64_t>(instance.facilities(), instance.periods());
  for (std::size_t u = 0; u < potentials.patients.values().size(); ++u) {
    potentials.patients.values()[u] = narrow<std::int32_t>(worth[u].patients);
    potentials.moves.values()[u] = worth[u].moves;
  }
  return potentials;
}

/// A weaker bound is still true. A sum that is too large becomes the largest number; one that is
/// too small (moves only: a valid bound treats no fewer than zero patients) is raised.
std::int64_t within_64_bits(Wide sum) {
  const Wide most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp<Wide>(sum, -most, most));
}

/// What a device gains from the end of an arc on: at a gate what its best lane leads to, which may
/// be less than the potential that the search keeps there.
Worth worth_after(const Network& network, const Arc& arc, const std::vector<Worth>& worth) {
  if (arc.kind != ArcKind::send) return worth[static_cast<std::size_t>(arc.to)];
  Worth best{.patients = std::numeric_limits<std::int32_t>::min()};
  for (const std::int32_t a : network.leaving(arc.to)) {
    const Arc& lane = network.arcs()[static_cast<std::size_t>(a)];
    best = std::max(best, lane.gain + worth[static_cast<std::size_t>(lane.to)]);
  }
  return best;
}

/// sum_it supply_it v_it, and of all arcs u -> w with a limit, limit * max(0, gain + v_w - v_u)
PlanValue bound_of(const Instance& instance, const Network& network,
                   const std::vector<Worth>& worth) {
  Wide patients = 0;
  Wide moves = 0;
  const auto add = [&](Count quantity, Worth each) {
    patients += Wide{quantity} * each.patients;
    moves += Wide{quantity} * each.moves;
  };
  for (std::int32_t u = 0; u < network.cells(); ++u) {
    add(instance.supply(network.facility(u), network.period(u)),
        worth[static_cast<std::size_t>(u)]);
  }
  for (const Arc& arc : network.arcs()) {
    if (!arc.is_limited()) continue;
    const Worth profit =
        arc.gain + worth_after(network, arc, worth) - worth[static_cast<std::size_t>(arc.from)];
    add(arc.capacity, std::max(Worth{}, profit));
  }
  return {.treated = within_64_bits(patients), .movement = -within_64_bits(moves)};
}

}  // namespace

SolveResult ReferenceSolver::solve(const Instance& instance, const SolveControl& control) const {
  if (instance.has_commitments()) {
    throw std::invalid_argument(
        "the reference solver knows no commitments; use the primal_dual solver");
  }
  Network network(instance);
  reference::ShortestPaths paths(instance, network);
  StopReason stop = StopReason::none;
  while (paths.best_remaining() > Worth{}) {
    stop = control.stop.check();
    if (stop != StopReason::none) break;
    paths.augment();
  }
  SolveResult result;
  result.status = status_of(stop);
  result.plan = plan_of(instance, network);
  result.potentials = potentials_of(instance, paths.potentials());
  result.value = value_of(instance, result.plan);
  result.bound = bound_of(instance, network, paths.potentials());
  result.iterations = paths.searches();
  return result;
}

}  // namespace surgeflow::flow
