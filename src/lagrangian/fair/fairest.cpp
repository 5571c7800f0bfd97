// SPDX-License-Identifier: Apache-2.0
// Level after level, then the greatest gain, then least movement.
#include "lagrangian/fair/fairest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "flow/stop_status.hpp"
#include "lagrangian/fair/fair_level.hpp"
#include "lagrangian/fair/fair_patients.hpp"
#include "lagrangian/fair/share_bound.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

void require_groups(const Instance& instance, std::span<const std::int32_t> group) {
  if (std::ssize(group) != instance.facilities()) {
    throw std::invalid_argument("every facility must have a group, or none");
  }
}

/// What a search may take: fewer solves where each takes longer, of so many nodes together, but
/// some.
FairOptions within_reason(FairOptions options, const Instance& instance) {
  const std::int64_t nodes =
      std::max<std::int64_t>(1, std::int64_t{instance.facilities()} * instance.periods());
  const auto at_most = [&](std::int64_t stated, std::int64_t nodes_in_all, std::int64_t least) {
    return std::min(stated, std::max(least, nodes_in_all / nodes));
  };
  options.most_prices = at_most(options.most_prices, 6'000'000, 20);
  options.most_directions = at_most(options.most_directions, 1'000'000, 3);
  options.most_levels = static_cast<std::int32_t>(at_most(options.most_levels, 2'000'000, 3));
  return options;
}

bool counts_gains(const Instance& instance) {
  return instance.resolution() != 1 || !instance.treat_steps().empty() ||
         !instance.hold_steps().empty();
}

/// The same where patients count one each, and idle devices nothing.
Instance where_all_count_alike(const Instance& instance) {
  InstanceData data = numbers_of(instance);
  data.resolution = 1;
  data.treat_steps.clear();
  data.hold_steps.clear();
  return Instance(std::move(data));
}

/// The same where just these are treated: what they take and give back is committed.
Instance with_treated_committed(const Instance& instance, const Panel<Count>& treated) {
  InstanceData data = numbers_of(instance);
  data.treat_steps.clear();
  data.demand = Panel<Count>(instance.facilities(), instance.periods());
  if (!instance.has_commitments()) {
    data.commitments = Panel<Count>(instance.facilities(), instance.periods());
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::int32_t turnaround = instance.turnaround_periods(i);
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      data.commitments(i, t) -= treated(i, t);
      if (turnaround < instance.periods() - t.value()) {
        data.commitments(i, Period(t.value() + turnaround)) += treated(i, t);
      }
    }
  }
  return Instance(std::move(data));
}

class FairSolve {
 public:
  FairSolve(const Instance& instance, std::span<const std::int32_t> group,
            const FairOptions& options, const SolveControl& control)
      : instance_(instance),
        options_(within_reason(options, instance)),
        control_(control),
        floors_{.group = {group.begin(), group.end()}},
        unlimited_(solve_or_provide(instance, control)) {
    if (counts_gains(instance)) {
      made_alike_ = where_all_count_alike(instance);
      solved_alike_ = solve_or_provide(*made_alike_, control);
    }
    floors_.least.resize(sum_by_group(instance.demand(), group).size(), 0);
    level_of_.resize(floors_.least.size(), FairWork::kOpen);
    plan_.emplace(instance_, floors_, unlimited_.plan);
    network_.emplace(alike(), floors_.group, alike_optimum().plan,
                     alike_optimum().potentials.patients, control_);
    claim_.treated_without = plan_->treated();
    for (const SolveStatus status : {unlimited_.status, alike_optimum().status}) {
      if (stopped_ == StopReason::none) stopped_ = flow::stop_reason(status);
    }
  }

  [[nodiscard]] FairResult run();

 private:
  [[nodiscard]] FairWork work() {
    return {options_, control_, floors_, level_of_, *plan_, alike(), *network_};
  }
  [[nodiscard]] const Instance& alike() const { return made_alike_ ? *made_alike_ : instance_; }
  [[nodiscard]] const SolveResult& alike_optimum() const {
    return solved_alike_ ? *solved_alike_ : unlimited_;
  }
  [[nodiscard]] FairLevel proof_without_weights() const;
  void search_levels();
  void settle(const FairLevelSearch& search, bool all);
  [[nodiscard]] FloorProof search_patients();
  void move_least();
  void record(std::string step, const FloorProof& proof);
  [[nodiscard]] FairResult result(FloorProof proof);

  const Instance& instance_;
  FairOptions options_;
  const SolveControl& control_;
  PatientFloors floors_;
  SolveResult unlimited_;
  std::optional<Instance> made_alike_;  ///< where gains make it differ; with its optimum
  std::optional<SolveResult> solved_alike_;
  std::vector<std::int32_t> level_of_;
  std::optional<FairPlan> plan_;
  std::optional<WeightedGroups> network_;
  FairClaim claim_;
  std::int64_t prices_ = 0;
  StopReason stopped_ = StopReason::none;
  std::vector<StepRecord> steps_;
  Stopwatch watch_;
};

/// Every patient counts 1.
FairLevel FairSolve::proof_without_weights() const {
  FairLevel proof{.reached = {},
                  .bound = {1, 1},
                  .weights = std::vector<std::int64_t>(floors_.least.size(), 1),
                  .potentials = alike_optimum().potentials.patients};
  std::vector<WeightedGroup> groups;
  for (const Total demand : plan_->demand()) groups.push_back({1, demand});
  proof.bound = largest_share(groups, alike_optimum().bound.treated);
  return proof;
}

void FairSolve::search_levels() {
  FairWork shared = work();
  while (std::ranges::find(level_of_, FairWork::kOpen) != level_of_.end()) {
    FairLevelSearch search(shared);
    if (claim_.levels.empty()) search.begin_with(proof_without_weights());
    if (stopped_ == StopReason::none) {
      const SearchEnd end = search.run();
      stopped_ = end.stopped;
      prices_ += end.prices;
    }
    const bool last =
        stopped_ != StopReason::none || std::ssize(claim_.levels) + 1 == options_.most_levels;
    settle(search, last);
  }
}

void FairSolve::settle(const FairLevelSearch& search, bool all) {
  const auto number = static_cast<std::int32_t>(claim_.levels.size());
  claim_.levels.push_back(search.level());
  const FairLevel& level = claim_.levels.back();
  const std::vector<std::int32_t> bottleneck = search.bottleneck();
  for (const std::int32_t g : all || bottleneck.empty() ? search.open() : bottleneck) {
    const auto n = static_cast<std::size_t>(g);
    level_of_[n] = number;
    floors_.least[n] = least_treated(level.reached, plan_->demand()[n]);
  }
  const auto percent = [](const TreatedShare& share) {
    return 100.0 * static_cast<double>(share.treated) / static_cast<double>(share.demand);
  };
  control_.log->message(
      LogLevel::info,
      fmt::format("level {}: at least {:.3f} % of a group's patients treated, at most {:.3f} % "
                  "possible; {} of {} groups settled ({} prices)",
                  number + 1, percent(level.reached), percent(level.bound),
                  std::ranges::count_if(level_of_, [](auto l) { return l != FairWork::kOpen; }),
                  level_of_.size(), prices_));
  record(fmt::format("level {}", number + 1), {.bound = unlimited_.bound.treated});
}

FloorProof FairSolve::search_patients() {
  FairWork shared = work();
  std::optional<WeightedGroups> weighed;
  if (made_alike_) {
    weighed.emplace(instance_, floors_.group, unlimited_.plan, unlimited_.potentials.patients,
                    control_);
  }
  FairPatientSearch search(shared, weighed ? *weighed : *network_,
                           {.bound = unlimited_.bound.treated,
                            .multipliers = std::vector<std::int64_t>(floors_.least.size(), 0),
                            .unit = 1,
                            .potentials = unlimited_.potentials.patients});
  if (stopped_ == StopReason::none) {
    const SearchEnd end = search.run();
    stopped_ = end.stopped;
    prices_ += end.prices;
  }
  record("patients", search.proof());
  return search.proof();
}

/// The same patients with the greatest reserve, and then least movement.
void FairSolve::move_least() {
  if (stopped_ != StopReason::none) return;
  const Panel<Count>& treated = plan_->plan().treated;
  const bool reserves = !instance_.hold_steps().empty();
  SolveResult least =
      solve(reserves ? with_treated_committed(instance_, treated) : alike().with_demand(treated),
            {.stop = control_.stop, .threads = control_.threads});
  stopped_ = flow::stop_reason(least.status);
  if (stopped_ != StopReason::none) return;
  if (reserves) least.plan.treated = treated;
  plan_->replace(std::move(least.plan));
}

void FairSolve::record(std::string step, const FloorProof& proof) {
  const Total gain = value_of(instance_, plan_->plan()).treated;
  steps_.push_back({.step = std::move(step),
                    .partition = fmt::format("{} groups", floors_.least.size()),
                    .bound_treated = proof.bound / instance_.resolution(),
                    .treated = gain / instance_.resolution(),
                    .gap = relative_gap(proof.bound, gain),
                    .measured = {.seconds = watch_.seconds()}});
  watch_ = {};
}

FairResult FairSolve::run() {
  search_levels();
  FloorProof proof = search_patients();
  move_least();
  return result(std::move(proof));
}

FairResult FairSolve::result(FloorProof proof) {
  SolveResult solved;
  solved.status =
      stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_);
  solved.plan = plan_->plan();
  solved.value = value_of(instance_, solved.plan);
  solved.bound = {.treated = proof.bound, .movement = 0};
  LimitPrices prices{.resolution = proof.unit, .floors = std::move(proof.multipliers)};
  if (!instance_.send_steps().empty()) {
    prices.lending = gate_prices(instance_, proof.potentials);
  }
  solved.prices = std::move(prices);
  solved.potentials = {std::move(proof.potentials),
                       Panel<std::int64_t>(instance_.facilities(), instance_.periods())};
  solved.iterations = prices_;
  solved.steps = std::move(steps_);
  claim_.level_of = std::move(level_of_);
  return {std::move(solved), std::move(floors_), std::move(claim_)};
}

}  // namespace

FairResult solve_fairest(const Instance& instance, std::span<const std::int32_t> group,
                         const FairOptions& options, const SolveControl& control) {
  require_groups(instance, group);
  return FairSolve(instance, group, options, control).run();
}

}  // namespace surgeflow::lagrangian
