// SPDX-License-Identifier: Apache-2.0
// Case, lanes, solver and certificate of each scenario; what scenarios share is kept between them.
#include "app/scenario_plans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "app/plan_document.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/solution.hpp"
#include "app/summary.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

/// Settings that lanes do not depend on, by the beginning of their keys.
constexpr std::string_view kNotOfLanes[] = {"demand.", "item.", "arrivals.",
                                            "rules.",  "case.", "facilities.devices_per_100k"};

/// The overrides that lanes may depend on.
std::vector<std::string> of_lanes(const std::vector<std::string>& overrides) {
  std::vector<std::string> kept;
  std::copy_if(
      overrides.begin(), overrides.end(), std::back_inserter(kept), [](const std::string& one) {
        return std::none_of(std::begin(kNotOfLanes), std::end(kNotOfLanes),
                            [&](std::string_view begin) { return one.starts_with(begin); });
      });
  return kept;
}

/// Whether a plan for one demand is a good start for the other: where a hundredth of the patients
/// differ it saves half of the time or more, where two hundredths do it saves nothing
/// (docs/sweeps.md). Other differences change a plan less than its demand does.
bool is_near(const Panel<Count>& before, const Panel<Count>& now) {
  if (before.facilities() != now.facilities() || before.periods() != now.periods()) return false;
  constexpr Total kPatientsPerDifferent = 100;
  Total patients = 0;
  Total different = 0;
  for (std::size_t n = 0; n < now.values().size(); ++n) {
    patients += now.values()[n];
    different += std::abs(now.values()[n] - before.values()[n]);
  }
  return different * kPatientsPerDifferent <= patients;
}

archive::ScenarioNumbers numbers_of(const Instance& instance, const Solution& solution) {
  const Limits limits = solution.limits ? solution.limits->limits : Limits{};
  const archive::Summary summary =
      count_summary(instance, solution.result.plan, solution.certificate);
  return {.demand = summary.demand,
          .treated = summary.treated,
          .unmet = summary.unmet,
          .unmet_without_sharing = unmet_without_sharing(instance, limits),
          .units_shipped = summary.units_shipped,
          .shipments = summary.shipments,
          .movement_cost = summary.movement_cost,
          .bound_unmet = summary.bound_unmet,
          .gap = summary.gap,
          .certified = summary.certified ? 1 : 0,
          .iterations = solution.result.iterations};
}

template <class T>
Panel<Count> as_counts(const Panel<T>& panel) {
  Panel<Count> counts(panel.facilities(), panel.periods());
  std::transform(panel.values().begin(), panel.values().end(), counts.values().begin(),
                 [](T value) { return static_cast<Count>(value); });
  return counts;
}

std::vector<Count> sent_in_all(const Panel<Count>& sent) {
  std::vector<Count> sums;
  for (FacilityId i{0}; i.value() < sent.facilities(); ++i) {
    Count sum = 0;
    for (const Count devices : sent.row(i)) sum += devices;
    sums.push_back(sum);
  }
  return sums;
}

archive::ScenarioOutcome outcome_of(const Instance& instance, const Solution& solution) {
  archive::ScenarioOutcome outcome{.numbers = numbers_of(instance, solution),
                                   .panels = {},
                                   .sent = {},
                                   .seconds = solution.solve_seconds};
  const PlanTrace trace = trace_plan(instance, solution.result.plan);
  const auto panel = [&](archive::ScenarioPanel which) -> Panel<Count>& {
    return outcome.panels[archive::number_of(which)];
  };
  panel(archive::ScenarioPanel::demand) = instance.demand();
  panel(archive::ScenarioPanel::unmet) = trace.unmet;
  panel(archive::ScenarioPanel::in_use) = as_counts(trace.in_use);
  panel(archive::ScenarioPanel::device_value) = as_counts(solution.result.potentials.patients);
  outcome.sent = sent_in_all(trace.sent);
  return outcome;
}

class CasePlanner final : public sweep::ScenarioPlanner {
 public:
  explicit CasePlanner(const ScenarioPlanning& planning)
      : cases_(*planning.cases), planning_(planning) {}

  void follow(std::optional<sweep::Neighbour> before) override { before_ = std::move(before); }

  archive::ScenarioOutcome plan(std::int64_t scenario) override {
    const Case planning_case = case_of(scenario);
    Panel<Count> demand = epidemic::forecast_patients(planning_case);
    const Instance instance =
        make_instance(planning_case, std::move(demand), lanes_of(planning_case, scenario));
    SolveControl control;
    if (cases_.statement().warm_starts && before_ && is_near(before_->demand, instance.demand())) {
      control.warm = &before_->plan;
    }
    control.workspace = &workspace_;
    Solution solution = solve_and_check(instance, planning_case, control);
    archive::ScenarioOutcome outcome = outcome_of(instance, solution);
    if (!planning_.plan_folder.empty()) keep_plan(scenario, planning_case, instance, solution);
    before_ =
        sweep::Neighbour{instance.demand(),
                         {std::move(solution.result.plan), std::move(solution.result.potentials)}};
    return outcome;
  }

  WarmStart take_state() override {
    return std::move(std::exchange(before_, std::nullopt).value().plan);
  }

 private:
  /// Scenarios that differ in draws alone share the rest.
  Case case_of(std::int64_t scenario) {
    const auto& overrides =
        cases_.designed().scenarios[static_cast<std::size_t>(scenario)].overrides;
    if (!case_ || overrides != case_overrides_) {
      case_ = cases_.make_without_draws(scenario);
      case_overrides_ = overrides;
    }
    Case planning_case = *case_;
    cases_.apply_draws(planning_case, scenario);
    return planning_case;
  }

  LaneTable lanes_of(const Case& planning_case, std::int64_t scenario) {
    std::vector<std::string> overrides =
        of_lanes(cases_.designed().scenarios[static_cast<std::size_t>(scenario)].overrides);
    if (!lanes_ || overrides != lane_overrides_) {
      lanes_ = transit::make_lane_table(planning_case.facilities, planning_case.transit, 1);
      lane_overrides_ = std::move(overrides);
    }
    return *lanes_;
  }

  void keep_plan(std::int64_t scenario, const Case& planning_case, const Instance& instance,
                 const Solution& solution) const {
    const formats::CaseFile file = cases_.load_without_draws(scenario).file;
    archive::PlanDocument document = make_plan_document(planning_case, instance, solution,
                                                        make_provenance(planning_.arguments, file));
    document.case_name +=
        ", " + cases_.designed().scenarios[static_cast<std::size_t>(scenario)].name;
    document.summary.case_sha256 = file.sha256;
    archive::write_plan(planning_.plan_folder / fmt::format("scenario-{:07}.h5", scenario),
                        document);
  }

  const SweepCases& cases_;
  ScenarioPlanning planning_;
  std::optional<Case> case_;
  std::vector<std::string> case_overrides_;
  std::optional<LaneTable> lanes_;
  std::vector<std::string> lane_overrides_;
  std::optional<sweep::Neighbour> before_;
  Workspace workspace_;
};

}  // namespace

std::unique_ptr<sweep::ScenarioPlanner> make_scenario_planner(const ScenarioPlanning& planning) {
  return std::make_unique<CasePlanner>(planning);
}

archive::ScenarioNumbers plan_demand(const Case& planning_case, Panel<Count> demand, int threads) {
  LaneTable lanes =
      transit::make_lane_table(planning_case.facilities, planning_case.transit, threads);
  const Instance instance = make_instance(planning_case, std::move(demand), std::move(lanes));
  SolveControl control;
  control.threads = threads;
  return numbers_of(instance, solve_and_check(instance, planning_case, control));
}

}  // namespace surgeflow::app
