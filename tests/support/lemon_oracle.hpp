// SPDX-License-Identifier: Apache-2.0
// A second opinion: the base model solved by LEMON's network simplex on explicit arcs.
#pragma once

#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

/// The optimal value, found by another library from a network written down a second time. One
/// patient weighs more than all movement a plan can contain, so the order is lexicographic.
/// For small instances: every lane of every period is an arc in memory.
/// Throws OverflowError where that weight leaves 64 bits.
[[nodiscard]] PlanValue lemon_optimum(const Instance& instance);
/// The same where nothing may go on the lane of `closed` in its period.
[[nodiscard]] PlanValue lemon_optimum_without(const Instance& instance, const Shipment& closed);
/// The same where on every lane in every period no more may go than `most` says.
[[nodiscard]] PlanValue lemon_optimum_within(const Instance& instance,
                                             const std::vector<Shipment>& most);

}  // namespace surgeflow::test
