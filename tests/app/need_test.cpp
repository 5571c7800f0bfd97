// SPDX-License-Identifier: Apache-2.0
// What a case is said to need, and when it is refused for it.
#include "app/need.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "case_sizes.hpp"
#include "support/statements.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {
namespace {

TEST(SizeOf, ReadsTheStatement) {
  CaseStatement statement = surgeflow::testing::small_statement();
  const CaseSize of_table = app::size_of(statement);
  EXPECT_EQ(of_table.facilities, 2);
  EXPECT_EQ(of_table.periods, 5);
  EXPECT_EQ(of_table.stated_lanes, 2);
  EXPECT_EQ(of_table.max_transit_periods, 255);
  EXPECT_EQ(of_table.lane_costs, LaneCosts::alike);
  EXPECT_EQ(of_table.lane_source, LaneSource::table);
  statement.movement = Movement::distance;
  statement.transit_model = TransitModel::geodesic;
  statement.max_periods = 2;
  const CaseSize of_distances = app::size_of(statement);
  EXPECT_EQ(of_distances.lane_costs, LaneCosts::own);
  EXPECT_EQ(of_distances.lane_source, LaneSource::distances);
  EXPECT_EQ(of_distances.max_transit_periods, 2);
}

TEST(SizeOf, KnowsTheLargestRegion) {
  CaseStatement statement = surgeflow::testing::small_statement();
  EXPECT_FALSE(app::size_of(statement).is_spread());
  statement.method = Method::lagrangian;
  EXPECT_EQ(app::size_of(statement).largest_region, 2);  // one region for 60 facilities
  EXPECT_EQ(app::size_of(statement).finish, Finish::proof);
  statement.regions = 2;
  statement.gap = 0.001;
  EXPECT_EQ(app::size_of(statement).largest_region, 1);
  EXPECT_EQ(app::size_of(statement).finish, Finish::gap);
  statement.regions = std::nullopt;
  statement.facilities.push_back(statement.facilities.front());
  for (FacilityRecord& record : statement.facilities) record.solver_region = record.region;
  EXPECT_EQ(app::size_of(statement).largest_region, 2);
  statement.rules.backup_periods = 1;
  EXPECT_FALSE(app::size_of(statement).is_spread());
  statement.rules.backup_periods = 0;
  EXPECT_TRUE(app::size_of(statement).is_spread());
  statement.dispatch_limit = 3;
  EXPECT_FALSE(app::size_of(statement).is_spread());
}

TEST(SizeOf, CutsWhatIsRefusedAnyway) {
  CaseStatement statement;
  statement.periods = std::numeric_limits<std::int64_t>::max();
  statement.max_periods = -1;
  EXPECT_EQ(app::size_of(statement).periods, kMaxPeriods);
  EXPECT_EQ(app::size_of(statement).max_transit_periods, 0);
  statement.periods = -1;
  EXPECT_EQ(app::size_of(statement).periods, 0);
}

TEST(MemoryNeed, IsNearTheMeasuredPeaks) {
  struct Measured {
    CaseSize size;
    std::int64_t megabytes;
  };
  for (const Measured& measured :
       {Measured{case_of_size(300), 37}, Measured{case_of_size(1000), 46},
        Measured{case_of_size(3000), 83}, Measured{case_of_size(7000), 196},
        Measured{case_of_size(33'000), 2027}, Measured{case_of_size(1000, 540), 66}}) {
    const auto peak = static_cast<double>(memory_need(measured.size).peak / kMegabyte);
    EXPECT_NEAR(peak, static_cast<double>(measured.megabytes),
                0.12 * static_cast<double>(measured.megabytes));
  }
}

TEST(MemoryNeed, IsNearTheMeasuredPeaksWhereLanesHaveCosts) {
  struct Measured {
    std::int64_t facilities;
    std::int64_t megabytes;
  };
  for (const Measured& measured :
       {Measured{300, 39}, Measured{1000, 67}, Measured{3000, 199}, Measured{3142, 196}}) {
    CaseSize size = case_of_size(measured.facilities);
    size.lane_costs = LaneCosts::own;
    const auto peak = static_cast<double>(memory_need(size).peak / kMegabyte);
    EXPECT_NEAR(peak, static_cast<double>(measured.megabytes),
                0.15 * static_cast<double>(measured.megabytes));
  }
}

TEST(MemoryNeed, GrowsWithEverything) {
  const std::int64_t peak = memory_need(case_of_size(1000)).peak;
  EXPECT_GT(memory_need(case_of_size(1001)).peak, peak);
  EXPECT_GT(memory_need(case_of_size(1000, 181)).peak, peak);
  CaseSize size = case_of_size(1000);
  size.max_transit_periods = 1;
  EXPECT_LT(memory_need(size).peak, peak);
  size = case_of_size(1000);
  size.lane_costs = LaneCosts::own;
  EXPECT_GT(memory_need(size).input, memory_need(case_of_size(1000)).input);
  EXPECT_GT(memory_need(size).solver, memory_need(case_of_size(1000)).solver);
  size = case_of_size(1000);
  size.lane_source = LaneSource::table;
  size.stated_lanes = 999'000;
  EXPECT_GT(memory_need(size).peak, peak + 100 * kMegabyte);
}

TEST(MemoryNeed, FitsItsIntegerForTheLargestCase) {
  CaseSize size = case_of_size(kMaxFacilities, kMaxPeriods);
  size.lane_costs = LaneCosts::own;
  size.lane_source = LaneSource::table;
  size.stated_lanes = size.pairs();
  EXPECT_GT(memory_need(size).peak, std::int64_t{1} << 40);
}

TEST(TimeNeed, IsARangeAroundTheMeasuredTimes) {
  struct Measured {
    CaseSize size;
    double seconds;
  };
  for (const Measured& measured :
       {Measured{case_of_size(300), 0.2}, Measured{case_of_size(3000), 3.3},
        Measured{case_of_size(7000), 9.7}, Measured{case_of_size(33'000), 420.0}}) {
    const TimeNeed need = time_need(measured.size);
    EXPECT_LT(need.least_seconds, measured.seconds);
    EXPECT_GT(need.most_seconds, measured.seconds);
  }
  CaseSize counties = case_of_size(3142);
  counties.lane_costs = LaneCosts::own;
  EXPECT_LT(time_need(counties).least_seconds, 48.0);
  EXPECT_GT(time_need(counties).most_seconds, 67.0);
}

}  // namespace
}  // namespace surgeflow::app
