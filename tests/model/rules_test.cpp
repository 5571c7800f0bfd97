// SPDX-License-Identifier: Apache-2.0
// Steps that rules make, counted by hand.
#include "surgeflow/model/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

/// Two facilities of 10 and 3 devices over three periods.
InstanceData two_facilities() {
  InstanceData data{.devices = {10, 3},
                    .turnaround_periods = {2, 2},
                    .in_processing_periods = {1, 1},
                    .demand = Panel<Count>(2, 3),
                    .arrivals = Panel<Count>(2, 3),
                    .lanes = LaneTable(2)};
  data.demand(FacilityId(0), Period(0)) = 5;
  data.demand(FacilityId(0), Period(2)) = 4;
  data.demand(FacilityId(1), Period(1)) = 1;
  return data;
}

std::vector<std::int32_t> row(const Panel<std::int32_t>& panel, std::int32_t facility) {
  const auto values = panel.row(FacilityId(facility));
  return {values.begin(), values.end()};
}

TEST(Rules, NoneLeaveThePlainProblem) {
  InstanceData data = two_facilities();
  apply_rules({}, data);
  const Instance instance(std::move(data));
  EXPECT_FALSE(instance.has_steps());
  EXPECT_EQ(instance.resolution(), 1);
}

TEST(Rules, TiersSplitTheDemandOfEveryDay) {
  InstanceData data = two_facilities();
  apply_rules({.patient_weight_parts = {1000, 2000}, .patient_tiers = {{0.5, 1500}, {1.0, 800}}},
              data);
  ASSERT_EQ(data.treat_steps.size(), 2U);
  // Half of 5 is 2.5 and rounds to 3, half of 1 to 1.
  EXPECT_EQ(row(data.treat_steps[0].width, 0), (std::vector<Count>{3, 0, 2}));
  EXPECT_EQ(row(data.treat_steps[1].width, 0), (std::vector<Count>{2, 0, 2}));
  EXPECT_EQ(row(data.treat_steps[0].width, 1), (std::vector<Count>{0, 1, 0}));
  // 1500, 3000, 800, 1600 and 1000 thousandths of a patient are whole in tenths.
  EXPECT_EQ(row(data.treat_steps[0].gain, 1), (std::vector<std::int32_t>{30, 30, 30}));
  EXPECT_EQ(row(data.treat_steps[1].gain, 0), (std::vector<std::int32_t>{8, 8, 8}));
  EXPECT_EQ(Instance(std::move(data)).resolution(), 10);
}

TEST(Rules, AReserveAddsTheComingDemand) {
  InstanceData data = two_facilities();
  apply_rules({.reserve = Reserve{.devices = {1, 0}, .coming_periods = 2, .weight_parts = 10}},
              data);
  ASSERT_EQ(data.hold_steps.size(), 1U);
  EXPECT_EQ(row(data.hold_steps[0].width, 0), (std::vector<Count>{5, 5, 1}));
  EXPECT_EQ(row(data.hold_steps[0].width, 1), (std::vector<Count>{1, 0, 0}));
  EXPECT_EQ(row(data.hold_steps[0].gain, 0), (std::vector<std::int32_t>{1, 1, 1}));
  EXPECT_EQ(Instance(std::move(data)).resolution(), 100);
}

TEST(Rules, LendingCostsWithinTheLimit) {
  InstanceData data = two_facilities();
  apply_rules({.lending_limit = {4, kMaxTotal}, .lending_cost = {{0.2, 0}, {0.5, 1}, {1.0, 3}}},
              data);
  ASSERT_EQ(data.send_steps.size(), 3U);
  const auto width = [&](std::size_t step, std::int32_t facility) {
    return data.send_steps[step].width(FacilityId(facility), Period(1));
  };
  EXPECT_EQ((std::vector<Count>{width(0, 0), width(1, 0), width(2, 0)}),
            (std::vector<Count>{2, 2, 0}));
  EXPECT_EQ((std::vector<Count>{width(0, 1), width(1, 1), width(2, 1)}),
            (std::vector<Count>{1, 1, kMaxTotal - 2}));
  EXPECT_EQ(data.resolution, 1);
}

TEST(Rules, EachCanBeLeftOut) {
  Rules rules{.patient_weight_parts = {1000},
              .patient_tiers = {{1.0, 1000}},
              .reserve = Reserve{},
              .lending_limit = {1},
              .lending_cost = {{1.0, 1}}};
  const std::vector<std::string_view> names = names_of(rules);
  EXPECT_EQ(names.size(), 5U);
  for (const std::string_view name : names) {
    rules = without(rules, name);
    EXPECT_EQ(std::ranges::count(names_of(rules), name), 0) << name;
  }
  EXPECT_FALSE(rules.any());
}

}  // namespace
}  // namespace surgeflow
