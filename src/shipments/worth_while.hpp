// SPDX-License-Identifier: Apache-2.0
// Whether fewer shipments are worth the movement that they take.
#pragma once

#include "surgeflow/shipments/consolidate.hpp"

namespace surgeflow::shipments {

[[nodiscard]] inline bool is_worth_while(Total fewer, Total movement,
                                         const ConsolidationOptions& options) {
  if (!options.fixed_cost) return fewer > 0;
  return movement < *options.fixed_cost * fewer;
}

}  // namespace surgeflow::shipments
