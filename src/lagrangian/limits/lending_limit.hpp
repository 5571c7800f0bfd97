// SPDX-License-Identifier: Apache-2.0
// At most so many devices leave a facility in one period.
#pragma once

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// sum_j x_ijt <= the widths of all steps of sending, for every facility and period. By itself it
/// leaves a network; beside limits that do not, it is priced like them.
class LendingLimit final : public LimitFamily {
 public:
  explicit LendingLimit(const Instance& instance);

  [[nodiscard]] std::vector<std::int64_t> start(const FirstPrices& first) const override;
  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const Instance* instance_;
};

}  // namespace surgeflow::lagrangian
