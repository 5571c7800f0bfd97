// SPDX-License-Identifier: Apache-2.0
// What check_case makes of pools, and of rules and limits.
#include <gtest/gtest.h>

#include "support/changed_case.hpp"
#include "support/messages.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

using testing::accepted;
using testing::one_line_says;
using testing::refusal_of;

/// A stock of five devices that reaches everyone in two periods.
void add_pool(CaseStatement& s) {
  FacilityRecord pool;
  pool.line = 4;
  pool.id = "federal";
  pool.devices = 5;
  pool.lead_periods = 2;
  s.facilities.push_back(pool);
}

TEST(CheckRules, PoolsNeedNoPlaceNorRegionNorPatients) {
  const Case checked = accepted([](CaseStatement& s) {
    add_pool(s);
    s.scope = Scope::region;
    s.demand_model = DemandModel::sir;
    s.epidemic.doubling_time_days = 4.0;
    s.movement = Movement::distance;
  });
  EXPECT_TRUE(checked.facilities[2].is_pool());
  EXPECT_FALSE(checked.facilities[1].is_pool());
}

TEST(CheckRules, RulesForAllDoNotBindPools) {
  const Case checked = accepted([](CaseStatement& s) {
    add_pool(s);
    s.rules.lending_limit = 1;
    s.rules.lending_cost = {{1.0, 2.0}};
    s.rules.reserve = 1.0;
  });
  EXPECT_EQ(checked.rules.lending_limit, (std::vector<Count>{1, 1, kMaxTotal}));
  EXPECT_EQ(checked.rules.free_lenders, (std::vector{FacilityId(2)}));
  EXPECT_EQ(checked.rules.reserve->devices, (std::vector<Count>{12, 3, 0}));
  const Case returning = accepted([](CaseStatement& s) {
    add_pool(s);
    s.return_by = "end";
  });
  EXPECT_EQ(returning.limits.return_by, Period(4));
  EXPECT_EQ(returning.limits.fleet, (std::vector<Count>{12, 3, 0}));
}

TEST(CheckRules, LimitsCountDevicesOnPatientsAtTheStart) {
  const auto in_use = [](CaseStatement& s) {
    add_pool(s);
    s.in_use_file = "in_use.csv";
    s.in_use = {{2, s.facilities[1].id, "2", 4}, {3, s.facilities[1].id, "1", 1}};
  };
  EXPECT_EQ(accepted(in_use).limits.in_care.facilities(), 0);
  const Limits limits = accepted([&](CaseStatement& s) {
                          in_use(s);
                          s.away_limit = 0.5;
                        }).limits;
  EXPECT_EQ(limits.fleet, (std::vector<Count>{12, 8, 0}));
  const auto there = limits.in_care.row(FacilityId(1));
  EXPECT_EQ(std::vector<Count>(there.begin(), there.end()), (std::vector<Count>{5, 4, 0, 0, 0}));
}

TEST(CheckRules, AReserveMayBeCoveredByOthers) {
  const Case covered = accepted([](CaseStatement& s) {
    s.rules.reserve_devices = 1;
    s.rules.backup_periods = 2;
  });
  EXPECT_EQ(covered.limits.backup_periods, 2);
  EXPECT_TRUE(covered.limits.any());
  EXPECT_TRUE(covered.limits.covers(2));
  EXPECT_FALSE(covered.limits.covers(3));
  EXPECT_FALSE(covered.limits.covers(0));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.rules.backup_periods = 1; }),
                            {"rules.backup_periods", "a cover without a reserve"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.rules.reserve_devices = 1;
                              s.rules.backup_periods = -1;
                            }),
                            {"rules.backup_periods", "-1", "0 to 32767"}));
}

TEST(CheckRules, RefusesPoolsThatAreNone) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              add_pool(s);
                              s.facilities[2].lead_periods = 256;
                            }),
                            {"facilities.csv:4: 'lead_periods': 256", "1 to 255"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              add_pool(s);
                              s.demand.push_back({5, "federal", "0", 1});
                            }),
                            {"demand.csv:5", "patients of a pool"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              add_pool(s);
                              s.lanes.push_back({4, "08031", "federal", 1, 70});
                            }),
                            {"transit.csv:4: 'destination'", "is a pool"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              add_pool(s);
                              s.movement = Movement::cost;
                            }),
                            {"facilities.csv:4: 'lead_periods'", "movement is cost"}));
}

TEST(CheckRules, RefusesDatesOfReturnAndBedsOutOfRange) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.return_by = "2020-05-01"; }),
                            {"'rules.return_by'", "outside the horizon", "end"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].staffed_beds = -1; }),
                            {"facilities.csv:2: 'staffed_beds': -1", "0 to"}));
}

}  // namespace
}  // namespace surgeflow
