// SPDX-License-Identifier: Apache-2.0
// At most so many devices leave all facilities together in one period.
#pragma once

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// sum_ij x_ijt <= limit_t for every period t, what is left of the limit by orders; its multiplier
/// is what a device pays to leave in t.
class DispatchLimit final : public LimitFamily {
 public:
  DispatchLimit(const Instance& instance, const Limits& limits);

  [[nodiscard]] std::vector<std::int64_t> start(const FirstPrices& first) const override;
  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const Instance* instance_;
};

}  // namespace surgeflow::lagrangian
