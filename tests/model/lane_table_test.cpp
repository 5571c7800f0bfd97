// SPDX-License-Identifier: Apache-2.0
// Counts and costs of a lane table, by hand.
#include "surgeflow/model/lane_table.hpp"

#include <gtest/gtest.h>

namespace surgeflow {
namespace {

// 0 -> 1 in one period, 1 -> 0 in three, 0 -> 2 in two; nothing leads away from 2.
LaneTable three_lanes() {
  LaneTable table(3);
  table.row(FacilityId(0))[1] = 1;
  table.row(FacilityId(1))[0] = 3;
  table.row(FacilityId(0))[2] = 2;
  return table;
}

TEST(LaneTable, CountsLanesAndShipArcs) {
  const LaneTable table = three_lanes();
  EXPECT_EQ(table.lanes(), 3);
  EXPECT_EQ(table.max_transit_periods(), 3);
  // Four periods: a lane of s periods can be used in 4 - s of them, so 3 + 1 + 2.
  EXPECT_EQ(table.ship_arcs(4), 6);
  EXPECT_EQ(table.ship_arcs(1), 0);
  EXPECT_EQ(table.ship_arcs(3), 3);
}

TEST(LaneTable, IsDirected) {
  const LaneTable table = three_lanes();
  EXPECT_EQ(table.transit_periods(FacilityId(0), FacilityId(1)), 1);
  EXPECT_EQ(table.transit_periods(FacilityId(1), FacilityId(0)), 3);
  EXPECT_EQ(table.transit_periods(FacilityId(2), FacilityId(0)), 0);
  EXPECT_EQ(table.row(FacilityId(0))[2], 2);
}

TEST(LaneTable, CostsOneUnlessAllocated) {
  LaneTable table = three_lanes();
  EXPECT_FALSE(table.has_costs());
  EXPECT_EQ(table.cost(FacilityId(0), FacilityId(1)), 1);
  EXPECT_EQ(table.max_cost(), 1);
  table.allocate_costs(5);
  table.cost_row(FacilityId(0))[1] = 9;
  table.cost_row(FacilityId(2))[0] = 100;
  EXPECT_EQ(table.cost(FacilityId(0), FacilityId(1)), 9);
  EXPECT_EQ(table.cost(FacilityId(1), FacilityId(0)), 5);
  // The 100 belongs to a pair without a lane.
  EXPECT_EQ(table.max_cost(), 9);
}

TEST(LaneTable, HoldsSomeRowsAndKnowsOtherLanes) {
  LaneTable part(3, {1, 2});
  part.row(FacilityId(1))[0] = 3;
  EXPECT_FALSE(part.is_whole());
  EXPECT_EQ(part.lanes(), 1);
  EXPECT_EQ(part.rows().size(), 3u);
  EXPECT_EQ(part.transit_periods(FacilityId(1), FacilityId(0)), 3);
  EXPECT_EQ(part.transit_periods(FacilityId(0), FacilityId(2)), 0);
  part.set_known_lanes({{FacilityId(2), FacilityId(0), 7}, {FacilityId(0), FacilityId(2), 2}});
  EXPECT_EQ(part.transit_periods(FacilityId(0), FacilityId(2)), 2);
  EXPECT_EQ(part.transit_periods(FacilityId(2), FacilityId(0)), 7);
  EXPECT_EQ(part.transit_periods(FacilityId(2), FacilityId(1)), 0);
  EXPECT_EQ(part.lanes(), 1);
  part.drop_rows();
  EXPECT_EQ(part.rows().size(), 0u);
  EXPECT_EQ(part.transit_periods(FacilityId(1), FacilityId(0)), 0);
  EXPECT_EQ(part.transit_periods(FacilityId(2), FacilityId(0)), 7);
}

TEST(LaneTable, MayBeEmpty) {
  const LaneTable none;
  EXPECT_EQ(none.lanes(), 0);
  EXPECT_EQ(none.max_transit_periods(), 0);
  EXPECT_EQ(none.max_cost(), 1);
  EXPECT_EQ(LaneTable(1).lanes(), 0);
}

}  // namespace
}  // namespace surgeflow
