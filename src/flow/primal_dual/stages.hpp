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
#include "surgeflow/model/case.hpp"

namespace surgeflow::flow {

/// Weight of a part of a patient against one unit of lane cost where both are balanced together. No
/// device gains more than kMaxGain parts, below 2^22, so that sums stay below 2^63.
inline constexpr std::int64_t kPatientWeight = std::int64_t{1} << 40;

/// Earlier patients and moves as one number, within bounds that any potential of ours obeys: the
/// weight must stay the larger.
[[nodiscard]] inline std::int64_t joint_potential(const WarmStart& warm, const Instance& instance,
                                                  FacilityId i, Period t) {
  constexpr std::int64_t kMostMoves = kPatientWeight / 4;
  const Total most = std::min(Total{instance.resolution()} * instance.periods(), kMaxGain / 2);
  return std::clamp<Total>(warm.potentials.patients(i, t), 0, most) * kPatientWeight +
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
