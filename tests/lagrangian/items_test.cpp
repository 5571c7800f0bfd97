// SPDX-License-Identifier: Apache-2.0
// Plans of several items: by hand, and properties of random sets.
#include "lagrangian/items/items.hpp"

#include <gtest/gtest.h>

#include "support/random_items.hpp"
#include "support/thorough.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/flow/item_certificate.hpp"
#include "surgeflow/model/item_case.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::ItemResult;
using lagrangian::solve_items;

std::string failures_of(const ItemReport& report) {
  std::string text;
  for (const auto& [check, detail] : report.failures) text += check + ": " + detail + "\n";
  return text;
}

ItemResult checked(const ItemSet& set, const lagrangian::ItemOptions& options = {}) {
  ItemResult result = solve_items(set, options, {});
  const ItemReport report = check_items(set, result.plans, result.proof);
  EXPECT_TRUE(report.feasible) << failures_of(report);
  EXPECT_TRUE(report.bound_valid) << failures_of(report);
  EXPECT_EQ(report.gain, result.gain);
  EXPECT_EQ(report.bound, result.bound);
  EXPECT_EQ(report.optimal, result.status == SolveStatus::optimal);
  return result;
}

/// Two facilities, A and B, a day apart; devices at A treat for two days.
InstanceData two_towns(Count at_a, std::int32_t turnaround = 2) {
  InstanceData data{.devices = {at_a, 0},
                    .turnaround_periods = {turnaround, turnaround},
                    .in_processing_periods = {1, 1},
                    .demand = Panel<Count>(2, 6),
                    .arrivals = Panel<Count>(2, 6),
                    .lanes = LaneTable(2)};
  data.lanes.row(FacilityId(0))[1] = 1;
  data.lanes.row(FacilityId(1))[0] = 1;
  return data;
}

Item ventilators(Count at_a, Count patients_on_day_1, Count patients_on_day_3) {
  InstanceData data = two_towns(at_a);
  data.demand(FacilityId(1), Period(1)) = patients_on_day_1;
  data.demand(FacilityId(1), Period(3)) = patients_on_day_3;
  return {"ventilator", Instance(std::move(data))};
}

Item only_at_a(std::string name, Count devices, std::int32_t turnaround) {
  return {std::move(name), Instance(two_towns(devices, turnaround))};
}

TEST(Items, ApartAreEachProvedOptimal) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.status, SolveStatus::optimal);
  EXPECT_EQ(result.gain, 5);
}

TEST(Items, ACarrierThatTakesAllIsNoTie) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{"road", 3, {1, 1}}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.status, SolveStatus::optimal);
  EXPECT_EQ(result.gain, 5);
}

// One load a day. The ventilator that leaves on day 0 treats on day 1 and on day 3; the one of the
// second item only on day 1. So the first leaves on day 0 and another on day 1, for day 3.
TEST(Items, ShareACarrier) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{"road", 1, {1, 1}}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3);
  EXPECT_EQ(result.bound, 3);
}

// Two ventilators could treat four, of whom three get a circuit.
TEST(Items, UseConsumables) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), only_at_a("circuit", 3, 7)};
  set.treatments = {{0, 0, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_patient = 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3);
  EXPECT_EQ(result.bound, 3);
  EXPECT_EQ(units_shipped(result.plans.plans[1]), 3);
}

// A patient of two days takes one unit on each, so that three patients take six of seven.
TEST(Items, UseConsumablesInEveryPeriod) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), only_at_a("oxygen", 7, 7)};
  set.treatments = {{0, 0, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_period = 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3);
}

// One ventilator and two that stand in at 0.7: 10 + 7 on day 1, and once more on day 3.
TEST(Items, StandIn) {
  ItemSet set;
  set.items = {ventilators(1, 2, 2), only_at_a("transport ventilator", 2, 2)};
  set.resolution = 10;
  set.treatments = {{0, 0, 10}, {1, 0, 7}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 34);
  EXPECT_EQ(result.bound, 34);
  EXPECT_EQ(allotted(set, result.plans, 0)(FacilityId(1), Period(1)), 1);
  EXPECT_EQ(allotted(set, result.plans, 1)(FacilityId(1), Period(1)), 1);
}

TEST(Items, OfRandomSetsAreCertified) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(ties_in_words(seed));
    static_cast<void>(checked(random_items(seed), {.most_prices = 40}));
  }
}

TEST(Items, BesideRulesAreCertified) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(6, 40); ++seed) {
    SCOPED_TRACE(rules_in_words(seed));
    static_cast<void>(checked(random_ruled_items(seed), {.most_prices = 40}));
  }
}

TEST(Items, WithinLimitsAreCertified) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(5, 40); ++seed) {
    SCOPED_TRACE(limits_in_words(seed));
    static_cast<void>(checked(random_limited_items(seed), {.most_prices = 40}));
  }
}

TEST(Items, AreTheSameOnAnyNumberOfThreads) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(3, 8); ++seed) {
    const ItemSet set = seed % 2 == 0 ? random_items(seed) : random_limited_items(seed);
    const ItemResult one = solve_items(set, {.most_prices = 40}, {.stop = {}, .threads = 1});
    const ItemResult four = solve_items(set, {.most_prices = 40}, {.stop = {}, .threads = 4});
    EXPECT_EQ(one.plans.plans, four.plans.plans);
    EXPECT_EQ(one.plans.patients, four.plans.patients);
    EXPECT_EQ(one.bound, four.bound);
  }
}

TEST(Items, AreRefusedWhereTheyDisagree) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), only_at_a("circuit", 3, 7)};
  set.treatments = {{0, 2, 1}};
  EXPECT_THROW(static_cast<void>(solve_items(set, {}, {})), InputError);
  set.treatments = {{0, 0, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_patient = -1}};
  EXPECT_THROW(static_cast<void>(solve_items(set, {}, {})), InputError);
  set.uses = {};
  set.carriers = {{"road", 1, {1}}};
  EXPECT_THROW(static_cast<void>(solve_items(set, {}, {})), InputError);
  set.carriers = {};
  set.items[0].limits.no_worse_off = true;
  EXPECT_THROW(static_cast<void>(solve_items(set, {}, {})), InputError);
}

/// B needs two on day 1 and two on day 3; the first of each day counts twice as much.
Item in_tiers(Count at_a) {
  InstanceData data = ventilators(at_a, 2, 2).instance.data();
  data.resolution = 2;
  for (const std::int32_t gain : {4, 2}) {
    GainStep step{.width = Panel<Count>(2, 6), .gain = Panel<std::int32_t>(2, 6, gain)};
    step.width(FacilityId(1), Period(1)) = 1;
    step.width(FacilityId(1), Period(3)) = 1;
    data.treat_steps.push_back(std::move(step));
  }
  return {"ventilator", Instance(std::move(data))};
}

// Three circuits: 2 + 2 for the first of either day, 1 for another.
TEST(Items, TreatTheTierThatCountsMore) {
  ItemSet set;
  set.items = {in_tiers(2), only_at_a("circuit", 3, 7)};
  set.resolution = 2;
  set.treatments = {{0, 0, 2, 0}, {0, 0, 2, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_patient = 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 4 + 4 + 2);
  EXPECT_EQ(result.bound, 10);
}

// Of every two parts that a patient of a tier counts, one that stands in gains 1.
TEST(Items, StandInForTiers) {
  ItemSet set;
  set.items = {in_tiers(1), only_at_a("transport ventilator", 1, 2)};
  set.resolution = 2;
  set.treatments = {{0, 0, 2, 0}, {0, 0, 2, 1}, {1, 0, 1, 0}, {1, 0, 1, 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 2 * (4 + 1));
  EXPECT_EQ(result.bound, 10);
}

/// So many devices leave a facility in a period.
Item that_lends(Count devices, Item item) {
  InstanceData data = item.instance.data();
  data.send_steps = {{.width = Panel<Count>(2, 6, devices), .cost = Panel<std::int32_t>(2, 6)}};
  item.instance = Instance(std::move(data));
  return item;
}

TEST(Items, LendWithinTheirLimits) {
  ItemSet set;
  set.items = {that_lends(1, ventilators(2, 2, 2)), only_at_a("circuit", 4, 7)};
  set.treatments = {{0, 0, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_patient = 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3);
  EXPECT_EQ(result.bound, 3);
}

// Beside a carrier that takes all, lending limits alone are proved to be kept as well as they can.
TEST(Items, ThatLendAloneAreProvedOptimal) {
  ItemSet set;
  set.items = {that_lends(1, ventilators(2, 2, 2)), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{"road", 3, {1, 1}}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.status, SolveStatus::optimal);
  EXPECT_EQ(result.gain, 4);
}

/// Two ventilators and as many circuits as patients.
ItemSet limited_ventilators(const Limits& limits) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), only_at_a("circuit", 4, 7)};
  set.items[0].limits = limits;
  set.treatments = {{0, 0, 1}};
  set.uses = {{.item = 0, .consumable = 1, .per_patient = 1}};
  return set;
}

// One of two ventilators must stay; the other treats on day 1 and on day 3.
TEST(Items, KeepWhatMayNotBeAway) {
  const ItemResult result = checked(limited_ventilators({.away_millionths = kWholeShare / 2}));
  EXPECT_EQ(result.gain, 2);
  EXPECT_EQ(result.bound, 2);
  EXPECT_EQ(checked(limited_ventilators({.away_millionths = 0})).gain, 0);
}

// Who treats on days 1 and 2 leaves B on day 3 and is at A on day 4. Circuits do not come back.
TEST(Items, AreBackByTheDate) {
  EXPECT_EQ(checked(limited_ventilators({.return_by = Period(4)})).gain, 2);
  EXPECT_EQ(checked(limited_ventilators({.return_by = Period(3)})).gain, 0);
}

// What nothing ties is planned within its own limits; the other is proved optimal.
TEST(Items, ApartAreWithinTheirOwnLimits) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.items[0].limits.away_millionths = kWholeShare / 2;
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 2 + 1);
  EXPECT_EQ(result.bound, 3);
}

// Beside a carrier that takes all, limits that bind nothing leave the optimum proved.
TEST(Items, WithinLimitsThatBindNothingAreProvedOptimal) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  for (Item& item : set.items) item.limits.away_millionths = kWholeShare;
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{"road", 3, {1, 1}}};
  EXPECT_EQ(checked(set).status, SolveStatus::optimal);
  set.items[0].limits.away_millionths = kWholeShare / 2;
  EXPECT_EQ(checked(set).gain, 2 + 1);
}

// Circuits fly as they like; one ventilator may, and it must be back on day 4.
TEST(Items, AreBackByTheDateOnLanesOfACarrier) {
  ItemSet set = limited_ventilators({.return_by = Period(4)});
  set.carriers = {{.name = "air",
                   .limit = 1,
                   .load = {1, 0},
                   .lanes = {.facilities = 2, .is_member = {0, 1, 0, 0}}}};
  EXPECT_EQ(checked(set).gain, 1);
}

// One may fly from A to B in a day.
TEST(Items, LoadACarrierOnItsLanesOnly) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{.name = "air",
                   .limit = 1,
                   .load = {1, 0},
                   .lanes = {.facilities = 2, .is_member = {0, 1, 0, 0}}}};
  ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3 + 1);
  EXPECT_EQ(result.bound, 4);
  set.carriers[0].lanes.is_member = {0, 0, 1, 0};
  result = checked(set);
  EXPECT_EQ(result.gain, 5);
  EXPECT_EQ(result.status, SolveStatus::optimal);
}

TEST(Items, LeaveOrderedShipmentsTheirRoom) {
  ItemSet set;
  set.items = {ventilators(2, 2, 2), ventilators(1, 2, 0)};
  set.treatments = {{0, 0, 1}, {1, 1, 1}};
  set.carriers = {{"road", 1, {1, 1}}};
  const Order force{.kind = OrderKind::force,
                    .origin = FacilityId(0),
                    .destination = FacilityId(1),
                    .first = Period(0),
                    .last = Period(0),
                    .devices = 1};
  give_orders(set, {Orders{}, {.file = "orders.csv", .list = {force}}});
  EXPECT_EQ(set.carriers[0].room(Period(0)), 0);
  // The pump of day 0 treats; ventilators leave on days 1 and 2.
  const ItemResult result = checked(set);
  EXPECT_EQ(result.gain, 3);
  EXPECT_THROW(give_orders(set, {Orders{}, {.file = "orders.csv", .list = {force}}}), InputError);
}

class CheckItems : public ::testing::Test {
 protected:
  void SetUp() override {
    set_.items = {ventilators(2, 2, 2), only_at_a("circuit", 3, 7)};
    set_.treatments = {{0, 0, 1}};
    set_.uses = {{.item = 0, .consumable = 1, .per_patient = 1}};
    set_.carriers = {{"road", 4, {1, 1}}};
    result_ = solve_items(set_, {}, {});
  }
  [[nodiscard]] std::string failures() const {
    return failures_of(check_items(set_, result_.plans, result_.proof));
  }

  ItemSet set_;
  ItemResult result_;
};

TEST_F(CheckItems, FindsUnitsThatAreNotThere) {
  ASSERT_EQ(failures(), "");
  set_.uses[0].per_patient = 2;
  EXPECT_NE(failures().find("units limit"), std::string::npos);
}

TEST_F(CheckItems, FindsLoadsBeyondTheLimit) {
  set_.carriers[0].limit = 1;
  EXPECT_NE(failures().find("carrier limit: road"), std::string::npos);
}

TEST_F(CheckItems, FindsPatientsTreatedTwice) {
  set_.items[0] = ventilators(2, 1, 1);
  EXPECT_NE(failures().find("patients limit"), std::string::npos);
}

TEST_F(CheckItems, FindsPatientsWithoutADevice) {
  result_.plans.patients[0](FacilityId(1), Period(1)) += 1;
  EXPECT_NE(failures().find("treatments"), std::string::npos);
}

TEST_F(CheckItems, FindsMoreLentThanMay) {
  set_.items[0] = that_lends(0, set_.items[0]);
  EXPECT_NE(failures().find("lending limit"), std::string::npos);
}

TEST_F(CheckItems, FindsMoreAwayThanMay) {
  set_.items[0].limits.away_millionths = 0;
  EXPECT_NE(failures().find("ventilator: facility 0, period 0: 0 of 2 devices are there"),
            std::string::npos);
}

TEST_F(CheckItems, FindsPricesOfLimitsThatProveNothing) {
  set_.items[0].limits.away_millionths = kWholeShare / 2;
  result_ = solve_items(set_, {}, {});
  ASSERT_EQ(failures(), "");
  std::ranges::fill(result_.proof.prices.away[0].values(), 0);
  EXPECT_NE(failures().find("ship potential"), std::string::npos);
}

TEST_F(CheckItems, FindsLanesThatCountForACarrier) {
  set_.carriers[0].limit = 0;
  set_.carriers[0].lanes = {.facilities = 2, .is_member = {0, 0, 1, 0}};
  EXPECT_EQ(failures().find("carrier limit"), std::string::npos);
  set_.carriers[0].lanes.is_member = {0, 1, 0, 0};
  EXPECT_NE(failures().find("carrier limit: road"), std::string::npos);
}

TEST_F(CheckItems, FindsPricesThatProveNothing) {
  result_.proof.potentials[0].patients(FacilityId(0), Period(0)) = 0;
  result_.proof.potentials[0].patients(FacilityId(0), Period(1)) = 9;
  EXPECT_FALSE(check_items(set_, result_.plans, result_.proof).bound_valid);
  result_.proof.prices.unit[1].values()[0] = -1;
  EXPECT_NE(failures().find("multiplier range"), std::string::npos);
}

}  // namespace
}  // namespace surgeflow::test
