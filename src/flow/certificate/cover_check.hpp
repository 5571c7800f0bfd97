// SPDX-License-Identifier: Apache-2.0
// A reserve that others cover, counted lane by lane.
#pragma once

#include <cstdint>

#include "flow/certificate/worth.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::flow::certificate {

/// Whether steps of holding gain for idle devices of others, too.
[[nodiscard]] bool is_covered(const Instance& instance, const Limits& limits);

/// What they gain beside what a facility's own idle devices do. `idle` are I_it.
[[nodiscard]] Wide gain_of_cover(const Instance& instance, const Limits& limits,
                                 const Panel<Total>& idle);

/// h_jt, what an idle device earns by the multipliers of all whose reserve it covers; a panel of
/// zeros where none is covered.
[[nodiscard]] Panel<std::int64_t> earned_by_idle(const Instance& instance, const LimitClaim& claim);

}  // namespace surgeflow::flow::certificate
