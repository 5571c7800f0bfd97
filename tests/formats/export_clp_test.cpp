// SPDX-License-Identifier: Apache-2.0
// COIN-OR CLP reads the MPS file and finds the same optimum.
#include <gtest/gtest.h>
#include <ClpSimplex.hpp>

#include <cmath>
#include <fstream>
#include <stdexcept>

#include "archive/small_plan.hpp"
#include "support/six_nodes.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

std::int64_t least_cost(const Instance& instance) {
  const testing::TemporaryFolder folder;
  std::ofstream out(folder / "case.mps");
  write_mps(out, instance);
  out.close();
  ClpSimplex simplex;
  simplex.setLogLevel(0);
  if (simplex.readMps((folder / "case.mps").c_str()) != 0) {
    throw std::runtime_error("CLP does not read the file");
  }
  for (int column = 0; column < simplex.numberColumns(); ++column) {
    EXPECT_TRUE(simplex.isInteger(column));
  }
  simplex.initialSolve();
  // The matrix is one of a network, so the relaxation has integer vertices.
  EXPECT_TRUE(simplex.isProvenOptimal());
  return std::llround(simplex.objectiveValue());
}

TEST(ClpReadsMps, AndFindsTheOptimumFoundByHand) {
  EXPECT_EQ(least_cost(Instance(test::six_nodes())), 1 - 7 * 3);
  EXPECT_EQ(least_cost(testing::small_plan().instance), 2 - 17 * 4);
}

}  // namespace
}  // namespace surgeflow::formats
