// SPDX-License-Identifier: Apache-2.0
// Takes shipments as given and plans what is left: each facility for itself.
#include "lagrangian/limits/known_plan.hpp"

#include <algorithm>
#include <utility>

#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Nothing moves but what is given.
Instance with_shipments_alone(const Instance& instance, const std::vector<Shipment>& shipments) {
  InstanceData data = committed(instance, shipments).data();
  data.lanes = LaneTable(instance.facilities());
  data.send_steps.clear();
  return Instance(std::move(data));
}

}  // namespace

std::vector<Plan> plans_that_ship_like(const Plan& known, const Instance& instance) {
  Plan plan{Panel<Count>(instance.facilities(), instance.periods()), known.shipments};
  if (!is_possible(instance, plan)) return {};
  std::vector<Plan> plans;
  plan.treated = solve(with_shipments_alone(instance, known.shipments), {}).plan.treated;
  plans.push_back(plan);
  std::ranges::transform(known.treated.values(), instance.demand().values(),
                         plan.treated.values().begin(),
                         [](Count treated, Count there) { return std::min(treated, there); });
  if (is_possible(instance, plan)) plans.push_back(std::move(plan));
  return plans;
}

void KnownPlan::note(const Plan& known, const Instance& instance,
                     const std::function<bool(const Plan&)>& obeys,
                     const std::function<Total(const Plan&)>& worth_of) {
  for (Plan& plan : plans_that_ship_like(known, instance)) {
    if (!obeys(plan)) continue;
    value_ = worth_of(plan);
    plan_ = std::move(plan);
    return;
  }
}

}  // namespace surgeflow::lagrangian
