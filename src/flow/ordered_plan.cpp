// SPDX-License-Identifier: Apache-2.0
// Shipments that are ordered, put into plans and taken out of them.
#include <algorithm>
#include <utility>

#include "surgeflow/flow/ordered.hpp"

namespace surgeflow {
namespace {

Shipment shipment_of(const Order& order) {
  return {order.first, *order.origin, *order.destination, order.devices};
}

/// Where the shipment on the same lane in the same period stands, or would stand.
std::vector<Shipment>::iterator place_of(std::vector<Shipment>& shipments,
                                         const Shipment& shipment) {
  Shipment key = shipment;
  key.quantity = 0;
  return std::ranges::lower_bound(shipments, key);
}

bool same_lane(const Shipment& one, const Shipment& other) {
  return one.depart == other.depart && one.origin == other.origin &&
         one.destination == other.destination;
}

}  // namespace

Plan with_ordered(Plan plan, const Orders& orders) {
  for (const Order& order : orders.list) {
    if (!order.ships()) continue;
    const Shipment ordered = shipment_of(order);
    const auto place = place_of(plan.shipments, ordered);
    if (place != plan.shipments.end() && same_lane(*place, ordered)) {
      place->quantity += ordered.quantity;
    } else {
      plan.shipments.insert(place, ordered);
    }
  }
  return plan;
}

FreePlan without_ordered(Plan plan, const Orders& orders) {
  FreePlan free{.plan = std::move(plan), .missing = {}};
  std::vector<Shipment>& shipments = free.plan.shipments;
  for (std::size_t n = 0; n < orders.list.size(); ++n) {
    if (!orders.list[n].ships()) continue;
    const Shipment ordered = shipment_of(orders.list[n]);
    const auto place = place_of(shipments, ordered);
    if (place == shipments.end() || !same_lane(*place, ordered) ||
        place->quantity < ordered.quantity) {
      free.missing.push_back(n);
    } else {
      place->quantity -= ordered.quantity;
      if (place->quantity == 0) shipments.erase(place);
    }
  }
  return free;
}

Instance committed(const Instance& instance, std::span<const Shipment> shipments) {
  InstanceData data = instance.data();
  if (!instance.has_commitments()) {
    data.commitments = Panel<Count>(instance.facilities(), instance.periods());
  }
  for (const auto& [depart, origin, destination, quantity] : shipments) {
    const std::int32_t transit = instance.lanes().transit_periods(origin, destination);
    data.commitments(origin, depart) -= quantity;
    data.commitments(destination, Period(depart.value() + transit)) += quantity;
  }
  return Instance(std::move(data));
}

}  // namespace surgeflow
