// SPDX-License-Identifier: Apache-2.0
// Gains and costs with steps: what a plan is worth with them, and what potentials prove.
//
// Every step is an arc with a capacity, so that potentials need not hold on it: the most that it
// can gain counts in the bound. Where leaving has steps, all lanes start behind these arcs: a
// device that has left i in t is worth
//
//   g_it = max over lanes of v_j,t+s - c_ij,
//
// which is looked up over every lane, and the bound has, besides the base model's terms,
//
//   sum of width_it max(0, g_it - cost_it - v_it) over the steps of leaving.
//
// Pairs are compared and subtracted as single integers, as in ship_check.hpp, but with K above
// twice what moves can differ by, so that a difference of keys can be read as a pair again.
#pragma once

#include "flow/certificate/findings.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/worth.hpp"

namespace surgeflow::flow::certificate {

/// What treated patients, devices left idle and devices that leave gain, lanes not counted.
/// `idle` and `sent` are quantities [facility, period].
[[nodiscard]] Worth gain_of_steps(const Instance& instance, const Plan& plan,
                                  const Panel<Total>& idle, const Panel<Total>& sent);

/// No more devices leave than all steps together allow.
void check_departures(const Instance& instance, const Panel<Total>& sent, Findings& findings);

/// The last of these: of leaving alone.
[[nodiscard]] Worth bound_of_leaving(const Instance& instance, const Potentials& potentials,
                                     int threads);

/// What the steps add to the bound: those of treating, holding and leaving.
[[nodiscard]] Worth bound_of_steps(const Instance& instance, const Potentials& potentials,
                                   int threads);

}  // namespace surgeflow::flow::certificate
