// SPDX-License-Identifier: Apache-2.0
// Checks a statement part by part and puts the parts together.
#include <fmt/format.h>

#include "model/case_checks.hpp"

namespace surgeflow {
namespace {

using checks::Findings;

void check_gap(const CaseStatement& statement, Findings& findings) {
  if (statement.gap >= 0.0) return;
  findings.at_key("solver.gap", {fmt::format("{}", statement.gap), "0 or more",
                                 "write 0 for the proven optimum"});
}

}  // namespace

Case check_case(const CaseStatement& statement) {
  Findings findings(statement);
  const auto horizon = checks::check_horizon(statement, findings);
  check_gap(statement, findings);
  checks::CheckedFacilities checked = checks::check_facilities(statement, findings);
  if (statement.demand_model != DemandModel::file) checks::check_epidemic(statement, findings);

  checks::FacilityIndex index(statement.facilities);
  const auto demand = checks::check_counts({statement.demand_file, statement.demand, "patients"},
                                           horizon, index, findings);
  const auto arrivals = checks::check_counts(
      {statement.arrivals_file, statement.arrivals, "devices"}, horizon, index, findings);
  checks::check_totals(statement, checked.devices, arrivals, demand, findings);
  TransitRule transit = checks::check_transit(statement, index, findings);
  const Limits limits = checks::check_limits(statement, findings);
  Rules rules = checks::check_rules(statement, checked, findings);
  checks::CheckedRegions regions = checks::check_regions(statement, findings);
  findings.throw_if_any();

  const auto facilities = static_cast<std::int32_t>(checked.facilities.size());
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
      .demand_model = statement.demand_model,
      .rounding = statement.rounding,
      .stated_demand =
          demand_stated ? checks::panel_of(demand, facilities, horizon->periods) : Panel<Count>{},
      .transit = std::move(transit),
      .limits = limits,
      .rules = std::move(rules),
      .method = statement.method,
      .region_of_facility = std::move(regions.of_facility),
      .regions = regions.count,
      .gap = statement.gap,
  };
}

}  // namespace surgeflow
