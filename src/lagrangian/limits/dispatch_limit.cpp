// SPDX-License-Identifier: Apache-2.0
// Counts what leaves in each period.
#include "lagrangian/limits/dispatch_limit.hpp"

namespace surgeflow::lagrangian {
namespace {

class DispatchLedger final : public Ledger {
 public:
  explicit DispatchLedger(std::vector<Total> room) : room_(std::move(room)) {}

  [[nodiscard]] bool may_leave(FacilityId, Period depart) const override {
    return room_[at(depart)] > 0;
  }
  [[nodiscard]] bool has_room(const Hop& hop) const override { return room_[at(hop.depart)] > 0; }
  [[nodiscard]] bool may_send(const Hop& hop) const override { return has_room(hop); }
  [[nodiscard]] bool may_take_back(const Hop&) const override { return true; }
  void note(const Hop& hop, Count quantity) override { room_[at(hop.depart)] -= quantity; }

 private:
  static std::size_t at(Period t) { return static_cast<std::size_t>(t.value()); }

  std::vector<Total> room_;
};

std::vector<Total> room_by_period(const Limits& limits, std::int32_t periods) {
  std::vector<Total> room;
  for (Period t{0}; t.value() < periods; ++t) room.push_back(limits.dispatch_at(t));
  return room;
}

}  // namespace

DispatchLimit::DispatchLimit(const Instance& instance, const Limits& limits)
    : LimitFamily(room_by_period(limits, instance.periods())), instance_(&instance) {}

/// Where nothing may leave, no lane is worth its price, and the first bound is exact.
std::vector<std::int64_t> DispatchLimit::start(const FirstPrices& first) const {
  std::vector<std::int64_t> multipliers;
  for (const Total left : room()) multipliers.push_back(left == 0 ? first.most : 0);
  return multipliers;
}

void DispatchLimit::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    const std::span<std::int64_t> leave = prices.leave.row(i);
    for (std::size_t t = 0; t < leave.size(); ++t) leave[t] += multipliers[t];
  }
}

std::vector<Total> DispatchLimit::slack(const Plan& plan) const {
  std::vector<Total> slack = room();
  for (const Shipment& shipment : plan.shipments) {
    slack[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  return slack;
}

void DispatchLimit::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.dispatch.assign(multipliers.begin(), multipliers.end());
}

std::unique_ptr<Ledger> DispatchLimit::open_ledger() const {
  return std::make_unique<DispatchLedger>(room());
}

}  // namespace surgeflow::lagrangian
