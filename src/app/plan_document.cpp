// SPDX-License-Identifier: Apache-2.0
// Brings together what a plan file holds.
#include "app/plan_document.hpp"

#include <utility>

#include "app/prepare.hpp"
#include "app/summary.hpp"
#include "app/version.hpp"

namespace surgeflow::app {

archive::PlanDocument make_plan_document(Case planning_case, Instance instance, Solution solution,
                                         archive::Provenance provenance) {
  archive::Summary summary = count_summary(instance, solution.result.plan, solution.certificate);
  summary.status = solution.status();
  summary.regions = count_regions(planning_case.facilities);
  summary.iterations = solution.result.iterations;
  summary.seconds.solve = solution.solve_seconds;
  summary.seconds.verify = solution.verify_seconds;
  summary.version = build_info().version;
  summary.commit = build_info().commit;
  planning_case.transit.lanes.clear();
  planning_case.transit.routes.reset();
  return {.case_name = std::move(planning_case.name),
          .description = std::move(planning_case.description),
          .item_name = std::move(planning_case.item_name),
          .horizon = planning_case.horizon,
          .facilities = std::move(planning_case.facilities),
          .transit = std::move(planning_case.transit),
          .instance = std::move(instance),
          .plan = std::move(solution.result.plan),
          .potentials = std::move(solution.result.potentials),
          .steps = std::move(solution.result.steps),
          .limits = std::move(solution.limits),
          .fairness = std::move(solution.fairness),
          .orders = std::move(planning_case.orders),
          .money = std::move(planning_case.money),
          .summary = std::move(summary),
          .provenance = std::move(provenance)};
}

}  // namespace surgeflow::app
