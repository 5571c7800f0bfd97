// SPDX-License-Identifier: Apache-2.0
// The decomposition against the undecomposed method; run on 1, 2, 3 and 4 ranks.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "lagrangian/blocks.hpp"
#include "lagrangian/lagrangian.hpp"
#include "support/expect_certified.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Solves on all ranks; only the root may look at the instance and at the answer.
SolveResult solved(const comm::Communicator& ranks, Problem problem, const Instance& instance,
                   const SolveControl& control = {}) {
  const LaneTable lanes = deal_lanes(ranks.is_root() ? &instance.lanes() : nullptr, ranks);
  problem.lanes = &lanes;
  problem.instance = ranks.is_root() ? &instance : nullptr;
  return solve_by_regions(problem, control, ranks);
}

test::RandomInstanceOptions options_of(std::uint64_t seed, std::int32_t most_facilities) {
  test::RandomInstanceOptions options = test::varied_options(seed, most_facilities);
  options.closed_percent = 0;
  options.lane_costs = test::LaneCosts::unit;
  return options;
}

std::vector<std::int32_t> labels_of(const Instance& instance, std::int32_t regions) {
  std::vector<std::int32_t> labels;
  for (std::int32_t i = 0; i < instance.facilities(); ++i) labels.push_back(i % regions);
  return labels;
}

void expect_true_steps(const SolveResult& result, Total optimum) {
  Total bound = std::numeric_limits<Total>::max();
  Total treated = 0;
  for (const StepRecord& step : result.steps) {
    EXPECT_GE(step.bound_treated, optimum) << step.step << " on " << step.partition;
    EXPECT_LE(step.treated, optimum) << step.step << " on " << step.partition;
    EXPECT_LE(step.bound_treated, bound) << step.step << " on " << step.partition;
    EXPECT_GE(step.treated, treated) << step.step << " on " << step.partition;
    bound = step.bound_treated;
    treated = step.treated;
  }
}

/// Makes whole progress of what a sink is given.
class Keeper final : public ProgressSink {
 public:
  void begin(const ProgressHead& head) override {
    const std::int32_t facilities = head.patients.facilities();
    const std::int32_t periods = head.patients.periods();
    kept_.push_back({.plan = {.treated = Panel<Count>(facilities, periods),
                              .shipments = {head.shipments.begin(), head.shipments.end()}},
                     .potentials = {.patients = head.patients,
                                    .moves = Panel<std::int64_t>(facilities, periods)},
                     .steps = {head.steps.begin(), head.steps.end()}});
    values_ = 0;
  }
  void add_treated(std::span<const Count> rows) override {
    std::ranges::copy(rows, kept_.back().plan.treated.values().subspan(values_).begin());
    values_ += rows.size();
  }
  void add_moves(std::span<const std::int64_t> rows) override {
    Panel<std::int64_t>& moves = kept_.back().potentials.moves;
    const std::size_t begin = values_ - moves.values().size();
    std::ranges::copy(rows, moves.values().subspan(begin).begin());
    values_ += rows.size();
  }
  void end() override { EXPECT_EQ(values_, 2 * kept_.back().plan.treated.values().size()); }

  [[nodiscard]] const std::vector<Progress>& kept() const { return kept_; }

 private:
  std::vector<Progress> kept_;
  std::size_t values_ = 0;  ///< of both panels, taken so far
};

TEST(SolveByRegions, EndsInTheOptimum) {
  const auto ranks = comm::Communicator::world();
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = test::random_instance(options_of(seed, 60));
    const std::int32_t regions = static_cast<std::int32_t>(seed % 7) + 1;
    const SolveResult result =
        solved(ranks, {.region_of_facility = labels_of(instance, regions)}, instance);
    const PlanValue optimum = solve(instance).value;
    expect_true_steps(result, optimum.treated);
    if (!ranks.is_root()) continue;
    test::expect_certified(instance, result);
    EXPECT_EQ(result.value, optimum);
  }
}

TEST(SolveByRegions, SweepsAndKeepsToAGap) {
  const auto ranks = comm::Communicator::world();
  test::RandomInstanceOptions options = options_of(3, 60);
  options.facilities = 700;
  options.periods = 30;
  options.most_demand = 5;
  options.most_devices = 6;
  options.demand_percent = 40;
  options.lane_percent = 60;
  const Instance instance = test::random_instance(options);
  const SolveResult result = solved(ranks, {.regions = 12, .gap = 0.9}, instance);
  const Total optimum = solve(instance).value.treated;
  expect_true_steps(result, optimum);
  EXPECT_NE(std::ranges::find(result.steps, "up", &StepRecord::step), result.steps.end());
  if (!ranks.is_root()) return;
  EXPECT_EQ(result.status, SolveStatus::gap_reached);
  test::expect_true_statements(instance, result);
}

TEST(SolveByRegions, GoesOnInRoundsWhereAGapIsNotReached) {
  const auto ranks = comm::Communicator::world();
  test::RandomInstanceOptions options = options_of(4, 60);
  options.facilities = 300;
  options.periods = 25;
  options.demand_percent = 50;
  const Instance instance = test::random_instance(options);
  const auto sweeps_of = [](const SolveResult& result) {
    return std::ranges::count(result.steps, "sweep", &StepRecord::step);
  };
  const SolveResult proved = solved(ranks, {.regions = 6, .gap = 0.0}, instance);
  const SolveResult result = solved(ranks, {.regions = 6, .gap = 1e-12}, instance);
  expect_true_steps(result, solve(instance).value.treated);
  EXPECT_GT(sweeps_of(result), sweeps_of(proved));
  if (ranks.is_root()) test::expect_true_statements(instance, result);
}

TEST(SolveByRegions, WorksForOneFacilityARegionAndForOneRegion) {
  const auto ranks = comm::Communicator::world();
  const Instance instance = test::random_instance(options_of(11, 9));
  for (const std::int32_t regions : {1, instance.facilities()}) {
    const SolveResult result =
        solved(ranks, {.region_of_facility = labels_of(instance, regions)}, instance);
    if (ranks.is_root()) test::expect_certified(instance, result);
  }
}

TEST(SolveByRegions, LeavesAPlanAndABoundWhenStopped) {
  const auto ranks = comm::Communicator::world();
  const Instance instance = test::random_instance(options_of(5, 40));
  const std::atomic<bool> interrupt{true};
  const SolveResult result =
      solved(ranks, {.regions = 3}, instance, {.stop = StopCondition({}, &interrupt)});
  if (!ranks.is_root()) return;
  EXPECT_EQ(result.status, SolveStatus::interrupted);
  test::expect_true_statements(instance, result);
}

TEST(StopWithRoot, GivesAllRanksTheRootsDeadlineBesideTheirOwnInterrupt) {
  using Clock = StopCondition::Clock;
  const auto ranks = comm::Communicator::world();
  const auto root_has = [&](std::optional<Clock::time_point> deadline,
                            std::optional<Clock::time_point> others) {
    return StopCondition(ranks.is_root() ? deadline : others, nullptr);
  };
  const auto passed = Clock::now();
  const auto far_off = passed + std::chrono::hours(1);
  EXPECT_EQ(stop_with_root(root_has(passed, {}), ranks).check(), StopReason::time_limit);
  EXPECT_EQ(stop_with_root(root_has(far_off, passed), ranks).check(), StopReason::none);
  EXPECT_EQ(stop_with_root(root_has({}, passed), ranks).check(), StopReason::none);
  const std::atomic<bool> interrupt{ranks.rank() == 1};
  const StopCondition own(far_off, &interrupt);
  EXPECT_EQ(stop_with_root(own, ranks).check(),
            ranks.rank() == 1 ? StopReason::interrupt : StopReason::none);
}

TEST(SolveByRegions, GoesOnAfterAnyStepToTheSamePlan) {
  const auto ranks = comm::Communicator::world();
  const Instance instance = test::random_instance(options_of(7, 60));
  Keeper keeper;
  Problem problem{.regions = 5, .continuation = {.keep = &keeper, .every_seconds = 0.0}};
  const SolveResult expected = solved(ranks, problem, instance);
  const std::vector<Progress>& kept = keeper.kept();
  const std::int32_t stops = ranks.broadcast_value(static_cast<std::int32_t>(kept.size()));
  EXPECT_EQ(static_cast<std::size_t>(stops) + 1, expected.steps.size());  // all but the polish
  problem.continuation.keep = nullptr;
  for (std::int32_t stop = 0; stop < stops; ++stop) {
    SCOPED_TRACE(stop);
    Progress start;
    if (ranks.is_root()) {
      start = kept[static_cast<std::size_t>(stop)];
      problem.continuation.start = &start;
    }
    const SolveResult result = solved(ranks, problem, instance);
    EXPECT_EQ(result.steps.size(), expected.steps.size());
    EXPECT_EQ(result.plan.treated, expected.plan.treated);
    EXPECT_EQ(result.plan.shipments, expected.plan.shipments);
    EXPECT_EQ(result.potentials.patients, expected.potentials.patients);
    EXPECT_EQ(result.potentials.moves, expected.potentials.moves);
  }
}

TEST(SolveByRegions, EndsOnAllRanksWhereOneFails) {
  const auto ranks = comm::Communicator::world();
  const Instance instance = test::random_instance(options_of(5, 40));
  LaneTable lanes = deal_lanes(ranks.is_root() ? &instance.lanes() : nullptr, ranks);
  if (ranks.rank() == ranks.size() - 1) {
    // A lane to itself, which the solver of its block refuses.
    const FacilityId last(lanes.origins().last - 1);
    lanes.row(last)[static_cast<std::size_t>(last.value())] = 1;
  }
  const Problem problem{.lanes = &lanes,
                        .instance = ranks.is_root() ? &instance : nullptr,
                        .regions = instance.facilities()};
  std::int64_t failed = 0;
  try {
    (void)solve_by_regions(problem, {}, ranks);
  } catch (const InputError&) {
    failed = 1;
  } catch (const comm::OtherRankFailed&) {
    failed = 1;
  }
  EXPECT_EQ(ranks.sum(failed), ranks.size());
}

TEST(SolveByRegions, RefusesLaneCostsOnAllRanks) {
  const auto ranks = comm::Communicator::world();
  test::RandomInstanceOptions options = options_of(5, 10);
  options.lane_costs = test::LaneCosts::varied;
  const Instance instance = test::random_instance(options);
  if (ranks.is_root()) {
    EXPECT_THROW((void)solved(ranks, {.regions = 2}, instance), InputError);
  } else {
    EXPECT_THROW((void)solved(ranks, {.regions = 2}, instance), comm::OtherRankFailed);
  }
}

TEST(SolveByRegions, RefusesGainsWithStepsOnAllRanks) {
  const auto ranks = comm::Communicator::world();
  InstanceData data = test::random_instance_data(options_of(5, 10));
  data.resolution = 2;
  const Instance instance(std::move(data));
  if (ranks.is_root()) {
    EXPECT_THROW((void)solved(ranks, {.regions = 2}, instance), std::invalid_argument);
  } else {
    EXPECT_THROW((void)solved(ranks, {.regions = 2}, instance), comm::OtherRankFailed);
  }
}

}  // namespace
}  // namespace surgeflow::lagrangian
