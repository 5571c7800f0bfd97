// SPDX-License-Identifier: Apache-2.0
// Weights as prices of treating, or as its steps.
#include "lagrangian/fair/weighted_groups.hpp"

#include <algorithm>
#include <utility>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Times that a device can treat.
std::int64_t most_treatments(const Instance& instance) {
  std::int32_t shortest = instance.periods();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    shortest = std::min(shortest, instance.turnaround_periods(i));
  }
  return (instance.periods() + shortest - 1) / shortest;
}

/// The most that any step says, or where there are none.
std::int64_t largest_of(std::span<const GainStep> steps, std::int64_t otherwise) {
  if (steps.empty()) return otherwise;
  std::int64_t largest = 0;
  for (const GainStep& step : steps) {
    largest = std::max<std::int64_t>(largest, std::ranges::max(step.gain.values()));
  }
  return largest;
}

void scale(std::vector<GainStep>& steps, std::int64_t unit) {
  for (GainStep& step : steps) {
    for (std::int32_t& gain : step.gain.values()) gain = narrow<std::int32_t>(gain * unit);
  }
}

}  // namespace

WeightedGroups::WeightedGroups(const Instance& instance, std::span<const std::int32_t> group,
                               const Plan& start, const Panel<std::int32_t>& potentials,
                               const SolveControl& control)
    : instance_(&instance),
      group_(group),
      control_(&control),
      last_moves_(instance.facilities(), instance.periods()) {
  last_.plan = start;
  last_.potentials = Panel<std::int64_t>(instance.facilities(), instance.periods());
  std::ranges::copy(potentials.values(), last_.potentials.values().begin());
}

Panel<std::int64_t> WeightedGroups::by_place(std::span<const std::int64_t> more,
                                             std::int64_t others) const {
  Panel<std::int64_t> panel(instance_->facilities(), instance_->periods());
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    const std::int32_t group = group_[static_cast<std::size_t>(i.value())];
    std::ranges::fill(panel.row(i), group < 0 ? others : more[static_cast<std::size_t>(group)]);
  }
  return panel;
}

PricedResult WeightedGroups::solve_lanes(Panel<std::int64_t> more, std::int64_t unit) {
  const Panel<std::int64_t> none(instance_->facilities(), instance_->periods());
  const LanePrices prices{
      .resolution = unit, .leave = none, .arrive = none, .treat = std::move(more)};
  const PricedStart from{.potentials = &last_.potentials, .plan = &last_.plan};
  return solve_priced(*instance_, prices, from, {.stop = control_->stop, .workspace = &workspace_});
}

PricedResult WeightedGroups::solve_gates(const Panel<std::int64_t>& more, std::int64_t unit) {
  InstanceData data = numbers_of(*instance_);
  data.treat_steps = treat_steps_of(*instance_);
  scale(data.treat_steps, unit);
  scale(data.hold_steps, unit);
  for (GainStep& step : data.treat_steps) {
    std::ranges::transform(
        step.gain.values(), more.values(), step.gain.values().begin(),
        [](std::int32_t gain, std::int64_t each) { return narrow<std::int32_t>(gain + each); });
  }
  data.resolution = narrow<std::int32_t>(data.resolution * unit);
  WarmStart warm{last_.plan, {Panel<std::int32_t>(more.facilities(), more.periods()), last_moves_}};
  std::ranges::transform(last_.potentials.values(), warm.potentials.patients.values().begin(),
                         [](std::int64_t value) { return narrow<std::int32_t>(value); });
  SolveResult solved = surgeflow::solve(Instance(std::move(data)), {.stop = control_->stop,
                                                                    .warm = &warm,
                                                                    .workspace = &workspace_,
                                                                    .threads = control_->threads});
  PricedResult result{.stopped = flow::stop_reason(solved.status),
                      .plan = std::move(solved.plan),
                      .potentials = Panel<std::int64_t>(more.facilities(), more.periods()),
                      .value = solved.bound.treated,
                      .iterations = solved.iterations};
  std::ranges::copy(solved.potentials.patients.values(), result.potentials.values().begin());
  last_moves_ = std::move(solved.potentials.moves);
  return result;
}

const PricedResult& WeightedGroups::solve(std::span<const std::int64_t> more, std::int64_t others,
                                          std::int64_t unit) {
  for (std::int64_t& value : last_.potentials.values()) value = value * unit / unit_;
  unit_ = unit;
  Panel<std::int64_t> prices = by_place(more, others);
  PricedResult priced = instance_->send_steps().empty() ? solve_lanes(std::move(prices), unit)
                                                        : solve_gates(prices, unit);
  if (priced.stopped != StopReason::none) priced.plan = std::move(last_.plan);
  last_ = std::move(priced);
  return last_;
}

/// A device treats at most once a period.
std::int64_t most_beside(const Instance& instance, std::int64_t unit) {
  const std::int64_t within_32_bits =
      (std::int64_t{1} << 30) / (instance.periods() + 1) - largest_gain(instance) * unit;
  if (instance.send_steps().empty()) return within_32_bits;
  const std::int64_t treating = largest_of(instance.treat_steps(), instance.resolution()) * unit;
  const std::int64_t idling = largest_of(instance.hold_steps(), 0) * unit * instance.periods();
  return std::min(within_32_bits, (kMaxGain - idling) / most_treatments(instance) - treating);
}

Panel<std::int64_t> gate_prices(const Instance& instance, const Panel<std::int32_t>& potentials) {
  const LaneTable& lanes = instance.lanes();
  Panel<std::int64_t> prices(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (Period t{0}; t.value() < instance.periods() - transit; ++t) {
        if (!lanes.is_open(i, j, t)) continue;
        const std::int64_t gain =
            std::int64_t{potentials(j, Period(t.value() + transit))} - potentials(i, t);
        prices(i, t) = std::max(prices(i, t), gain);
      }
    }
  }
  return prices;
}

}  // namespace surgeflow::lagrangian
