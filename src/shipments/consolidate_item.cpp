// SPDX-License-Identifier: Apache-2.0
// Counts what other items leave of the carriers.
#include "surgeflow/shipments/consolidate_item.hpp"

#include <utility>

namespace surgeflow::shipments {
namespace {

/// Takes off what an item loads.
void take_loads(const Carrier& carrier, Count load, const Plan& plan, std::vector<Total>& left) {
  for (const Shipment& shipment : plan.shipments) {
    if (!carrier.lanes.contains(shipment.origin, shipment.destination)) continue;
    left[static_cast<std::size_t>(shipment.depart.value())] -= Total{load} * shipment.quantity;
  }
}

}  // namespace

std::vector<CarrierSpace> carriers_beside(const ItemSet& set, const ItemPlans& plans,
                                          std::size_t item) {
  std::vector<CarrierSpace> spaces;
  for (const Carrier& carrier : set.carriers) {
    if (carrier.load[item] == 0) continue;
    CarrierSpace space{.lanes = carrier.lanes, .load = carrier.load[item]};
    for (Period t{0}; t.value() < set.periods(); ++t) space.loads.push_back(carrier.room(t));
    for (std::size_t other = 0; other < set.items.size(); ++other) {
      if (other != item) take_loads(carrier, carrier.load[other], plans.plans[other], space.loads);
    }
    spaces.push_back(std::move(space));
  }
  return spaces;
}

Plan consolidate_item(const ItemSet& set, const ItemPlans& plans, std::size_t item,
                      std::span<const Shipment> standing, ConsolidationOptions options,
                      const StopCondition& stop) {
  options.unmet = UnmetDemand::in_place;
  options.within = set.items[item].limits;
  options.carriers = carriers_beside(set, plans, item);
  return consolidate(set.items[item].instance, plans.plans[item], {}, standing, options, stop);
}

}  // namespace surgeflow::shipments
