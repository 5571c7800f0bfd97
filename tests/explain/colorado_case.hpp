// SPDX-License-Identifier: Apache-2.0
// The Colorado case and its plan.
#pragma once

#include "app/prepare.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::test {

struct Colorado {
  Instance instance;
  SolveResult result;
};

[[nodiscard]] inline Colorado plan_colorado() {
  app::CaseOptions options;
  options.path = SURGEFLOW_SOURCE_DIR "/datasets/colorado/sharing.toml";
  const app::LoadedCase loaded = app::load_case(options);
  const Case& planning_case = loaded.planning_case;
  Instance instance =
      app::make_instance(planning_case, epidemic::forecast_patients(planning_case),
                         transit::make_lane_table(planning_case.facilities, planning_case.transit));
  SolveResult result = solve(instance);
  return {std::move(instance), std::move(result)};
}

}  // namespace surgeflow::test
