// SPDX-License-Identifier: Apache-2.0
// What the decomposition needs to know of a case.
#include "app/by_regions.hpp"

#include "app/failure.hpp"
#include "app/team.hpp"

namespace surgeflow::app {
SolveResult solve_by_regions(const Environment& environment, const Case& planning_case,
                             const Instance& instance, const SolveControl& control,
                             Checkpoints& checkpoints, double checkpoint_every_seconds) {
  if (environment.team == nullptr) {
    throw InternalError("a case is to be solved by regions without ranks");
  }
  const std::optional<Progress> start = checkpoints.find();
  const lagrangian::Problem problem{
      .instance = &instance,
      .region_of_facility = planning_case.region_of_facility,
      .regions = planning_case.regions,
      .places = lagrangian::places_of(planning_case.facilities),
      .gap = planning_case.gap,
      .continuation = {.start = start ? &*start : nullptr,
                       .keep = [&](const Progress& progress) { checkpoints.keep(progress); },
                       .every_seconds = checkpoint_every_seconds}};
  return environment.team->solve_by_regions(problem, control);
}

}  // namespace surgeflow::app
