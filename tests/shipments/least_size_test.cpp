// SPDX-License-Identifier: Apache-2.0
// No shipment below a size: by hand, on random cases of every kind, and stopped.
#include <gtest/gtest.h>

#include <atomic>
#include <utility>

#include "shipments/cases.hpp"
#include "support/expect_certified.hpp"
#include "support/random_steps.hpp"
#include "support/thorough.hpp"
#include "surgeflow/shipments/least_size.hpp"

namespace surgeflow::test {
namespace {

using shipments::LeastSizeOptions;
using shipments::LeastSizePlan;
using shipments::plan_within_least_size;
using Then = LeastSizeOptions::Then;

LeastSizePlan planned(const Instance& instance, const LeastSizeOptions& options) {
  return plan_within_least_size(instance, solve(instance), options);
}

TEST(LeastSize, FillsUpSmallShipmentsOrLeavesThem) {
  const auto within = [](Count devices, Count minimum) {
    const LeastSizePlan found = planned(Instance(two_places(devices, {2})), {.minimum = minimum});
    EXPECT_TRUE(found.exhausted);
    return found.plan;
  };
  EXPECT_EQ(units_shipped(within(3, 1)), 1);
  EXPECT_EQ(units_shipped(within(3, 2)), 2);
  EXPECT_EQ(patients_treated(within(3, 2)), 1);
  EXPECT_EQ(units_shipped(within(3, 4)), 0);
  EXPECT_EQ(patients_treated(within(3, 4)), 0);
}

TEST(LeastSize, LetsDevicesThatStayTreat) {
  InstanceData data = two_places(1, {2, 4});
  data.demand(kA, Period(1)) = 1;
  const Instance instance(std::move(data));
  ASSERT_EQ(solve(instance).value.treated, 2);
  const Plan plan = planned(instance, {.minimum = 2}).plan;
  EXPECT_TRUE(plan.shipments.empty());
  EXPECT_EQ(patients_treated(plan), 1);
}

/// B has patients on days 2 and 3. With movement to be little two devices leave together once; the
/// third, which nobody needs, stays.
TEST(LeastSize, SendsTogetherWhatIsNeededOnTwoDays) {
  const Instance instance(two_places(3, {2, 3}));
  for (const Then then : {Then::least_movement, Then::fewest_shipments}) {
    const Plan plan = planned(instance, {.minimum = 2, .then = then}).plan;
    EXPECT_EQ(patients_treated(plan), 2);
    ASSERT_EQ(plan.shipments.size(), 1U);
    EXPECT_EQ(plan.shipments.front().quantity, 2);
  }
}

/// Four devices, two patients on day 2 and two on day 5, each of whom keeps a device for one day:
/// two shipments of two move as much as one of four; both treat all.
TEST(LeastSize, MakesFewerWhereThatIsAskedFor) {
  InstanceData data = two_places(4, {2, 2, 5, 5});
  data.turnaround_periods = {8, 8};
  const Instance instance(std::move(data));
  const Plan plan = planned(instance, {.minimum = 2, .then = Then::fewest_shipments}).plan;
  EXPECT_EQ(patients_treated(plan), 4);
  EXPECT_EQ(plan.shipments.size(), 1U);
  const Plan cheap = planned(instance, {.minimum = 2, .fixed_cost = 1}).plan;
  EXPECT_EQ(cheap.shipments.size(), 1U);
}

void expect_within(const Instance& instance, const SolveResult& optimum, const Plan& plan,
                   Count minimum) {
  const CertificateReport report = check_certificate(instance, plan, optimum.potentials);
  EXPECT_TRUE(report.feasible) << all_failures(report);
  EXPECT_LE(report.value.treated, optimum.value.treated);
  for (const Shipment& shipment : plan.shipments) EXPECT_GE(shipment.quantity, minimum);
}

TEST(LeastSize, HoldsInRandomPlans) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(20, 60); ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 18);
    const Instance instance = random_ruled_case(seed, draws);
    const SolveResult optimum = solve(instance);
    LeastSizeOptions options{
        .minimum = draws.between(2, 5), .tree_effort = 50'000, .exchanges = 10};
    if (draws.happens(50)) options.then = Then::fewest_shipments;
    if (draws.happens(30)) options.fixed_cost = draws.between(1, 3);
    const LeastSizePlan found = plan_within_least_size(instance, optimum, options);
    expect_within(instance, optimum, found.plan, options.minimum);
    EXPECT_EQ(found.stopped, StopReason::none);
    EXPECT_EQ(found.plan, plan_within_least_size(instance, optimum, options).plan);
  }
}

TEST(LeastSize, HoldsOfPlansThatWereStopped) {
  const std::atomic<bool> interrupt{true};
  const StopCondition stop({}, &interrupt);
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 19);
    const Instance instance = random_ruled_case(seed, draws);
    const SolveResult optimum = solve(instance);
    const LeastSizePlan found = plan_within_least_size(instance, optimum, {.minimum = 3}, stop);
    expect_within(instance, optimum, found.plan, 3);
    EXPECT_FALSE(found.exhausted && found.stopped != StopReason::none &&
                 found.plan != optimum.plan);
    const SolveResult early = solve(instance, {.stop = stop});
    expect_within(instance, optimum, plan_within_least_size(instance, early, {.minimum = 3}).plan,
                  3);
  }
}

/// More exchanges are never worse, and a plan of many places loses little.
TEST(LeastSize, ExchangesForTheBetter) {
  Total without = 0;
  Total with = 0;
  Total most = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Instance instance = random_instance({.seed = seed,
                                               .facilities = 16,
                                               .periods = 30,
                                               .most_devices = 6,
                                               .most_demand = 2,
                                               .demand_percent = 30,
                                               .lane_percent = 90});
    const SolveResult optimum = solve(instance);
    const auto treated = [&](std::int64_t exchanges) {
      const LeastSizePlan found =
          plan_within_least_size(instance, optimum, {.minimum = 3, .exchanges = exchanges});
      return value_of(instance, found.plan).treated;
    };
    without += treated(0);
    with += treated(60);
    most += optimum.value.treated;
  }
  EXPECT_GE(with, without);
  EXPECT_GE(with * 100, most * 90);
  RecordProperty("most", std::to_string(most));
  RecordProperty("without", std::to_string(without));
  RecordProperty("with", std::to_string(with));
}

}  // namespace
}  // namespace surgeflow::test
