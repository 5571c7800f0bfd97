// SPDX-License-Identifier: Apache-2.0
// Follows a plan through the balance equation.
#include "surgeflow/flow/plan.hpp"

#include <stdexcept>

namespace surgeflow {
namespace {

void require_lane(const Instance& instance, const Shipment& shipment) {
  const auto facility = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < instance.facilities();
  };
  if (!facility(shipment.origin) || !facility(shipment.destination) ||
      shipment.depart.value() < 0 || shipment.depart.value() >= instance.periods()) {
    throw std::invalid_argument("a shipment names a facility or period outside the instance");
  }
  const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
  if (transit == 0 || shipment.depart.value() + transit >= instance.periods()) {
    throw std::invalid_argument("a shipment uses a lane that does not exist or arrives too late");
  }
}

/// The balance of one facility: what is idle at the end of each period.
void trace_facility(const Instance& instance, const Plan& plan, FacilityId i, PlanTrace& trace) {
  const std::int32_t turnaround = instance.turnaround_periods(i);
  Total idle = 0;
  Total in_use = 0;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const Total returned =
        t.value() >= turnaround ? plan.treated(i, Period(t.value() - turnaround)) : 0;
    const Total treated = plan.treated(i, t);
    idle += instance.supply(i, t) + returned + trace.received(i, t);
    idle -= treated + trace.sent(i, t);
    in_use += treated - returned;
    trace.idle(i, t) = idle;
    trace.in_use(i, t) = in_use;
    trace.unmet(i, t) = instance.demand()(i, t) - plan.treated(i, t);
  }
}

}  // namespace

PlanTrace trace_plan(const Instance& instance, const Plan& plan) {
  const std::int32_t n = instance.facilities();
  const std::int32_t periods = instance.periods();
  PlanTrace trace{Panel<Total>(n, periods), Panel<Total>(n, periods), Panel<Count>(n, periods),
                  Panel<Count>(n, periods), Panel<Count>(n, periods)};
  for (const Shipment& shipment : plan.shipments) {
    require_lane(instance, shipment);
    const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
    trace.sent(shipment.origin, shipment.depart) += shipment.quantity;
    trace.received(shipment.destination, Period(shipment.depart.value() + transit)) +=
        shipment.quantity;
  }
  for (FacilityId i{0}; i.value() < n; ++i) trace_facility(instance, plan, i, trace);
  return trace;
}

PlanValue value_of(const Instance& instance, const Plan& plan) {
  PlanValue value;
  for (const Count treated : plan.treated.values()) value.treated += treated;
  for (const Shipment& shipment : plan.shipments) {
    value.movement += Total{instance.lanes().cost(shipment.origin, shipment.destination)} *
                      Total{shipment.quantity};
  }
  return value;
}

Total units_shipped(const Plan& plan) {
  Total units = 0;
  for (const Shipment& shipment : plan.shipments) units += shipment.quantity;
  return units;
}

}  // namespace surgeflow
