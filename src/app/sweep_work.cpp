// SPDX-License-Identifier: Apache-2.0
// Orders as bytes, and what each rank does of them.
#include "app/sweep_work.hpp"

#include <deque>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/scenario_plans.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::app {
namespace {

/// Members whose cases stand in `cases`, one for each set of settings.
std::vector<epidemic::EnsembleMember> members_of(const SweepCases& sweep, std::deque<Case>& cases) {
  std::map<std::vector<std::string>, const Case*> known;
  std::vector<epidemic::EnsembleMember> members;
  const sweep::Designed& designed = sweep.designed();
  for (std::size_t n = 0; n < designed.of_design; ++n) {
    const sweep::Scenario& scenario = designed.scenarios[n];
    const Case*& planning_case = known[scenario.overrides];
    if (planning_case == nullptr) {
      planning_case = &cases.emplace_back(sweep.make_without_draws(static_cast<std::int64_t>(n)));
    }
    members.push_back(
        {.planning_case = planning_case, .draws = scenario.draws, .number = scenario.member});
  }
  return members;
}

FacilityRange share_of(std::int32_t facilities, const comm::Communicator& ranks) {
  const auto bound = [&](int rank) {
    return narrow<std::int32_t>(std::int64_t{facilities} * rank / ranks.size());
  };
  return {bound(ranks.rank()), bound(ranks.rank() + 1)};
}

/// The panels of all ranks, one below the other.
Panel<Count> joined(const Panel<Count>& own, std::int32_t facilities,
                    const comm::Communicator& ranks) {
  const std::vector<Count> values = ranks.gather_all(std::span<const Count>(own.values()));
  Panel<Count> all(facilities, own.periods());
  std::copy(values.begin(), values.end(), all.values().begin());
  return all;
}

/// [level, facility, period] of all ranks' facilities.
std::vector<Count> joined_by_level(const std::vector<Count>& own, std::size_t levels,
                                   const comm::Communicator& ranks) {
  std::vector<Count> all;
  if (levels == 0) return all;
  const std::size_t size = own.size() / levels;
  for (std::size_t q = 0; q < levels; ++q) {
    const auto of_level = std::span<const Count>(own).subspan(q * size, size);
    const std::vector<Count> joined = ranks.gather_all(of_level);
    all.insert(all.end(), joined.begin(), joined.end());
  }
  return all;
}

}  // namespace

std::string packed(const SweepOrder& order) {
  nlohmann::json json;
  json["sweep"] = order.sweep_path;
  json["output"] = order.output_path;
  json["plans"] = order.plan_folder;
  json["arguments"] = order.arguments;
  json["threads"] = order.threads;
  json["files"] = order.files;
  auto& blocks = json["blocks"] = nlohmann::json::array();
  for (const sweep::Block& block : order.blocks) blocks.push_back({block.first, block.count});
  std::string text;
  nlohmann::json::to_cbor(json, text);
  return text;
}

SweepOrder unpacked(std::string_view text) {
  const nlohmann::json json = nlohmann::json::from_cbor(text);
  SweepOrder order{.sweep_path = json.at("sweep"),
                   .output_path = json.at("output"),
                   .plan_folder = json.at("plans"),
                   .arguments = json.at("arguments"),
                   .blocks = {},
                   .threads = json.at("threads"),
                   .files = json.at("files")};
  for (const auto& block : json.at("blocks")) {
    order.blocks.push_back({.first = block.at(0), .count = block.at(1)});
  }
  return order;
}

comm::Dealing plan_blocks(const SweepOrder& order, const SweepCases& cases,
                          const comm::DealControl& control, const comm::Communicator& ranks) {
  const sweep::PartFolder parts(order.output_path, cases.identity());
  const ScenarioPlanning planning{
      .cases = &cases, .plan_folder = order.plan_folder, .arguments = order.arguments};
  return sweep::run_blocks({.parts = &parts,
                            .blocks = order.blocks,
                            .make_planner = [&] { return make_scenario_planner(planning); }},
                           control, ranks);
}

sweep::MergedSweep merge_parts(const SweepOrder& order, const SweepCases& cases, int threads,
                               const comm::Communicator& ranks) {
  const sweep::PartFolder parts(order.output_path, cases.identity());
  const sweep::Designed& designed = cases.designed();
  const auto facilities = narrow<std::int32_t>(cases.base().planning_case.facilities.size());
  sweep::MergedSweep merged;
  ranks.all_or_none([&] {
    merged = sweep::merge_parts(parts, cases.blocks(),
                                {.counted = static_cast<std::int64_t>(designed.of_design),
                                 .facilities = share_of(facilities, ranks),
                                 .quantiles = cases.statement().quantiles,
                                 .threads = threads});
  });
  const std::size_t levels = cases.statement().quantiles.size();
  for (sweep::MergedPanel& panel : merged.panels) {
    panel.quantiles = joined_by_level(panel.quantiles, levels, ranks);
    ranks.sum(std::span<Total>(panel.courses));
    panel.above_zero = ranks.gather_all(std::span<const double>(panel.above_zero));
  }
  return merged;
}

epidemic::EnsembleDemand forecast_ensemble(const SweepCases& sweep,
                                           const epidemic::EnsembleControl& control,
                                           const comm::Communicator& ranks) {
  const auto facilities = narrow<std::int32_t>(sweep.base().planning_case.facilities.size());
  std::deque<Case> cases;
  epidemic::EnsembleDemand demand;
  ranks.all_or_none([&] {
    const std::vector<epidemic::EnsembleMember> members = members_of(sweep, cases);
    demand = epidemic::ensemble_demand({.members = members,
                                        .seed = sweep.statement().seed,
                                        .quantiles = sweep.statement().quantiles,
                                        .facilities = share_of(facilities, ranks)},
                                       control);
  });
  const auto reason = static_cast<std::int32_t>(demand.stopped);
  demand.stopped = static_cast<StopReason>(ranks.maximum(reason));
  if (demand.stopped != StopReason::none) return demand;
  for (Panel<Count>& panel : demand.quantiles) panel = joined(panel, facilities, ranks);
  ranks.sum(std::span<Total>(demand.patients));
  return demand;
}

}  // namespace surgeflow::app
