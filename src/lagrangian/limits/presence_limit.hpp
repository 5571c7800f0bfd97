// SPDX-License-Identifier: Apache-2.0
// At most a share of a facility's fleet is away at once, and loans are back by a date.
#pragma once

#include "lagrangian/limits/limit_family.hpp"

namespace surgeflow::lagrangian {

/// present_it + (received - sent by i up to t) >= least_it for every facility and period: devices
/// at i at the end of t, idle or in use, whether they were i's or came from others. A multiplier is
/// what i pays for each period in which it lacks a device that it has sent, and earns for each in
/// which it has one that it received; so leaving (i,t) costs the sum over all periods from t on.
class PresenceLimit final : public LimitFamily {
 public:
  PresenceLimit(const Instance& instance, const Limits& limits);

  [[nodiscard]] std::vector<std::int64_t> start(const FirstPrices& first) const override;
  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;
  [[nodiscard]] std::unique_ptr<Ledger> open_ledger() const override;

 private:
  const Instance* instance_;
  std::optional<Period> return_by_;
};

}  // namespace surgeflow::lagrangian
