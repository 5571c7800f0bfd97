// SPDX-License-Identifier: Apache-2.0
// What a person's order for a shipment costs: the plan without that order.
#pragma once

#include <string>

#include "app/explained_plan.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::app {

/// The part of a shipment that is ordered; nothing of it where `devices` is 0.
struct OrderedPart {
  std::size_t order = 0;  ///< its place in the list; orders do not collide, so that there is one
  Count devices = 0;
};
[[nodiscard]] OrderedPart ordered_part(const Orders& orders, const Shipment& shipment);

/// What is different if the order is not given, all others are, and all is planned anew.
struct OrderCost {
  Total patients = 0;        ///< treated more
  Total gain = 0;            ///< in parts of a patient
  Total movement_saved = 0;  ///< negative: more movement
  Count still_sent = 0;      ///< devices of the shipment, on its lane in its period
};

/// Solves again, warm, and certifies; throws InternalError where the certificate refuses.
[[nodiscard]] OrderCost cost_of_order(const ExplainedPlan& plan, const Shipment& shipment,
                                      std::size_t order, Workspace& workspace);

/// "orders.csv:3: force, 2 devices"
[[nodiscard]] std::string order_in_words(const ExplainedPlan& plan, std::size_t order);

}  // namespace surgeflow::app
