// SPDX-License-Identifier: Apache-2.0
// No facility treats fewer than with nothing shipped.
#pragma once

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// sum_t y_it >= least_i, what i treats where nothing is shipped; its multiplier is what every
/// patient of i counts beside its weight.
class OwnPatients final : public LimitFamily {
 public:
  OwnPatients(const Instance& instance, const Limits& limits);

  [[nodiscard]] std::size_t multipliers() const override { return room_.size(); }
  [[nodiscard]] std::vector<std::int64_t> start(std::int64_t most) const override;
  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  [[nodiscard]] std::vector<Total> room() const override { return room_; }
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const Instance* instance_;
  std::vector<Total> room_;  ///< [facility]: minus least_i
};

}  // namespace surgeflow::lagrangian
