// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/rolling/compare.hpp"

#include <gtest/gtest.h>

#include "support/six_nodes.hpp"

namespace surgeflow::rolling {
namespace {

using test::kA;
using test::kB;

TEST(Compare, NamesWhatBecameOfOrders) {
  const Instance instance(test::six_nodes());
  const std::vector<Shipment> before{{Period(0), kA, kB, 1}, {Period(1), kA, kB, 2}};
  const std::vector<Shipment> now{
      {Period(0), kA, kB, 1}, {Period(0), kB, kA, 1}, {Period(1), kA, kB, 1}};
  const auto changes = compare({before, now, {}}, instance, test::six_nodes_potentials());
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].change(), Change::kept);
  EXPECT_EQ(changes[1].change(), Change::added);
  EXPECT_EQ(changes[2].change(), Change::changed);
  const ChangeCounts counts = count(changes);
  EXPECT_EQ(counts.kept, 1);
  EXPECT_EQ(counts.changed, 1);
  EXPECT_EQ(counts.added, 1);
  EXPECT_EQ(counts.devices_before, 3);
  EXPECT_EQ(counts.devices_surviving, 2);
}

// Alone A treats its two patients with its two devices. One device fewer there costs nobody; one at
// B in 1 treats one. The lane is worth what it costs: it is in the optimum.
TEST(Compare, SaysWhatANewOrderSaves) {
  const Instance instance(test::six_nodes());
  const std::vector<Shipment> now{{Period(0), kA, kB, 1}};
  const auto changes = compare({{}, now, {}}, instance, test::six_nodes_potentials());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].there, 1);
  EXPECT_EQ(changes[0].here, 0);
  EXPECT_EQ(changes[0].worth, (Worth{0, 0}));
}

TEST(Compare, ADroppedOrderIsWorthWhatADeviceOnItWouldLose) {
  const Instance instance(test::six_nodes());
  const std::vector<Shipment> before{{Period(0), kB, kA, 1}};
  const auto changes = compare({before, {}, {}}, instance, test::six_nodes_potentials());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].change(), Change::dropped);
  EXPECT_EQ(changes[0].worth, (Worth{-1, -1}));
}

TEST(Compare, ALaneThatIsGoneIsWorthNothing) {
  InstanceData data = test::six_nodes();
  test::set_lane(data, kA, kB, 0);
  const Instance instance(std::move(data));
  const std::vector<Shipment> before{{Period(0), kA, kB, 1}};
  const auto changes = compare({before, {}, {}}, instance, test::six_nodes_potentials());
  EXPECT_EQ(changes[0].worth, Worth{});
  EXPECT_EQ(changes[0].there, 0);
}

TEST(Compare, OnlyTightOrdersCanBeOptimal) {
  const Instance instance(test::six_nodes());
  const std::vector<Shipment> orders{{Period(0), kA, kB, 1}, {Period(0), kB, kA, 1}};
  for (const Tightness tightness : {Tightness::patients, Tightness::patients_and_moves}) {
    EXPECT_EQ(tight_orders(orders, instance, test::six_nodes_potentials(), tightness),
              (std::vector<Shipment>{{Period(0), kA, kB, 1}}));
  }
}

}  // namespace
}  // namespace surgeflow::rolling
