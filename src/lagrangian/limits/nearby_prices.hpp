// SPDX-License-Identifier: Apache-2.0
// Priced plans beside those that proved the bound: other optima, and less that goes beyond limits.
//
// At the multipliers of the best proof many plans are as good, and the solver shows one of them. So
// every round
//   - lets each multiplier whose limit was exceeded last rise by its share of what was too much,
//     and others go back towards the proof's;
//   - adds to what each patient earns a number below a small part of a patient, drawn for the
//     round: among plans of about the same worth others win.
// Nothing is proved here; the plans are starts for restriction and neighbourhoods. What the bundle
// tries is no such start: it leaps where the bound is to fall, and ends where it does not.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/priced_limits.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow::lagrangian {

class NearbyPrices {
 public:
  /// Begins at a proof, and at a plan near it. The relaxed network and the families must outlive
  /// it.
  NearbyPrices(const Instance& network, const Families& families, const Proof& proof, Plan plan);

  /// One priced solve; where it is stopped plan and slack stay what they were.
  [[nodiscard]] StopReason step(const StopCondition& stop);

  [[nodiscard]] const Plan& plan() const { return priced_.plan; }
  [[nodiscard]] const Panel<std::int64_t>& potentials() const { return priced_.potentials; }
  /// Solves so far.
  [[nodiscard]] std::uint32_t rounds() const { return round_; }
  [[nodiscard]] Total excess() const { return excess_of(slack_); }

 private:
  void move_multipliers();
  [[nodiscard]] LanePrices charged() const;

  const Instance* network_;
  const Families* families_;
  std::int64_t resolution_;
  std::int64_t patient_;  ///< in units of prices
  std::vector<std::int64_t> proved_;
  std::vector<std::int64_t> multipliers_;
  std::vector<Total> slack_;  ///< of the last plan; nothing is exceeded before the first
  PricedResult priced_;
  Workspace workspace_;
  std::uint32_t round_ = 0;
};

}  // namespace surgeflow::lagrangian
