// SPDX-License-Identifier: Apache-2.0
// Plans the scenarios of a sweep, one after the other, each with its certificate.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/sweep_cases.hpp"
#include "sweep/run.hpp"

namespace surgeflow::app {

/// What a plan of a scenario becomes beside its numbers.
struct ScenarioPlanning {
  const SweepCases* cases = nullptr;
  std::filesystem::path plan_folder;   ///< a plan file for each scenario; empty: none
  std::vector<std::string> arguments;  ///< of the command, for their provenance
};

/// For one thread.
[[nodiscard]] std::unique_ptr<sweep::ScenarioPlanner> make_scenario_planner(
    const ScenarioPlanning& planning);

/// Plans a case with other demand than its own: for quantiles of demand.
[[nodiscard]] archive::ScenarioNumbers plan_demand(const Case& planning_case, Panel<Count> demand,
                                                   int threads);

}  // namespace surgeflow::app
