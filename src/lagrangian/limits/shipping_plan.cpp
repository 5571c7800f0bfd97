// SPDX-License-Identifier: Apache-2.0
// Keeps facilities, limits and shipments in step.
#include "lagrangian/limits/shipping_plan.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {

ShippingPlan::ShippingPlan(const Instance& instance,
                           std::span<const std::unique_ptr<LimitFamily>> families)
    : instance_(&instance), gains_(instance.demand().values().size()) {
  for (const auto& family : families) ledgers_.push_back(family->open_ledger());
  care_.reserve(static_cast<std::size_t>(instance.facilities()));
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    care_.emplace_back(instance, i);
    treated_ += care_.back().treated();
    publish_gains(i);
  }
}

Hop ShippingPlan::hop(FacilityId i, FacilityId j, Period t) const {
  return {i, j, t, Period(t.value() + instance_->lanes().transit_periods(i, j))};
}

bool ShippingPlan::may_leave(FacilityId i, Period t) const {
  return care_[index(i)].can_spare(t) &&
         std::ranges::all_of(ledgers_, [&](const auto& ledger) { return ledger->may_leave(i, t); });
}

bool ShippingPlan::may_send(const Hop& hop) const {
  return care_[index(hop.origin)].can_spare(hop.depart) &&
         std::ranges::all_of(ledgers_, [&](const auto& ledger) { return ledger->may_send(hop); });
}

bool ShippingPlan::may_take_back(const Hop& hop) const {
  return care_[index(hop.destination)].can_spare(hop.arrive) &&
         std::ranges::all_of(ledgers_,
                             [&](const auto& ledger) { return ledger->may_take_back(hop); });
}

void ShippingPlan::move(const Hop& hop, Count devices) {
  apply(hop, devices);
  journal_.push_back({hop, devices});
}

void ShippingPlan::undo() {
  for (; !journal_.empty(); journal_.pop_back()) {
    apply(journal_.back().hop, -journal_.back().devices);
  }
}

void ShippingPlan::apply(const Hop& hop, Count devices) {
  change(hop.origin, hop.depart, -devices);
  change(hop.destination, hop.arrive, devices);
  for (const auto& ledger : ledgers_) ledger->note(hop, devices);
  const auto entry = shipped_.try_emplace({hop.depart, hop.origin, hop.destination}, 0).first;
  entry->second += devices;
  if (entry->second == 0) shipped_.erase(entry);
}

void ShippingPlan::change(FacilityId i, Period from, Count devices) {
  LocalCare& care = care_[index(i)];
  treated_ -= care.treated();
  care.change(from, devices);
  treated_ += care.treated();
  publish_gains(i);
}

void ShippingPlan::publish_gains(FacilityId i) {
  const auto n = static_cast<std::size_t>(instance_->facilities());
  std::size_t place = index(i);
  for (const Count gain : care_[index(i)].gains()) {
    gains_[place] = gain;
    place += n;
  }
}

std::vector<Shipment> ShippingPlan::shipments() const {
  std::vector<Shipment> shipments;
  for (const auto& [lane, quantity] : shipped_) {
    shipments.push_back({lane.depart, lane.origin, lane.destination, quantity});
  }
  return shipments;
}

Plan ShippingPlan::plan() const {
  Plan plan{Panel<Count>(instance_->facilities(), instance_->periods()), shipments()};
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (Period t{0}; t.value() < instance_->periods(); ++t) {
      plan.treated(i, t) = care_[index(i)].treated(t);
    }
  }
  return plan;
}

}  // namespace surgeflow::lagrangian
