// SPDX-License-Identifier: Apache-2.0
// What carriers have left for one item.
#pragma once

#include <utility>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::lagrangian {

/// load x sum x_aijt over the lanes that count <= room_t for every period t. Carriers have their
/// prices with the ties, not with the limits of an item: this only keeps their ledger.
class CarrierRoom final : public LimitFamily {
 public:
  /// The lanes must outlive it.
  CarrierRoom(const LaneSet& lanes, Count load, std::vector<Total> room)
      : LimitFamily(std::move(room)), lanes_(&lanes), load_(load) {}

  [[nodiscard]] const LaneSet& lanes() const { return *lanes_; }
  [[nodiscard]] Count load() const { return load_; }

  void charge(std::span<const std::int64_t>, LanePrices&) const override {}
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  void state(std::span<const std::int64_t>, LimitPrices&) const override {}
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const LaneSet* lanes_;
  Count load_;
};

}  // namespace surgeflow::lagrangian
