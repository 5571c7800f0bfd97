// SPDX-License-Identifier: Apache-2.0
// Counts devices that leave or stay by order.
#include "flow/certificate/ordered_claim.hpp"

namespace surgeflow::flow::certificate {
namespace {

Count leaving_by_order(const Orders& orders, Period t) {
  Count devices = 0;
  for (const Order& order : orders.list) {
    const bool ships = order.kind == OrderKind::force || order.kind == OrderKind::lock;
    if (ships && order.first == t) devices += order.devices;
  }
  return devices;
}

Count staying_by_order(const Orders& orders, FacilityId i, Period t) {
  Count devices = 0;
  for (const Order& order : orders.list) {
    const bool stays = order.kind == OrderKind::keep && order.origin == i;
    if (stays && order.first <= t && t <= order.last) devices += order.devices;
  }
  return devices;
}

}  // namespace

LimitClaim beside_orders(LimitClaim claim, const Instance& instance, const Instance& ordered,
                         const Orders& orders) {
  TakenUp& taken = claim.limits.taken;
  taken.dispatched.clear();
  taken.kept = Panel<Count>(instance.facilities(), instance.periods());
  taken.commitments = taken.kept;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    taken.dispatched.push_back(leaving_by_order(orders, t));
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      taken.kept(i, t) = staying_by_order(orders, i, t);
      taken.commitments(i, t) = ordered.supply(i, t) - instance.supply(i, t);
    }
  }
  return claim;
}

}  // namespace surgeflow::flow::certificate
