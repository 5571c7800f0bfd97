// SPDX-License-Identifier: Apache-2.0
// Two loops and the definition of a lane.
#include "transit/reference/reference_lanes.hpp"

#include <algorithm>
#include <cmath>

#include "surgeflow/transit/transit.hpp"

namespace surgeflow::transit {
namespace {

bool may_share(const Facility& from, const Facility& to, Scope scope) {
  return scope == Scope::all || (scope == Scope::region && from.region == to.region);
}

}  // namespace

LaneTable reference_geodesic_lanes(std::span<const Facility> facilities, const TransitRule& rule) {
  LaneTable table(static_cast<std::int32_t>(facilities.size()));
  if (rule.movement == Movement::distance) table.allocate_costs();
  for (std::size_t i = 0; i < facilities.size(); ++i) {
    const FacilityId origin(static_cast<std::int32_t>(i));
    for (std::size_t j = 0; j < facilities.size(); ++j) {
      if (i == j || !may_share(facilities[i], facilities[j], rule.scope)) continue;
      const double km = distance_km(facilities[i].location.value(), facilities[j].location.value());
      const double periods = std::max(1.0, std::ceil(km / rule.km_per_period));
      if (periods > rule.max_periods) continue;
      table.row(origin)[j] = static_cast<std::uint8_t>(periods);
      if (rule.movement != Movement::distance) continue;
      const double cost = std::ceil((km + rule.fixed_cost_km) / rule.distance_resolution_km);
      table.cost_row(origin)[j] = static_cast<std::int32_t>(std::max(1.0, cost));
    }
  }
  return table;
}

}  // namespace surgeflow::transit
