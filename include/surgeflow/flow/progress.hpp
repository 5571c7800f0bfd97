// SPDX-License-Identifier: Apache-2.0
// How far a method that works in steps has come.
#pragma once

#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/step_record.hpp"

namespace surgeflow {

/// All that a run needs to go on after its last step as if it had never ended.
struct Progress {
  Plan plan;
  Potentials potentials;
  std::vector<StepRecord> steps;  ///< not empty
};

}  // namespace surgeflow
