// SPDX-License-Identifier: Apache-2.0
// What becomes of any plan, optimal or not, where one of its shipments is not made and nothing is
// decided anew.
//
// In every period what comes in joins the idle devices; the other shipments leave, in their order,
// as far as there are devices; then as many patients are treated as need a device and as devices
// are idle, but for those that the plan keeps idle while it lets patients go without. With nothing
// left out this is the plan. Costs one pass over facilities and periods.
#pragma once

#include <cstddef>

#include "surgeflow/explain/without_shipment.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

struct CarriedOut {
  WithoutShipment change;  ///< against the plan
  Plan plan;
};

/// `number`: its place among the plan's shipments; std::out_of_range beyond them.
[[nodiscard]] CarriedOut carry_out_without(const Instance& instance, const Plan& plan,
                                           std::size_t number);

}  // namespace surgeflow::explain
