// SPDX-License-Identifier: Apache-2.0
// What preferred and avoided partners change: who carries how many devices with them and without.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::app {

/// Plans the case again with all factors 1, within limits from what the search has found already.
/// Nothing where there are none, and where the search is stopped. `instance` and `found` are those
/// with them.
[[nodiscard]] std::optional<archive::PartnerPrice> price_partners(const Case& planning_case,
                                                                  const Instance& instance,
                                                                  const SolveResult& found,
                                                                  const SolveControl& control);

/// What is known of a plan's movement.
enum class MovementProof : std::uint8_t { least, lowered };

/// A sentence about it; empty where there is nothing to say.
[[nodiscard]] std::string partners_in_words(const std::optional<archive::PartnerPrice>& price,
                                            MovementProof proof);

}  // namespace surgeflow::app
