// SPDX-License-Identifier: Apache-2.0
// Sentences about a shipment and about a plan without it.
#pragma once

#include <cstddef>
#include <string>

#include "app/explained_plan.hpp"
#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::app {

/// "Shipment 3: 2 devices from ... to ..., leaving on ..., to be used from ... on."
[[nodiscard]] std::string shipment_in_words(const ExplainedPlan& plan, std::size_t number);
/// "12 fewer patients are treated and 3 fewer devices move"
[[nodiscard]] std::string outcome_in_words(const ExplainedPlan& plan,
                                           const explain::WithoutShipment& without);
/// Who goes without, and who does not, so that the numbers add up.
[[nodiscard]] std::string losses_in_words(const ExplainedPlan& plan,
                                          const explain::WithoutShipment& without);
/// What else is shipped, or is not.
[[nodiscard]] std::string other_shipments_in_words(const ExplainedPlan& plan,
                                                   const Shipment& shipment,
                                                   const explain::WithoutShipment& without);
[[nodiscard]] bool is_on_lane_of(const Shipment& change, const Shipment& shipment);

[[nodiscard]] nlohmann::ordered_json as_json(const ExplainedPlan& plan,
                                             const explain::WithoutShipment& without);

}  // namespace surgeflow::app
