// SPDX-License-Identifier: Apache-2.0
// Checks the numbers of an instance once, so that nothing later has to.
#include "surgeflow/model/instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>

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

bool has_shape_of(const Panel<Count>& demand, const auto& panel) {
  return panel.facilities() == demand.facilities() && panel.periods() == demand.periods();
}

void check_shapes(const InstanceData& data) {
  const auto n = static_cast<std::size_t>(data.demand.facilities());
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
  if ((commits && !has_shape_of(data.demand, data.commitments)) || data.devices.size() != n ||
      data.turnaround_periods.size() != n || data.in_processing_periods.size() != n ||
      !has_shape_of(data.demand, data.arrivals) ||
      data.lanes.facilities() != data.demand.facilities()) {
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

/// Widths and gains (or costs) of steps, in words where they can not be.
template <class Steps, class EachOf>
void check_steps(const Panel<Count>& demand, const Steps& steps, EachOf&& each_of,
                 std::string_view name) {
  for (const auto& step : steps) {
    if (!has_shape_of(demand, step.width) || !has_shape_of(demand, each_of(step))) {
      refuse(fmt::format("{} steps of another shape", name), "one number per facility and period");
    }
    if (std::ranges::any_of(step.width.values(),
                            [](Count width) { return width < 0 || width > kMaxTotal; }) ||
        std::ranges::any_of(each_of(step).values(), [](std::int32_t each) { return each < 0; })) {
      refuse(fmt::format("a {} step that is negative or too wide", name),
             fmt::format("widths of 0 to {}", kMaxTotal));
    }
  }
}

const Panel<std::int32_t>& gain_of(const GainStep& step) { return step.gain; }
const Panel<std::int32_t>& cost_of(const CostStep& step) { return step.cost; }

/// Whether every step stands to the one after it, everywhere, as `holds` says.
template <class Steps, class EachOf, class Holds>
bool are_ordered(const Steps& steps, EachOf&& each_of, Holds holds) {
  for (std::size_t n = 1; n < steps.size(); ++n) {
    if (!std::ranges::equal(each_of(steps[n - 1]).values(), each_of(steps[n]).values(), holds)) {
      return false;
    }
  }
  return true;
}

void check_falling(const std::vector<GainStep>& steps, std::string_view name) {
  if (are_ordered(steps, gain_of, std::greater_equal<>())) return;
  refuse(fmt::format("a {} step that gains more than the one before", name), "gains that fall");
}

void check_rising(const std::vector<CostStep>& steps) {
  if (are_ordered(steps, cost_of, std::less_equal<>())) return;
  refuse("a send step that costs less than the one before", "costs that rise");
}

/// The most that a step gives to, or takes from, a device.
template <class Steps, class EachOf>
Total largest_of(const Steps& steps, EachOf&& each_of) {
  std::int32_t largest = 0;
  for (const auto& step : steps) {
    for (const std::int32_t each : each_of(step).values()) largest = std::max(largest, each);
  }
  return largest;
}

void check_treat_widths(const Panel<Count>& demand, const std::vector<GainStep>& steps) {
  if (steps.empty()) return;
  for (std::size_t n = 0; n < demand.values().size(); ++n) {
    Total patients = 0;
    for (const GainStep& step : steps) patients += step.width.values()[n];
    if (patients == demand.values()[n]) continue;
    refuse(fmt::format("treat steps for {} of {} patients", patients, demand.values()[n]),
           "widths that add up to the demand");
  }
}

/// The most that one device can gain: solvers keep it beside movement in one number.
Total largest_gain(const InstanceData& data) {
  const Total periods = data.demand.periods();
  const Total shortest = *std::ranges::min_element(data.turnaround_periods);
  const Total treatments = (periods + shortest - 1) / shortest;
  const Total of_patient =
      data.treat_steps.empty() ? data.resolution : largest_of(data.treat_steps, gain_of);
  return of_patient * treatments + largest_of(data.hold_steps, gain_of) * periods;
}

void check_gains(const InstanceData& data) {
  if (data.resolution < 1) refuse("a resolution below 1", "1 or more parts of a patient");
  check_steps(data.demand, data.treat_steps, gain_of, "treat");
  check_steps(data.demand, data.hold_steps, gain_of, "hold");
  check_steps(data.demand, data.send_steps, cost_of, "send");
  check_falling(data.treat_steps, "treat");
  check_falling(data.hold_steps, "hold");
  check_rising(data.send_steps);
  check_treat_widths(data.demand, data.treat_steps);
  if (const Total largest = largest_gain(data); largest > kMaxGain) {
    refuse(fmt::format("gains of up to {} for one device", largest),
           fmt::format("at most {}: smaller weights, or coarser ones", kMaxGain));
  }
}

}  // namespace

Instance::Instance(InstanceData data) : data_(std::move(data)) {
  check_shapes(data_);
  check_ranges(data_);
  check_lanes(data_.lanes);
  check_gains(data_);
  for (const Count d : data_.demand.values()) total_demand_ += d;
  for (FacilityId i{0}; i.value() < facilities(); ++i) {
    for (Period t{0}; t.value() < periods(); ++t) {
      total_supply_ += supply(i, t);
      most_devices_ += std::max<Total>(supply(i, t), 0);
    }
  }
  if (most_devices_ > kMaxTotal) {
    refuse(fmt::format("{} devices in all", most_devices_), fmt::format("at most {}", kMaxTotal));
  }
  if (total_demand_ > kMaxTotal) {
    refuse(fmt::format("{} patients in all", total_demand_), fmt::format("at most {}", kMaxTotal));
  }
  const Total cost = data_.lanes.max_cost() + largest_of(data_.send_steps, cost_of);
  const Total moves = checked_multiply<Total>(most_devices_, periods());
  if (cost > 0 && moves > std::numeric_limits<Total>::max() / cost) {
    refuse(fmt::format("{} devices over {} periods at a lane cost of up to {}", most_devices_,
                       periods(), cost),
           "a product below 2^63");
  }
  movement_limit_ = moves * cost;
}

Instance Instance::with_lanes(LaneTable lanes) const {
  InstanceData data{.devices = data_.devices,
                    .turnaround_periods = data_.turnaround_periods,
                    .in_processing_periods = data_.in_processing_periods,
                    .demand = data_.demand,
                    .arrivals = data_.arrivals,
                    .lanes = std::move(lanes),
                    .commitments = data_.commitments,
                    .resolution = data_.resolution,
                    .treat_steps = data_.treat_steps,
                    .hold_steps = data_.hold_steps,
                    .send_steps = data_.send_steps};
  return Instance(std::move(data));
}

Instance Instance::with_demand(Panel<Count> demand) const {
  InstanceData data = data_;
  data.demand = std::move(demand);
  return Instance(std::move(data));
}

Instance Instance::without_send_steps() const {
  InstanceData data = data_;
  data.send_steps.clear();
  return Instance(std::move(data));
}

Count Instance::supply(FacilityId i, Period t) const {
  const std::int32_t arrival = t.value() - in_processing_periods(i);
  const Count arrived = arrival >= 0 ? data_.arrivals(i, Period(arrival)) : 0;
  const Count committed = has_commitments() ? data_.commitments(i, t) : 0;
  return arrived + committed + (t.value() == 0 ? devices(i) : 0);
}

}  // namespace surgeflow
