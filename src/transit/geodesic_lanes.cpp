// SPDX-License-Identifier: Apache-2.0
// Fills the upper triangle of a whole lane table from distances and mirrors it; fills the rows of a
// part one by one.
#include "transit/geodesic_lanes.hpp"

#include <algorithm>

#include "surgeflow/transit/transit.hpp"

namespace surgeflow::transit {
namespace {

/// Rows and columns of a square that is mirrored at once: its two images stay in cache.
constexpr std::int32_t kMirrorBlock = 64;

/// Row `i` of the lower triangle within columns [first, last), from the upper triangle.
void mirror_row(LaneTable& table, FacilityId i, std::int32_t first, std::int32_t last) {
  const auto own = static_cast<std::size_t>(i.value());
  const auto periods = table.row(i);
  for (FacilityId j(first); j.value() < last; ++j) {
    const auto other = static_cast<std::size_t>(j.value());
    periods[other] = table.row(j)[own];
    if (table.has_costs()) table.cost_row(i)[other] = table.cost_row(j)[own];
  }
}

/// Distances are symmetric, so lanes are.
void mirror(LaneTable& table, int threads) {
  const std::int32_t count = table.facilities();
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int32_t top = 0; top < count; top += kMirrorBlock) {
    const std::int32_t bottom = std::min(top + kMirrorBlock, count);
    for (std::int32_t left = 0; left < bottom; left += kMirrorBlock) {
      for (FacilityId i(top); i.value() < bottom; ++i) {
        mirror_row(table, i, left, std::min(left + kMirrorBlock, i.value()));
      }
    }
  }
}

}  // namespace

DistanceSteps period_steps(const TransitRule& rule) {
  return {rule.km_per_period, 0.0, rule.max_periods};
}

DistanceSteps cost_steps(const TransitRule& rule) {
  return {rule.distance_resolution_km, rule.fixed_cost_km, kMaxLaneCost};
}

GeodesicLanes::GeodesicLanes(std::span<const Facility> facilities, const TransitRule& rule)
    : periods_(period_steps(rule)) {
  for (const Facility& facility : facilities) {
    locations_.push_back(facility.location.value_or(GeoPoint{}));  // of a pool never looked at
    points_.push_back(sphere_point(locations_.back()));
  }
  if (rule.movement == Movement::distance) costs_ = cost_steps(rule);
}

GeodesicLanes::Figures GeodesicLanes::figures(FacilityId i, FacilityId j) const {
  // In one order, so that both directions have the same figures to the last bit.
  const auto a = static_cast<std::size_t>(std::min(i, j).value());
  const auto b = static_cast<std::size_t>(std::max(i, j).value());
  const DistanceBounds bounds = distance_bounds(points_[a], points_[b]);
  Figures least{periods_(bounds.lower_km)};
  Figures most{periods_(bounds.upper_km)};
  if (costs_ && least.periods <= periods_.limit()) {
    least.cost = (*costs_)(bounds.lower_km);
    most.cost = (*costs_)(bounds.upper_km);
  }
  if (least.periods == most.periods && least.cost == most.cost) return least;
  const double distance = distance_km(locations_[a], locations_[b]);
  return {periods_(distance), costs_ ? (*costs_)(distance) : 1};
}

void GeodesicLanes::fill_lanes(LaneTable& table, FacilityId i,
                               std::span<const FacilityId> destinations) const {
  const auto periods = table.row(i);
  for (const FacilityId j : destinations) {
    if (j == i) continue;
    const Figures lane = figures(i, j);
    if (lane.periods > periods_.limit()) continue;
    periods[static_cast<std::size_t>(j.value())] = static_cast<std::uint8_t>(lane.periods);
    if (costs_) table.cost_row(i)[static_cast<std::size_t>(j.value())] = lane.cost;
  }
}

void GeodesicLanes::fill(LaneTable& table, const SharingGroups& groups, int threads) const {
  if (table.is_whole()) {
    fill_whole(table, groups, threads);
  } else {
    fill_rows(table, groups, threads);
  }
}

void GeodesicLanes::fill_rows(LaneTable& table, const SharingGroups& groups, int threads) const {
#pragma omp parallel for schedule(dynamic, 8) num_threads(threads)
  for (std::int32_t origin = table.origins().first; origin < table.origins().last; ++origin) {
    const std::int32_t group = groups.group_of[static_cast<std::size_t>(origin)];
    if (group == SharingGroups::kNone) continue;
    fill_lanes(table, FacilityId(origin), groups.members[static_cast<std::size_t>(group)]);
  }
}

void GeodesicLanes::fill_whole(LaneTable& table, const SharingGroups& groups, int threads) const {
  for (const std::vector<FacilityId>& members : groups.members) {
    const auto count = static_cast<std::int64_t>(members.size());
    if (count < 2) continue;
      // Rows shrink towards the end; small shares of work keep the threads level.
#pragma omp parallel for schedule(dynamic, 8) num_threads(threads)
    for (std::int64_t position = 0; position < count; ++position) {
      const auto place = static_cast<std::size_t>(position);
      fill_lanes(table, members[place], std::span(members).subspan(place + 1));
    }
  }
  mirror(table, threads);
}

LaneTally GeodesicLanes::tally(const SharingGroups& groups, int threads) const {
  LaneTally sum{};
  for (const std::vector<FacilityId>& members : groups.members) {
    const auto count = static_cast<std::int64_t>(members.size());
#pragma omp parallel num_threads(threads)
    {
      LaneTally own{};
#pragma omp for schedule(dynamic, 8)
      for (std::int64_t first = 0; first < count; ++first) {
        for (std::int64_t second = first + 1; second < count; ++second) {
          const Figures lane = figures(members[static_cast<std::size_t>(first)],
                                       members[static_cast<std::size_t>(second)]);
          if (lane.periods <= periods_.limit()) own[static_cast<std::size_t>(lane.periods)] += 2;
        }
      }
#pragma omp critical
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += own[n];
    }
  }
  return sum;
}

}  // namespace surgeflow::transit
