// SPDX-License-Identifier: Apache-2.0
// Counts idle devices for all whom they cover.
#include "lagrangian/limits/reserve_cover.hpp"

#include <algorithm>

#include "surgeflow/core/checked.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Devices that are idle for each reserve where nothing is shipped and nobody is treated.
std::vector<Total> devices_at_rest(const Instance& instance, const Limits& limits) {
  Panel<Total> present(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total sum = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      sum += instance.supply(i, t);
      present(i, t) = sum;
    }
  }
  const Panel<Total> pooled = CoveredReserve(instance, limits).pooled(present);
  return {pooled.values().begin(), pooled.values().end()};
}

}  // namespace

ReserveCover::ReserveCover(const Instance& instance, const Limits& limits)
    : LimitFamily(devices_at_rest(instance, limits)),
      instance_(&instance),
      reserve_(instance, limits) {}

Panel<Total> ReserveCover::devices_of(const Plan& plan) const {
  return reserve_.pooled(trace_plan(*instance_, plan).idle);
}

std::int32_t ReserveCover::gain_of(std::size_t place, Total n) const {
  for (const GainStep& step : instance_->hold_steps()) {
    const Count width = step.width.values()[place];
    if (n < width) return step.gain.values()[place];
    n -= width;
  }
  return 0;
}

/// At the plan: between what the last device that it keeps gains and what one more would.
std::vector<std::int64_t> ReserveCover::start(const FirstPrices& first) const {
  const Panel<Total> devices = devices_of(first.plan);
  std::vector<std::int64_t> multipliers;
  for (std::size_t n = 0; n < devices.values().size(); ++n) {
    const Total kept = std::max<Total>(0, devices.values()[n]);
    const std::int64_t both = gain_of(n, std::max<Total>(0, kept - 1)) + gain_of(n, kept);
    multipliers.push_back(first.resolution * both / 2);
  }
  return multipliers;
}

void ReserveCover::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  const std::int32_t periods = instance_->periods();
  const Panel<Total> earned = reserve_.dealt_back(as_panel(multipliers, *instance_));
  std::vector<std::int64_t> rest(static_cast<std::size_t>(periods) + 1, 0);
  for (FacilityId j{0}; j.value() < instance_->facilities(); ++j) {
    for (std::int32_t t = periods - 1; t >= 0; --t) {
      const auto now = static_cast<std::size_t>(t);
      const std::int32_t back = t + std::min(instance_->turnaround_periods(j), periods - t);
      rest[now] = rest[now + 1] + earned(j, Period(t));
      prices.leave(j, Period(t)) += rest[now];
      prices.arrive(j, Period(t)) += rest[now];
      prices.treat(j, Period(t)) -= rest[now] - rest[static_cast<std::size_t>(back)];
    }
  }
}

std::vector<Total> ReserveCover::slack(const Plan&) const {
  return std::vector<Total>(multipliers(), 0);
}

std::vector<Total> ReserveCover::slope(std::span<const std::int64_t> multipliers,
                                       std::int64_t resolution, const Plan& plan) const {
  const Panel<Total> devices = devices_of(plan);
  std::vector<Total> slope(devices.values().begin(), devices.values().end());
  for (const GainStep& step : instance_->hold_steps()) {
    for (std::size_t n = 0; n < slope.size(); ++n) {
      if (resolution * step.gain.values()[n] > multipliers[n]) slope[n] -= step.width.values()[n];
    }
  }
  return slope;
}

std::int64_t ReserveCover::gain(std::span<const std::int64_t> multipliers,
                                std::int64_t resolution) const {
  std::int64_t gain = 0;
  for (const GainStep& step : instance_->hold_steps()) {
    for (std::size_t n = 0; n < multipliers.size(); ++n) {
      const std::int64_t each = resolution * step.gain.values()[n] - multipliers[n];
      if (each > 0) gain = checked_add(gain, checked_multiply<Total>(each, step.width.values()[n]));
    }
  }
  return gain;
}

std::vector<std::int64_t> ReserveCover::most(std::int64_t resolution) const {
  std::vector<std::int64_t> most;
  for (const std::int32_t gain : instance_->hold_steps().front().gain.values()) {
    most.push_back(resolution * gain);
  }
  return most;
}

void ReserveCover::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.cover = as_panel(multipliers, *instance_);
}

}  // namespace surgeflow::lagrangian
