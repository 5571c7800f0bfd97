// SPDX-License-Identifier: Apache-2.0
// The network after each change against the solver on an instance with as many lanes closed.
#include "shipments/design_network.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "shipments/cases.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::test {
namespace {

using shipments::DesignNetwork;
using shipments::ShipArc;
using shipments::Worth;

Instance without_lane(const Instance& instance, const ShipArc& arc) {
  LaneTable lanes = instance.lanes();
  std::vector<ClosedLane> closed(lanes.closed().begin(), lanes.closed().end());
  closed.push_back({arc.origin, arc.destination, arc.depart, arc.depart});
  lanes.set_closed(std::move(closed));
  return instance.with_lanes(std::move(lanes));
}

/// Some of the arcs on which the network sends are closed, one after the other.
TEST(DesignNetwork, StaysOptimalWhileLanesAreClosed) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(15, 40); ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 21);
    Instance instance = random_ruled_case(seed, draws);
    const SolveResult optimum = solve(instance);
    const std::vector<ShipArc> arcs = shipments::ship_arcs(instance);
    DesignNetwork network(instance, arcs, optimum.plan, optimum.potentials);
    EXPECT_EQ(network.plan(), optimum.plan);
    const auto whole = Worth{optimum.value.treated, -optimum.value.movement};
    EXPECT_EQ(network.value(), whole);
    Instance closed = instance;
    for (DesignNetwork::Ship n = 0; n < network.ships(); ++n) {
      if (network.sent(n) == 0 || draws.happens(50)) continue;
      ASSERT_TRUE(network.close(n));
      closed = without_lane(closed, network.ship(n));
      const PlanValue value = solve(closed).value;
      const auto expected = Worth{value.treated, -value.movement};
      EXPECT_EQ(network.value(), expected);
      EXPECT_EQ(value_of(closed, network.plan()), value);
    }
    network.take_back(0);
    EXPECT_EQ(network.plan(), optimum.plan);
    EXPECT_EQ(network.value(), whole);
  }
}

/// A has three devices and B one patient: the second and third go along for nothing but their
/// movement, a fourth does not exist.
TEST(DesignNetwork, SendsAsManyAsAreAskedFor) {
  const Instance instance(two_places(3, {2}));
  const SolveResult optimum = solve(instance);
  const std::vector<ShipArc> arcs = shipments::ship_arcs(instance);
  DesignNetwork network(instance, arcs, optimum.plan, optimum.potentials);
  DesignNetwork::Ship sent = 0;
  while (network.sent(sent) == 0) ++sent;
  const std::size_t mark = network.mark();
  for (Count least = 1; least <= 3; ++least) {
    ASSERT_TRUE(network.require(sent, least));
    const auto expected = Worth{1, -least};
    EXPECT_EQ(network.value(), expected);
  }
  EXPECT_FALSE(network.require(sent, 4));
  network.take_back(mark);
  EXPECT_EQ(network.plan(), optimum.plan);
}

}  // namespace
}  // namespace surgeflow::test
