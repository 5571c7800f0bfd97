// SPDX-License-Identifier: Apache-2.0
// The bound that multipliers of limits prove; the formula stands in surgeflow/model/limits.hpp.
#pragma once

#include <cstdint>

#include "flow/certificate/findings.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::flow::certificate {

/// Whether anything is priced, or potentials are in finer units than gains, or a reserve is covered
/// by others: then the bound is the one with multipliers, were they all 0.
[[nodiscard]] bool is_priced(const Instance& instance, const LimitClaim& claim);

/// Multipliers have the shape that limits and steps of sending ask for and are in range, and the
/// resolution is at least 1.
void check_multipliers(const Instance& instance, const LimitClaim& claim, Findings& findings);

/// v_it + leave_it >= v_ju + arrive_ju for every lane (i,t) -> (j,u), patients alone. Returns the
/// arcs looked at. Up to `threads` threads.
std::int64_t check_priced_ship_arcs(const Instance& instance, const LimitClaim& claim,
                                    const Potentials& potentials, int threads, Findings& findings);

/// In whole units of gain, rounded down.
[[nodiscard]] Wide priced_bound(const Instance& instance, const LimitClaim& claim,
                                const Potentials& potentials);

}  // namespace surgeflow::flow::certificate
