// SPDX-License-Identifier: Apache-2.0
// DIMACS files are what LEMON's reader and network simplex make the right optimum of.
#include <gtest/gtest.h>
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <sstream>

#include "archive/small_plan.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"
#include "support/steps_by_eye.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

std::string dimacs_of(const Instance& instance) {
  std::ostringstream out;
  write_dimacs(out, instance);
  return out.str();
}

/// The least cost of a DIMACS file, as LEMON reads and solves it.
std::int64_t least_cost(const std::string& text) {
  using Graph = lemon::SmartDigraph;
  using Cost = std::int64_t;
  Graph graph;
  Graph::ArcMap<Cost> lower(graph);
  Graph::ArcMap<Cost> capacity(graph);
  Graph::ArcMap<Cost> cost(graph);
  Graph::NodeMap<Cost> supply(graph);
  std::istringstream in(text);
  lemon::readDimacsMin(in, graph, lower, capacity, cost, supply);
  lemon::NetworkSimplex<Graph, Cost, Cost> simplex(graph);
  simplex.lowerMap(lower).upperMap(capacity).costMap(cost).supplyMap(supply);
  if (simplex.run() != lemon::NetworkSimplex<Graph, Cost, Cost>::OPTIMAL) {
    throw std::runtime_error("LEMON found no optimum");
  }
  return simplex.totalCost<Cost>();
}

std::int64_t cost_of(const PlanValue& value, const Instance& instance) {
  return value.movement - (instance.movement_limit() + 1) * value.treated;
}

TEST(Dimacs, IsReadableByEye) {
  EXPECT_EQ(dimacs_of(Instance(test::six_nodes())),
            "c Sharing of devices between 2 facilities over 3 periods, by surgeflow.\n"
            "c Node i * 3 + t + 1 is facility i in period t, both counted from 0; node 7 is the "
            "sink.\n"
            "c Arcs of cost -7 treat patients, arcs from a facility to another ship devices, arcs "
            "of cost 0\n"
            "c from a node to its facility's next period (or the sink) keep devices idle.\n"
            "c 7 is more than the movement of any plan, so patients come first. Of the least cost "
            "z:\n"
            "c patients treated = ceil(-z / 7), movement = z + 7 * patients treated.\n"
            "p min 7 13\n"
            "n 1 2\n"
            "n 7 -2\n"
            "a 1 2 0 2 0\n"
            "a 1 3 0 1 -7\n"
            "a 1 5 0 2 1\n"
            "a 2 3 0 2 0\n"
            "a 2 6 0 2 1\n"
            "a 3 7 0 2 0\n"
            "a 3 7 0 1 -7\n"
            "a 4 5 0 2 0\n"
            "a 4 2 0 2 1\n"
            "a 5 6 0 2 0\n"
            "a 5 7 0 2 -7\n"
            "a 5 3 0 2 1\n"
            "a 6 7 0 2 0\n");
}

TEST(Dimacs, HasTheOptimumFoundByHand) {
  // Six nodes: three patients for one move. The small plan: four for two, and a patient weighs
  // 1 + 4 devices x 4 periods.
  EXPECT_EQ(least_cost(dimacs_of(Instance(test::six_nodes()))), 1 - 7 * 3);
  EXPECT_EQ(least_cost(dimacs_of(testing::small_plan().instance)), 2 - 17 * 4);
}

TEST(Dimacs, HasTheOptimumOfTheModel) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Instance instance = test::random_instance(test::varied_options(seed, 8, 20));
    EXPECT_EQ(least_cost(dimacs_of(instance)), cost_of(test::lemon_optimum(instance), instance))
        << "seed " << seed;
  }
}

TEST(Dimacs, WritesStepsAndGates) {
  std::string text = dimacs_of(Instance(test::steps_by_eye()));
  EXPECT_NE(text.find("c Gains are counted in 1/2 patient. Arcs that gain g have the cost -7 * g"),
            std::string::npos);
  EXPECT_NE(text.find("c Node 4 + i * 2 + t + 1 is the gate"), std::string::npos);
  EXPECT_EQ(text.substr(text.find("p min")),
            "p min 9 11\n"
            "n 1 1\n"
            "n 9 -1\n"
            "a 1 2 0 1 0\n"
            "a 1 2 0 1 -7\n"
            "a 1 2 0 2 -21\n"
            "a 1 2 0 1 -14\n"
            "a 1 5 0 1 0\n"
            "a 1 5 0 2 2\n"
            "a 5 4 0 1 1\n"
            "a 2 9 0 1 0\n"
            "a 2 9 0 1 -7\n"
            "a 3 4 0 1 0\n"
            "a 4 9 0 1 0\n");
}

TEST(Dimacs, HasTheOptimumOfTheModelWithSteps) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Instance instance = test::random_instance_with_steps(test::varied_options(seed, 8, 20));
    EXPECT_EQ(least_cost(dimacs_of(instance)), cost_of(test::lemon_optimum(instance), instance))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace surgeflow::formats
