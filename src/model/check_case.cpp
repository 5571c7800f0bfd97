// SPDX-License-Identifier: Apache-2.0
// Checks a statement part by part and puts the parts together.
#include <fmt/format.h>

#include <cmath>

#include "model/case_checks.hpp"

namespace surgeflow {
namespace {

using checks::Findings;

void check_gap(const CaseStatement& statement, Findings& findings) {
  if (statement.gap >= 0.0) return;
  findings.at_key("solver.gap", {fmt::format("{}", statement.gap), "0 or more",
                                 "write 0 for the proven optimum"});
}

/// To the nearest whole device of each facility.
void take_out_of_service(const CaseStatement& statement, std::vector<Count>& devices,
                         Findings& findings) {
  if (!statement.out_of_service) return;
  const double share = *statement.out_of_service;
  if (!(share >= 0.0 && share <= 1.0)) {
    findings.at_key("state.out_of_service",
                    {fmt::format("{}", share), "0 to 1",
                     "state the share of devices that can not be used: 0.05 for one in twenty"});
    return;
  }
  for (Count& here : devices) here -= static_cast<Count>(std::lround(share * here));
}

Panel<Count> returning_devices(const std::vector<checks::PlacedCount>& in_use,
                               const std::vector<checks::PlacedCount>& in_transit,
                               std::int32_t facilities, std::int32_t periods) {
  if (in_use.empty() && in_transit.empty()) return {};
  Panel<Count> returning = checks::panel_of(in_use, facilities, periods);
  for (const checks::PlacedCount& count : in_transit) {
    returning(count.facility, count.period) += count.quantity;
  }
  return returning;
}

/// Limits count devices on patients at the start: for what must be there, where they belong to the
/// fleet unless it is a pool's, and for beds.
void note_in_care(const std::vector<checks::PlacedCount>& in_use,
                  const checks::CheckedFacilities& checked, std::int32_t periods, Limits& limits) {
  if (in_use.empty() || !limits.count_in_use()) return;
  if (limits.fleet.empty()) limits.fleet = checked.devices;
  limits.in_care = Panel<Count>(static_cast<std::int32_t>(checked.devices.size()), periods);
  for (const checks::PlacedCount& count : in_use) {
    const auto place = static_cast<std::size_t>(count.facility.value());
    if (!checked.facilities[place].is_pool()) limits.fleet[place] += count.quantity;
    for (Period t{0}; t < count.period; ++t) limits.in_care(count.facility, t) += count.quantity;
  }
}

}  // namespace

Case check_case(const CaseStatement& statement) {
  Findings findings(statement);
  const auto horizon = checks::check_horizon(statement, findings);
  check_gap(statement, findings);
  checks::CheckedFacilities checked = checks::check_facilities(statement, findings);
  checks::check_pools(statement, findings);
  if (statement.demand_model != DemandModel::file) checks::check_epidemic(statement, findings);

  checks::FacilityIndex index(statement.facilities);
  const auto demand = checks::check_counts({statement.demand_file, statement.demand, "patients"},
                                           horizon, index, findings);
  const auto arrivals = checks::check_counts(
      {statement.arrivals_file, statement.arrivals, "devices"}, horizon, index, findings);
  const auto in_use = checks::check_counts({statement.in_use_file, statement.in_use, "devices"},
                                           horizon, index, findings);
  const auto in_transit = checks::check_counts(
      {statement.in_transit_file, statement.in_transit, "devices"}, horizon, index, findings);
  checks::check_totals(statement, checked.devices, {arrivals, in_use, in_transit}, demand,
                       findings);
  take_out_of_service(statement, checked.devices, findings);
  TransitRule transit = checks::check_transit(statement, index, findings);
  transit.routes = checks::check_routes(statement, index, findings);
  Limits limits = checks::check_limits(statement, checked, horizon, findings);
  Rules rules = checks::check_rules(statement, checked, limits, findings);
  Orders orders = checks::check_orders(statement, limits, horizon, index, findings);
  transit.partners = checks::check_partners(statement, rules, index, findings);
  const ShipmentRules shipments = checks::check_shipments(statement, limits, findings);
  const std::optional<FairGroups> fair_by = checks::check_fairness(statement, limits, findings);
  std::optional<MoneyTerms> money = checks::check_money(statement, findings);
  checks::CheckedRegions regions = checks::check_regions(statement, findings);
  findings.throw_if_any();

  const auto facilities = static_cast<std::int32_t>(checked.facilities.size());
  note_in_care(in_use, checked, horizon->periods, limits);
  const bool demand_stated = statement.demand_model == DemandModel::file;
  return {
      .name = statement.name,
      .description = statement.description,
      .item_name = statement.item_name,
      .horizon = *horizon,
      .facilities = std::move(checked.facilities),
      .devices = std::move(checked.devices),
      .turnaround_periods = std::move(checked.turnaround_periods),
      .in_processing_periods = std::move(checked.in_processing_periods),
      .arrivals = checks::panel_of(arrivals, facilities, horizon->periods),
      .returning = returning_devices(in_use, in_transit, facilities, horizon->periods),
      .demand_model = statement.demand_model,
      .rounding = statement.rounding,
      .stated_demand =
          demand_stated ? checks::panel_of(demand, facilities, horizon->periods) : Panel<Count>{},
      .transit = std::move(transit),
      .limits = std::move(limits),
      .rules = std::move(rules),
      .fair_by = fair_by,
      .orders = std::move(orders),
      .shipments = shipments,
      .money = std::move(money),
      .method = statement.method,
      .region_of_facility = std::move(regions.of_facility),
      .regions = regions.count,
      .gap = statement.gap,
  };
}

}  // namespace surgeflow
