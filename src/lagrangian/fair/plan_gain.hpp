// SPDX-License-Identifier: Apache-2.0
// What a plan gains more by a cycle, where patients or idle devices count by steps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lagrangian/fair/plan_cycles.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Steps fall with the quantity, so that a cycle gains by what the plan has at the moment.
class PlanGain {
 public:
  /// Both must outlive it.
  PlanGain(const Instance& instance, const Plan& plan);

  /// What one time along the arcs gains, in parts of a patient.
  [[nodiscard]] Total of(std::span<const CycleArc> arcs) const;
  void apply(std::span<const CycleArc> arcs);

 private:
  [[nodiscard]] Total of_first(const CycleArc& arc, Total quantity) const;

  const Instance* instance_;
  std::vector<Total> treated_;  ///< [node]
  std::vector<Total> idle_;     ///< [node]
};

}  // namespace surgeflow::lagrangian
