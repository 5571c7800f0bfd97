// SPDX-License-Identifier: Apache-2.0
// Cuts members out of an instance.
#include "shipments/neighbourhood.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::shipments {
namespace {

std::vector<std::int32_t> places(std::int32_t facilities, const std::vector<FacilityId>& members) {
  std::vector<std::int32_t> place(static_cast<std::size_t>(facilities), -1);
  for (std::size_t n = 0; n < members.size(); ++n) {
    place[static_cast<std::size_t>(members[n].value())] = static_cast<std::int32_t>(n);
  }
  return place;
}

/// Uses up the first steps.
void take_steps(std::vector<CostStep>& steps, FacilityId i, Period t, Count devices) {
  for (CostStep& step : steps) {
    Count& width = step.width(i, t);
    const Count taken = std::min(width, devices);
    width -= taken;
    devices -= taken;
  }
}

}  // namespace

Neighbourhood::Neighbourhood(const Instance& whole, const Plan& plan,
                             std::vector<FacilityId> members)
    : members_(std::move(members)),
      place_(places(whole.facilities(), members_)),
      instance_(numbers(whole, plan)) {}

template <class T>
Panel<T> Neighbourhood::rows_of(const Panel<T>& of_all) const {
  if (of_all.facilities() == 0) return {};
  Panel<T> rows(static_cast<std::int32_t>(members_.size()), of_all.periods());
  FacilityId place{0};
  for (const FacilityId i : members_) {
    std::ranges::copy(of_all.row(i), rows.row(place).begin());
    ++place;
  }
  return rows;
}

LaneTable Neighbourhood::lanes_of(const LaneTable& of_all) const {
  const auto size = static_cast<std::int32_t>(members_.size());
  LaneTable lanes(size);
  if (of_all.has_costs()) lanes.allocate_costs();
  std::vector<ClosedLane> closed;
  for (FacilityId i{0}; i.value() < size; ++i) {
    const FacilityId origin = members_[static_cast<std::size_t>(i.value())];
    for (FacilityId j{0}; j.value() < size; ++j) {
      const FacilityId destination = members_[static_cast<std::size_t>(j.value())];
      const auto column = static_cast<std::size_t>(j.value());
      lanes.row(i)[column] = of_all.transit_periods(origin, destination);
      if (of_all.has_costs()) lanes.cost_row(i)[column] = of_all.cost(origin, destination);
      if (of_all.closed().empty()) continue;
      for (const ClosedLane& stretch : of_all.closed_of(origin, destination)) {
        closed.push_back({i, j, stretch.first, stretch.last});
      }
    }
  }
  lanes.set_closed(std::move(closed));
  return lanes;
}

InstanceData Neighbourhood::numbers(const Instance& whole, const Plan& plan) {
  InstanceData data;
  for (const FacilityId i : members_) {
    data.devices.push_back(whole.devices(i));
    data.turnaround_periods.push_back(whole.turnaround_periods(i));
    data.in_processing_periods.push_back(whole.in_processing_periods(i));
  }
  data.demand = rows_of(whole.demand());
  data.arrivals = rows_of(whole.arrivals());
  data.lanes = lanes_of(whole.lanes());
  data.commitments = whole.has_commitments()
                         ? rows_of(whole.commitments())
                         : Panel<Count>(data.demand.facilities(), whole.periods());
  data.resolution = whole.resolution();
  for (const GainStep& step : whole.treat_steps()) {
    data.treat_steps.push_back({rows_of(step.width), rows_of(step.gain)});
  }
  for (const GainStep& step : whole.hold_steps()) {
    data.hold_steps.push_back({rows_of(step.width), rows_of(step.gain)});
  }
  for (const CostStep& step : whole.send_steps()) {
    data.send_steps.push_back({rows_of(step.width), rows_of(step.cost)});
  }
  own_.treated = rows_of(plan.treated);
  for (const Shipment& shipment : plan.shipments) {
    if (is_own(shipment)) {
      own_.shipments.push_back({shipment.depart, FacilityId(place_of(shipment.origin)),
                                FacilityId(place_of(shipment.destination)), shipment.quantity});
    } else {
      commit(whole, shipment, data);
    }
  }
  std::ranges::sort(own_.shipments);
  return data;
}

void Neighbourhood::commit(const Instance& whole, const Shipment& shipment,
                           InstanceData& data) const {
  const FacilityId origin{place_of(shipment.origin)};
  const FacilityId destination{place_of(shipment.destination)};
  if (origin.value() >= 0) {
    data.commitments(origin, shipment.depart) -= shipment.quantity;
    take_steps(data.send_steps, origin, shipment.depart, shipment.quantity);
  }
  if (destination.value() >= 0) {
    const std::int32_t transit =
        whole.lanes().transit_periods(shipment.origin, shipment.destination);
    data.commitments(destination, Period(shipment.depart.value() + transit)) += shipment.quantity;
  }
}

void Neighbourhood::put_back(const Plan& own, Plan& plan) const {
  for (FacilityId n{0}; n.value() < own.treated.facilities(); ++n) {
    std::ranges::copy(own.treated.row(n),
                      plan.treated.row(members_[static_cast<std::size_t>(n.value())]).begin());
  }
  std::erase_if(plan.shipments, [&](const Shipment& shipment) { return is_own(shipment); });
  const auto member = [&](FacilityId n) { return members_[static_cast<std::size_t>(n.value())]; };
  for (const Shipment& shipment : own.shipments) {
    plan.shipments.push_back({shipment.depart, member(shipment.origin),
                              member(shipment.destination), shipment.quantity});
  }
  std::ranges::sort(plan.shipments);
}

}  // namespace surgeflow::shipments
