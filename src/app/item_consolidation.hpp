// SPDX-License-Identifier: Apache-2.0
// What [shipments] makes of plans of several items.
#pragma once

#include <optional>
#include <vector>

#include "lagrangian/items/items.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/item_case.hpp"
#include "surgeflow/model/shipment_rules.hpp"

namespace surgeflow::app {

/// Gives every item of the result a plan of fewer shipments, as the case asks, one item after the
/// other, in a few rounds; nothing is done, and returned, where it does not. An item that nothing
/// ties is consolidated as a case of its own (consolidation.hpp); any other keeps its treatments in
/// their places, and what the others leave of the carriers. `without_orders` [item] are the
/// instances before the set was given its orders. Plans may then move more than they must: whether
/// the result's status holds is for the caller to look at.
[[nodiscard]] std::vector<std::optional<Consolidation>> consolidate_items(
    const ItemCase& items, const ItemSet& set, const std::vector<Instance>& without_orders,
    const SolveControl& control, lagrangian::ItemResult& result);

}  // namespace surgeflow::app
