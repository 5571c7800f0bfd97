// SPDX-License-Identifier: Apache-2.0
// Counts lanes by their transit time, from the rule alone.
#include <algorithm>

#include "surgeflow/transit/transit.hpp"
#include "transit/geodesic_lanes.hpp"
#include "transit/pools.hpp"
#include "transit/routes.hpp"
#include "transit/sharing_groups.hpp"

namespace surgeflow::transit {
namespace {

/// Ordered pairs of facilities that may share.
std::int64_t pairs_in(const SharingGroups& groups) {
  std::int64_t pairs = 0;
  for (const std::vector<FacilityId>& members : groups.members) {
    const auto count = static_cast<std::int64_t>(members.size());
    pairs += count * (count - 1);
  }
  return pairs;
}

LaneTally tally_of_table(const TransitRule& rule, const SharingGroups& groups) {
  const auto group = [&](FacilityId i) {
    return groups.group_of[static_cast<std::size_t>(i.value())];
  };
  LaneTally tally{};
  for (const Lane& lane : rule.lanes) {
    if (lane.periods > rule.max_periods || group(lane.origin) != group(lane.destination)) continue;
    ++tally[lane.periods];
  }
  return tally;
}

void add(const LaneTally& more, LaneTally& tally) {
  for (std::size_t n = 0; n < tally.size(); ++n) tally[n] += more[n];
}

LaneCount count_of(const LaneTally& tally, std::int32_t periods) {
  LaneCount count;
  for (std::size_t transit = 1; transit < tally.size(); ++transit) {
    const std::int64_t departures = std::int64_t{periods} - static_cast<std::int64_t>(transit);
    count.lanes += tally[transit];
    count.ship_arcs += tally[transit] * std::max<std::int64_t>(departures, 0);
  }
  return count;
}

}  // namespace

LaneCount count_lanes(std::span<const Facility> facilities, const TransitRule& rule,
                      std::int32_t periods, const LaneCountOptions& options) {
  if (rule.routes) {
    const TransitRule stated = with_route_lanes(facilities, rule, options.threads);
    return count_lanes(facilities, stated, periods, options);
  }
  const SharingGroups groups = sharing_groups(facilities, rule.scope);
  LaneTally tally = tally_pools(facilities);
  if (rule.model == TransitModel::table) {
    add(tally_of_table(rule, groups), tally);
    return count_of(tally, periods);
  }
  const std::int64_t pairs = pairs_in(groups);
  if (pairs > options.most_pairs) {
    tally[1] += pairs;
    LaneCount most = count_of(tally, periods);
    most.precision = LaneCount::Precision::upper_bound;
    return most;
  }
  TransitRule times_alone = rule;
  times_alone.movement = Movement::units;
  const GeodesicLanes lanes(facilities, times_alone);
  add(lanes.tally(groups, options.threads), tally);
  return count_of(tally, periods);
}

}  // namespace surgeflow::transit
