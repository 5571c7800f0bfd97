// SPDX-License-Identifier: Apache-2.0
// Counts over the lane table.
#include "surgeflow/model/lane_table.hpp"

#include <algorithm>
#include <array>

namespace surgeflow {

LaneTable::LaneTable(std::int32_t facilities)
    : facilities_(facilities),
      periods_(static_cast<std::size_t>(facilities) * static_cast<std::size_t>(facilities), 0) {}

void LaneTable::allocate_costs(std::int32_t initial) { costs_.assign(periods_.size(), initial); }

std::int64_t LaneTable::lanes() const {
  return std::count_if(periods_.begin(), periods_.end(), [](std::uint8_t s) { return s > 0; });
}

std::int64_t LaneTable::ship_arcs(std::int32_t periods) const {
  std::array<std::int64_t, 256> pairs{};
  for (const std::uint8_t s : periods_) ++pairs[s];
  std::int64_t arcs = 0;
  for (std::int32_t s = 1; s < 256 && s < periods; ++s) {
    arcs += pairs[static_cast<std::size_t>(s)] * (periods - s);
  }
  return arcs;
}

std::int32_t LaneTable::max_transit_periods() const {
  return periods_.empty() ? 0 : *std::max_element(periods_.begin(), periods_.end());
}

std::int32_t LaneTable::max_cost() const {
  std::int32_t largest = costs_.empty() ? 1 : 0;
  for (std::size_t n = 0; n < costs_.size(); ++n) {
    if (periods_[n] > 0) largest = std::max(largest, costs_[n]);
  }
  return largest;
}

}  // namespace surgeflow
