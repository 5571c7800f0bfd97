// SPDX-License-Identifier: Apache-2.0
// Cuts steps in two.
#include "lagrangian/limits/guarded_steps.hpp"

#include <algorithm>
#include <utility>

#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {
namespace {

/// A bonus of so many patients asks loudly enough: with much larger ones the network takes longer.
constexpr std::int32_t kPatients = 16;

/// How a step is divided by a quantity that takes the first of all steps.
struct Cut {
  GainStep within;
  GainStep beyond;
};

std::vector<Cut> cut_steps(std::span<const GainStep> steps, Panel<Count>& left) {
  std::vector<Cut> cuts;
  for (const GainStep& step : steps) {
    Cut cut{.within = step, .beyond = step};
    for (std::size_t n = 0; n < left.values().size(); ++n) {
      const Count taken = std::min(left.values()[n], step.width.values()[n]);
      cut.within.width.values()[n] = taken;
      cut.beyond.width.values()[n] -= taken;
      left.values()[n] -= taken;
    }
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

bool has_any(const Panel<Count>& widths) {
  return std::ranges::any_of(widths.values(), [](Count width) { return width > 0; });
}

void keep_if_any(GainStep step, std::vector<GainStep>& steps) {
  if (has_any(step.width)) steps.push_back(std::move(step));
}

}  // namespace

std::vector<GainStep> guarded_steps(std::span<const GainStep> steps, const Panel<Count>& guarded,
                                    std::int32_t bonus) {
  if (bonus == 0) return {steps.begin(), steps.end()};
  Panel<Count> left = guarded;
  std::vector<Cut> cuts = cut_steps(steps, left);
  std::vector<GainStep> result;
  for (Cut& cut : cuts) {
    for (std::int32_t& gain : cut.within.gain.values()) gain += bonus;
    keep_if_any(std::move(cut.within), result);
  }
  GainStep rest{.width = std::move(left),
                .gain = Panel<std::int32_t>(guarded.facilities(), guarded.periods())};
  std::ranges::fill(rest.gain.values(), bonus);
  keep_if_any(std::move(rest), result);
  for (Cut& cut : cuts) keep_if_any(std::move(cut.beyond), result);
  return result;
}

std::vector<GainStep> treat_steps_of(const Instance& instance) {
  if (!instance.treat_steps().empty()) {
    return {instance.treat_steps().begin(), instance.treat_steps().end()};
  }
  GainStep all{.width = instance.demand(),
               .gain = Panel<std::int32_t>(instance.facilities(), instance.periods())};
  std::ranges::fill(all.gain.values(), instance.resolution());
  return {std::move(all)};
}

std::vector<GainStep> steps_within(std::span<const GainStep> steps, const Panel<Count>& most) {
  Panel<Count> left = most;
  std::vector<GainStep> result;
  for (Cut& cut : cut_steps(steps, left)) result.push_back(std::move(cut.within));
  return result;
}

std::vector<GainStep> steps_beyond(std::span<const GainStep> steps, const Panel<Count>& taken) {
  Panel<Count> left = taken;
  std::vector<GainStep> result;
  for (Cut& cut : cut_steps(steps, left)) result.push_back(std::move(cut.beyond));
  return result;
}

std::int32_t largest_gain(const Instance& instance) {
  std::int32_t treat = instance.resolution();
  std::int32_t hold = 0;
  for (const GainStep& step : instance.treat_steps()) {
    treat = std::max(treat, std::ranges::max(step.gain.values()));
  }
  for (const GainStep& step : instance.hold_steps()) {
    hold = std::max(hold, std::ranges::max(step.gain.values()));
  }
  return treat + hold;
}

std::int32_t bonus_for(const Instance& instance, std::int32_t times) {
  const std::int32_t least = largest_gain(instance);
  const auto most = static_cast<std::int32_t>(kMaxGain / 2 / times) - least;
  return most < least ? 0 : std::max(least, std::min(most, kPatients * instance.resolution()));
}

std::int32_t bonus_of_patients(const Instance& instance) {
  std::int32_t shortest = instance.periods();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    shortest = std::min(shortest, instance.turnaround_periods(i));
  }
  return bonus_for(instance, instance.periods() / shortest + 1);
}

InstanceData numbers_of(const Instance& instance) {
  InstanceData data{.devices = {},
                    .turnaround_periods = {},
                    .in_processing_periods = {},
                    .demand = instance.demand(),
                    .arrivals = instance.arrivals(),
                    .lanes = instance.lanes(),
                    .commitments = instance.commitments(),
                    .resolution = instance.resolution(),
                    .treat_steps = {instance.treat_steps().begin(), instance.treat_steps().end()},
                    .hold_steps = {instance.hold_steps().begin(), instance.hold_steps().end()},
                    .send_steps = {instance.send_steps().begin(), instance.send_steps().end()}};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    data.devices.push_back(instance.devices(i));
    data.turnaround_periods.push_back(instance.turnaround_periods(i));
    data.in_processing_periods.push_back(instance.in_processing_periods(i));
  }
  return data;
}

}  // namespace surgeflow::lagrangian
