// SPDX-License-Identifier: Apache-2.0
// The largest share that weights of groups leave room for.
#pragma once

#include <cstdint>
#include <span>

#include "surgeflow/model/fairness.hpp"

namespace surgeflow::lagrangian {

/// A group that is to have a share of its patients treated.
struct WeightedGroup {
  std::int64_t weight = 0;  ///< of a patient, >= 0
  Total demand = 0;         ///< > 0
};

/// The largest share s <= 1 with sum of weight ceil(s demand) <= most, where no plan gets more than
/// `most` out of the groups; 1 where all weights are 0. Integers alone: from s = most / sum of
/// weight demand, whose sum of ceilings may be too large, down to the next share at which one of
/// them falls, and on until the sum is small enough.
[[nodiscard]] TreatedShare largest_share(std::span<const WeightedGroup> groups, std::int64_t most);

}  // namespace surgeflow::lagrangian
