// SPDX-License-Identifier: Apache-2.0
// Changes of a plan in the words of a plan.
#pragma once

#include <vector>

#include "explain/residual_network.hpp"
#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::explain {

/// Ordered by facility and period.
[[nodiscard]] std::vector<TreatmentChange> treatment_changes(const ResidualNetwork& network);
/// Ordered like a plan's shipments.
[[nodiscard]] std::vector<Shipment> shipment_changes(const ResidualNetwork& network);

}  // namespace surgeflow::explain
