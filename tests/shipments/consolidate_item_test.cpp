// SPDX-License-Identifier: Apache-2.0
// Fewer shipments of one item beside others: by hand, and on random sets.
#include "surgeflow/shipments/consolidate_item.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lagrangian/items/items.hpp"
#include "shipments/cases.hpp"
#include "support/random_items.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/item_certificate.hpp"
#include "surgeflow/shipments/place_bound.hpp"

namespace surgeflow::test {
namespace {

using shipments::consolidate_item;

/// Random sets are small: so much finds what there is.
constexpr std::int64_t kItemEffort = 200'000;

/// Two of A's ventilators go to B for a patient on day 2 and one on day 3, each in a shipment of
/// its own; a pump, which loads twice as much, leaves on day 0.
struct VentilatorsAndPump {
  ItemSet set;
  ItemPlans plans;

  explicit VentilatorsAndPump(Count limit, LaneSet lanes = {}) {
    InstanceData pump = two_places(1, {});
    pump.demand(kB, Period(1)) = 1;
    set.items = {{"ventilator", Instance(two_places(2, {2, 3}))},
                 {"pump", Instance(std::move(pump))}};
    set.treatments = {{0, 0, 1}, {1, 1, 1}};
    set.carriers = {{"truck", limit, {1, 2}, std::move(lanes)}};
    for (const Item& item : set.items) plans.patients.push_back(item.instance.demand());
    plans.plans = {{plans.patients[0], {{Period(1), kA, kB, 1}, {Period(2), kA, kB, 1}}},
                   {plans.patients[1], {{Period(0), kA, kB, 1}}}};
  }

  [[nodiscard]] std::vector<Shipment> fewer() const {
    return consolidate_item(set, plans, 0, {}, {}).shipments;
  }
};

TEST(ConsolidateItem, LoadsNoMoreThanCarriersTake) {
  const VentilatorsAndPump one(1);
  EXPECT_EQ(one.fewer(), one.plans.plans[0].shipments);
  EXPECT_EQ(VentilatorsAndPump(2).fewer(), (std::vector<Shipment>{{Period(1), kA, kB, 2}}));
}

// The two may leave together on day 0 or on day 1; there is room on one of the days, or on neither.
TEST(ConsolidateItem, LeavesRoomForOtherItems) {
  VentilatorsAndPump both(2);
  both.plans.plans[1].shipments[0].depart = Period(1);
  both.set.carriers[0].limit = 3;
  // Beside the pump of day 1 there is room for one.
  EXPECT_EQ(both.fewer(), (std::vector<Shipment>{{Period(0), kA, kB, 2}}));
  both.set.carriers[0].ordered = {2, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(both.fewer(), both.plans.plans[0].shipments);
}

TEST(ConsolidateItem, LoadsCarriersOnTheLanesThatTheyCount) {
  const LaneSet back{.facilities = 2, .is_member = {0, 0, 1, 0}};
  EXPECT_EQ(VentilatorsAndPump(1, back).fewer().size(), 1U);
  const LaneSet there{.facilities = 2, .is_member = {0, 1, 0, 0}};
  EXPECT_EQ(VentilatorsAndPump(1, there).fewer().size(), 2U);
}

std::string failures_of_items(const ItemReport& report) {
  std::string text;
  for (const auto& [check, detail] : report.failures) text += check + ": " + detail + "\n";
  return text;
}

struct Counted {
  Total before = 0;
  Total after = 0;
  Total bound = 0;
};

/// Consolidates the tied items of a set, one after the other, and holds each plan against the ties.
Counted consolidated(const ItemSet& set, const shipments::ConsolidationOptions& options) {
  lagrangian::ItemResult result = lagrangian::solve_items(set, {.most_prices = 20}, {});
  Counted counted;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    const Plan before = result.plans.plans[item];
    const Plan plan = consolidate_item(set, result.plans, item, {}, options);
    EXPECT_EQ(plan, consolidate_item(set, result.plans, item, {}, options));
    EXPECT_EQ(plan.treated, before.treated);
    result.plans.plans[item] = plan;
    const ItemReport report = check_items(set, result.plans, result.proof);
    EXPECT_TRUE(report.feasible) << failures_of_items(report);
    EXPECT_TRUE(report.bound_valid);
    EXPECT_GE(report.gain, result.gain);
    const Total bound = shipments::least_shipments_in_place(set.items[item].instance, plan);
    EXPECT_LE(plan.shipments.size(), before.shipments.size());
    EXPECT_LE(bound, static_cast<Total>(plan.shipments.size()));
    if (options.fixed_cost) {
      const auto cost = [&](const Plan& of) {
        return units_shipped(of) + *options.fixed_cost * static_cast<Total>(of.shipments.size());
      };
      EXPECT_LE(cost(plan), cost(before));
    }
    counted.before += static_cast<Total>(before.shipments.size());
    counted.after += static_cast<Total>(plan.shipments.size());
    counted.bound += bound;
  }
  return counted;
}

TEST(ConsolidateItem, KeepsTiesRulesAndLimitsOfRandomSets) {
  Total before = 0;
  Total after = 0;
  Total bound = 0;
  for (std::uint64_t seed = 1; seed <= cases_to_try(5, 60); ++seed) {
    for (ItemSet (*make)(std::uint64_t) :
         {random_items, random_ruled_items, random_limited_items, random_items_in_beds}) {
      SCOPED_TRACE(limits_in_words(seed));
      shipments::ConsolidationOptions options{.effort = kItemEffort};
      if (seed % 3 == 0) options.fixed_cost = 2;
      const Counted counted = consolidated(make(seed), options);
      before += counted.before;
      after += counted.after;
      bound += counted.bound;
    }
  }
  ::testing::Test::RecordProperty("shipments_before", std::to_string(before));
  ::testing::Test::RecordProperty("shipments_after", std::to_string(after));
  ::testing::Test::RecordProperty("bound", std::to_string(bound));
  EXPECT_LT(after * 10, before * 9);
}

}  // namespace
}  // namespace surgeflow::test
