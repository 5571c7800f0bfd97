// SPDX-License-Identifier: Apache-2.0
// Warm starts: the same optimum as from nothing, whatever the start; nothing to do where nothing
// changed; potentials repaired as little as possible.
#include "flow/primal_dual/warm_start.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "flow/primal_dual/feasibility.hpp"
#include "flow/primal_dual/primal_dual.hpp"
#include "flow/primal_dual/team.hpp"
#include "support/expect_certified.hpp"
#include "support/least_feasible.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"

namespace surgeflow::flow {
namespace {

SolveResult solve_cold(const Instance& instance) { return PrimalDualSolver().solve(instance, {}); }

SolveResult solve_from(const Instance& instance, const WarmStart& warm) {
  return PrimalDualSolver().solve(instance, {.stop = {}, .warm = &warm});
}

WarmStart start_of(const SolveResult& result) { return {result.plan, result.potentials}; }

/// One of the changes that a day brings.
void change(InstanceData& data, test::RandomDraws& draws) {
  const std::int32_t facilities = data.demand.facilities();
  const std::int32_t periods = data.demand.periods();
  const FacilityId i(draws.between(0, facilities - 1));
  const FacilityId j(draws.between(0, facilities - 1));
  switch (draws.between(0, 6)) {
    case 0:
      for (Count& demand : data.demand.row(i)) demand = draws.between(0, 6);
      break;
    case 1:
      data.devices[static_cast<std::size_t>(i.value())] = draws.between(0, 12);
      break;
    case 2:
      data.arrivals(i, Period(draws.between(0, periods - 1))) = draws.between(0, 5);
      break;
    case 3:
      if (i == j) break;
      data.lanes.row(i)[static_cast<std::size_t>(j.value())] =
          static_cast<std::uint8_t>(draws.between(0, 4));
      if (data.lanes.has_costs()) {
        data.lanes.cost_row(i)[static_cast<std::size_t>(j.value())] = draws.between(0, 50);
      }
      break;
    case 4:
      if (i != j) {
        std::vector<ClosedLane> closed(data.lanes.closed().begin(), data.lanes.closed().end());
        const std::int32_t first = draws.between(0, periods - 1);
        closed.push_back({i, j, Period(first), Period(draws.between(first, periods - 1))});
        data.lanes.set_closed(std::move(closed));
      }
      break;
    case 5:
      data.turnaround_periods[static_cast<std::size_t>(i.value())] = draws.between(1, 9);
      break;
    default:  // everything happens a period earlier
      for (FacilityId f{0}; f.value() < facilities; ++f) {
        std::ranges::rotate(data.demand.row(f), data.demand.row(f).begin() + 1);
      }
  }
}

void expect_same(const SolveResult& result, const SolveResult& expected) {
  EXPECT_EQ(result.plan, expected.plan);
  EXPECT_EQ(result.potentials, expected.potentials);
  EXPECT_EQ(result.iterations, expected.iterations);
}

TEST(Workspace, ChangesNoAnswerWhateverWasSolvedBefore) {
  Workspace workspace;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    // Every second instance has the lanes of the one before, and other demand.
    test::RandomInstanceOptions options = test::varied_options((seed + 1) / 2, 90, 30);
    InstanceData data = test::random_instance_data(options);
    test::RandomDraws draws(seed, 11);
    for (Count& demand : data.demand.values()) demand += draws.between(0, 1);
    const Instance instance(std::move(data));
    if (draws.happens(30)) prepare(instance, workspace);
    expect_same(PrimalDualSolver().solve(instance, {.stop = {}, .workspace = &workspace}),
                solve_cold(instance));
  }
}

/// The first periods of `data`, and none of what takes others.
InstanceData first_periods(InstanceData data, std::int32_t periods) {
  for (Panel<Count>* panel : {&data.demand, &data.arrivals}) {
    Panel<Count> first(panel->facilities(), periods);
    for (FacilityId i{0}; i.value() < panel->facilities(); ++i) {
      std::copy_n(panel->row(i).begin(), periods, first.row(i).begin());
    }
    *panel = std::move(first);
  }
  return data;
}

TEST(Workspace, KeepsNothingForAnotherShape) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomInstanceOptions options = test::varied_options(seed, 90, 30);
    options.lane_costs = test::LaneCosts::unit;
    const InstanceData data = test::random_instance_data(options);
    InstanceData limited = data;
    test::RandomDraws draws(seed, 12);
    test::add_send_steps(limited, draws);
    Workspace workspace;
    std::optional<Instance> instance;  // each in the place of the one before, which is gone
    for (const InstanceData& next :
         {data, first_periods(data, (data.demand.periods() + 1) / 2), data, limited, data}) {
      instance.emplace(next);
      expect_same(PrimalDualSolver().solve(*instance, {.stop = {}, .workspace = &workspace}),
                  solve_cold(*instance));
    }
  }
}

TEST(WarmStart, EqualsAColdSolveThroughChainsOfChanges) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    InstanceData data = test::random_instance_data(test::varied_options(seed, 80, 30));
    WarmStart warm = start_of(solve_cold(Instance(data)));
    test::RandomDraws draws(seed, 7);
    Workspace workspace;
    for (int step = 0; step < 4; ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      change(data, draws);
      const Instance instance(data);
      const SolveResult result = solve_from(instance, warm);
      test::expect_certified(instance, result);
      EXPECT_EQ(result.value, solve_cold(instance).value);
      expect_same(
          PrimalDualSolver().solve(instance, {.stop = {}, .warm = &warm, .workspace = &workspace}),
          result);
      warm = start_of(result);
    }
  }
}

/// Facilities enough for threads to share the work; one in three lanes is
/// closed for some periods.
Instance instance_of_words(std::uint64_t seed, bool closing) {
  constexpr std::int32_t kFacilities = kManyFacilities + 70;
  constexpr std::int32_t kPeriods = 6;
  test::RandomDraws draws(seed);
  InstanceData data{.devices = std::vector<Count>(kFacilities, 0),
                    .turnaround_periods = std::vector<std::int32_t>(kFacilities, 2),
                    .in_processing_periods = std::vector<std::int32_t>(kFacilities, 0),
                    .demand = Panel<Count>(kFacilities, kPeriods),
                    .arrivals = Panel<Count>(kFacilities, kPeriods),
                    .lanes = LaneTable(kFacilities)};
  for (Count& devices : data.devices) devices = draws.between(0, 6);
  for (Count& demand : data.demand.values()) demand = draws.between(0, 4);
  std::vector<ClosedLane> closed;
  for (FacilityId i{0}; i.value() < kFacilities; ++i) {
    for (FacilityId j{0}; j.value() < kFacilities; ++j) {
      if (i == j) continue;
      data.lanes.row(i)[static_cast<std::size_t>(j.value())] =
          static_cast<std::uint8_t>(1 + std::abs(i.value() - j.value()) / 40);
      if (closing && draws.between(0, 2) == 0) closed.push_back({i, j, Period(1), Period(3)});
    }
  }
  data.lanes.set_closed(std::move(closed));
  return Instance(std::move(data));
}

TEST(WarmStart, IsTheSameOnAnyNumberOfThreads) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const Instance before = instance_of_words(seed, seed % 2 == 1);
    const Instance after = instance_of_words(seed + 2, seed % 2 == 1);
    const SolveResult cold = solve_cold(before);
    const WarmStart start = start_of(cold);
    const SolveResult warm = solve_from(after, start);
    test::expect_certified(after, warm);
    for (const int threads : {2, 3, 7}) {
      SCOPED_TRACE(threads);
      expect_same(PrimalDualSolver().solve(before, {.stop = {}, .threads = threads}), cold);
      expect_same(PrimalDualSolver().solve(after, {.stop = {}, .warm = &start, .threads = threads}),
                  warm);
    }
  }
}

TEST(WarmStart, HasNothingToDoWhereNothingChanged) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = test::random_instance(test::varied_options(seed, 100, 30));
    const SolveResult cold = solve_cold(instance);
    const SolveResult again = solve_from(instance, start_of(cold));
    EXPECT_EQ(again.iterations, 0);
    EXPECT_EQ(again.plan, cold.plan);
    test::expect_certified(instance, again);
  }
}

TEST(WarmStart, IsNeverWrongHoweverSenselessTheStart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomInstanceOptions options;
    options.seed = seed;
    options.lane_costs = seed % 2 == 0 ? test::LaneCosts::unit : test::LaneCosts::varied;
    const Instance instance = test::random_instance(options);
    const std::int32_t n = instance.facilities();
    const std::int32_t periods = instance.periods();
    WarmStart warm{{Panel<Count>(n, periods), {}},
                   {Panel<std::int32_t>(n, periods), Panel<std::int64_t>(n, periods)}};
    test::RandomDraws draws(seed, 8);
    for (Count& treated : warm.plan.treated.values()) treated = draws.between(-5, 1 << 30);
    for (auto& worth : warm.potentials.patients.values()) worth = draws.between(-1000, 1000);
    for (auto& worth : warm.potentials.moves.values()) worth = draws.between(-60, 60);
    for (Period t{0}; t.value() < periods; ++t) {
      warm.plan.shipments.push_back({t, FacilityId(draws.between(0, n - 1)),
                                     FacilityId(draws.between(0, n - 1)), draws.between(-3, 9)});
    }
    const SolveResult result = solve_from(instance, warm);
    test::expect_certified(instance, result);
    EXPECT_EQ(result.value, solve_cold(instance).value);
  }
}

TEST(WarmStart, StartsColdWhereMovesAreTooFarAway) {
  test::RandomInstanceOptions options;
  options.seed = 3;
  const Instance instance = test::random_instance(options);
  WarmStart warm = start_of(solve_cold(instance));
  test::RandomDraws draws(4);
  for (auto& worth : warm.potentials.moves.values()) worth = draws.between(0, 1 << 30);
  const SolveResult result = solve_from(instance, warm);
  test::expect_certified(instance, result);
}

TEST(WarmStart, OfAnotherShapeIsRefused) {
  const Instance instance = test::random_instance({.facilities = 8});
  const WarmStart warm = start_of(solve_cold(test::random_instance({.facilities = 9})));
  EXPECT_THROW((void)solve_from(instance, warm), std::invalid_argument);
}

TEST(WarmStart, StoppedAtOnceStillTellsTheTruth) {
  const Instance instance = test::random_instance({.seed = 9, .facilities = 40});
  const Instance other = test::random_instance({.seed = 10, .facilities = 40});
  const WarmStart warm = start_of(solve_cold(other));
  const std::atomic<bool> stopped{true};
  const SolveResult result = PrimalDualSolver().solve(
      instance, {.stop = StopCondition(std::nullopt, &stopped), .warm = &warm});
  EXPECT_EQ(result.status, SolveStatus::interrupted);
  test::expect_true_statements(instance, result);
}

/// The last period in which `raised` is above `values`; -1 where nothing is.
std::int32_t last_raised(const Network& network, const std::vector<std::int64_t>& values,
                         const std::vector<std::int64_t>& raised) {
  std::int32_t last = -1;
  for_each_node(network, [&](FacilityId, Period t, Node node) {
    const auto place = static_cast<std::size_t>(node);
    if (values[place] != raised[place]) last = std::max(last, t.value());
  });
  return last;
}

TEST(WarmStart, RaisesPotentialsAsLittleAsMakesThemFeasible) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = test::random_instance(test::varied_options(seed, 150, 25));
    const Network network(instance);
    TiledLanes lanes(network);
    const std::int32_t lane_cost = seed % 2 == 0 ? 1 : 0;
    test::RandomDraws draws(seed, 9);
    std::vector<std::int64_t> values(network.nodes(), 0);
    for_each_node(network, [&](FacilityId, Period, Node node) {
      values[static_cast<std::size_t>(node)] = draws.between(-3, 9);
    });
    const auto least = [&] {
      return test::least_feasible(network, values,
                                  [&](FacilityId, FacilityId) { return lane_cost; });
    };
    // Of potentials of which all, and then few are too low: the last period in which any is.
    for (int step = 0; step < 4; ++step) {
      const std::vector<std::int64_t> expected = least();
      lanes.set_potentials_by_node(values, lane_cost);
      const std::int32_t last = last_violation(lanes);
      EXPECT_EQ(last, last_raised(network, values, expected));
      make_feasible(lanes, lane_cost, values, last);
      EXPECT_EQ(values, expected);
      lanes.set_potentials_by_node(values, lane_cost);
      EXPECT_EQ(last_violation(lanes), -1);
      const std::int32_t t = draws.between(0, network.periods() - 1);
      const std::int32_t position = draws.between(0, network.facilities() - 1);
      values[static_cast<std::size_t>(network.node(t, position))] += draws.between(-2, 2);
    }
  }
}

}  // namespace
}  // namespace surgeflow::flow
