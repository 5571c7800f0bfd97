// SPDX-License-Identifier: Apache-2.0
// Lane costs under the factors of partners.
#pragma once

#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::transit {

/// Multiplies the costs of all lanes whose rows are held by movement_parts and their factor.
/// Nothing where there are no partners; InputError where a lane costs more than kMaxLaneCost then.
void apply_partners(LaneTable& table, std::span<const Facility> facilities,
                    std::span<const PartnerFactor> partners);

}  // namespace surgeflow::transit
