// SPDX-License-Identifier: Apache-2.0
// Counts what each facility treats.
#include "lagrangian/limits/own_patients.hpp"

#include "lagrangian/limits/guarded_steps.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Minus least_i [facility].
std::vector<Total> lacking(const Instance& instance, const Limits& limits) {
  std::vector<Total> room;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    room.push_back(-patients_owed(instance, i, limits));
  }
  return room;
}

}  // namespace

/// Shipments are not asked: what one changes is known once it was tried (shipping_plan.hpp).
OwnPatients::OwnPatients(const Instance& instance, const Limits& limits)
    : LimitFamily(lacking(instance, limits)), instance_(&instance) {}

void OwnPatients::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (std::int64_t& price : prices.treat.row(i)) {
      price += multipliers[static_cast<std::size_t>(i.value())];
    }
  }
}

std::vector<Total> OwnPatients::slack(const Plan& plan) const {
  std::vector<Total> slack = room();
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (const Count treated : plan.treated.row(i)) {
      slack[static_cast<std::size_t>(i.value())] += treated;
    }
  }
  return slack;
}

std::vector<std::int64_t> OwnPatients::most(std::int64_t resolution) const {
  return std::vector<std::int64_t>(multipliers(),
                                   resolution * largest_gain(*instance_) * instance_->periods());
}

void OwnPatients::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.own.assign(multipliers.begin(), multipliers.end());
}

}  // namespace surgeflow::lagrangian
