// SPDX-License-Identifier: Apache-2.0
// Most patients of one facility, where all gain the same.
#pragma once

#include <span>
#include <vector>

#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

/// Let N_t be the devices that are there at the end of t, idle or in use, or the staffed beds where
/// those are fewer, and C_u the patients treated before period u. A plan treats y_u <= d_u with at
/// most N_t devices in use at once, so that the most it can treat is
///
///   C_u+1 = min(C_u + d_u, min over t in u..u+P-1 of N_t + C_t-P+1),        C_0 = 0:
///
/// treat as many as arrive, unless a device is missing before they are done. Treatments of one
/// facility all last P periods, so the earliest patient is always the right one: let a plan agree
/// with this rule before u and treat fewer in u. Put one patient more into u; if that is one device
/// too many in some periods, t the first of them, then take out the next patient whose treatment
/// covers t: it starts later and so covers all the others too. As many are treated.
///
/// The rule takes one pass over the horizon. What a device more (or fewer) from t on gains (or
/// costs) does not rise with t; both tables are found by bisection, in few passes more.
class EarliestCare final : public LocalCare {
 public:
  EarliestCare(const Instance& instance, FacilityId i, std::span<const Count> supply,
               std::span<const Count> beds);

  [[nodiscard]] Total value() const override { return Total{each_} * before_.back(); }
  [[nodiscard]] Total patients() const override { return before_.back(); }
  [[nodiscard]] Count treated(Period t) const override;
  [[nodiscard]] std::span<const Count> gains() const override { return gains_; }
  [[nodiscard]] std::span<const Count> losses() const override { return losses_; }
  [[nodiscard]] Total patients_lost(Period t) const override { return losses_[at(t)] / each_; }
  void change(Period from, Count devices) override;

 private:
  static std::size_t at(Period t) { return static_cast<std::size_t>(t.value()); }
  [[nodiscard]] Count treated_with(std::int32_t from, Count change) const;
  void run(std::int32_t first, std::int32_t from, Count change, std::vector<Count>& before) const;
  void tabulate();
  template <class Value>
  static void bisect(std::vector<Count>& table, std::int32_t first, std::int32_t last,
                     const Value& value);

  std::int32_t turnaround_ = 1;
  std::int32_t each_ = 1;    ///< what a patient gains
  std::vector<Count> beds_;  ///< devices that may be in use [period]
  std::span<const Count> demand_;
  std::vector<Count> present_;  ///< devices that are there
  std::vector<Count> before_;   ///< C_u, one more than there are periods
  std::vector<Count> gains_;
  std::vector<Count> losses_;
  // Room for a pass: the least N_t + C_t-P+1 of a window that moves.
  mutable std::vector<Count> trial_;
  mutable std::vector<Count> levels_;
  mutable std::vector<std::int32_t> window_;
};

}  // namespace surgeflow::lagrangian
