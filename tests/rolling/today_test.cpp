// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/rolling/today.hpp"

#include <gtest/gtest.h>

#include "rolling_case.hpp"
#include "support/six_nodes.hpp"

namespace surgeflow::rolling {
namespace {

using test::kA;
using test::kB;

const State kMorning{.idle = {1, 0},
                     .coming = {{kA, Period(1), Where::on_patients, 1},
                                {kB, Period(0), Where::in_trucks, 2},
                                {kB, Period(9), Where::in_trucks, 7}}};

TEST(Today, CutsThePastOff) {
  const Case today = case_from(test::case_of(test::six_nodes()), Period(1), kMorning);
  EXPECT_EQ(format_date(today.horizon.start), "2020-04-01");
  EXPECT_EQ(today.horizon.periods, 2);
  EXPECT_EQ(today.devices, kMorning.idle);
  EXPECT_EQ(today.stated_demand(kB, Period(0)), 2);
  EXPECT_EQ(today.returning(kA, Period(1)), 1);
  EXPECT_EQ(today.returning(kB, Period(0)), 2);
}

TEST(Today, HalfDaysAreHalfAsLong) {
  Case whole = test::case_of(test::six_nodes());
  whole.horizon.period_hours = 12;
  EXPECT_EQ(format_date(case_from(whole, Period(2), kMorning).horizon.start), "2020-04-01");
}

TEST(Today, LimitsStayThoseOfTheWholeCase) {
  Case whole = test::case_of(test::six_nodes());
  whole.limits.away_millionths = 500'000;
  whole.limits.return_by = Period(2);
  const Limits today = case_from(whole, Period(1), kMorning).limits;
  EXPECT_EQ(today.fleet, (std::vector<Count>{2, 0}));
  EXPECT_EQ(today.return_by, Period(1));
  whole.limits.return_by = Period(0);
  EXPECT_FALSE(case_from(whole, Period(1), kMorning).limits.return_by);
}

TEST(Today, LimitsCountDevicesOnPatients) {
  Case whole = test::case_of(test::six_nodes());
  EXPECT_EQ(case_from(whole, Period(1), kMorning).limits.in_care.facilities(), 0);
  whole.limits.staffed_beds = {2, 2};
  whole.limits.in_care = Panel<Count>(2, 3);
  whole.limits.in_care(kB, Period(0)) = 5;
  whole.limits.in_care(kB, Period(1)) = 4;
  const Panel<Count> in_care = case_from(whole, Period(1), kMorning).limits.in_care;
  EXPECT_EQ(in_care.periods(), 2);
  EXPECT_EQ(in_care(kA, Period(0)), 1);
  EXPECT_EQ(in_care(kA, Period(1)), 0);
  EXPECT_EQ(in_care(kB, Period(0)), 4);
  EXPECT_EQ(in_care(kB, Period(1)), 0);
}

TEST(Today, OrdersAreCutToWhatIsThere) {
  const InstanceData data = test::six_nodes();
  const Case today = case_from(test::case_of(data), Period(0), {.idle = {2, 0}, .coming = {}});
  const std::vector<Shipment> orders{{Period(0), kA, kB, 3}, {Period(1), kB, kA, 1}};
  EXPECT_EQ(possible_orders(today, data.lanes, orders),
            (std::vector<Shipment>{{Period(0), kA, kB, 2}, {Period(1), kB, kA, 1}}));
}

TEST(Today, OrdersThatArriveTooLateOrHaveNoLaneAreDropped) {
  InstanceData data = test::six_nodes();
  test::set_lane(data, kB, kA, 0);
  const Case today = case_from(test::case_of(data), Period(0), {.idle = {2, 2}, .coming = {}});
  const std::vector<Shipment> orders{{Period(0), kB, kA, 1}, {Period(2), kA, kB, 1}};
  EXPECT_TRUE(possible_orders(today, data.lanes, orders).empty());
}

TEST(Today, FrozenOrdersAreForced) {
  const InstanceData data = test::six_nodes();
  const Case today = case_from(test::case_of(data), Period(0), {.idle = {2, 0}, .coming = {}});
  const Orders frozen = with_frozen({}, std::vector<Shipment>{{Period(0), kA, kB, 1}});
  const Instance instance =
      with_orders(instance_of(today, data.devices, data.demand, data.lanes), frozen);
  EXPECT_EQ(instance.supply(kA, Period(0)), 1);
  EXPECT_EQ(instance.supply(kB, Period(1)), 1);
  EXPECT_EQ(instance.total_supply(), 2);
}

// A has two devices and treats two alone, one of each day; the second device was lent to B.
TEST(Today, WhoLentIsOwedWhomItWouldHaveTreated) {
  const InstanceData data = test::six_nodes();
  const Case whole = test::case_of(data);
  Past past{Panel<Count>(2, 1), Panel<Count>(2, 1)};
  past.demand(kA, Period(0)) = 1;
  const Panel<Count> forecast = panel_from(data.demand, Period(1));
  EXPECT_EQ(promised_patients(whole, Period(1), past, forecast), (std::vector<Total>{2, 0}));
  past.treated(kA, Period(0)) = 1;
  EXPECT_EQ(promised_patients(whole, Period(1), past, forecast), (std::vector<Total>{1, 0}));
  // More came than was known: it would have treated two of them.
  past.demand(kA, Period(0)) = 5;
  EXPECT_EQ(promised_patients(whole, Period(1), past, forecast), (std::vector<Total>{2, 0}));
}

// Two may leave, whoever orders it.
TEST(Today, FrozenOrdersGiveWayFirst) {
  const auto find_conflict = [](const Orders& orders) {
    Count devices = 0;
    std::vector<std::size_t> all;
    for (std::size_t n = 0; n < orders.list.size(); ++n) {
      devices += orders.list[n].devices;
      all.push_back(n);
    }
    return devices > 2 ? all : std::vector<std::size_t>{};
  };
  Orders stated = with_frozen({}, std::vector<Shipment>{{Period(0), kB, kA, 1}});
  std::vector<Shipment> frozen{{Period(0), kA, kB, 5}, {Period(1), kA, kB, 4}};
  Orders orders = obeyable_orders(stated, frozen, PersonsOrders::stay, find_conflict);
  EXPECT_EQ(frozen, (std::vector<Shipment>{{Period(0), kA, kB, 1}}));
  EXPECT_EQ(orders, with_frozen(stated, frozen));
  // Three by a person alone: they stay, to be refused, or are left out.
  stated.list.front().devices = 3;
  frozen = {{Period(0), kA, kB, 1}};
  orders = obeyable_orders(stated, frozen, PersonsOrders::stay, find_conflict);
  EXPECT_EQ(orders, stated);
  frozen = {{Period(0), kA, kB, 1}};
  orders = obeyable_orders(stated, frozen, PersonsOrders::give_way, find_conflict);
  EXPECT_TRUE(orders.empty());
}

Order person_says(OrderKind kind, Period first, Period last) {
  Order order;
  order.kind = kind;
  order.origin = kA;
  if (kind != OrderKind::keep) order.destination = kB;
  order.first = first;
  order.last = last;
  order.devices = kind == OrderKind::ban ? 0 : 1;
  return order;
}

TEST(Today, APersonsOrdersGoOn) {
  Case whole = test::case_of(test::six_nodes());
  whole.orders.list = {person_says(OrderKind::force, Period(0), Period(0)),
                       person_says(OrderKind::ban, Period(0), Period(1)),
                       person_says(OrderKind::keep, Period(2), Period(2))};
  EXPECT_EQ(case_from(whole, Period(1), kMorning).orders.list,
            (std::vector<Order>{person_says(OrderKind::ban, Period(0), Period(0)),
                                person_says(OrderKind::keep, Period(1), Period(1))}));
}

TEST(Today, WhatAPersonBansIsNotKept) {
  const InstanceData data = test::six_nodes();
  Case today = case_from(test::case_of(data), Period(0), {.idle = {2, 0}, .coming = {}});
  today.orders.list = {person_says(OrderKind::ban, Period(1), Period(1))};
  const std::vector<Shipment> orders{{Period(0), kA, kB, 1}, {Period(1), kA, kB, 1}};
  EXPECT_EQ(possible_orders(today, data.lanes, orders),
            (std::vector<Shipment>{{Period(0), kA, kB, 1}}));
}

TEST(Today, OpenOrdersCountFromToday) {
  const std::vector<Shipment> orders{{Period(0), kA, kB, 1}, {Period(2), kB, kA, 1}};
  EXPECT_EQ(open_orders(orders, Period(1)), (std::vector<Shipment>{{Period(1), kB, kA, 1}}));
  EXPECT_EQ(departing_before(orders, Period(1)), (std::vector<Shipment>{{Period(0), kA, kB, 1}}));
}

}  // namespace
}  // namespace surgeflow::rolling
