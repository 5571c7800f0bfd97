// SPDX-License-Identifier: Apache-2.0
// Fewer shipments for the same patients: by hand, and on random cases.
#include <gtest/gtest.h>

#include <atomic>
#include <utility>
#include <vector>

#include "lagrangian/limits/limited.hpp"
#include "shipments/cases.hpp"
#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "surgeflow/shipments/consolidate.hpp"

namespace surgeflow::test {
namespace {

using shipments::consolidate;
using shipments::ConsolidationOptions;
using shipments::UnmetDemand;

/// Random cases are small: so much finds what there is.
constexpr std::int64_t kEffort = 200'000;

Plan plan_of(const Instance& instance, std::vector<Shipment> shipments) {
  Plan plan{.treated = instance.demand(), .shipments = std::move(shipments)};
  return plan;
}

TEST(Consolidate, LetsDevicesLeaveTogether) {
  const Instance instance(two_places(3, {2, 3}));
  const SolveResult optimum = solve(instance);
  const Plan apart = plan_of(instance, {{Period(1), kA, kB, 1}, {Period(2), kA, kB, 1}});
  ASSERT_EQ(value_of(instance, apart), optimum.value);
  for (const UnmetDemand unmet : {UnmetDemand::total, UnmetDemand::in_place}) {
    const Plan together = consolidate(instance, apart, optimum.potentials, {}, {.unmet = unmet});
    EXPECT_EQ(together, plan_of(instance, {{Period(1), kA, kB, 2}}));
  }
}

TEST(Consolidate, LeavesWhatCanNotWait) {
  InstanceData data = two_places(1, {2, 3});
  data.demand(kA, Period(0)) = 1;
  data.arrivals(kA, Period(0)) = 1;
  const Instance instance(std::move(data));
  const SolveResult optimum = solve(instance);
  ASSERT_EQ(optimum.value.treated, 3);
  const Plan plan = consolidate(instance, optimum.plan, optimum.potentials, {}, {});
  // One device is new on day 1, the other treats at A until day 2.
  EXPECT_EQ(plan.shipments.size(), 2U);
}

TEST(Consolidate, MovesPatientsUnlessTheyMustStay) {
  InstanceData data = blank_instance_data(3, 6, 4);
  data.devices[0] = 2;
  set_lane(data, kA, kB, 1);
  set_lane(data, kA, kC, 1);
  data.demand(kB, Period(1)) = 2;
  data.demand(kC, Period(1)) = 2;
  const Instance instance(std::move(data));
  const SolveResult optimum = solve(instance);
  Plan apart{.treated = Panel<Count>(3, 6),
             .shipments = {{Period(0), kA, kB, 1}, {Period(0), kA, kC, 1}}};
  apart.treated(kB, Period(1)) = 1;
  apart.treated(kC, Period(1)) = 1;
  ASSERT_EQ(value_of(instance, apart), optimum.value);
  EXPECT_EQ(consolidate(instance, apart, optimum.potentials, {}, {}).shipments.size(), 1U);
  EXPECT_EQ(consolidate(instance, apart, {}, {}, {.unmet = UnmetDemand::in_place}), apart);
}

TEST(Consolidate, PaysMovementUpToTheFixedCost) {
  InstanceData data = blank_instance_data(3, 8, 2);
  data.devices = {2, 0, 1};
  set_lane(data, kA, kB, 1);
  set_lane(data, kC, kB, 1);
  set_cost(data, kA, kB, 3);
  set_cost(data, kC, kB, 1);
  data.demand(kB, Period(1)) = 2;
  const Instance instance(std::move(data));
  const SolveResult optimum = solve(instance);
  ASSERT_EQ(optimum.plan.shipments.size(), 2U);
  const auto shipments_at = [&](Total fixed_cost) {
    return consolidate(instance, optimum.plan, optimum.potentials, {}, {.fixed_cost = fixed_cost})
        .shipments.size();
  };
  // The second device costs 3 instead of 1 where it leaves with the first.
  EXPECT_EQ(shipments_at(2), 2U);
  EXPECT_EQ(shipments_at(3), 1U);
}

TEST(Consolidate, UsesShipmentsThatLeaveAnyway) {
  const Instance instance(two_places(3, {3}));
  const SolveResult optimum = solve(instance);
  const Plan plan = plan_of(instance, {{Period(2), kA, kB, 1}});
  const Shipment ordered{Period(1), kA, kB, 1};
  const Plan merged = consolidate(instance, plan, optimum.potentials, std::vector{ordered}, {});
  EXPECT_EQ(merged.shipments, std::vector{ordered});
}

/// What holds of every consolidation.
void expect_consolidated(const Instance& instance, const SolveResult& optimum,
                         const ConsolidationOptions& options) {
  const Plan plan = consolidate(instance, optimum.plan, optimum.potentials, {}, options);
  const CertificateReport report = check_certificate(instance, plan, optimum.potentials);
  EXPECT_TRUE(report.feasible) << all_failures(report);
  EXPECT_EQ(report.value.treated, optimum.value.treated);
  EXPECT_LE(plan.shipments.size(), optimum.plan.shipments.size());
  if (options.unmet == UnmetDemand::in_place) {
    EXPECT_EQ(plan.treated, optimum.plan.treated);
  }
  EXPECT_EQ(plan, consolidate(instance, optimum.plan, optimum.potentials, {}, options));
}

TEST(Consolidate, KeepsTheValueOfRandomPlans) {
  Total before = 0;
  Total after = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = random_instance(varied_options(seed));
    const SolveResult optimum = solve(instance);
    for (const UnmetDemand unmet : {UnmetDemand::total, UnmetDemand::in_place}) {
      expect_consolidated(instance, optimum, {.unmet = unmet, .effort = kEffort});
    }
    before += static_cast<Total>(optimum.plan.shipments.size());
    after += static_cast<Total>(
        consolidate(instance, optimum.plan, optimum.potentials, {}, {.effort = kEffort})
            .shipments.size());
  }
  EXPECT_LT(after * 10, before * 9);
}

TEST(Consolidate, KeepsWhatStepsGainAndAllow) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 14);
    RandomInstanceOptions options = varied_options(seed, 12, 20);
    options.lane_costs = LaneCosts::unit;
    InstanceData data = random_instance_data(options);
    data.resolution = 10;
    if (draws.happens(60)) add_treat_steps(data, draws);
    if (draws.happens(60)) add_hold_steps(data, draws);
    if (draws.happens(60)) add_send_steps(data, draws);
    const Instance instance(std::move(data));
    const SolveResult optimum = solve(instance);
    for (const UnmetDemand unmet : {UnmetDemand::total, UnmetDemand::in_place}) {
      expect_consolidated(instance, optimum, {.unmet = unmet, .effort = kEffort});
    }
  }
}

TEST(Consolidate, NeverCostsMoreThanBefore) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = random_instance(varied_options(seed));
    const SolveResult optimum = solve(instance);
    const Total fixed_cost = 1 + static_cast<Total>(seed % 20);
    const auto cost = [&](const Plan& plan) {
      return value_of(instance, plan).movement +
             fixed_cost * static_cast<Total>(plan.shipments.size());
    };
    const Plan plan = consolidate(instance, optimum.plan, optimum.potentials, {},
                                  {.fixed_cost = fixed_cost, .effort = kEffort});
    EXPECT_EQ(value_of(instance, plan).treated, optimum.value.treated);
    EXPECT_LE(cost(plan), cost(optimum.plan));
  }
}

TEST(Consolidate, LetsNoMoreLeaveThanMay) {
  const Instance instance(two_places(3, {2, 3}));
  const Plan apart = plan_of(instance, {{Period(1), kA, kB, 1}, {Period(2), kA, kB, 1}});
  const auto within = [&](Count dispatch) {
    return consolidate(instance, apart, {}, {},
                       {.unmet = UnmetDemand::in_place, .within = {.dispatch = dispatch}});
  };
  EXPECT_EQ(within(1), apart);
  EXPECT_EQ(within(2), plan_of(instance, {{Period(1), kA, kB, 2}}));
}

/// One to three limits that bind single periods or facilities.
Limits some_limits(RandomDraws& draws, std::int32_t periods) {
  Limits limits;
  if (draws.happens(50)) limits.dispatch = static_cast<Count>(draws.between(2, 12));
  if (draws.happens(50)) {
    limits.away_millionths = static_cast<std::int32_t>(draws.between(200'000, 900'000));
  }
  if (draws.happens(50)) limits.return_by = Period(periods - 1);
  if (draws.happens(30)) limits.no_worse_off = true;
  return limits;
}

TEST(Consolidate, KeepsLimits) {
  Total before = 0;
  Total after = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 15);
    RandomInstanceOptions options = varied_options(seed, 24, 40);
    options.lane_costs = LaneCosts::unit;
    const Instance instance = random_instance(options);
    const Limits limits = some_limits(draws, instance.periods());
    const Plan plan =
        lagrangian::solve_within_limits(instance, limits, lagrangian::brief_options(0.0), {}).plan;
    const Plan fewer =
        consolidate(instance, plan, {}, {},
                    {.unmet = UnmetDemand::in_place, .within = limits, .effort = kEffort});
    EXPECT_EQ(lagrangian::beyond_limits(instance, limits, fewer), 0);
    EXPECT_EQ(fewer.treated, plan.treated);
    EXPECT_TRUE(is_possible(instance, fewer));
    before += static_cast<Total>(plan.shipments.size());
    after += static_cast<Total>(fewer.shipments.size());
  }
  EXPECT_LT(after * 10, before * 9);
}

TEST(Consolidate, ReturnsTheBestSoFarWhereItIsStopped) {
  const Instance instance = random_instance(varied_options(3));
  const SolveResult optimum = solve(instance);
  const std::atomic<bool> interrupt{true};
  EXPECT_EQ(consolidate(instance, optimum.plan, optimum.potentials, {}, {},
                        StopCondition({}, &interrupt)),
            optimum.plan);
}

}  // namespace
}  // namespace surgeflow::test
