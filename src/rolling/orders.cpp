// SPDX-License-Identifier: Apache-2.0
// Sorts and joins orders.
#include "rolling/orders.hpp"

#include <algorithm>

namespace surgeflow::rolling {

Period arrival_of(const LaneTable& lanes, const Shipment& shipment) {
  return Period(shipment.depart.value() +
                lanes.transit_periods(shipment.origin, shipment.destination));
}

std::vector<Shipment> merged(std::initializer_list<std::span<const Shipment>> orders) {
  std::vector<Shipment> all;
  for (const auto& some : orders) all.insert(all.end(), some.begin(), some.end());
  std::ranges::sort(all);
  std::vector<Shipment> joined;
  for (const Shipment& order : all) {
    if (joined.empty() || without_quantity(joined.back()) != without_quantity(order)) {
      joined.push_back(order);
    } else {
      joined.back().quantity += order.quantity;
    }
  }
  return joined;
}

Shipment without_quantity(Shipment shipment) {
  shipment.quantity = 0;
  return shipment;
}

}  // namespace surgeflow::rolling
