// SPDX-License-Identifier: Apache-2.0
// Leaves one order out and solves again.
#include "app/ordered_shipment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/failure.hpp"
#include "app/shipment_words.hpp"
#include "app/words.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow::app {

OrderedPart ordered_part(const Orders& orders, const Shipment& shipment) {
  for (std::size_t n = 0; n < orders.list.size(); ++n) {
    const Order& order = orders.list[n];
    const bool about_it = order.ships() && order.origin == shipment.origin &&
                          order.destination == shipment.destination &&
                          order.first == shipment.depart;
    if (about_it) return {n, order.devices};
  }
  return {};
}

OrderCost cost_of_order(const ExplainedPlan& plan, const Shipment& shipment, std::size_t order,
                        Workspace& workspace) {
  const Instance& base = plan.document().instance;
  Orders others = plan.orders();
  others.list.erase(others.list.begin() + static_cast<std::ptrdiff_t>(order));
  const Instance without = with_orders(base, others);
  const WarmStart warm{plan.plan(), plan.potentials()};
  const SolveResult result = solve(
      without, {.stop = {}, .warm = &warm, .workspace = &workspace, .threads = plan.threads()});
  if (!check_certificate(without, result.plan, result.potentials, plan.threads()).optimal) {
    throw InternalError("the plan without an order is not proved optimal");
  }
  const Plan whole = with_ordered(result.plan, others);
  const PlanValue now = value_of(base, plan.document().plan);
  const PlanValue then = value_of(base, whole);
  OrderCost cost{.patients = patients_treated(whole) - patients_treated(plan.document().plan),
                 .gain = then.treated - now.treated,
                 .movement_saved = now.movement - then.movement};
  for (const Shipment& other : whole.shipments) {
    if (is_on_lane_of(other, shipment)) cost.still_sent = other.quantity;
  }
  return cost;
}

std::string order_in_words(const ExplainedPlan& plan, std::size_t order) {
  const Order& asked = plan.orders().list[order];
  const std::string what =
      fmt::format("{}, {}", name_of(asked.kind), counted(asked.devices, "device", "devices"));
  // Orders that a re-plan freezes stand in no file.
  if (asked.line == 0) return what + ", frozen by the re-plan";
  return fmt::format("{}:{}: {}", plan.orders().file, asked.line, what);
}

}  // namespace surgeflow::app
