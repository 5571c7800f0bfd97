// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/rolling/execute.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "rolling_case.hpp"
#include "support/random_instance.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::rolling {
namespace {

using test::kA;
using test::kB;

struct Planned {
  Instance instance;
  Plan plan;
  std::vector<ComingDevices> coming = stated_devices(instance);

  [[nodiscard]] OpenPlan open() const { return {instance, plan, coming}; }
};

Planned six_nodes() { return {Instance(test::six_nodes()), test::six_nodes_plan()}; }

Total devices_in(const State& state) {
  Total sum = std::accumulate(state.idle.begin(), state.idle.end(), Total{0});
  for (const ComingDevices& devices : state.coming) sum += devices.devices;
  return sum;
}

// A treats one in 0 until 2 and sends one to B, where it can be used in 1.
TEST(Execute, AfterTheFirstPeriodOfTheSixNodes) {
  const Planned planned = six_nodes();
  const Execution done = execute(planned.open(), Period(1), {});
  EXPECT_EQ(done.treated(kA, Period(0)), 1);
  EXPECT_EQ(done.sent(kA, Period(0)), 1);
  EXPECT_EQ(done.state.idle, (std::vector<Count>{0, 0}));
  EXPECT_EQ(done.state.coming, (std::vector<ComingDevices>{{kA, Period(1), Where::on_patients, 1},
                                                           {kB, Period(0), Where::in_trucks, 1}}));
}

TEST(Execute, OrdersLeaveBeforePatientsWhoWereNotExpected) {
  const Planned planned = six_nodes();
  Panel<Count> came(2, 1);
  came(kA, Period(0)) = 5;
  const Execution done = execute(planned.open(), Period(1), {.demand = came});
  EXPECT_EQ(done.treated(kA, Period(0)), 1);
  EXPECT_EQ(done.departures.size(), 1U);
}

TEST(Execute, WhatDidNotLeaveStaysAndIsUsed) {
  const Planned planned = six_nodes();
  Panel<Count> came(2, 1);
  came(kA, Period(0)) = 2;
  const Execution done =
      execute(planned.open(), Period(1), {.demand = came, .departures = std::vector<Departure>{}});
  EXPECT_EQ(done.treated(kA, Period(0)), 2);
  ASSERT_EQ(done.short_orders.size(), 1U);
  EXPECT_EQ(done.short_orders[0].left, 0);
}

TEST(Execute, ALateTruckIsUsableLater) {
  const Planned planned = six_nodes();
  const std::vector<Departure> left{{{Period(0), kA, kB, 1}, Period(2)}};
  const Execution done = execute(planned.open(), Period(2), {.departures = left});
  EXPECT_EQ(done.treated(kB, Period(1)), 0);
  EXPECT_EQ(done.received(kB, Period(1)), 0);
  EXPECT_EQ(done.state.coming.back(), (ComingDevices{kB, Period(0), Where::in_trucks, 1}));
}

TEST(Execute, ACountTakesThePlaceOfTheBooks) {
  const Planned planned = six_nodes();
  const Execution done = execute(planned.open(), Period(1), {.counts = {{kB, Period(0), 3}}});
  EXPECT_EQ(done.state.idle, (std::vector<Count>{0, 3}));
  ASSERT_EQ(done.reconciliations.size(), 1U);
  EXPECT_EQ(done.reconciliations[0],
            (Reconciliation{kB, Period(0), Reconciliation::Source::stock_count, 0, 3}));
}

TEST(Execute, ACountThatAgreesIsNoFinding) {
  const Planned planned = six_nodes();
  const Execution done = execute(planned.open(), Period(1), {.counts = {{kA, Period(0), 0}}});
  EXPECT_TRUE(done.reconciliations.empty());
}

TEST(Execute, MoreLeftThanThereWas) {
  const Planned planned = six_nodes();
  const std::vector<Departure> left{{{Period(0), kA, kB, 4}, Period(1)}};
  const Execution done = execute(planned.open(), Period(1), {.departures = left});
  ASSERT_EQ(done.reconciliations.size(), 1U);
  EXPECT_EQ(done.reconciliations[0],
            (Reconciliation{kA, Period(0), Reconciliation::Source::departures, -2, 0}));
  EXPECT_EQ(devices_in(done.state), 4);
}

TEST(Execute, RefusesAnotherShape) {
  const Planned planned = six_nodes();
  EXPECT_THROW((void)execute(planned.open(), Period(4), {}), std::invalid_argument);
  EXPECT_THROW((void)execute(planned.open(), Period(1), {.demand = Panel<Count>(2, 2)}),
               std::invalid_argument);
}

// Whatever was expected came: the plan itself happens, day by day.
TEST(Execute, UnderItsForecastThePlanHappens) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance instance = test::random_instance(test::open_options(seed, 12, 25));
    const Planned planned{instance, solve(instance).plan};
    const PlanTrace trace = trace_plan(instance, planned.plan);
    const Execution done = execute(planned.open(), Period(instance.periods()), {});
    EXPECT_EQ(done.treated, planned.plan.treated) << seed;
    EXPECT_EQ(done.idle, trace.idle) << seed;
    EXPECT_EQ(done.sent, trace.sent) << seed;
    EXPECT_EQ(done.received, trace.received) << seed;
    EXPECT_TRUE(done.short_orders.empty()) << seed;
  }
}

// No device is lost or made whatever comes.
TEST(Execute, KeepsAllDevices) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    test::RandomInstanceOptions options = test::open_options(seed, 12, 25);
    options.arrival_percent = 0;
    const Instance instance = test::random_instance(options);
    const Planned planned{instance, solve(instance).plan};
    test::RandomDraws draws(seed, 77);
    const Period passed(draws.between(0, instance.periods()));
    Panel<Count> came(instance.facilities(), passed.value());
    for (Count& patients : came.values()) patients = draws.between(0, 6);
    const Execution done = execute(planned.open(), passed, {.demand = came});
    EXPECT_EQ(devices_in(done.state), instance.total_supply()) << seed;
    for (std::size_t n = 0; n < came.values().size(); ++n) {
      EXPECT_LE(done.treated.values()[n], came.values()[n]);
      EXPECT_GE(done.idle.values()[n], 0);
    }
  }
}

}  // namespace
}  // namespace surgeflow::rolling
