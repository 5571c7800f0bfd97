// SPDX-License-Identifier: Apache-2.0
// A case solved by regions on all ranks, going on from the checkpoint of an earlier run.
#pragma once

#include "app/checkpoints.hpp"
#include "app/environment.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {

[[nodiscard]] SolveResult solve_by_regions(const Environment& environment,
                                           const Case& planning_case, const Instance& instance,
                                           const SolveControl& control, Checkpoints& checkpoints,
                                           double checkpoint_every_seconds);

}  // namespace surgeflow::app
