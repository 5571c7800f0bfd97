// SPDX-License-Identifier: Apache-2.0
// Gains that fall, and costs that rise, with the quantity: what rules add to the base problem.
#pragma once

#include <cstdint>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow {

/// At every facility and period the first `width` devices gain `gain` each, those of the next step
/// no more than that, and so on.
struct GainStep {
  Panel<Count> width;        ///< devices [facility, period], >= 0
  Panel<std::int32_t> gain;  ///< of each, [facility, period], >= 0
  bool operator==(const GainStep&) const = default;
};

/// At every facility and period the first `width` devices cost `cost` each, those of the next step
/// no less than that, and so on.
struct CostStep {
  Panel<Count> width;        ///< devices [facility, period], >= 0
  Panel<std::int32_t> cost;  ///< of each, [facility, period], >= 0, in units of lane cost
  bool operator==(const CostStep&) const = default;
};

}  // namespace surgeflow
