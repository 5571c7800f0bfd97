// SPDX-License-Identifier: Apache-2.0
// Counts devices through the horizon.
#include "shipments/carried_out.hpp"

#include <algorithm>

namespace surgeflow::shipments {

Plan without_small(const Instance& instance, const Plan& plan, Count minimum) {
  const std::int32_t periods = instance.periods();
  Panel<Count> there(instance.facilities(), periods);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < periods; ++t) there(i, t) = instance.supply(i, t);
  }
  Plan kept{.treated = Panel<Count>(instance.facilities(), periods), .shipments = {}};
  auto next = plan.shipments.begin();
  for (Period t{0}; t.value() < periods; ++t) {
    for (; next != plan.shipments.end() && next->depart == t; ++next) {
      Shipment sent = *next;
      Count& at_origin = there(sent.origin, t);
      sent.quantity = std::min(sent.quantity, at_origin);
      if (sent.quantity < minimum) continue;
      const std::int32_t transit = instance.lanes().transit_periods(sent.origin, sent.destination);
      at_origin -= sent.quantity;
      there(sent.destination, Period(t.value() + transit)) += sent.quantity;
      kept.shipments.push_back(sent);
    }
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      const Count treated = std::clamp(there(i, t), 0, instance.demand()(i, t));
      const Count idle = there(i, t) - treated;
      const Period back(t.value() + std::min(instance.turnaround_periods(i), periods - t.value()));
      kept.treated(i, t) = treated;
      if (back.value() < periods) there(i, back) += treated;
      if (t.value() + 1 < periods) there(i, Period(t.value() + 1)) += idle;
    }
  }
  return kept;
}

}  // namespace surgeflow::shipments
