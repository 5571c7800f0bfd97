// SPDX-License-Identifier: Apache-2.0
// Reads plans, potentials and bounds off the solver's state.
#include "flow/primal_dual/recovery.hpp"

#include <algorithm>
#include <utility>

#include "flow/primal_dual/listed_lanes.hpp"
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
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
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

Plan make_feasible(const Instance& instance, const Plan& intended) {
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
      const auto sent = static_cast<Count>(std::clamp<Total>(here, 0, shipment->quantity));
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

template <class Lanes>
Potentials potentials_of(const Residual<Lanes>& residual) {
  const Network& network = residual.network();
  const Lanes& lanes = residual.lanes();
  const std::int64_t weight = residual.treat_gain();
  const std::int64_t sink = lanes.value(network.sink());
  Potentials potentials{Panel<std::int32_t>(network.facilities(), network.periods()),
                        Panel<std::int64_t>(network.facilities(), network.periods())};
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    std::int64_t whole = (lanes.value(node) - sink) / weight;
    std::int64_t rest = (lanes.value(node) - sink) % weight;
    if (rest > weight / 2) {
      ++whole;
      rest -= weight;
    }
    potentials.patients(i, t) = narrow<std::int32_t>(whole);
    potentials.moves(i, t) = rest * lanes.cost_unit();
  });
  return potentials;
}

template Plan flows_as_plan(const Residual<TiledLanes>&, Plan);
template Plan flows_as_plan(const Residual<ListedLanes>&, Plan);
template Plan flows_as_plan(const Residual<PricedLanes>&, Plan);
template Potentials potentials_of(const Residual<TiledLanes>&);
template Potentials potentials_of(const Residual<ListedLanes>&);

namespace {

/// Patients and moves, compared in lexicographic order.
struct Worth {
  Total patients = 0;
  Total moves = 0;
};

Worth worth_at(const Potentials& potentials, FacilityId i, std::int32_t t) {
  if (t >= potentials.patients.periods()) return {};
  return {potentials.patients(i, Period(t)), potentials.moves(i, Period(t))};
}

}  // namespace

PlanValue bound_from(const Instance& instance, const Potentials& potentials) {
  Worth sum;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::int32_t turnaround = std::min(instance.turnaround_periods(i), instance.periods());
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Worth here = worth_at(potentials, i, t.value());
      const Total supply = instance.supply(i, t);
      sum.patients += supply * here.patients;
      sum.moves += supply * here.moves;
      const Worth back = worth_at(potentials, i, t.value() + turnaround);
      const Worth profit{1 + back.patients - here.patients, back.moves - here.moves};
      if (profit.patients < 0 || (profit.patients == 0 && profit.moves <= 0)) continue;
      const Total demand = instance.demand()(i, t);
      sum.patients += demand * profit.patients;
      sum.moves += demand * profit.moves;
    }
  }
  return {sum.patients, -sum.moves};
}

}  // namespace surgeflow::flow
