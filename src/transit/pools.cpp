// SPDX-License-Identifier: Apache-2.0
// Lanes from each pool to the facilities that it serves.
#include "transit/pools.hpp"

namespace surgeflow::transit {
namespace {

bool serves(const Facility& pool, const Facility& facility) {
  return !facility.is_pool() && (pool.region.empty() || pool.region == facility.region);
}

/// Calls `visit(pool, facility)` for every lane from a pool.
template <class Visit>
void for_each_lane(std::span<const Facility> facilities, Visit&& visit) {
  for (std::size_t i = 0; i < facilities.size(); ++i) {
    if (!facilities[i].is_pool()) continue;
    for (std::size_t j = 0; j < facilities.size(); ++j) {
      if (serves(facilities[i], facilities[j])) visit(i, j);
    }
  }
}

}  // namespace

void fill_pools(LaneTable& table, std::span<const Facility> facilities, const TransitRule& rule) {
  for_each_lane(facilities, [&](std::size_t i, std::size_t j) {
    const FacilityId pool(static_cast<std::int32_t>(i));
    if (!table.origins().contains(pool)) return;
    table.row(pool)[j] = facilities[i].lead_periods.value();
    if (table.has_costs()) table.cost_row(pool)[j] = cost_steps(rule)(0.0);
  });
}

LaneTally tally_pools(std::span<const Facility> facilities) {
  LaneTally tally{};
  for_each_lane(facilities,
                [&](std::size_t i, std::size_t) { ++tally[facilities[i].lead_periods.value()]; });
  return tally;
}

}  // namespace surgeflow::transit
