// SPDX-License-Identifier: Apache-2.0
// Pairs of patients and moves as one integer that is compared alike.
#pragma once

#include <cstdint>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

/// A pair (patients, moves) as patients * K + moves, where K is so large that no sum of moves along
/// a path reaches K / 2: keys are then ordered as the pairs are, lexicographically, and their sums
/// are the keys of the sums.
///
/// A path without cycles has at most one lane for each node, and reduced costs add the potentials
/// of its ends. No path that is looked for costs more patients than a device can gain over the
/// horizon, which is below kMaxGain.
class WorthScale {
 public:
  /// Throws InputError where such keys would leave 64 bits.
  WorthScale(const Instance& instance, const Potentials& potentials);

  [[nodiscard]] std::int64_t key(std::int64_t patients, std::int64_t moves) const {
    return patients * step_ + moves;
  }
  [[nodiscard]] std::int64_t patients(std::int64_t key) const {
    const std::int64_t shifted = key + step_ / 2;
    const std::int64_t quotient = shifted / step_;
    return shifted % step_ < 0 ? quotient - 1 : quotient;
  }
  [[nodiscard]] std::int64_t moves(std::int64_t key) const { return key - patients(key) * step_; }

 private:
  std::int64_t step_ = 1;
};

}  // namespace surgeflow::explain
