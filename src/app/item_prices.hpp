// SPDX-License-Identifier: Apache-2.0
// What the rules of several items cost: how many patients more could be treated without them.
#pragma once

#include <vector>

#include "app/rule_prices.hpp"
#include "surgeflow/archive/item_file.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/item_case.hpp"

namespace surgeflow::app {

/// Solves the items again without each rule, whichever items have it, without each carrier, without
/// orders, and without all of these where there are several. `document` holds the plans with all.
/// Where ties or limits bind plans are searched for, briefly: their prices are estimates.
[[nodiscard]] std::vector<archive::RulePrice> price_item_rules(
    const ItemCase& items, const archive::ItemDocument& document, const SolveControl& control);

/// Whether the prices compare optima: of items that nothing ties, without limits.
[[nodiscard]] PricedPlans priced_plans(const archive::ItemDocument& document);

}  // namespace surgeflow::app
