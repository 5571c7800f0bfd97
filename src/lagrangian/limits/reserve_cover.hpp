// SPDX-License-Identifier: Apache-2.0
// A reserve that others cover is no more than the idle devices that cover it.
#pragma once

#include <span>

#include "lagrangian/limits/limit_family.hpp"
#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::lagrangian {

/// z_it <= S_it for every facility and period, where S_it are the idle devices of all who cover i
/// (covered_reserve.hpp), and z_it is as much of the reserve as counts: its devices gain what the
/// steps of holding say. z is in no plan, and so the limit binds none: it is soft. A multiplier is
/// what an idle device earns for the cover; at multiplier m the devices of steps with a gain above
/// m are all in z, and one step of width R and gain w brings in max over z of (w - m) z, so that
///
///   w min(R, S) = min over m in [0, w] of m S + (w - m) R,
///
/// and multipliers above w change nothing. With h_jt the sum of the multipliers of all whom j
/// covers, an idle device earns h_jt: one that is at j pays for every period in which it treats.
class ReserveCover final : public LimitFamily {
 public:
  ReserveCover(const Instance& instance, const Limits& limits);

  [[nodiscard]] std::vector<std::int64_t> start(const FirstPrices& first) const override;
  void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const override;
  /// Nothing is beyond a soft limit.
  [[nodiscard]] std::vector<Total> slack(const Plan& plan) const override;
  [[nodiscard]] std::vector<Total> slope(std::span<const std::int64_t> multipliers,
                                         std::int64_t resolution, const Plan& plan) const override;
  [[nodiscard]] std::int64_t gain(std::span<const std::int64_t> multipliers,
                                  std::int64_t resolution) const override;
  [[nodiscard]] std::vector<std::int64_t> most(std::int64_t resolution) const override;
  /// A device of a reserve counts a small part of a patient.
  [[nodiscard]] std::int64_t finest() const override { return 16; }
  void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const override;

 private:
  [[nodiscard]] Panel<Total> devices_of(const Plan& plan) const;
  /// What device number `n` of a reserve gains; the first is 0.
  [[nodiscard]] std::int32_t gain_of(std::size_t place, Total n) const;

  const Instance* instance_;
  CoveredReserve reserve_;
};

}  // namespace surgeflow::lagrangian
