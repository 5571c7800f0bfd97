// SPDX-License-Identifier: Apache-2.0
// Counts devices through the horizon.
#include "shipments/carried_out.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace surgeflow::shipments {
namespace {

/// Devices that may leave in all.
Panel<Total> most_leaving(const Instance& instance) {
  Panel<Total> most(instance.facilities(), instance.periods(),
                    instance.send_steps().empty() ? std::numeric_limits<Total>::max() : 0);
  for (const CostStep& step : instance.send_steps()) {
    std::ranges::transform(most.values(), step.width.values(), most.values().begin(),
                           std::plus<>());
  }
  return most;
}

/// Shipments as far as they find devices, together with those on their lane that were small.
Plan carried_out(const Instance& instance, const std::vector<Shipment>& shipments, Count minimum) {
  const std::int32_t periods = instance.periods();
  Panel<Count> there(instance.facilities(), periods);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < periods; ++t) there(i, t) = instance.supply(i, t);
  }
  Panel<Total> may_leave = most_leaving(instance);
  Plan kept{.treated = Panel<Count>(instance.facilities(), periods), .shipments = {}};
  std::map<std::pair<FacilityId, FacilityId>, Count> waits;
  auto next = shipments.begin();
  for (Period t{0}; t.value() < periods; ++t) {
    for (; next != shipments.end() && next->depart == t; ++next) {
      Shipment sent = *next;
      Count& at_origin = there(sent.origin, t);
      Count& waiting = waits[{sent.origin, sent.destination}];
      waiting += sent.quantity;
      Total& most = may_leave(sent.origin, t);
      sent.quantity = static_cast<Count>(std::min<Total>(std::min(waiting, at_origin), most));
      if (sent.quantity < minimum) continue;
      most -= sent.quantity;
      waiting = 0;
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

}  // namespace

Plan without_small(const Instance& instance, const Plan& plan, Count minimum) {
  Plan sent = carried_out(instance, plan.shipments, minimum);
  Plan alone = carried_out(instance, {}, minimum);
  const bool gains = value_of(instance, sent).treated > value_of(instance, alone).treated;
  return gains ? std::move(sent) : std::move(alone);
}

}  // namespace surgeflow::shipments
