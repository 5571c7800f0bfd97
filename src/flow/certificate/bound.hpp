// SPDX-License-Identifier: Apache-2.0
// The bound that potentials prove, and where a plan falls short of it.
#pragma once

#include "flow/certificate/findings.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/worth.hpp"

namespace surgeflow::flow::certificate {

/// v_it >= v_i,t+1 for every facility and period, the sink after the last one. Returns the arcs
/// looked at.
std::int64_t check_hold_arcs(const Instance& instance, const Potentials& potentials,
                             Findings& findings);

/// sum_it supply_it v_it + sum_it d_it max((0, 0), (1, 0) + v_i,t+P - v_it), and what steps add.
[[nodiscard]] Worth bound_of(const Instance& instance, const Potentials& potentials, int threads);

/// Explains the gap between a feasible plan and a valid bound. With r the reduced cost
/// v_u - v_w - gain of an arc, which is >= (0, 0) on hold and ship arcs, the gap is exactly
///
///   sum over hold and ship arcs of r * flow
///     + sum over treat arcs of (-r) * (d - y) where r < (0, 0), and r * y where r > (0, 0),
///
/// because the value is sum gain * flow = sum (v_u - v_w - r) * flow, and sum (v_u - v_w) * flow
/// is sum supply * v by the balance. Every term is >= (0, 0), so each one above it is a place where
/// plan and potentials disagree.
void describe_gap(const Instance& instance, const Plan& plan, const PlanCheck& plan_check,
                  const Potentials& potentials, Findings& findings);

}  // namespace surgeflow::flow::certificate
