// SPDX-License-Identifier: Apache-2.0
// Case file -> checked case -> instance.
#include "app/prepare.hpp"

#include <set>
#include <utility>

#include "app/options.hpp"

namespace surgeflow::app {

void declare_case_options(CLI::App& app, CaseOptions& options) {
  add_option(app, "CASE", options.path, "The case: a TOML file")
      .required()
      .placeholder("FILE.toml");
  add_option(app, "--set", options.overrides,
             "Changes one setting of the case, e.g. --set demand.doubling_time=5; repeatable")
      .placeholder("KEY=VALUE");
}

namespace {

/// Once they are checked the case holds all that tables say; settings stay as they were stated.
void drop_tables(CaseStatement& statement) {
  statement.facilities = {};
  statement.demand = {};
  statement.arrivals = {};
  statement.in_use = {};
  statement.in_transit = {};
  statement.lanes = {};
  statement.orders = {};
  statement.partners = {};
  if (statement.routes) statement.routes->edges = {};
}

}  // namespace

formats::CaseFile read_case_file(const CaseOptions& options) {
  return formats::read_case(options.path, options.overrides);
}

LoadedCase check_case_file(formats::CaseFile file) {
  if (!file.statement.items.empty()) {
    throw InputError({file.statement.items.front().place("item.name"), "a case of several items",
                      "a case with one [item]", "only 'surgeflow plan' takes several items"});
  }
  Case planning_case = check_case(file.statement);
  drop_tables(file.statement);
  return {std::move(file), std::move(planning_case)};
}

LoadedCase load_case(const CaseOptions& options) {
  return check_case_file(read_case_file(options));
}

void refuse_least_size(const LoadedCase& loaded) {
  if (!loaded.planning_case.shipments.minimum) return;
  throw InputError({loaded.file.statement.places.at("shipments.minimum"),
                    "a case with shipments.minimum", "a case without it",
                    "only 'surgeflow plan' keeps a least size of shipments: drop it, or write "
                    "fewest = true"});
}

void refuse_consolidation(const LoadedCase& loaded) {
  if (!loaded.planning_case.shipments.any()) return;
  throw InputError({loaded.file.statement.places.at("shipments.fewest"), "a case with [shipments]",
                    "a case without it",
                    "only 'surgeflow plan' and 'surgeflow replan' make shipments fewer: drop it"});
}

void refuse_fairness(const LoadedCase& loaded) {
  if (!loaded.planning_case.fair_by) return;
  throw InputError({loaded.file.statement.places.at("rules.fair_by"), "a case with rules.fair_by",
                    "a case without it", "only 'surgeflow plan' makes shares even: drop it"});
}

Instance make_instance(const Case& planning_case, Panel<Count> demand, LaneTable lanes) {
  return make_instance(planning_case, planning_case.rules, std::move(demand), std::move(lanes));
}

Instance make_instance(const Case& planning_case, const Rules& rules, Panel<Count> demand,
                       LaneTable lanes) {
  InstanceData data{.devices = planning_case.devices,
                    .turnaround_periods = planning_case.turnaround_periods,
                    .in_processing_periods = planning_case.in_processing_periods,
                    .demand = std::move(demand),
                    .arrivals = planning_case.arrivals,
                    .lanes = std::move(lanes),
                    .commitments = planning_case.returning};
  apply_rules(rules, data);
  return Instance(std::move(data));
}

std::vector<std::string> period_labels(const Horizon& horizon) {
  std::vector<std::string> labels;
  labels.reserve(static_cast<std::size_t>(horizon.periods));
  for (Period t{0}; t.value() < horizon.periods; ++t) labels.push_back(horizon.label(t));
  return labels;
}

std::vector<std::string> facility_ids(const std::vector<Facility>& facilities) {
  std::vector<std::string> ids;
  ids.reserve(facilities.size());
  for (const Facility& facility : facilities) ids.push_back(facility.id);
  return ids;
}

std::int64_t count_regions(const std::vector<Facility>& facilities) {
  std::set<std::string_view> regions;
  for (const Facility& facility : facilities) regions.insert(facility.region);
  return static_cast<std::int64_t>(regions.size());
}

}  // namespace surgeflow::app
