// SPDX-License-Identifier: Apache-2.0
// What carriers have left for one item.
#pragma once

#include <utility>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// load x sum_ij x_ijt <= room_t for every period t.
class CarrierRoom final : public LimitFamily {
 public:
  CarrierRoom(const Instance& instance, Count load, std::vector<Total> room)
      : LimitFamily(std::move(room)), instance_(&instance), load_(load) {}

  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  /// Carriers have their prices with the ties, not with the limits of an item.
  void state(std::span<const std::int64_t>, LimitPrices&) const override {}
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const Instance* instance_;
  Count load_;
};

}  // namespace surgeflow::lagrangian
