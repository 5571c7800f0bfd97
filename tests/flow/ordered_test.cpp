// SPDX-License-Identifier: Apache-2.0
// Orders of a person: plans that obey them, and orders that contradict each other.
#include "surgeflow/flow/ordered.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"
#include "support/random_orders.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::test {
namespace {

constexpr FacilityId kA{0};
constexpr FacilityId kB{1};

Instance drawn(std::uint64_t seed) {
  RandomInstanceOptions options = varied_options(seed, 12, 20);
  options.closed_percent = 0;
  return random_instance(options);
}

void expect_obeyed(const Instance& instance, const Orders& orders, const Plan& plan) {
  const PlanTrace trace = trace_plan(instance, plan);
  for (const Order& order : orders.list) {
    for (const Shipment& shipment : plan.shipments) {
      if (order.kind != OrderKind::ban || shipment.origin != order.origin) continue;
      EXPECT_FALSE(order.first <= shipment.depart && shipment.depart <= order.last);
    }
    for (Period t = order.first; order.kind == OrderKind::keep && t <= order.last; ++t) {
      EXPECT_GE(trace.idle(*order.origin, t), order.devices);
    }
  }
  EXPECT_TRUE(without_ordered(plan, orders).missing.empty());
}

TEST(Ordered, PlansObeyOrdersAndAreOptimalOrOrdersConflict) {
  std::int32_t obeyed = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = drawn(seed);
    RandomDraws draws(seed, 21);
    const Orders orders = random_orders(instance, draws);
    const Instance ordered = with_orders(instance, orders);
    ASSERT_EQ(provide_commitments(ordered).has_value(), !find_conflict(instance, orders));
    if (!provide_commitments(ordered)) continue;
    ++obeyed;
    const SolveResult result = solve(ordered);
    expect_certified(ordered, result);
    EXPECT_EQ(result.value, lemon_optimum(ordered));
    const Plan plan = with_ordered(result.plan, orders);
    expect_obeyed(instance, orders, plan);
    EXPECT_EQ(without_ordered(plan, orders).plan, result.plan);
  }
  EXPECT_GT(obeyed, 60);
  EXPECT_LT(obeyed, 190);
}

TEST(Ordered, NoOrderOfAConflictCanBeLeftOut) {
  std::int32_t conflicts = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = drawn(seed);
    RandomDraws draws(seed, 21);
    const Orders orders = random_orders(instance, draws);
    const auto conflict = find_conflict(instance, orders);
    if (!conflict) continue;
    ++conflicts;
    EXPECT_GT(conflict->short_devices, 0);
    Orders all{.file = {}, .list = {}};
    for (const std::size_t n : conflict->orders) all.list.push_back(orders.list[n]);
    EXPECT_FALSE(provide_commitments(with_orders(instance, all)));
    for (std::size_t n = 0; n < all.list.size(); ++n) {
      Orders fewer = all;
      fewer.list.erase(fewer.list.begin() + static_cast<std::ptrdiff_t>(n));
      EXPECT_TRUE(provide_commitments(with_orders(instance, fewer)));
    }
  }
  EXPECT_GT(conflicts, 20);
}

/// A has 3 devices, B none; a lane of a period each way, 6 periods.
InstanceData two_facilities() {
  InstanceData data = blank_instance_data(2, 6, 2);
  data.devices = {3, 0};
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  return data;
}

TEST(Ordered, NamesTheOrdersThatTakeTheSameDevices) {
  const Instance instance(two_facilities());
  const Orders orders{
      .file = "orders.csv",
      .list = {kept(kB, Period(4), Period(4), 1), shipped(OrderKind::force, kA, kB, Period(0), 2),
               kept(kA, Period(0), Period(1), 2), shipped(OrderKind::lock, kB, kA, Period(5), 0)}};
  const auto conflict = find_conflict(instance, orders);
  ASSERT_TRUE(conflict);
  EXPECT_EQ(conflict->orders, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(conflict->facility, kA);
  EXPECT_EQ(conflict->period, Period(0));
  EXPECT_EQ(conflict->short_devices, 1);
}

TEST(Ordered, RefusesShipmentsThatCanNotBe) {
  const Instance instance(two_facilities());
  const auto given = [](const Order& order) {
    return Orders{.file = "orders.csv", .list = {order}};
  };
  EXPECT_THROW((void)with_orders(instance, given(shipped(OrderKind::force, kA, kB, Period(5), 1))),
               InputError);
  InstanceData apart = two_facilities();
  set_lane(apart, kA, kB, 0);
  EXPECT_THROW(
      (void)with_orders(Instance(apart), given(shipped(OrderKind::lock, kA, kB, Period(0), 1))),
      InputError);
  InstanceData bound = two_facilities();
  bound.send_steps.push_back({Panel<Count>(2, 6, 1), Panel<std::int32_t>(2, 6, 0)});
  EXPECT_THROW(
      (void)with_orders(Instance(bound), given(shipped(OrderKind::force, kA, kB, Period(0), 2))),
      InputError);
}

TEST(Ordered, TakeUpTheCheapestSteps) {
  InstanceData data = two_facilities();
  data.send_steps.push_back({Panel<Count>(2, 6, 1), Panel<std::int32_t>(2, 6, 1)});
  data.send_steps.push_back({Panel<Count>(2, 6, 5), Panel<std::int32_t>(2, 6, 4)});
  data.hold_steps.push_back({Panel<Count>(2, 6, 2), Panel<std::int32_t>(2, 6, 1)});
  const Orders orders{
      .file = "orders.csv",
      .list = {shipped(OrderKind::force, kA, kB, Period(0), 2), kept(kA, Period(2), Period(3), 1)}};
  const Instance ordered = with_orders(Instance(std::move(data)), orders);
  EXPECT_EQ(ordered.send_steps()[0].width(kA, Period(0)), 0);
  EXPECT_EQ(ordered.send_steps()[1].width(kA, Period(0)), 4);
  EXPECT_EQ(ordered.hold_steps()[0].width(kA, Period(1)), 2);
  EXPECT_EQ(ordered.hold_steps()[0].width(kA, Period(3)), 1);
}

TEST(ClosedLanes, JoinStretchesThatTouch) {
  LaneTable lanes(2);
  lanes.row(kA)[1] = 2;
  lanes.set_closed({{kA, kB, Period(5), Period(6)},
                    {kA, kB, Period(1), Period(2)},
                    {kA, kB, Period(3), Period(3)}});
  const std::vector<ClosedLane> expected = {{kA, kB, Period(1), Period(3)},
                                            {kA, kB, Period(5), Period(6)}};
  EXPECT_TRUE(std::ranges::equal(lanes.closed(), expected));
  EXPECT_TRUE(lanes.is_open(kA, kB, Period(4)));
  EXPECT_FALSE(lanes.is_open(kA, kB, Period(5)));
  EXPECT_TRUE(lanes.is_open(kB, kA, Period(5)));
  // Departures 0 and 4 of 0..5 are open; what leaves in 6 arrives after the horizon.
  EXPECT_EQ(lanes.ship_arcs(8), 2);
  EXPECT_EQ(lanes.closed_arcs(8), 4);
}

}  // namespace
}  // namespace surgeflow::test
