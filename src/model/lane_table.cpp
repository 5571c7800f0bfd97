// SPDX-License-Identifier: Apache-2.0
// Counts over the lane table.
#include "surgeflow/model/lane_table.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace surgeflow {
namespace {

/// What a list of lanes is ordered by.
constexpr auto kEnds = [](const auto& lane) { return std::tuple(lane.origin, lane.destination); };

}  // namespace

LaneTable::LaneTable(std::int32_t facilities, FacilityRange origins)
    : facilities_(facilities),
      origins_(origins),
      periods_(static_cast<std::size_t>(origins.size()) * static_cast<std::size_t>(facilities), 0) {
}

void LaneTable::set_known_lanes(std::vector<KnownLane> lanes) {
  known_lanes_ = std::move(lanes);
  std::ranges::sort(known_lanes_, {}, kEnds);
}

void LaneTable::drop_rows() {
  origins_ = {};
  // Braces alone would keep the memory.
  periods_ = std::vector<std::uint8_t>();
  costs_ = std::vector<std::int32_t>();
}

std::uint8_t LaneTable::known_transit_periods(FacilityId i, FacilityId j) const {
  const auto lane = std::ranges::lower_bound(known_lanes_, std::tuple(i, j), {}, kEnds);
  const bool known = lane != known_lanes_.end() && lane->origin == i && lane->destination == j;
  return known ? lane->transit_periods : std::uint8_t{0};
}

void LaneTable::set_closed(std::vector<ClosedLane> closed) {
  std::ranges::sort(closed, {}, [](const ClosedLane& lane) {
    return std::tuple(lane.origin, lane.destination, lane.first);
  });
  closed_.clear();
  for (const ClosedLane& next : closed) {
    const bool same_lane = !closed_.empty() && kEnds(closed_.back()) == kEnds(next);
    if (same_lane && next.first.value() <= closed_.back().last.value() + 1) {
      closed_.back().last = std::max(closed_.back().last, next.last);
    } else {
      closed_.push_back(next);
    }
  }
}

std::span<const ClosedLane> LaneTable::closed_of(FacilityId i, FacilityId j) const {
  const auto [first, last] = std::ranges::equal_range(closed_, std::tuple(i, j), {}, kEnds);
  return {first, last};
}

bool LaneTable::is_closed(FacilityId i, FacilityId j, Period t) const {
  return std::ranges::any_of(closed_of(i, j), [&](const ClosedLane& closed) {
    return closed.first <= t && t <= closed.last;
  });
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
  return arcs - closed_arcs(periods);
}

std::int64_t LaneTable::closed_arcs(std::int32_t periods) const {
  std::int64_t arcs = 0;
  for (const ClosedLane& lane : closed_) {
    if (!origins_.contains(lane.origin)) continue;
    const std::int32_t s = transit_periods(lane.origin, lane.destination);
    if (s == 0) continue;
    const std::int32_t end = std::min(lane.last.value() + 1, periods - s);
    arcs += std::max(end - lane.first.value(), 0);
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
