// SPDX-License-Identifier: Apache-2.0
// The problem in which a patient counts more or less by the group.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/flow/priced.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// Solves for one set of prices after the other, each from the potentials and flows of the last.
/// Where leaving is limited, lanes start behind gates, which priced lanes do not know: the prices
/// are then steps of treating of a whole instance.
class WeightedGroups {
 public:
  /// `start` is any plan, `potentials` in the unit of gains. What is given must outlive it.
  WeightedGroups(const Instance& instance, std::span<const std::int32_t> group, const Plan& start,
                 const Panel<std::int32_t>& potentials, const SolveControl& control);

  /// The plan that is worth most where gains count `unit`, and a patient of group g more[g] beside
  /// that, of no group `others`; no patient may count less than 0. The potentials are true, and the
  /// value they prove is, whether the solve was stopped or not.
  [[nodiscard]] const PricedResult& solve(std::span<const std::int64_t> more, std::int64_t others,
                                          std::int64_t unit);
  /// What the last call gave.
  [[nodiscard]] const PricedResult& last() const { return last_; }

 private:
  [[nodiscard]] Panel<std::int64_t> by_place(std::span<const std::int64_t> more,
                                             std::int64_t others) const;
  [[nodiscard]] PricedResult solve_lanes(Panel<std::int64_t> more, std::int64_t unit);
  [[nodiscard]] PricedResult solve_gates(const Panel<std::int64_t>& more, std::int64_t unit);

  const Instance* instance_;
  std::span<const std::int32_t> group_;
  const SolveControl* control_;
  Workspace workspace_;
  std::int64_t unit_ = 1;  ///< of the last potentials
  PricedResult last_;
  Panel<std::int64_t> last_moves_;  ///< of the last potentials behind gates
};

/// What a patient may count at most beside gains of so many units each: with this potentials stay
/// within 32 bits, and gains of a device within those of an instance.
[[nodiscard]] std::int64_t most_beside(const Instance& instance, std::int64_t unit);

/// What the gate of each facility and period costs by these potentials, so that no lane is worth
/// more: max over open lanes of v_j,t+s - v_it, or 0 [facility, period].
[[nodiscard]] Panel<std::int64_t> gate_prices(const Instance& instance,
                                              const Panel<std::int32_t>& potentials);

}  // namespace surgeflow::lagrangian
