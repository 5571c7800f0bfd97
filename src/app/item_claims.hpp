// SPDX-License-Identifier: Apache-2.0
// What a plan file of several items claims, held against a recount.
#pragma once

#include <vector>

#include "app/claim_checks.hpp"
#include "surgeflow/archive/item_file.hpp"
#include "surgeflow/flow/item_certificate.hpp"

namespace surgeflow::app {

/// Every claim in a fixed order: those of the ties and of all items together, then of each item
/// what its own plan file would claim, under its name.
[[nodiscard]] std::vector<ClaimCheck> check_item_claims(const archive::ItemDocument& document,
                                                        const archive::StoredItemClaims& claims,
                                                        const ItemReport& report, int threads);

}  // namespace surgeflow::app
