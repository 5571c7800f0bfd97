// SPDX-License-Identifier: Apache-2.0
// Reads plans, potentials and bounds off the solver's state.
#include "flow/primal_dual/recovery.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/node_passes.hpp"
#include "flow/primal_dual/prefetch.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::flow {

template <class Lanes>
Plan flows_as_plan(const Residual<Lanes>& residual, Plan reused) {
  const Network& network = residual.network();
  Plan plan = std::move(reused);
  if (plan.treated.facilities() != network.facilities()) {
    plan.treated = Panel<Count>(network.facilities(), network.periods());
  }
  plan.shipments.clear();
  for_each_node_at_once(network, [&](FacilityId i, Period t, Node node) {
    prefetch_ahead(plan.treated, i, t);
    plan.treated(i, t) = residual.treated(node);
  });
  for (const ShipArc& ship : residual.ships()) {
    if (ship.flow == 0) continue;
    plan.shipments.push_back({Period(network.period_of(ship.from)),
                              network.facility_at(network.position_of(ship.from)),
                              network.facility_at(network.position_of(ship.to)), ship.flow});
  }
  std::sort(plan.shipments.begin(), plan.shipments.end());
  return plan;
}

namespace {

/// Devices that may still leave each facility in each period, of all that its steps allow.
class Departures {
 public:
  explicit Departures(const Instance& instance) {
    for (const CostStep& step : instance.send_steps()) {
      if (left_.facilities() == 0) left_ = Panel<Total>(instance.facilities(), instance.periods());
      std::ranges::transform(left_.values(), step.width.values(), left_.values().begin(),
                             std::plus<>());
    }
  }
  /// Takes as many of `wanted` as may leave.
  Total take(FacilityId i, Period t, Total wanted) {
    if (left_.facilities() == 0) return wanted;
    const Total taken = std::min(wanted, left_(i, t));
    left_(i, t) -= taken;
    return taken;
  }

 private:
  Panel<Total> left_;  ///< empty where any number may leave
};

}  // namespace

Plan make_feasible(const Instance& instance, const Plan& intended) {
  Departures departures(instance);
  const std::int32_t n = instance.facilities();
  const std::int32_t periods = instance.periods();
  Plan plan{Panel<Count>(n, periods), {}};
  Panel<Total> available(n, periods);
  auto shipment = intended.shipments.begin();
  for (Period t{0}; t.value() < periods; ++t) {
    for (FacilityId i{0}; i.value() < n; ++i) {
      Total& here = available(i, t);
      here += instance.supply(i, t);
      if (t.value() > 0) here += available(i, Period(t.value() - 1));
      if (const std::int32_t given = t.value() - instance.turnaround_periods(i); given >= 0) {
        here += plan.treated(i, Period(given));
      }
      // Only a commitment that can not be kept leaves less than nothing.
      plan.treated(i, t) = static_cast<Count>(std::clamp<Total>(here, 0, intended.treated(i, t)));
      here -= plan.treated(i, t);
    }
    for (; shipment != intended.shipments.end() && shipment->depart == t; ++shipment) {
      Total& here = available(shipment->origin, t);
      const auto sent = static_cast<Count>(
          departures.take(shipment->origin, t, std::clamp<Total>(here, 0, shipment->quantity)));
      if (sent == 0) continue;
      here -= sent;
      const std::int32_t arrival =
          t.value() + instance.lanes().transit_periods(shipment->origin, shipment->destination);
      available(shipment->destination, Period(arrival)) += sent;
      plan.shipments.push_back({t, shipment->origin, shipment->destination, sent});
    }
    for (FacilityId i{0}; i.value() < n; ++i) {
      Total& idle = available(i, t);
      const auto more = static_cast<Count>(
          std::clamp<Total>(idle, 0, instance.demand()(i, t) - plan.treated(i, t)));
      plan.treated(i, t) += more;
      idle -= more;
    }
  }
  return plan;
}

namespace {

/// Patients and moves, compared in lexicographic order.
struct Worth {
  Total patients = 0;
  Total moves = 0;
};

/// A potential as a pair with the moves nearest to zero.
template <class Lanes>
Worth worth_at(const Residual<Lanes>& residual, Node node) {
  const Lanes& lanes = residual.lanes();
  const std::int64_t weight = residual.treat_gain();
  const std::int64_t value = lanes.value(node) - lanes.value(residual.network().sink());
  std::int64_t whole = value / weight;
  std::int64_t rest = value % weight;
  if (rest > weight / 2) {
    ++whole;
    rest -= weight;
  }
  return {whole, rest * lanes.cost_unit()};
}

/// What a capped arc gains at most, full or empty.
template <class Lanes>
Worth most_gained(const Residual<Lanes>& residual, std::size_t kind, Node node) {
  const CappedArcs& arcs = residual.network().capped()[kind];
  const auto place = static_cast<std::size_t>(node);
  const Total capacity = arcs.capacity[place];
  if (capacity == 0) return {};
  const Worth here = worth_at(residual, node);
  const Worth there = worth_at(residual, residual.network().capped_target(kind, node));
  const Worth profit{(arcs.gain.empty() ? 1 : arcs.gain[place]) + there.patients - here.patients,
                     (arcs.cost.empty() ? 0 : -arcs.cost[place]) + there.moves - here.moves};
  if (profit.patients < 0 || (profit.patients == 0 && profit.moves <= 0)) return {};
  return {capacity * profit.patients, capacity * profit.moves};
}

}  // namespace

template <class Lanes>
Potentials potentials_of(const Residual<Lanes>& residual) {
  const Network& network = residual.network();
  Potentials potentials{Panel<std::int32_t>(network.facilities(), network.periods()),
                        Panel<std::int64_t>(network.facilities(), network.periods())};
  for_each_node_at_once(network, [&](FacilityId i, Period t, Node node) {
    prefetch_ahead(potentials.patients, i, t);
    prefetch_ahead(potentials.moves, i, t);
    // A facility keeps its potential for many periods, and a pair costs divisions.
    if (t.value() > 0 && residual.lanes().same_value(node, node - network.stride())) {
      const Period before(t.value() - 1);
      potentials.patients(i, t) = potentials.patients(i, before);
      potentials.moves(i, t) = potentials.moves(i, before);
      return;
    }
    const Worth worth = worth_at(residual, node);
    potentials.patients(i, t) = narrow<std::int32_t>(worth.patients);
    potentials.moves(i, t) = worth.moves;
  });
  return potentials;
}

template <class Lanes>
PlanValue bound_of(const Residual<Lanes>& residual) {
  const Network& network = residual.network();
  Worth sum;
  for (const Supply& supply : network.supplies()) {
    const Worth here = worth_at(residual, supply.node);
    sum.patients += supply.devices * here.patients;
    sum.moves += supply.devices * here.moves;
  }
  for_each_node(network, [&](FacilityId, Period, Node node) {
    for (std::size_t kind = 0; kind < network.capped().size(); ++kind) {
      const Worth gained = most_gained(residual, kind, node);
      sum.patients += gained.patients;
      sum.moves += gained.moves;
    }
  });
  return {sum.patients, -sum.moves};
}

template Plan flows_as_plan(const Residual<TiledLanes>&, Plan);
template Plan flows_as_plan(const Residual<ListedLanes>&, Plan);
template Plan flows_as_plan(const Residual<PricedLanes>&, Plan);
template Potentials potentials_of(const Residual<TiledLanes>&);
template Potentials potentials_of(const Residual<ListedLanes>&);
template PlanValue bound_of(const Residual<TiledLanes>&);
template PlanValue bound_of(const Residual<ListedLanes>&);

}  // namespace surgeflow::flow
