// SPDX-License-Identifier: Apache-2.0
// What is ordered counts in limits, in the solver as in the certificate.
#include <gtest/gtest.h>

#include "lagrangian/limits/limit_conflict.hpp"
#include "lagrangian/limits/limited.hpp"
#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/random_orders.hpp"
#include "support/ruled_case.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::ConflictSearchDepth;

constexpr FacilityId kFirst{0};
constexpr FacilityId kSecond{1};

/// Two facilities a period apart, the first with three devices, over six periods.
Instance two_facilities() {
  InstanceData data = blank_instance_data(2, 6, 2);
  data.devices = {3, 0};
  data.lanes.row(kFirst)[1] = 1;
  data.lanes.row(kSecond)[0] = 1;
  data.demand(kSecond, Period(2)) = 2;
  return Instance(std::move(data));
}

Orders orders_of(std::vector<Order> list) {
  return {.file = "orders.csv", .list = std::move(list)};
}

TEST(OrdersBesideLimits, TakeUpWhatTheySendAndKeep) {
  const Instance instance = two_facilities();
  const Limits limits{.dispatch = 2, .away_millionths = kWholeShare / 3};
  const Limits within =
      within_orders(limits, instance,
                    orders_of({shipped(OrderKind::force, kFirst, kSecond, Period(1), 1),
                               kept(kFirst, Period(2), Period(3), 1)}));
  EXPECT_EQ(within.dispatch_at(Period(0)), 2);
  EXPECT_EQ(within.dispatch_at(Period(1)), 1);
  EXPECT_EQ(within.least_at(kFirst, Period(1), 3), 3);
  EXPECT_EQ(within.least_at(kFirst, Period(2), 3), 2);
  EXPECT_EQ(within.ordered_at(kFirst, Period(1)), -1);
  EXPECT_EQ(within.ordered_at(kSecond, Period(2)), 1);
  EXPECT_EQ(within.ordered_at(kFirst, Period(4)), 1);
}

TEST(OrdersBesideLimits, ConflictWithTheFewestLimits) {
  const Instance instance = two_facilities();
  const Orders orders = orders_of({shipped(OrderKind::force, kFirst, kSecond, Period(0), 1),
                                   shipped(OrderKind::force, kFirst, kSecond, Period(1), 2)});
  const Limits limits{.dispatch = 1, .return_by = Period(5), .no_worse_off = true};
  const auto conflict =
      lagrangian::find_limit_conflict(instance, orders, limits, ConflictSearchDepth::provision);
  ASSERT_TRUE(conflict);
  EXPECT_TRUE(conflict->proved);
  EXPECT_EQ(conflict->orders, std::vector<std::size_t>{1});
  EXPECT_EQ(conflict->limits, std::vector<std::string_view>{"dispatch_limit"});
  EXPECT_EQ(conflict->crowded, Period(1));
}

TEST(OrdersBesideLimits, AreCountedByTheCertificate) {
  const Instance instance = two_facilities();
  const Orders orders = orders_of({shipped(OrderKind::lock, kFirst, kSecond, Period(1), 2)});
  const Limits limits{.dispatch = 2};
  const Instance ordered = with_orders(instance, orders, limits);
  const SolveResult result =
      lagrangian::solve_within_limits(ordered, within_orders(limits, instance, orders), {}, {});
  EXPECT_EQ(result.value.treated, 2);
  const Plan whole = with_ordered(result.plan, orders);
  const auto check = [&](Count dispatch) {
    return check_certificate(instance, orders, whole, result.potentials, 1, {},
                             LimitClaim{Limits{.dispatch = dispatch}, result.prices.value()});
  };
  EXPECT_TRUE(check(2).feasible) << all_failures(check(2));
  EXPECT_TRUE(check(2).bound_valid);
  EXPECT_FALSE(check(1).feasible);
}

TEST(OrdersBesideLimits, GiveTheSamePlanOnAnyNumberOfThreads) {
  int planned = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 17);
    InstanceData data = numbers_of_case(seed, draws);
    Limits limits;
    add_rule(0, data, limits, draws);
    add_rule(1, data, limits, draws);
    const Instance instance(std::move(data));
    const Orders orders = random_orders(instance, draws, {.most_orders = 2, .most_devices = 1});
    if (find_conflict(instance, orders) ||
        lagrangian::find_limit_conflict(instance, orders, limits, ConflictSearchDepth::provision)) {
      continue;
    }
    ++planned;
    const Instance ordered = with_orders(instance, orders, limits);
    const Limits within = within_orders(limits, instance, orders);
    const SolveResult one = lagrangian::solve_within_limits(ordered, within, {}, {});
    const SolveResult two =
        lagrangian::solve_within_limits(ordered, within, {}, {.stop = {}, .threads = 2});
    EXPECT_EQ(one.plan, two.plan);
    EXPECT_EQ(lagrangian::beyond_limits(ordered, within, one.plan), 0);
    const CertificateReport report =
        check_certificate(instance, orders, with_ordered(one.plan, orders), one.potentials, 1, {},
                          LimitClaim{limits, one.prices.value()});
    EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
  }
  EXPECT_GT(planned, 2);
}

}  // namespace
}  // namespace surgeflow::test
