// SPDX-License-Identifier: Apache-2.0
// Instances by hand and instances changed: what tests do to the numbers of the base model.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

/// No devices, no demand, no lanes; every facility with the same turnaround, arrivals usable a
/// period later.
[[nodiscard]] inline InstanceData blank_instance_data(std::int32_t facilities, std::int32_t periods,
                                                      std::int32_t turnaround) {
  InstanceData data;
  data.devices.assign(static_cast<std::size_t>(facilities), 0);
  data.turnaround_periods.assign(static_cast<std::size_t>(facilities), turnaround);
  data.in_processing_periods.assign(static_cast<std::size_t>(facilities), 1);
  data.demand = Panel<Count>(facilities, periods);
  data.arrivals = Panel<Count>(facilities, periods);
  data.lanes = LaneTable(facilities);
  return data;
}

inline void set_lane(InstanceData& data, FacilityId i, FacilityId j, std::uint8_t transit) {
  data.lanes.row(i)[static_cast<std::size_t>(j.value())] = transit;
}

inline void set_cost(InstanceData& data, FacilityId i, FacilityId j, std::int32_t cost) {
  if (!data.lanes.has_costs()) data.lanes.allocate_costs();
  data.lanes.cost_row(i)[static_cast<std::size_t>(j.value())] = cost;
}

/// The same case with facility n called order[n].
[[nodiscard]] inline InstanceData permuted(const InstanceData& data,
                                           const std::vector<std::int32_t>& order) {
  const std::int32_t n = data.demand.facilities();
  InstanceData result = blank_instance_data(n, data.demand.periods(), 1);
  if (data.lanes.has_costs()) result.lanes.allocate_costs();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto to = static_cast<std::size_t>(order[i]);
    const FacilityId from_row(static_cast<std::int32_t>(i));
    const FacilityId to_row(order[i]);
    result.devices[to] = data.devices[i];
    result.turnaround_periods[to] = data.turnaround_periods[i];
    result.in_processing_periods[to] = data.in_processing_periods[i];
    for (Period t{0}; t.value() < data.demand.periods(); ++t) {
      result.demand(to_row, t) = data.demand(from_row, t);
      result.arrivals(to_row, t) = data.arrivals(from_row, t);
    }
    for (std::size_t j = 0; j < order.size(); ++j) {
      const FacilityId destination(static_cast<std::int32_t>(j));
      set_lane(result, to_row, FacilityId(order[j]),
               data.lanes.transit_periods(from_row, destination));
      if (data.lanes.has_costs()) {
        set_cost(result, to_row, FacilityId(order[j]), data.lanes.cost(from_row, destination));
      }
    }
  }
  std::vector<ClosedLane> closed(data.lanes.closed().begin(), data.lanes.closed().end());
  const auto renamed = [&](FacilityId i) {
    return FacilityId(order[static_cast<std::size_t>(i.value())]);
  };
  for (ClosedLane& lane : closed) {
    lane.origin = renamed(lane.origin);
    lane.destination = renamed(lane.destination);
  }
  result.lanes.set_closed(std::move(closed));
  return result;
}

/// `factor` times the devices and the patients.
[[nodiscard]] inline InstanceData scaled(InstanceData data, Count factor) {
  for (Count& devices : data.devices) devices *= factor;
  for (Count& demand : data.demand.values()) demand *= factor;
  for (Count& arrivals : data.arrivals.values()) arrivals *= factor;
  return data;
}

}  // namespace surgeflow::test
