// SPDX-License-Identifier: Apache-2.0
// Successive shortest paths around a closed lane.
#include "surgeflow/explain/without_shipment.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "explain/plan_changes.hpp"
#include "explain/residual_network.hpp"
#include "explain/shortest_path.hpp"

namespace surgeflow::explain {
namespace {

/// The potentials under which the way to `target` costs nothing.
void lower_potentials(ResidualNetwork& network, const ShortestPath& paths, NodeId target) {
  const std::int64_t farthest = paths.distance(target);
  for (const NodeId u : paths.settled()) {
    if (u <= network.sink()) network.raise(u, paths.distance(u) - farthest);
  }
}

/// As many devices as find room along one way, at most `most`.
Count push_along(ResidualNetwork& network, const std::vector<ResidualArc>& way, Count most) {
  for (const ResidualArc& arc : way) most = std::min(most, network.margin(arc).room);
  for (const ResidualArc& arc : way) network.push(arc, most);
  return most;
}

/// False where devices are left that find no way.
bool lead_around(ResidualNetwork& network, const Shipment& shipment, Replacement replacement) {
  const Instance& instance = network.instance();
  const NodeId from = network.lane_start(network.node(shipment.origin, shipment.depart.value()));
  const NodeId to = network.node(
      shipment.destination, shipment.depart.value() + instance.lanes().transit_periods(
                                                          shipment.origin, shipment.destination));
  if (replacement == Replacement::none) network.close_other_lanes();
  ShortestPath paths(network);
  for (Count left = network.close_lane(shipment); left > 0;) {
    paths.search(from, to);
    if (paths.distance(to) == ShortestPath::kUnreached) return false;
    left -= push_along(network, paths.way_to(to), left);
    lower_potentials(network, paths, to);
  }
  return true;
}

WithoutShipment change_of(const ResidualNetwork& network) {
  WithoutShipment without;
  const PlanChanges& changes = network.changes();
  without.gain_lost = -changes.gain_parts;
  without.movement_saved = changes.moves;
  without.treatments = treatment_changes(network);
  for (const TreatmentChange& change : without.treatments) {
    without.patients_lost -= change.patients;
  }
  without.shipments = shipment_changes(network);
  return without;
}

Plan changed_plan(Plan plan, const WithoutShipment& change) {
  for (const TreatmentChange& treatment : change.treatments) {
    plan.treated(treatment.facility, treatment.period) += treatment.patients;
  }
  std::map<std::tuple<Period, FacilityId, FacilityId>, Count> shipped;
  for (const std::vector<Shipment>* list : {&std::as_const(plan.shipments), &change.shipments}) {
    for (const Shipment& shipment : *list) {
      shipped[{shipment.depart, shipment.origin, shipment.destination}] += shipment.quantity;
    }
  }
  plan.shipments.clear();
  for (const auto& [lane, quantity] : shipped) {
    const auto& [depart, origin, destination] = lane;
    if (quantity != 0) plan.shipments.push_back({depart, origin, destination, quantity});
  }
  return plan;
}

}  // namespace

ShipmentExplainer::ShipmentExplainer(const Instance& instance, const Plan& plan,
                                     const Potentials& potentials)
    : instance_(instance),
      plan_(plan),
      potentials_(potentials),
      network_(std::make_unique<ResidualNetwork>(instance, plan, potentials)) {}

ShipmentExplainer::~ShipmentExplainer() = default;

WithoutShipment ShipmentExplainer::without(std::size_t number, Replacement replacement) const {
  const Shipment& shipment = plan_.shipments.at(number);
  ResidualNetwork network = *network_;
  if (!lead_around(network, shipment, replacement)) return {.possible = false};
  return change_of(network);
}

PlanWithout ShipmentExplainer::plan_without(std::size_t number, Replacement replacement) const {
  const Shipment& shipment = plan_.shipments.at(number);
  ResidualNetwork network = *network_;
  if (!lead_around(network, shipment, replacement)) return {.change = {.possible = false}};
  PlanWithout without{.change = change_of(network)};
  without.plan = changed_plan(plan_, without.change);
  without.potentials = network.potentials();
  return without;
}

Total ShipmentExplainer::estimated_loss(std::size_t number) const {
  const Shipment& shipment = plan_.shipments.at(number);
  const std::int32_t arrive = shipment.depart.value() + instance_.lanes().transit_periods(
                                                            shipment.origin, shipment.destination);
  // A lane takes a period at least, so that the period after departure is within the horizon.
  const Period next(shipment.depart.value() + 1);
  return Total{shipment.quantity} * (potentials_.patients(shipment.destination, Period(arrive)) -
                                     potentials_.patients(shipment.origin, next));
}

}  // namespace surgeflow::explain
