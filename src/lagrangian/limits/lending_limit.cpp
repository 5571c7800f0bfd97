// SPDX-License-Identifier: Apache-2.0
// Counts what leaves each facility in each period.
#include "lagrangian/limits/lending_limit.hpp"

#include <algorithm>
#include <functional>

namespace surgeflow::lagrangian {
namespace {

class LendingLedger final : public Ledger {
 public:
  LendingLedger(std::vector<Total> room, std::int32_t periods)
      : room_(std::move(room)), periods_(periods) {}

  [[nodiscard]] bool may_leave(FacilityId origin, Period depart) const override {
    return room_[place(origin, depart, periods_)] > 0;
  }
  [[nodiscard]] bool has_room(const Hop& hop) const override {
    return may_leave(hop.origin, hop.depart);
  }
  [[nodiscard]] bool may_send(const Hop& hop) const override { return has_room(hop); }
  [[nodiscard]] bool may_take_back(const Hop&) const override { return true; }
  void note(const Hop& hop, Count quantity) override {
    room_[place(hop.origin, hop.depart, periods_)] -= quantity;
  }

 private:
  std::vector<Total> room_;
  std::int32_t periods_;
};

std::vector<Total> widths_of(const Instance& instance) {
  std::vector<Total> widths(instance.demand().values().size(), 0);
  for (const CostStep& step : instance.send_steps()) {
    std::ranges::transform(widths, step.width.values(), widths.begin(), std::plus<>());
  }
  return widths;
}

}  // namespace

LendingLimit::LendingLimit(const Instance& instance)
    : LimitFamily(widths_of(instance)), instance_(&instance) {}

std::vector<std::int64_t> LendingLimit::start(const FirstPrices& first) const {
  std::vector<std::int64_t> multipliers;
  for (const Total left : room()) multipliers.push_back(left == 0 ? first.most : 0);
  return multipliers;
}

void LendingLimit::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  const std::span<std::int64_t> leave = prices.leave.values();
  std::ranges::transform(leave, multipliers, leave.begin(), std::plus<>());
}

std::vector<Total> LendingLimit::slack(const Plan& plan) const {
  std::vector<Total> slack = room();
  for (const Shipment& shipment : plan.shipments) {
    slack[place(shipment.origin, shipment.depart, instance_->periods())] -= shipment.quantity;
  }
  return slack;
}

void LendingLimit::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.lending = as_panel(multipliers, *instance_);
}

std::unique_ptr<Ledger> LendingLimit::open_ledger() const {
  return std::make_unique<LendingLedger>(room(), instance_->periods());
}

}  // namespace surgeflow::lagrangian
