// SPDX-License-Identifier: Apache-2.0
// Checks the numbers of an instance once, so that nothing later has to.
#include "surgeflow/model/instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

[[noreturn]] void refuse(std::string seen, std::string allowed) {
  Diagnostic diagnostic;
  diagnostic.place.file = "instance";
  diagnostic.seen = std::move(seen);
  diagnostic.allowed = std::move(allowed);
  throw InputError(std::move(diagnostic));
}

void check_shapes(const InstanceData& data) {
  const auto n = static_cast<std::size_t>(data.demand.facilities());
  const bool same_panel = data.arrivals.facilities() == data.demand.facilities() &&
                          data.arrivals.periods() == data.demand.periods();
  if (n < 1 || data.demand.periods() < 1) {
    refuse(fmt::format("{} facilities and {} periods", n, data.demand.periods()),
           "at least one of each");
  }
  if (data.demand.facilities() > kMaxFacilities || data.demand.periods() > kMaxPeriods) {
    refuse(fmt::format("{} facilities and {} periods", n, data.demand.periods()),
           fmt::format("at most {} and {}", kMaxFacilities, kMaxPeriods));
  }
  if (static_cast<std::int64_t>(n) * data.demand.periods() > kMaxNodes) {
    refuse(fmt::format("{} facilities x {} periods", n, data.demand.periods()),
           fmt::format("a product of at most {}", kMaxNodes));
  }
  const bool commits = data.commitments.facilities() > 0;
  const bool same_commitments = data.commitments.facilities() == data.demand.facilities() &&
                                data.commitments.periods() == data.demand.periods();
  if ((commits && !same_commitments) || data.devices.size() != n ||
      data.turnaround_periods.size() != n || data.in_processing_periods.size() != n ||
      !same_panel || data.lanes.facilities() != data.demand.facilities()) {
    refuse("arrays for different numbers of facilities or periods",
           "devices, turnaround, in-processing, demand, arrivals, commitments and lanes of one "
           "shape");
  }
}

void check_ranges(const InstanceData& data) {
  const auto outside = [](Count value) { return value < 0 || value > kMaxTotal; };
  if (std::ranges::any_of(data.devices, outside) ||
      std::ranges::any_of(data.demand.values(), outside) ||
      std::ranges::any_of(data.arrivals.values(), outside)) {
    refuse("a number of devices or patients that is negative or too large",
           fmt::format("0 to {}", kMaxTotal));
  }
  if (std::ranges::any_of(data.commitments.values(),
                          [](Count value) { return value < -kMaxTotal || value > kMaxTotal; })) {
    refuse("a commitment that is too large", fmt::format("{} to {}", -kMaxTotal, kMaxTotal));
  }
  if (std::ranges::any_of(data.turnaround_periods, [](auto p) { return p < 1; })) {
    refuse("a turnaround below one period", "1 or more periods");
  }
  if (std::ranges::any_of(data.in_processing_periods, [](auto lag) { return lag < 0; })) {
    refuse("a negative in-processing lag", "0 or more periods");
  }
}

void check_lanes(const LaneTable& lanes) {
  for (FacilityId i{lanes.origins().first}; i.value() < lanes.origins().last; ++i) {
    if (lanes.row(i)[static_cast<std::size_t>(i.value())] != 0) {
      refuse(fmt::format("a lane from facility {} to itself", i.value()), "distinct facilities");
    }
    if (!lanes.has_costs()) continue;
    for (const std::int32_t cost : lanes.cost_row(i)) {
      if (cost < 0 || cost > kMaxLaneCost) {
        refuse(fmt::format("lane cost {}", cost), fmt::format("0 to {}", kMaxLaneCost));
      }
    }
  }
}

}  // namespace

Instance::Instance(InstanceData data) : data_(std::move(data)) {
  check_shapes(data_);
  check_ranges(data_);
  check_lanes(data_.lanes);
  for (const Count d : data_.demand.values()) total_demand_ += d;
  Total devices_in_all = 0;
  for (FacilityId i{0}; i.value() < facilities(); ++i) {
    for (Period t{0}; t.value() < periods(); ++t) {
      total_supply_ += supply(i, t);
      devices_in_all += std::max<Total>(supply(i, t), 0);
    }
  }
  if (devices_in_all > kMaxTotal) {
    refuse(fmt::format("{} devices in all", devices_in_all), fmt::format("at most {}", kMaxTotal));
  }
  if (total_demand_ > kMaxTotal) {
    refuse(fmt::format("{} patients in all", total_demand_), fmt::format("at most {}", kMaxTotal));
  }
  const Total cost = data_.lanes.max_cost();
  const Total moves = checked_multiply<Total>(devices_in_all, periods());
  if (cost > 0 && moves > std::numeric_limits<Total>::max() / cost) {
    refuse(fmt::format("{} devices over {} periods at a lane cost of up to {}", devices_in_all,
                       periods(), cost),
           "a product below 2^63");
  }
  movement_limit_ = moves * cost;
}

Instance Instance::with_lanes(LaneTable lanes) const {
  return Instance({.devices = data_.devices,
                   .turnaround_periods = data_.turnaround_periods,
                   .in_processing_periods = data_.in_processing_periods,
                   .demand = data_.demand,
                   .arrivals = data_.arrivals,
                   .lanes = std::move(lanes),
                   .commitments = data_.commitments});
}

Count Instance::supply(FacilityId i, Period t) const {
  const std::int32_t arrival = t.value() - in_processing_periods(i);
  const Count arrived = arrival >= 0 ? data_.arrivals(i, Period(arrival)) : 0;
  const Count committed = has_commitments() ? data_.commitments(i, t) : 0;
  return arrived + committed + (t.value() == 0 ? devices(i) : 0);
}

}  // namespace surgeflow
