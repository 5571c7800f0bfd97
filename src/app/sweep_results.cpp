// SPDX-License-Identifier: Apache-2.0
// From merged numbers to a document.
#include "app/sweep_results.hpp"

#include <fmt/format.h>

#include <numeric>
#include <ostream>
#include <utility>

#include "archive/scenario_columns.hpp"
#include "formats/csv_cell.hpp"
#include "surgeflow/sweep/sensitivity.hpp"

namespace surgeflow::app {
namespace {

std::string_view name_of(Design design) {
  switch (design) {
    case Design::list:
      return "list";
    case Design::grid:
      return "grid";
    case Design::latin_hypercube:
      return "latin_hypercube";
    case Design::sobol:
      return "sobol";
    case Design::saltelli:
      return "saltelli";
    case Design::ensemble:
      return "ensemble";
  }
  return "unknown";
}

std::vector<archive::SweepInput> inputs_of(const sweep::Designed& designed, std::size_t scenarios) {
  std::vector<archive::SweepInput> inputs;
  for (std::size_t k = 0; k < designed.inputs.size(); ++k) {
    archive::SweepInput& input = inputs.emplace_back();
    input.name = designed.inputs[k];
    for (std::size_t n = 0; n < scenarios; ++n) {
      input.values.push_back(designed.scenarios[n].inputs[k]);
    }
  }
  return inputs;
}

/// What both kinds of sweep say of themselves, over the first so many scenarios.
archive::SweepDocument document_of(const SweepCases& cases, std::size_t scenarios) {
  const SweepStatement& statement = cases.statement();
  const sweep::Designed& designed = cases.designed();
  const Case& base = cases.base().planning_case;
  archive::SweepDocument document;
  document.sweep_name = statement.name;
  document.description = statement.description;
  document.case_name = base.name;
  document.item_name = base.item_name;
  document.design = name_of(statement.design);
  document.horizon = base.horizon;
  document.facilities = base.facilities;
  for (std::size_t n = 0; n < scenarios; ++n) {
    document.scenario_names.push_back(designed.scenarios[n].name);
  }
  document.counted = static_cast<std::int64_t>(designed.of_design);
  document.inputs = inputs_of(designed, scenarios);
  document.quantiles.levels = statement.quantiles;
  return document;
}

std::string value_of(const sweep::Designed& designed, std::size_t scenario, std::size_t input) {
  const std::string& value = designed.scenarios[scenario].inputs[input];
  return value.empty() ? "the base case's" : value;
}

void add_tornado(const sweep::Designed& designed, archive::SweepDocument& document) {
  const auto unmet = [&](std::size_t scenario) { return document.numbers[scenario].unmet; };
  document.unmet_centre = unmet(designed.centre);
  for (const sweep::TornadoPair& pair : designed.tornado) {
    document.tornado.push_back({.input = designed.inputs[pair.input],
                                .low_value = value_of(designed, pair.low, pair.input),
                                .high_value = value_of(designed, pair.high, pair.input),
                                .unmet_low = unmet(pair.low),
                                .unmet_high = unmet(pair.high)});
  }
}

void add_sensitivity(const SweepStatement& statement, const sweep::Designed& designed,
                     archive::SweepDocument& document) {
  if (statement.design != Design::saltelli) return;
  std::vector<double> unmet;
  for (std::size_t n = 0; n < designed.of_design; ++n) {
    unmet.push_back(static_cast<double>(document.numbers[n].unmet));
  }
  const std::size_t factors = statement.factors.size();
  const std::vector<sweep::SobolIndex> indices = sweep::sobol_indices(
      unmet, static_cast<std::size_t>(statement.scenarios), factors, {.seed = statement.seed});
  for (std::size_t k = 0; k < factors; ++k) {
    const auto& [first_order, total] = indices[k];
    document.sensitivity.push_back({.input = designed.inputs[k],
                                    .first_order = first_order.value,
                                    .first_order_low = first_order.low,
                                    .first_order_high = first_order.high,
                                    .total = total.value,
                                    .total_low = total.low,
                                    .total_high = total.high});
  }
}

}  // namespace

archive::SweepDocument results_of(const SweepCases& cases, sweep::MergedSweep merged) {
  archive::SweepDocument document = document_of(cases, merged.numbers.size());
  const auto panel = [&](archive::ScenarioPanel which) -> sweep::MergedPanel& {
    return merged.panels[archive::number_of(which)];
  };
  using archive::ScenarioPanel;
  document.numbers = std::move(merged.numbers);
  document.seconds = std::move(merged.seconds);
  document.quantiles.demand = std::move(panel(ScenarioPanel::demand).quantiles);
  document.quantiles.unmet = std::move(panel(ScenarioPanel::unmet).quantiles);
  document.quantiles.in_use = std::move(panel(ScenarioPanel::in_use).quantiles);
  document.quantiles.device_value = std::move(panel(ScenarioPanel::device_value).quantiles);
  document.courses = {.demand = std::move(panel(ScenarioPanel::demand).courses),
                      .unmet = std::move(panel(ScenarioPanel::unmet).courses),
                      .in_use = std::move(panel(ScenarioPanel::in_use).courses)};
  document.shares = {.lends = std::move(merged.sends),
                     .lacks = std::move(panel(ScenarioPanel::unmet).above_zero)};
  add_tornado(cases.designed(), document);
  add_sensitivity(cases.statement(), cases.designed(), document);
  return document;
}

archive::SweepDocument results_of(const SweepCases& cases, epidemic::EnsembleDemand demand) {
  archive::SweepDocument document = document_of(cases, cases.designed().of_design);
  const auto periods = static_cast<std::size_t>(document.horizon.periods);
  for (std::size_t n = 0; n < document.scenario_names.size(); ++n) {
    const auto course = std::span<const Total>(demand.patients).subspan(n * periods, periods);
    document.numbers.push_back({.demand = std::accumulate(course.begin(), course.end(), Total{0})});
  }
  document.courses.demand = std::move(demand.patients);
  for (const Panel<Count>& panel : demand.quantiles) {
    const auto values = panel.values();
    document.quantiles.demand.insert(document.quantiles.demand.end(), values.begin(), values.end());
  }
  return document;
}

void write_scenario_table(std::ostream& out, const archive::SweepDocument& document) {
  const bool has_plans = !document.courses.unmet.empty();
  out << "scenario,name";
  for (const archive::SweepInput& input : document.inputs) {
    out << ',' << formats::csv_cell(input.name);
  }
  for (const archive::ScenarioColumn& column : archive::kScenarioColumns) {
    out << ',' << column.name;
    if (!has_plans) break;
  }
  out << '\n';
  for (std::size_t n = 0; n < document.numbers.size(); ++n) {
    out << n << ',' << formats::csv_cell(document.scenario_names[n]);
    for (const archive::SweepInput& input : document.inputs) {
      out << ',' << formats::csv_cell(input.values[n]);
    }
    for (const archive::ScenarioColumn& column : archive::kScenarioColumns) {
      out << ',' << document.numbers[n].*column.member;
      if (!has_plans) break;
    }
    out << '\n';
  }
}

}  // namespace surgeflow::app
