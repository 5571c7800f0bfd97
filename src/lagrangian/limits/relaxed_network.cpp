// SPDX-License-Identifier: Apache-2.0
// Least idle devices, and the bonus for them.
#include "lagrangian/limits/relaxed_network.hpp"

#include <algorithm>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Devices that must be at i at the end of each period less those that its patients could use.
Panel<Count> least_idle(const Instance& instance, const Limits& limits) {
  Panel<Count> idle(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::span<const Count> demand = instance.demand().row(i);
    const auto turnaround = static_cast<std::size_t>(instance.turnaround_periods(i));
    Total in_use = 0;
    for (std::size_t t = 0; t < demand.size(); ++t) {
      in_use += demand[t] - (t >= turnaround ? demand[t - turnaround] : 0);
      const Period here(static_cast<std::int32_t>(t));
      const Total most = std::min<Total>(in_use, limits.beds_at(i, here).value_or(kMaxTotal));
      idle(i, here) = static_cast<Count>(
          std::max<Total>(0, limits.least_at(i, here, instance.devices(i)) - most));
    }
  }
  return idle;
}

}  // namespace

RelaxedNetwork::RelaxedNetwork(const Instance& instance, const Limits& limits)
    : relaxed_(instance.without_send_steps()) {
  if (limits.backup_periods > 0 && !instance.hold_steps().empty()) {
    InstanceData data = numbers_of(relaxed_);
    data.hold_steps.clear();
    relaxed_ = Instance(std::move(data));
  }
  if (!limits.count_present()) return;
  const Panel<Count> idle = least_idle(instance, limits);
  for (const Count devices : idle.values()) asked_ += devices;
  bonus_ = bonus_for(instance, instance.periods());
  asked_ *= bonus_;
  if (asked_ == 0) {
    bonus_ = 0;
    return;
  }
  InstanceData data = numbers_of(relaxed_);
  data.hold_steps = guarded_steps(data.hold_steps, idle, bonus_);
  relaxed_ = Instance(std::move(data));
}

}  // namespace surgeflow::lagrangian
