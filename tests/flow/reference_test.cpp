// SPDX-License-Identifier: Apache-2.0
// What only the reference method promises: a limit of size.
#include "flow/reference/reference.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::test {
namespace {

TEST(Reference, RefusesMoreArcsThanItsLimitInWords) {
  // 200 x 200 x 180 lanes are about 7 million arcs.
  RandomInstanceOptions options;
  options.facilities = 200;
  options.periods = 180;
  options.lane_percent = 100;
  const Instance instance = random_instance(options);
  try {
    (void)flow::ReferenceSolver().solve(instance, {});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("200 facilities over 180 periods"), std::string::npos) << text;
    EXPECT_NE(text.find("5000000 arcs"), std::string::npos) << text;
    EXPECT_NE(text.find("primal_dual"), std::string::npos) << text;
  }
}

TEST(Reference, KnowsItsName) {
  EXPECT_EQ(flow::ReferenceSolver().name(), "reference");
  EXPECT_EQ(make_solver("reference")->name(), "reference");
}

}  // namespace
}  // namespace surgeflow::test
