// SPDX-License-Identifier: Apache-2.0
// A plan held against the equations of the base model.
#pragma once

#include "flow/certificate/findings.hpp"
#include "flow/certificate/worth.hpp"

namespace surgeflow::flow::certificate {

struct PlanCheck {
  bool feasible = false;
  Worth value;        ///< patients treated, and minus the movement
  Panel<Total> idle;  ///< I_it; meaningful where feasible
};

/// Checks 0 <= y_it <= d_it, every shipment, and that the balance
///
///   I_it = I_i,t-1 + supply_it + y_i,t-P + sum_j x_j,i,t-s_ji - y_it - sum_j x_ijt >= 0
///
/// holds everywhere. Shipments that no instance could carry out are left out of the balance.
[[nodiscard]] PlanCheck check_plan(const Instance& instance, const Plan& plan, Findings& findings);

}  // namespace surgeflow::flow::certificate
