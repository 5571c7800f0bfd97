// SPDX-License-Identifier: Apache-2.0
// Follows how many devices each facility has.
#include "lagrangian/limits/presence_limit.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

class PresenceLedger final : public Ledger {
 public:
  PresenceLedger(std::vector<Total> room, std::int32_t periods, std::optional<Period> return_by)
      : room_(std::move(room)), periods_(periods), return_by_(return_by) {}

  [[nodiscard]] bool may_leave(FacilityId origin, Period depart) const override {
    return least_within(origin, depart.value(), periods_) > 0;
  }
  [[nodiscard]] bool may_lend(FacilityId origin, Period depart) const override {
    return return_by_ && depart < *return_by_ &&
           least_within(origin, depart.value(), return_by_->value()) > 0;
  }
  [[nodiscard]] bool may_send(const Hop& hop) const override {
    return may_leave(hop.origin, hop.depart);
  }
  /// The destination has it no longer; the origin has it again.
  [[nodiscard]] bool may_take_back(const Hop& hop) const override {
    return least_within(hop.destination, hop.arrive.value(), periods_) > 0;
  }
  void note(const Hop& hop, Count quantity) override {
    add(hop.origin, hop.depart, -quantity);
    add(hop.destination, hop.arrive, quantity);
  }

 private:
  [[nodiscard]] Total least_within(FacilityId i, std::int32_t first, std::int32_t end) const {
    const auto row = room_.begin() + static_cast<std::ptrdiff_t>(place(i, Period(0), periods_));
    return *std::min_element(row + first, row + end);
  }
  void add(FacilityId i, Period from, Count quantity) {
    for (std::int32_t t = from.value(); t < periods_; ++t)
      room_[place(i, Period(t), periods_)] += quantity;
  }

  std::vector<Total> room_;
  std::int32_t periods_;
  std::optional<Period> return_by_;
};

/// Devices that are there with nothing shipped, less the least [facility, period].
std::vector<Total> spare_devices(const Instance& instance, const Limits& limits) {
  std::vector<Total> room;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      present += instance.supply(i, t);
      room.push_back(present - limits.least_at(i, t, instance.devices(i)));
    }
  }
  return room;
}

}  // namespace

PresenceLimit::PresenceLimit(const Instance& instance, const Limits& limits)
    : LimitFamily(spare_devices(instance, limits)),
      instance_(&instance),
      return_by_(limits.return_by) {}

/// Where nobody may send anything, every period on the way costs more than a device is worth, and
/// the first bound is exact.
std::vector<std::int64_t> PresenceLimit::start(const FirstPrices& first) const {
  const bool nothing = std::ranges::all_of(room(), [](Total left) { return left == 0; });
  return std::vector<std::int64_t>(multipliers(), nothing ? first.most : 0);
}

void PresenceLimit::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  const std::int32_t periods = instance_->periods();
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    std::int64_t rest = 0;
    for (std::int32_t t = periods - 1; t >= 0; --t) {
      rest += multipliers[place(i, Period(t), periods)];
      prices.leave(i, Period(t)) += rest;
      prices.arrive(i, Period(t)) += rest;
    }
  }
}

std::vector<Total> PresenceLimit::slack(const Plan& plan) const {
  const std::int32_t periods = instance_->periods();
  std::vector<Total> change(multipliers(), 0);
  for (const Shipment& shipment : plan.shipments) {
    const std::int32_t depart = shipment.depart.value();
    const std::int32_t arrive =
        depart + instance_->lanes().transit_periods(shipment.origin, shipment.destination);
    change[place(shipment.origin, Period(depart), periods)] -= shipment.quantity;
    change[place(shipment.destination, Period(arrive), periods)] += shipment.quantity;
  }
  std::vector<Total> slack = room();
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    Total received = 0;
    for (std::int32_t t = 0; t < periods; ++t) {
      received += change[place(i, Period(t), periods)];
      slack[place(i, Period(t), periods)] += received;
    }
  }
  return slack;
}

void PresenceLimit::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.away = as_panel(multipliers, *instance_);
}

std::unique_ptr<Ledger> PresenceLimit::open_ledger() const {
  return std::make_unique<PresenceLedger>(room(), instance_->periods(), return_by_);
}

}  // namespace surgeflow::lagrangian
