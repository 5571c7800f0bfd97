// SPDX-License-Identifier: Apache-2.0
// Staffed beds bound the devices in use at once.
#pragma once

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// sum of y_iu over u in t-P+1..t <= beds_i for every facility and period; a multiplier is what
/// every patient then on a device costs.
class BedLimit final : public LimitFamily {
 public:
  BedLimit(const Instance& instance, const Limits& limits);

  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;

 private:
  /// One after the last period of a treatment that begins at (i,t).
  [[nodiscard]] std::int32_t end_of(FacilityId i, std::int32_t t) const;

  const Instance* instance_;
};

}  // namespace surgeflow::lagrangian
