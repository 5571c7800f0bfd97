// SPDX-License-Identifier: Apache-2.0
// Counts loads in each period.
#include "lagrangian/items/carrier_room.hpp"

namespace surgeflow::lagrangian {
namespace {

class CarrierLedger final : public Ledger {
 public:
  CarrierLedger(Count load, std::vector<Total> room) : load_(load), room_(std::move(room)) {}

  [[nodiscard]] bool may_leave(FacilityId, Period depart) const override {
    return room_[at(depart)] >= load_;
  }
  [[nodiscard]] bool may_send(const Hop& hop) const override {
    return room_[at(hop.depart)] >= load_;
  }
  [[nodiscard]] bool may_take_back(const Hop&) const override { return true; }
  void note(const Hop& hop, Count quantity) override {
    room_[at(hop.depart)] -= Total{load_} * quantity;
  }

 private:
  static std::size_t at(Period t) { return static_cast<std::size_t>(t.value()); }

  Count load_;
  std::vector<Total> room_;
};

}  // namespace

void CarrierRoom::charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const {
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    const std::span<std::int64_t> leave = prices.leave.row(i);
    for (std::size_t t = 0; t < leave.size(); ++t) leave[t] += load_ * multipliers[t];
  }
}

std::vector<Total> CarrierRoom::slack(const Plan& plan) const {
  std::vector<Total> slack = room();
  for (const Shipment& shipment : plan.shipments) {
    slack[static_cast<std::size_t>(shipment.depart.value())] -= Total{load_} * shipment.quantity;
  }
  return slack;
}

std::unique_ptr<Ledger> CarrierRoom::open_ledger() const {
  return std::make_unique<CarrierLedger>(load_, room());
}

}  // namespace surgeflow::lagrangian
