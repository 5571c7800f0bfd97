// SPDX-License-Identifier: Apache-2.0
// The problem in which a patient counts what the weight of the group says.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/priced.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// Solves for one set of weights after the other, each from the potentials and flows of the last.
class WeightedGroups {
 public:
  /// `start` is any plan, `potentials` in patients. What is given must outlive it.
  WeightedGroups(const Instance& instance, std::span<const std::int32_t> group, const Plan& start,
                 const Panel<std::int32_t>& potentials, const SolveControl& control);

  /// The plan that is worth most where a patient of group g counts weights[g], about `unit` on
  /// average; patients without a group count nothing. The potentials are true, and the value they
  /// prove is, whether the solve was stopped or not.
  [[nodiscard]] const PricedResult& solve(std::span<const std::int64_t> weights, std::int64_t unit);
  /// What the last call gave.
  [[nodiscard]] const PricedResult& last() const { return last_; }

 private:
  const Instance* instance_;
  std::span<const std::int32_t> group_;
  const SolveControl* control_;
  Workspace workspace_;
  std::int64_t unit_ = 1;  ///< of the last potentials
  PricedResult last_;
};

/// Weights no larger than this keep potentials within 32 bits.
[[nodiscard]] std::int64_t most_weight(const Instance& instance);

}  // namespace surgeflow::lagrangian
