// SPDX-License-Identifier: Apache-2.0
// What a sweep keeps of one scenario's plan: its summary, beside what it is made from.
#pragma once

#include <cstdint>

#include "surgeflow/core/index.hpp"

namespace surgeflow::archive {

/// The numbers of a plan's Summary that scenarios differ in.
struct ScenarioNumbers {
  Total demand = 0;
  Total treated = 0;
  Total unmet = 0;
  Total unmet_without_sharing = 0;
  Total units_shipped = 0;
  Total shipments = 0;
  Total movement_cost = 0;
  Total bound_unmet = 0;
  double gap = 0.0;
  Total certified = 0;  ///< 1: proved optimal; 0: as near to its bound as `gap` says
  std::int64_t iterations = 0;
  bool operator==(const ScenarioNumbers&) const = default;
};

}  // namespace surgeflow::archive
