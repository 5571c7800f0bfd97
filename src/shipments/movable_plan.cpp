// SPDX-License-Identifier: Apache-2.0
// What the arcs of a movable plan have room for.
#include "shipments/movable_plan.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace surgeflow::shipments {
namespace {

constexpr Count kAny = std::numeric_limits<Count>::max();

/// The step of the n-th device, counted from 0, at a node: what it gains, and where the step ends.
struct StepAt {
  std::int32_t gain = 0;
  Count first = 0;
  Count end = kAny;
};

/// Beyond all steps nothing is gained.
StepAt step_of(std::span<const GainStep> steps, std::size_t node, Count n) {
  Count first = 0;
  for (const GainStep& step : steps) {
    const Count end = first + step.width.values()[node];
    if (n < end) return {step.gain.values()[node], first, end};
    first = end;
  }
  return {0, first, kAny};
}

template <class From>
std::vector<Count> counts_of(const From& values) {
  std::vector<Count> counts;
  counts.reserve(values.size());
  for (const auto value : values) counts.push_back(static_cast<Count>(value));
  return counts;
}

/// At most `most` devices that load so much each; none where loads are too many already.
Count devices_within(Total loads, Total each, Count most) {
  return static_cast<Count>(std::min<Total>(most, std::max<Total>(0, loads) / each));
}

Count whole_width(std::span<const GainStep> steps, std::size_t node) {
  Total width = 0;
  for (const GainStep& step : steps) width += step.width.values()[node];
  return static_cast<Count>(std::min<Total>(width, kAny));
}

/// Idle devices that gain something, or must be there.
std::vector<Count> kept_idle(const Instance& instance, const PlanTrace& trace,
                             const Limits& within) {
  if (instance.hold_steps().empty() && !within.count_present()) return {};
  std::vector<Count> kept;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Total present =
          within.count_present() ? within.least_at(i, t, instance.devices(i)) : Count{0};
      const Total least = std::max<Total>(whole_width(instance.hold_steps(), kept.size()),
                                          present - trace.in_use(i, t));
      kept.push_back(static_cast<Count>(std::min(trace.idle(i, t), least)));
    }
  }
  return kept;
}

std::vector<Count> free_to_leave(const Instance& instance, std::span<const Count> sent) {
  std::vector<Count> left;
  for (std::size_t n = 0; n < sent.size(); ++n) {
    Total width = 0;
    for (const CostStep& step : instance.send_steps()) width += step.width.values()[n];
    left.push_back(static_cast<Count>(std::min<Total>(width - sent[n], kAny)));
  }
  return left;
}

/// What may leave in a period is a carrier that counts every lane, and every device once.
CarrierSpace dispatch_of(const Limits& within, std::int32_t periods) {
  CarrierSpace space;
  for (Period t{0}; t.value() < periods; ++t) space.loads.push_back(within.dispatch_at(t));
  return space;
}

}  // namespace

MovablePlan::MovablePlan(const Instance& instance, const Plan& plan, const Potentials& potentials,
                         UnmetDemand unmet, const Limits& within,
                         std::vector<CarrierSpace> carriers)
    : instance_(instance),
      in_place_(unmet == UnmetDemand::in_place),
      periods_(instance.periods()),
      sink_(instance.facilities() * instance.periods()),
      worth_(potentials.patients.values()),
      demand_(instance.demand().values()),
      carriers_(std::move(carriers)) {
  if (!in_place_ && worth_.size() != index(sink_)) {
    throw std::invalid_argument("potentials of another shape than the instance");
  }
  if (!in_place_ && within.any()) {
    throw std::invalid_argument("within limits unmet demand stays in its place");
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    turnaround_.push_back(instance.turnaround_periods(i));
  }
  const PlanTrace trace = trace_plan(instance, plan);
  idle_ = counts_of(trace.idle.values());
  treated_ = counts_of(plan.treated.values());
  if (in_place_) kept_ = kept_idle(instance, trace, within);
  if (!instance.send_steps().empty()) may_leave_ = free_to_leave(instance, trace.sent.values());
  if (within.dispatch) carriers_.push_back(dispatch_of(within, periods_));
  first_from_.assign(index(sink_), -1);
  first_to_.assign(index(sink_), -1);
  for (const Shipment& shipment : plan.shipments) {
    const auto transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
    const std::int32_t n =
        add(node_of(shipment.origin, shipment.depart),
            node_of(shipment.destination, Period(shipment.depart.value() + transit)));
    shipments_[index(n)].quantity = shipment.quantity;
    load(shipments_[index(n)], shipment.quantity);
  }
}

std::int32_t MovablePlan::add(Node from, Node to) {
  const auto n = static_cast<std::int32_t>(shipments_.size());
  shipments_.push_back({.from = from,
                        .to = to,
                        .cost = instance_.lanes().cost(facility_of(from), facility_of(to)),
                        .movable = is_tight(from, to)});
  next_from_.push_back(first_from_[index(from)]);
  next_to_.push_back(first_to_[index(to)]);
  first_from_[index(from)] = n;
  first_to_[index(to)] = n;
  return n;
}

void MovablePlan::remove_last() {
  const MovableShipment& last = shipments_.back();
  first_from_[index(last.from)] = next_from_.back();
  first_to_[index(last.to)] = next_to_.back();
  shipments_.pop_back();
  next_from_.pop_back();
  next_to_.pop_back();
}

Count MovablePlan::hold_room(Node node) const {
  if (in_place_) return kAny;
  const std::int64_t loss = worth_of(node) - worth_of(held_to(node));
  if (instance_.hold_steps().empty()) return loss == 0 ? kAny : 0;
  const Count idle = idle_[index(node)];
  const StepAt step = step_of(instance_.hold_steps(), index(node), idle);
  return step.gain == loss ? step.end - idle : 0;
}

Count MovablePlan::unhold_room(Node node) const {
  const Count idle = idle_[index(node)];
  if (in_place_) return idle - (kept_.empty() ? 0 : kept_[index(node)]);
  if (idle == 0 || instance_.hold_steps().empty()) return idle;
  const StepAt step = step_of(instance_.hold_steps(), index(node), idle - 1);
  const bool tight = step.gain == worth_of(node) - worth_of(held_to(node));
  return tight ? idle - step.first : 0;
}

Count MovablePlan::treat_room(Node node) const {
  const Count treated = treated_[index(node)];
  const Count unmet = demand_[index(node)] - treated;
  if (unmet <= 0) return 0;
  const std::int64_t loss = worth_of(node) - worth_of(treated_to(node));
  if (instance_.treat_steps().empty()) return loss == instance_.resolution() ? unmet : 0;
  const StepAt step = step_of(instance_.treat_steps(), index(node), treated);
  return step.gain == loss ? std::min(unmet, step.end - treated) : 0;
}

Count MovablePlan::untreat_room(Node node) const {
  const Count treated = treated_[index(node)];
  if (treated == 0) return 0;
  const std::int64_t loss = worth_of(node) - worth_of(treated_to(node));
  if (instance_.treat_steps().empty()) return loss == instance_.resolution() ? treated : 0;
  const StepAt step = step_of(instance_.treat_steps(), index(node), treated - 1);
  return step.gain == loss ? treated - step.first : 0;
}

Count MovablePlan::ship_room(const MovableShipment& shipment) const {
  if (!shipment.movable || (shipment.quantity == 0 && !shipment.open)) return 0;
  Count room = may_leave_.empty() ? kAny : may_leave_[index(shipment.from)];
  for (const CarrierSpace& carrier : carriers_) {
    if (!counts(carrier, shipment)) continue;
    room = devices_within(carrier.loads[index(shipment.from % periods_)], carrier.load, room);
  }
  return room;
}

bool MovablePlan::counts(const CarrierSpace& carrier, const MovableShipment& shipment) const {
  return carrier.lanes.contains(facility_of(shipment.from), facility_of(shipment.to));
}

void MovablePlan::load(const MovableShipment& shipment, Count devices) {
  for (CarrierSpace& carrier : carriers_) {
    if (!counts(carrier, shipment)) continue;
    carrier.loads[index(shipment.from % periods_)] -= Total{carrier.load} * devices;
  }
}

Count MovablePlan::unship_room(const MovableShipment& shipment) const {
  return shipment.movable ? shipment.quantity : 0;
}

Count MovablePlan::room(const ResidualArc& arc) const {
  switch (arc.way) {
    case Way::hold:
      return hold_room(arc.from);
    case Way::unhold:
      return unhold_room(arc.to);
    case Way::treat:
      return treat_room(arc.from);
    case Way::untreat:
      return untreat_room(arc.to);
    case Way::ship:
      return ship_room(shipments_[index(arc.shipment)]);
    case Way::unship:
      return unship_room(shipments_[index(arc.shipment)]);
    case Way::none:
      break;
  }
  return 0;
}

Count MovablePlan::room(std::span<const ResidualArc> way) const {
  Count least = kAny;
  for (const ResidualArc& arc : way) least = std::min(least, room(arc));
  for (const CarrierSpace& carrier : carriers_) {
    least = std::min(least, carrier_room(carrier, way));
  }
  return least;
}

/// A way may leave with several shipments of one period, and take others of it back.
Count MovablePlan::carrier_room(const CarrierSpace& carrier,
                                std::span<const ResidualArc> way) const {
  Count least = kAny;
  for (const ResidualArc& one : way) {
    if (one.way != Way::ship) continue;
    const std::int32_t depart = one.from % periods_;
    Total loads = 0;
    for (const ResidualArc& other : way) {
      if (other.shipment < 0) continue;
      const MovableShipment& shipment = shipments_[index(other.shipment)];
      if (shipment.from % periods_ != depart || !counts(carrier, shipment)) continue;
      loads += takes_back(other.way) ? -carrier.load : carrier.load;
    }
    if (loads > 0) least = devices_within(carrier.loads[index(depart)], loads, least);
  }
  return least;
}

void MovablePlan::push(const ResidualArc& arc, Count devices) {
  const Count change = takes_back(arc.way) ? -devices : devices;
  const Node start = takes_back(arc.way) ? arc.to : arc.from;
  switch (arc.way) {
    case Way::hold:
    case Way::unhold:
      idle_[index(start)] += change;
      return;
    case Way::treat:
    case Way::untreat:
      treated_[index(start)] += change;
      return;
    case Way::ship:
    case Way::unship:
      shipments_[index(arc.shipment)].quantity += change;
      if (!may_leave_.empty()) may_leave_[index(start)] -= change;
      load(shipments_[index(arc.shipment)], change);
      return;
    case Way::none:
      return;
  }
}

Plan MovablePlan::plan() const {
  Plan plan{.treated = Panel<Count>(instance_.facilities(), periods_), .shipments = {}};
  std::ranges::copy(treated_, plan.treated.values().begin());
  for (const MovableShipment& shipment : shipments_) {
    if (shipment.quantity == 0) continue;
    plan.shipments.push_back({.depart = period_of(shipment.from),
                              .origin = facility_of(shipment.from),
                              .destination = facility_of(shipment.to),
                              .quantity = shipment.quantity});
  }
  std::ranges::sort(plan.shipments);
  return plan;
}

}  // namespace surgeflow::shipments
