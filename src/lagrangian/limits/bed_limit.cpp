// SPDX-License-Identifier: Apache-2.0
// Counts devices in use.
#include "lagrangian/limits/bed_limit.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

/// [facility, period]
std::vector<Total> free_beds(const Instance& instance, const Limits& limits) {
  std::vector<Total> room;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      room.push_back(*limits.beds_at(i, t));
    }
  }
  return room;
}

}  // namespace

/// Shipments need not be asked: whom a facility treats obeys it already (local_care.hpp).
BedLimit::BedLimit(const Instance& instance, const Limits& limits)
    : LimitFamily(free_beds(instance, limits)), instance_(&instance) {}

std::int32_t BedLimit::end_of(FacilityId i, std::int32_t t) const {
  return t + std::min(instance_->turnaround_periods(i), instance_->periods() - t);
}

void BedLimit::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  const std::int32_t periods = instance_->periods();
  std::vector<std::int64_t> before(static_cast<std::size_t>(periods) + 1, 0);
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (std::int32_t t = 0; t < periods; ++t) {
      const auto now = static_cast<std::size_t>(t);
      before[now + 1] = before[now] + multipliers[place(i, Period(t), periods)];
    }
    for (std::int32_t t = 0; t < periods; ++t) {
      prices.treat(i, Period(t)) -=
          before[static_cast<std::size_t>(end_of(i, t))] - before[static_cast<std::size_t>(t)];
    }
  }
}

std::vector<Total> BedLimit::slack(const Plan& plan) const {
  const std::int32_t periods = instance_->periods();
  std::vector<Total> slack = room();
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (std::int32_t t = 0; t < periods; ++t) {
      const Count treated = plan.treated(i, Period(t));
      for (std::int32_t u = t; treated > 0 && u < end_of(i, t); ++u) {
        slack[place(i, Period(u), periods)] -= treated;
      }
    }
  }
  return slack;
}

void BedLimit::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.in_use = as_panel(multipliers, *instance_);
}

}  // namespace surgeflow::lagrangian
