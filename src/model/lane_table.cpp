// SPDX-License-Identifier: Apache-2.0
// Counts over the lane table.
#include "surgeflow/model/lane_table.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace surgeflow {
namespace {

auto ends_of(const KnownLane& lane) { return std::tuple(lane.origin, lane.destination); }

}  // namespace

LaneTable::LaneTable(std::int32_t facilities, FacilityRange origins)
    : facilities_(facilities),
      origins_(origins),
      periods_(static_cast<std::size_t>(origins.size()) * static_cast<std::size_t>(facilities), 0) {
}

void LaneTable::set_known_lanes(std::vector<KnownLane> lanes) {
  known_lanes_ = std::move(lanes);
  std::ranges::sort(known_lanes_, {}, ends_of);
}

void LaneTable::drop_rows() {
  origins_ = {};
  // Braces alone would keep the memory.
  periods_ = std::vector<std::uint8_t>();
  costs_ = std::vector<std::int32_t>();
}

std::uint8_t LaneTable::known_transit_periods(FacilityId i, FacilityId j) const {
  const auto lane = std::ranges::lower_bound(known_lanes_, std::tuple(i, j), {}, ends_of);
  const bool known = lane != known_lanes_.end() && lane->origin == i && lane->destination == j;
  return known ? lane->transit_periods : std::uint8_t{0};
}

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
