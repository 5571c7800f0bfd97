// SPDX-License-Identifier: Apache-2.0
// What a planner wants of shipments beside what travels in them.
#pragma once

#include <optional>

#include "surgeflow/core/index.hpp"

namespace surgeflow {

struct ShipmentRules {
  bool fewest = false;              ///< few shipments, whatever their movement
  std::optional<Count> fixed_cost;  ///< of a shipment, in units of movement
  std::optional<Count> minimum;     ///< devices of a shipment that is sent, >= 1
  bool keep_unmet = false;          ///< unmet demand stays where it is, and when

  bool operator==(const ShipmentRules&) const = default;
  [[nodiscard]] bool any() const { return fewest || fixed_cost || minimum; }
};

/// A plan that was consolidated, and what it was before.
struct Consolidation {
  ShipmentRules rules;
  Total shipments_before = 0;  ///< of the plan of least movement
  Total movement_before = 0;
  Total least_shipments = 0;  ///< no plan that gains as much has fewer

  bool operator==(const Consolidation&) const = default;
};

}  // namespace surgeflow
