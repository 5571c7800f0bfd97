// SPDX-License-Identifier: Apache-2.0
// A plan held against its limits, and the bound that their multipliers prove.
#pragma once

#include <cstdint>

#include "flow/certificate/findings.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::flow::certificate {

/// Shipments that no instance could carry out are left out of the counts.
void check_limits(const Instance& instance, const Limits& limits, const Plan& plan,
                  Findings& findings);

/// Whether anything is priced, or potentials are in parts of a patient.
[[nodiscard]] bool is_priced(const LimitPrices& prices);

/// Multipliers have the shape that the limits ask for and are in range, and the resolution is at
/// least 1.
void check_multipliers(const Instance& instance, const LimitClaim& claim, Findings& findings);

/// v_it + leave_it >= v_ju + arrive_ju for every lane (i,t) -> (j,u), patients alone. Returns the
/// arcs looked at. Up to `threads` threads.
std::int64_t check_priced_ship_arcs(const Instance& instance, const LimitPrices& prices,
                                    const Potentials& potentials, int threads, Findings& findings);

/// In whole patients, rounded down:
///   (sum_it supply_it v_it + sum_it d_it max(0, R + v_i,t+P - v_it)
///     + sum_t limit dispatch_t + sum_it (present_it - least_i) away_it) / R
[[nodiscard]] Wide priced_bound(const Instance& instance, const LimitClaim& claim,
                                const Potentials& potentials);

}  // namespace surgeflow::flow::certificate
