// SPDX-License-Identifier: Apache-2.0
// Counts loads in each period.
#include "lagrangian/items/carrier_room.hpp"

namespace surgeflow::lagrangian {
namespace {

class CarrierLedger final : public Ledger {
 public:
  CarrierLedger(const LaneSet& lanes, Count load, std::vector<Total> room)
      : lanes_(&lanes), load_(load), room_(std::move(room)) {}

  [[nodiscard]] bool may_leave(FacilityId, Period depart) const override {
    return differs_by_lane() || room_[at(depart)] >= load_;
  }
  [[nodiscard]] bool differs_by_lane() const override { return !lanes_->is_all(); }
  [[nodiscard]] bool has_room(const Hop& hop) const override {
    return !counts(hop) || room_[at(hop.depart)] >= load_;
  }
  [[nodiscard]] bool may_send(const Hop& hop) const override { return has_room(hop); }
  [[nodiscard]] bool may_take_back(const Hop&) const override { return true; }
  void note(const Hop& hop, Count quantity) override {
    if (counts(hop)) room_[at(hop.depart)] -= Total{load_} * quantity;
  }

 private:
  static std::size_t at(Period t) { return static_cast<std::size_t>(t.value()); }

  [[nodiscard]] bool counts(const Hop& hop) const {
    return lanes_->contains(hop.origin, hop.destination);
  }

  const LaneSet* lanes_;
  Count load_;
  std::vector<Total> room_;
};

}  // namespace

std::vector<Total> CarrierRoom::slack(const Plan& plan) const {
  std::vector<Total> slack = room();
  for (const Shipment& shipment : plan.shipments) {
    if (!lanes_->contains(shipment.origin, shipment.destination)) continue;
    slack[static_cast<std::size_t>(shipment.depart.value())] -= Total{load_} * shipment.quantity;
  }
  return slack;
}

std::unique_ptr<Ledger> CarrierRoom::open_ledger() const {
  return std::make_unique<CarrierLedger>(*lanes_, load_, room());
}

}  // namespace surgeflow::lagrangian
