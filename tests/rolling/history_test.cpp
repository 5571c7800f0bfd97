// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/rolling/history.hpp"

#include <gtest/gtest.h>

#include "rolling_case.hpp"
#include "support/six_nodes.hpp"

namespace surgeflow::rolling {
namespace {

using test::kA;
using test::kB;

TEST(History, GrowsByThePeriodsThatPassed) {
  const Case whole = test::case_of(test::six_nodes());
  const Instance instance(test::six_nodes());
  const Plan plan = test::six_nodes_plan();
  const Execution done = execute({instance, plan, {}}, Period(1), {.counts = {{kB, Period(0), 1}}});
  const History none = empty_history(whole.horizon, 2);
  EXPECT_EQ(none.unmet(), 0);
  const History once = extended(none, done, instance.demand());
  const History twice = extended(once, done, instance.demand());
  EXPECT_EQ(twice.past.periods, 2);
  EXPECT_EQ(twice.treated(kA, Period(1)), 1);
  ASSERT_EQ(twice.departures.size(), 2U);
  EXPECT_EQ(twice.departures[1].shipment.depart, Period(1));
  EXPECT_EQ(twice.departures[1].usable, Period(2));
  EXPECT_EQ(twice.reconciliations[1].period, Period(1));
}

TEST(History, FrozenOrdersAreAmongTheChanges) {
  ReplanRecord record;
  record.changes = {
      {.depart = Period(0), .origin = kA, .destination = kB, .before = 2, .now = 3, .frozen = 2},
      {.depart = Period(1), .origin = kB, .destination = kA, .before = 0, .now = 1}};
  EXPECT_EQ(record.frozen(), (std::vector<Shipment>{{Period(0), kA, kB, 2}}));
}

}  // namespace
}  // namespace surgeflow::rolling
