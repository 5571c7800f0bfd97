// SPDX-License-Identifier: Apache-2.0
// Which facilities are looked at together.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/core/random.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// Facilities that send each other small shipments, in groups of at most 40: those with most of
/// them between each other come together first. Groups of one are left out.
[[nodiscard]] std::vector<std::vector<FacilityId>> groups_with_small(const Instance& instance,
                                                                     const Plan& plan,
                                                                     Count minimum);

/// Draws a facility, those who trade with it, and some to which it has lanes.
class Neighbours {
 public:
  /// Every second draw is of as few facilities as have so many ship arcs between each other at
  /// most. The instance must outlive it.
  Neighbours(const Instance& instance, std::int64_t few_arcs);

  /// The same for the same plan and round.
  [[nodiscard]] std::vector<FacilityId> draw(const Plan& plan, std::int64_t round) const;

 private:
  const Instance& instance_;
  std::uint64_t few_;
};

}  // namespace surgeflow::shipments
