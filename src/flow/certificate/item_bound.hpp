// SPDX-License-Identifier: Apache-2.0
// The bound that prices of ties prove; the formula stands in surgeflow/model/items.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "flow/certificate/findings.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow::flow::certificate {

/// Whether prices and potentials can be looked at: their shapes and ranges.
[[nodiscard]] bool check_tie_shapes(const ItemSet& set, const TieProof& proof, Findings& findings);

/// Potentials on every hold and ship arc of a tied item; returns the arcs looked at. Up to
/// `threads` threads.
std::int64_t check_tied_arcs(const ItemSet& set, const TieProof& proof, std::size_t item,
                             int threads, Findings& findings);

/// What the prices of ties, and what a tied item, add to the bound, in 1 / resolution of a gain.
[[nodiscard]] Wide bound_of_ties(const ItemSet& set, const TiePrices& prices);
[[nodiscard]] Wide bound_of_item(const ItemSet& set, const TieProof& proof, std::size_t item);

}  // namespace surgeflow::flow::certificate
