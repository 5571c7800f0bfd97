// SPDX-License-Identifier: Apache-2.0
// The lane table of a case: checks the rule, then takes lanes from a table or from distances.
#include <fmt/format.h>

#include <cmath>

#include "surgeflow/core/error.hpp"
#include "surgeflow/transit/transit.hpp"
#include "transit/geodesic_lanes.hpp"
#include "transit/partner_costs.hpp"
#include "transit/pools.hpp"
#include "transit/routes.hpp"
#include "transit/sharing_groups.hpp"

namespace surgeflow::transit {
namespace {

constexpr std::int32_t kLongestLane = 255;  // one byte a pair

Diagnostic finding(std::string_view name, std::string seen, std::string allowed,
                   std::string remedy = {}) {
  return {{{}, 0, std::string(name)}, std::move(seen), std::move(allowed), std::move(remedy)};
}

bool is_location(const std::optional<GeoPoint>& point) {
  return point && std::abs(point->latitude) <= 90.0 && std::abs(point->longitude) <= 180.0;
}

bool needs_locations(const TransitRule& rule) {
  return rule.model == TransitModel::geodesic || rule.movement == Movement::distance;
}

void check_numbers(const TransitRule& rule, int threads, Diagnostics& findings) {
  const auto positive = [](double value) { return std::isfinite(value) && value > 0.0; };
  if (rule.model == TransitModel::geodesic && !positive(rule.km_per_period)) {
    findings.add(
        finding("transit.km_per_period", fmt::format("{}", rule.km_per_period), "more than 0"));
  }
  if (rule.max_periods < 1 || rule.max_periods > kLongestLane) {
    findings.add(finding("transit.max_periods", fmt::format("{}", rule.max_periods),
                         fmt::format("1 to {}", kLongestLane)));
  }
  if (rule.movement == Movement::distance) {
    if (!positive(rule.distance_resolution_km)) {
      findings.add(finding("objective.resolution_km",
                           fmt::format("{}", rule.distance_resolution_km), "more than 0"));
    }
    if (!(std::isfinite(rule.fixed_cost_km) && rule.fixed_cost_km >= 0.0)) {
      findings.add(
          finding("objective.fixed_km", fmt::format("{}", rule.fixed_cost_km), "0 or more"));
    }
  }
  if (rule.model == TransitModel::geodesic && rule.movement == Movement::cost) {
    findings.add(finding("objective.movement", "cost, with transit times from distances",
                         "units or distance, or a transit table with a cost column"));
  }
  if (threads < 1) findings.add(finding("threads", fmt::format("{}", threads), "1 or more"));
}

void check_pool(const Facility& pool, const TransitRule& rule, Diagnostics& findings) {
  const std::int32_t periods = pool.lead_periods.value();
  if (periods < 1 || periods > rule.max_periods) {
    findings.add(finding("lead_periods", fmt::format("{} of '{}'", periods, pool.id),
                         fmt::format("1 to {}", rule.max_periods)));
  }
  if (rule.movement == Movement::cost) {
    findings.add(finding("lead_periods", fmt::format("'{}' is a pool", pool.id),
                         "no pools where movement is cost", "count units or distance"));
  }
}

void check_facilities(std::span<const Facility> facilities, const TransitRule& rule,
                      Diagnostics& findings) {
  if (facilities.size() > static_cast<std::size_t>(kMaxFacilities)) {
    findings.add(finding("facilities", fmt::format("{}", facilities.size()),
                         fmt::format("at most {}", kMaxFacilities)));
  }
  for (const Facility& facility : facilities) {
    if (facility.is_pool()) check_pool(facility, rule, findings);
    if (facility.is_pool() || !needs_locations(rule) || is_location(facility.location)) continue;
    findings.add(finding("location", fmt::format("facility '{}' has none", facility.id),
                         "latitude in [-90, 90] and longitude in [-180, 180]",
                         "fill in the columns, or state the lanes in a table and count units"));
  }
}

void check_lane(const Lane& lane, std::span<const Facility> facilities, Diagnostics& findings) {
  const auto count = static_cast<std::int32_t>(facilities.size());
  const auto stands = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < count &&
           !facilities[static_cast<std::size_t>(i.value())].is_pool();
  };
  const bool distinct = lane.origin != lane.destination;
  if (!stands(lane.origin) || !stands(lane.destination) || !distinct) {
    findings.add(finding("lanes",
                         fmt::format("{} to {}", lane.origin.value(), lane.destination.value()),
                         fmt::format("two different facilities of 0 to {}, no pools", count - 1)));
  }
  if (lane.periods < 1 || lane.cost < 0 || lane.cost > kMaxLaneCost) {
    findings.add(finding("lanes", fmt::format("{} periods at cost {}", lane.periods, lane.cost),
                         fmt::format("1 or more periods, cost 0 to {}", kMaxLaneCost)));
  }
}

void check(std::span<const Facility> facilities, const TransitRule& rule, int threads) {
  Diagnostics findings;
  check_numbers(rule, threads, findings);
  check_facilities(facilities, rule, findings);
  if (rule.model == TransitModel::table) {
    for (const Lane& lane : rule.lanes) check_lane(lane, facilities, findings);
  }
  findings.throw_if_any();
}

/// Movement cost of a stated lane as the objective counts it.
std::int32_t stated_lane_cost(std::span<const Facility> facilities, const TransitRule& rule,
                              const Lane& lane) {
  if (rule.movement != Movement::distance) return lane.cost;
  const auto location = [&](FacilityId i) {
    return facilities[static_cast<std::size_t>(i.value())].location.value();
  };
  return cost_steps(rule)(distance_km(location(lane.origin), location(lane.destination)));
}

void fill_stated(LaneTable& table, std::span<const Facility> facilities, const TransitRule& rule,
                 const SharingGroups& groups) {
  const auto group = [&](FacilityId i) {
    return groups.group_of[static_cast<std::size_t>(i.value())];
  };
  for (const Lane& lane : rule.lanes) {
    if (!table.origins().contains(lane.origin) || lane.periods > rule.max_periods ||
        group(lane.origin) != group(lane.destination)) {
      continue;
    }
    const auto destination = static_cast<std::size_t>(lane.destination.value());
    if (table.row(lane.origin)[destination] != 0) {
      throw InputError(finding(
          "lanes",
          fmt::format("{} to {} stated twice", lane.origin.value(), lane.destination.value()),
          "each directed lane once"));
    }
    table.row(lane.origin)[destination] = lane.periods;
    if (table.has_costs()) {
      table.cost_row(lane.origin)[destination] = stated_lane_cost(facilities, rule, lane);
    }
  }
}

/// Only a cost that counts distance can leave its range: the others were checked one by one.
void refuse_costs_above_limit(const LaneTable& table, std::span<const Facility> facilities,
                              const TransitRule& rule) {
  if (!table.has_costs() || table.max_cost() <= kMaxLaneCost) return;
  throw InputError(
      finding("objective.resolution_km",
              fmt::format("{} km makes lanes of {} facilities cost more than {}",
                          rule.distance_resolution_km, facilities.size(), kMaxLaneCost),
              fmt::format("lane costs of 1 to {}", kMaxLaneCost),
              "state a coarser resolution_km or a lower fixed_km"));
}

}  // namespace

LaneTable make_lane_table(std::span<const Facility> facilities, const TransitRule& rule,
                          int threads) {
  const FacilityRange all{0, static_cast<std::int32_t>(facilities.size())};
  return make_lane_rows(facilities, rule, all, threads);
}

LaneTable make_lane_rows(std::span<const Facility> facilities, const TransitRule& rule,
                         FacilityRange origins, int threads) {
  if (rule.routes) {
    return make_lane_rows(facilities, with_route_lanes(facilities, rule, threads), origins,
                          threads);
  }
  check(facilities, rule, threads);
  const SharingGroups groups = sharing_groups(facilities, rule.scope);
  LaneTable table(static_cast<std::int32_t>(facilities.size()), origins);
  if (rule.movement != Movement::units) table.allocate_costs();
  if (rule.model == TransitModel::geodesic) {
    GeodesicLanes(facilities, rule).fill(table, groups, threads);
  } else {
    fill_stated(table, facilities, rule, groups);
  }
  fill_pools(table, facilities, rule);
  refuse_costs_above_limit(table, facilities, rule);
  apply_partners(table, facilities, rule.partners);
  return table;
}

}  // namespace surgeflow::transit
