// SPDX-License-Identifier: Apache-2.0
// Follows a plan through the balance equation.
#include "surgeflow/flow/plan.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "flow/balance.hpp"

namespace surgeflow {
namespace {

bool names_a_place(const Instance& instance, const Shipment& shipment) {
  const auto facility = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < instance.facilities();
  };
  return facility(shipment.origin) && facility(shipment.destination) &&
         shipment.depart.value() >= 0 && shipment.depart.value() < instance.periods();
}

bool can_travel(const Instance& instance, const Shipment& shipment) {
  const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
  return transit > 0 && shipment.depart.value() + transit < instance.periods() &&
         instance.lanes().is_open(shipment.origin, shipment.destination, shipment.depart);
}

void require_lane(const Instance& instance, const Shipment& shipment) {
  if (!names_a_place(instance, shipment)) {
    throw std::invalid_argument("a shipment names a facility or period outside the instance");
  }
  if (!can_travel(instance, shipment)) {
    throw std::invalid_argument(
        "a shipment uses a lane that does not exist, is closed or arrives too late");
  }
}

}  // namespace

namespace flow {

void follow_balance(const FacilityFlows& flows, const FacilityStocks& stocks) {
  const auto turnaround = static_cast<std::size_t>(flows.turnaround_periods);
  Total idle = 0;
  Total in_use = 0;
  for (std::size_t t = 0; t < flows.treated.size(); ++t) {
    const Total returned = t >= turnaround ? flows.treated[t - turnaround] : 0;
    const Total treated = flows.treated[t];
    idle += flows.supply[t] + returned + flows.received[t];
    idle -= treated + flows.sent[t];
    in_use += treated - returned;
    stocks.idle[t] = idle;
    stocks.in_use[t] = in_use;
    stocks.unmet[t] = flows.demand[t] - flows.treated[t];
  }
}

}  // namespace flow

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
  std::vector<Count> supply(static_cast<std::size_t>(periods));
  for (FacilityId i{0}; i.value() < n; ++i) {
    for (Period t{0}; t.value() < periods; ++t) {
      supply[static_cast<std::size_t>(t.value())] = instance.supply(i, t);
    }
    flow::follow_balance({.turnaround_periods = instance.turnaround_periods(i),
                          .supply = supply,
                          .demand = instance.demand().row(i),
                          .treated = plan.treated.row(i),
                          .sent = trace.sent.row(i),
                          .received = trace.received.row(i)},
                         {trace.idle.row(i), trace.in_use.row(i), trace.unmet.row(i)});
  }
  return trace;
}

bool is_possible(const Instance& instance, const Plan& plan) {
  const auto travels = [&](const Shipment& shipment) {
    return names_a_place(instance, shipment) && can_travel(instance, shipment);
  };
  const auto not_below_0 = [](auto number) { return number >= 0; };
  if (!std::ranges::all_of(plan.shipments, travels)) return false;
  // More devices than there are could not even be counted.
  Panel<Total> sent(instance.facilities(), instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    Total& here = sent(shipment.origin, shipment.depart);
    here += shipment.quantity;
    if (shipment.quantity < 1 || here > instance.most_devices()) return false;
  }
  if (!std::ranges::all_of(plan.treated.values(), not_below_0)) return false;
  const PlanTrace trace = trace_plan(instance, plan);
  return std::ranges::all_of(trace.idle.values(), not_below_0) &&
         std::ranges::all_of(trace.unmet.values(), not_below_0);
}

namespace {

/// What quantities gain (or cost) in steps, the first steps first; `each` is what one does.
template <class Step, class Quantity>
Total sum_over_steps(std::span<const Step> steps, Panel<std::int32_t> Step::*each,
                     const Panel<Quantity>& quantities) {
  Total sum = 0;
  for (std::size_t n = 0; n < quantities.values().size(); ++n) {
    Total left = quantities.values()[n];
    for (auto step = steps.begin(); step != steps.end() && left > 0; ++step) {
      const Total within = std::min<Total>(left, step->width.values()[n]);
      sum += within * ((*step).*each).values()[n];
      left -= within;
    }
  }
  return sum;
}

}  // namespace

Total patients_treated(const Plan& plan) {
  Total treated = 0;
  for (const Count here : plan.treated.values()) treated += here;
  return treated;
}

Total gain_of_holding(const Instance& instance, const Panel<Total>& devices) {
  return sum_over_steps(instance.hold_steps(), &GainStep::gain, devices);
}

PlanValue value_of(const Instance& instance, const Plan& plan) {
  PlanValue value;
  value.treated = instance.treat_steps().empty()
                      ? instance.resolution() * patients_treated(plan)
                      : sum_over_steps(instance.treat_steps(), &GainStep::gain, plan.treated);
  for (const Shipment& shipment : plan.shipments) {
    value.movement += Total{instance.lanes().cost(shipment.origin, shipment.destination)} *
                      Total{shipment.quantity};
  }
  if (instance.hold_steps().empty() && instance.send_steps().empty()) return value;
  const PlanTrace trace = trace_plan(instance, plan);
  value.treated += gain_of_holding(instance, trace.idle);
  value.movement += sum_over_steps(instance.send_steps(), &CostStep::cost, trace.sent);
  return value;
}

Total units_shipped(const Plan& plan) {
  Total units = 0;
  for (const Shipment& shipment : plan.shipments) units += shipment.quantity;
  return units;
}

}  // namespace surgeflow
