// SPDX-License-Identifier: Apache-2.0
// What the decomposition needs to know of a case, and what is asked of its ranks.
#include "app/by_regions.hpp"

#include "app/failure.hpp"
#include "app/team.hpp"

namespace surgeflow::app {
namespace {

Team& team_of(const Environment& environment) {
  if (environment.team == nullptr) {
    throw InternalError("a case is to be planned by regions without ranks");
  }
  return *environment.team;
}

}  // namespace

std::vector<Machine> machines_of(const Environment& environment) {
  if (environment.team == nullptr) return {{.available_bytes = available_memory_bytes()}};
  return environment.team->machines();
}

SpreadLanes spread_lanes(const Environment& environment, std::span<const Facility> facilities,
                         const TransitRule& rule, int threads) {
  return team_of(environment).spread_lanes({.facilities = facilities, .rule = &rule}, threads);
}

SolveResult solve_by_regions(const Environment& environment, const Case& planning_case,
                             const Instance& instance, const SolveControl& control,
                             Checkpoints& checkpoints, double checkpoint_every_seconds) {
  std::optional<Progress> start = checkpoints.find();
  const lagrangian::Problem problem{.lanes = &instance.lanes(),
                                    .instance = &instance,
                                    .region_of_facility = planning_case.region_of_facility,
                                    .regions = planning_case.regions,
                                    .places = lagrangian::places_of(planning_case.facilities),
                                    .gap = planning_case.gap,
                                    .continuation = {.start = start ? &*start : nullptr,
                                                     .keep = &checkpoints,
                                                     .every_seconds = checkpoint_every_seconds}};
  return team_of(environment).solve_by_regions(problem, control);
}

LaneCheck check_lanes_by_regions(const Environment& environment, Instance& instance,
                                 const Plan& plan, Potentials& potentials, int threads) {
  Team& team = team_of(environment);
  LaneCheck lanes = team.check_lanes(instance.lanes(), potentials, threads);
  if (!instance.lanes().is_whole()) {
    instance.set_known_lanes(team.find_lanes(instance.lanes(), plan.shipments));
  }
  return lanes;
}

std::string lanes_sha256(const Environment& environment, const LaneTable& own) {
  return archive::lanes_sha256(own.facilities(), [&](const archive::RowVisitor& visit) {
    if (own.is_whole()) {
      visit(own.rows());
    } else {
      team_of(environment).visit_rows(own, visit);
    }
  });
}

void write_plan_by_regions(const Environment& environment, const std::filesystem::path& path,
                           const archive::PlanDocument& document) {
  team_of(environment).write_plan(path, document);
}

}  // namespace surgeflow::app
