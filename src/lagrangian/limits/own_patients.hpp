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

  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  /// Of one patient as much as a device gains over the horizon: where orders make it impossible
  /// that nobody is worse off the bound would fall for ever.
  [[nodiscard]] std::vector<std::int64_t> most(std::int64_t resolution) const override;
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;

 private:
  const Instance* instance_;
};

}  // namespace surgeflow::lagrangian
