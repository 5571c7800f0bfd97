// SPDX-License-Identifier: Apache-2.0
// Counts what each facility treats.
#include "lagrangian/limits/own_patients.hpp"

#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::lagrangian {

OwnPatients::OwnPatients(const Instance& instance, const Limits& limits) : instance_(&instance) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    room_.push_back(-treated_without_sharing(instance, i, limits));
  }
}

std::vector<std::int64_t> OwnPatients::start(std::int64_t) const {
  return std::vector<std::int64_t>(room_.size(), 0);
}

void OwnPatients::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (std::int64_t& price : prices.treat.row(i)) {
      price += multipliers[static_cast<std::size_t>(i.value())];
    }
  }
}

std::vector<Total> OwnPatients::slack(const Plan& plan) const {
  std::vector<Total> slack = room_;
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (const Count treated : plan.treated.row(i)) {
      slack[static_cast<std::size_t>(i.value())] += treated;
    }
  }
  return slack;
}

void OwnPatients::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.own.assign(multipliers.begin(), multipliers.end());
}

/// What a shipment changes is known once it was tried (shipping_plan.hpp).
std::unique_ptr<Ledger> OwnPatients::open_ledger() const { return nullptr; }

}  // namespace surgeflow::lagrangian
