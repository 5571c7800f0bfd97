// SPDX-License-Identifier: Apache-2.0
// The layout of panels.
#include "surgeflow/core/panel.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace surgeflow {
namespace {

TEST(Panel, KeepsATimeLineTogether) {
  Panel<int> panel(2, 3);
  panel(FacilityId(1), Period(0)) = 10;
  panel(FacilityId(1), Period(2)) = 12;
  panel(FacilityId(0), Period(2)) = 2;
  const std::vector<int> expected = {0, 0, 2, 10, 0, 12};
  EXPECT_EQ(std::vector<int>(panel.values().begin(), panel.values().end()), expected);
  EXPECT_EQ(panel.row(FacilityId(1)).size(), 3U);
  EXPECT_EQ(panel.row(FacilityId(1))[2], 12);
}

TEST(Panel, ComparesShapeAndValues) {
  EXPECT_EQ((Panel<int>(2, 3, 7)), (Panel<int>(2, 3, 7)));
  EXPECT_NE((Panel<int>(2, 3)), (Panel<int>(3, 2)));
  EXPECT_NE((Panel<int>(2, 3, 7)), (Panel<int>(2, 3, 8)));
}

TEST(Panel, IsEmptyAtFirst) {
  const Panel<int> panel;
  EXPECT_EQ(panel.facilities(), 0);
  EXPECT_EQ(panel.periods(), 0);
  EXPECT_TRUE(panel.values().empty());
}

}  // namespace
}  // namespace surgeflow
