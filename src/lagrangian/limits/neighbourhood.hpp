// SPDX-License-Identifier: Apache-2.0
// What a restriction may ask for so that a plan within the limits stays possible in it: whatever
// its optimum is, it is no worse.
//
// A plan that is given fixes what the limits couple: whom facilities treat that must not be worse
// off, who has a bed, who leaves on a day. Everything else is free, and the network finds the best
// of it at once, where exchange (recovery.hpp) sends one device after the other. In every round
// other facilities are freed from a part of what they treat, some of it or all of a stretch of
// time, and what is left of a dispatch limit is dealt anew; or any number may leave on a few days,
// and these days' places go to what is worth most then (restriction.hpp). Where devices must be at
// home, those that never leave treat as in the plan, in some rounds they take turns, and where
// patients are freed they may treat whoever gains most. A plan may be lost where one facility's
// devices took turns in it; then the round finds nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/limits/restriction.hpp"

namespace surgeflow::lagrangian {

[[nodiscard]] Guidance neighbourhood_of(const Instance& instance, const Limits& limits,
                                        const Plan& plan, std::uint32_t round);

/// Has every facility ask for as many patients as it must treat where nobody may be worse off: of
/// those whom the plan treats there, and where these are too few for others, drawn for the round.
void guard_own_patients(const Instance& instance, const Limits& limits, const Plan& plan,
                        std::uint32_t round, Guidance& guidance);

/// These facilities are free no longer: they treat whom the plan treats there.
void keep_at(const std::vector<FacilityId>& facilities, const Plan& plan, Guidance& guidance);

}  // namespace surgeflow::lagrangian
