// SPDX-License-Identifier: Apache-2.0
// Follows how many devices each facility has.
#include "lagrangian/limits/away_limit.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

/// [facility, period] as one number.
std::size_t place(FacilityId i, std::int32_t t, std::int32_t periods) {
  return static_cast<std::size_t>(i.value()) * static_cast<std::size_t>(periods) +
         static_cast<std::size_t>(t);
}

class AwayLedger final : public Ledger {
 public:
  AwayLedger(std::vector<Total> room, std::int32_t periods)
      : room_(std::move(room)), periods_(periods) {}

  [[nodiscard]] bool may_leave(FacilityId origin, Period depart) const override {
    return least_from(origin, depart) > 0;
  }
  [[nodiscard]] bool may_send(const Hop& hop) const override {
    return may_leave(hop.origin, hop.depart);
  }
  /// The destination has it no longer; the origin has it again.
  [[nodiscard]] bool may_take_back(const Hop& hop) const override {
    return least_from(hop.destination, hop.arrive) > 0;
  }
  void note(const Hop& hop, Count quantity) override {
    add(hop.origin, hop.depart, -quantity);
    add(hop.destination, hop.arrive, quantity);
  }

 private:
  [[nodiscard]] Total least_from(FacilityId i, Period from) const {
    const auto first = room_.begin() + static_cast<std::ptrdiff_t>(place(i, 0, periods_));
    return *std::min_element(first + from.value(), first + periods_);
  }
  void add(FacilityId i, Period from, Count quantity) {
    for (std::int32_t t = from.value(); t < periods_; ++t) room_[place(i, t, periods_)] += quantity;
  }

  std::vector<Total> room_;
  std::int32_t periods_;
};

}  // namespace

AwayLimit::AwayLimit(const Instance& instance, std::int32_t away_millionths)
    : instance_(&instance) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total room = -Total{least_present(away_millionths, instance.devices(i))};
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      room += instance.supply(i, t);
      room_.push_back(room);
    }
  }
}

/// Where nobody may send anything, every period on the way costs more than a device is worth, and
/// the first bound is exact.
std::vector<std::int64_t> AwayLimit::start(std::int64_t most) const {
  const bool nothing = std::ranges::all_of(room_, [](Total room) { return room == 0; });
  return std::vector<std::int64_t>(room_.size(), nothing ? most : 0);
}

void AwayLimit::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  const std::int32_t periods = instance_->periods();
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    std::int64_t rest = 0;
    for (std::int32_t t = periods - 1; t >= 0; --t) {
      rest += multipliers[place(i, t, periods)];
      prices.leave(i, Period(t)) += rest;
      prices.arrive(i, Period(t)) += rest;
    }
  }
}

std::vector<Total> AwayLimit::slack(const Plan& plan) const {
  const std::int32_t periods = instance_->periods();
  std::vector<Total> change(room_.size(), 0);
  for (const Shipment& shipment : plan.shipments) {
    const std::int32_t depart = shipment.depart.value();
    const std::int32_t arrive =
        depart + instance_->lanes().transit_periods(shipment.origin, shipment.destination);
    change[place(shipment.origin, depart, periods)] -= shipment.quantity;
    change[place(shipment.destination, arrive, periods)] += shipment.quantity;
  }
  std::vector<Total> slack = room_;
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    Total received = 0;
    for (std::int32_t t = 0; t < periods; ++t) {
      received += change[place(i, t, periods)];
      slack[place(i, t, periods)] += received;
    }
  }
  return slack;
}

void AwayLimit::state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const {
  prices.away = Panel<std::int64_t>(instance_->facilities(), instance_->periods());
  std::ranges::copy(multipliers, prices.away.values().begin());
}

std::unique_ptr<Ledger> AwayLimit::open_ledger() const {
  return std::make_unique<AwayLedger>(room_, instance_->periods());
}

}  // namespace surgeflow::lagrangian
