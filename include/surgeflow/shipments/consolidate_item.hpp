// SPDX-License-Identifier: Apache-2.0
// Fewer shipments of one item beside others that are tied to it.
//
// Problem. As in surgeflow/shipments/consolidate.hpp, of one item of a set. Its treatments stay in
// their places: whoever is treated with it, and the units that treatments take of it, stay where
// and when they are, so that patients, uses and beds are as they were, whatever the other items do.
// What is left of the ties are carriers, which take of the item what the others, and shipments that
// are ordered, leave of their limits. The item's own limits, lending and reserve are kept.
//
// The others stay as they are meanwhile: a caller takes one item after the other, and again while
// that changes anything. Shipments of two items on a lane in a period are two: nothing here brings
// items on one truck together.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "surgeflow/flow/item_plans.hpp"
#include "surgeflow/shipments/consolidate.hpp"

namespace surgeflow::shipments {

/// What the carriers that count an item have for it, beside the plans of all others.
[[nodiscard]] std::vector<CarrierSpace> carriers_beside(const ItemSet& set, const ItemPlans& plans,
                                                        std::size_t item);

/// The item's plan in fewer shipments, or in as many; where a fixed cost is stated, with no more
/// cost in all. `plans` obey the set. Of the options, `unmet`, `within` and `carriers` follow from
/// the set. `standing` as in consolidate. The same for any number of threads; stopped, it returns
/// the best so far.
[[nodiscard]] Plan consolidate_item(const ItemSet& set, const ItemPlans& plans, std::size_t item,
                                    std::span<const Shipment> standing,
                                    ConsolidationOptions options, const StopCondition& stop = {});

}  // namespace surgeflow::shipments
