// SPDX-License-Identifier: Apache-2.0
// What cold and warm solves share: one stage of the method, and reading its result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "flow/primal_dual/augmentation.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/search.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

/// Weight of a patient against one unit of lane cost where both are balanced together. A patient's
/// potential is at most the number of periods, below 2^15, so that sums stay below 2^56.
inline constexpr std::int64_t kPatientWeight = std::int64_t{1} << 40;

/// Earlier patients and moves as one number, within bounds that any potential of ours obeys: the
/// weight must stay the larger.
[[nodiscard]] inline std::int64_t joint_potential(const WarmStart& warm, FacilityId i, Period t) {
  constexpr std::int64_t kMostMoves = kPatientWeight / 4;
  const std::int32_t most_patients = warm.potentials.patients.periods();
  return std::clamp(warm.potentials.patients(i, t), 0, most_patients) * kPatientWeight +
         std::clamp(warm.potentials.moves(i, t), -kMostMoves, kMostMoves);
}

struct StageOutcome {
  StopReason stopped = StopReason::none;
  std::int64_t rounds = 0;
  bool balanced = false;  ///< nothing is left over or missing: the flows are optimal
};

inline constexpr std::int64_t kNoRoundLimit = std::numeric_limits<std::int64_t>::max();

/// Balances one residual after the other on the same network, in the same memory.
template <class Lanes>
class Balancer {
 public:
  explicit Balancer(const Network& network) : search_(network), augmentation_(network) {}

  /// Searches and augments or lowers until everything is balanced, which proves optimality, or
  /// until a stop or the last round that is allowed. Progress is the share of the first excess that
  /// is gone.
  [[nodiscard]] StageOutcome run(Residual<Lanes>& residual, std::string_view activity,
                                 const SolveControl& control,
                                 std::int64_t most_rounds = kNoRoundLimit);

 private:
  Search<Lanes> search_;
  Augmentation<Lanes> augmentation_;
};

/// Plan, potentials and bound of the present state; `fallback` where that is the better plan.
template <class Lanes>
[[nodiscard]] SolveResult result_of(const Residual<Lanes>& residual, const StageOutcome& outcome,
                                    std::optional<Plan> fallback);

}  // namespace surgeflow::flow
