// SPDX-License-Identifier: Apache-2.0
// What units and devices that are at a facility allow there, with shipments as they are.
#pragma once

#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow::lagrangian {

/// Takes off the treatments that the units given to them, or staffed beds, do not reach, those
/// first that gain least, and the units that nobody uses.
void cut_to_reach(const ItemSet& set, ItemPlans& plans);

/// Beds that the patients of all other items leave [facility, period]; empty without beds.
[[nodiscard]] Panel<Count> beds_beside(const ItemSet& set, const ItemPlans& plans,
                                       std::size_t item);

/// Adds treatments with what is idle where they are, those first that gain most. Afterwards no
/// patient can be added without a shipment, but for those who count less than the reserve that they
/// would be treated from.
void top_up(const ItemSet& set, ItemPlans& plans);

/// How many patients more the idle units at (i,t) would allow an item to treat from then on, each
/// place by itself; as many as there are where it uses nothing.
[[nodiscard]] Panel<Count> reachable(const ItemSet& set, const ItemPlans& plans, std::size_t item);

}  // namespace surgeflow::lagrangian
