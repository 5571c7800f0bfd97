// SPDX-License-Identifier: Apache-2.0
// Scenarios of lists and grids, and their tornado tables.
#include "surgeflow/sweep/design.hpp"

#include <gtest/gtest.h>

#include "support/messages.hpp"

namespace surgeflow::sweep {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;
using Texts = std::vector<std::string>;

Factor values_of(std::string key, Texts values) {
  Factor factor;
  factor.uncertain.name = key.substr(key.find('.') + 1);
  factor.key = std::move(key);
  factor.values = std::move(values);
  return factor;
}

SweepStatement grid_of(std::vector<Factor> factors) {
  SweepStatement statement;
  statement.file = "sweep.toml";
  statement.places["sweep.design"] = {"sweep.toml", 3, "sweep.design"};
  statement.design = Design::grid;
  statement.factors = std::move(factors);
  return statement;
}

SweepStatement list_of(std::vector<ListedScenario> listed) {
  SweepStatement statement;
  statement.design = Design::list;
  statement.listed = std::move(listed);
  return statement;
}

/// Made and counted alike.
Designed made(const SweepStatement& statement) {
  Designed designed = make_scenarios(statement);
  EXPECT_EQ(count_scenarios(statement), static_cast<std::int64_t>(designed.scenarios.size()));
  return designed;
}

const std::string kReduction = "demand.contact_reduction";

TEST(Grid, CombinesAllValuesTheLastFactorFastest) {
  const SweepStatement statement = grid_of(
      {values_of(kReduction, {"0.5", "0.3"}), values_of("item.turnaround", {"8", "12", "10"})});
  const Designed designed = made(statement);
  EXPECT_EQ(designed.inputs, (Texts{kReduction, "item.turnaround"}));
  EXPECT_EQ(designed.of_design, 6U);
  EXPECT_EQ(designed.scenarios[0].inputs, (Texts{"0.5", "8"}));
  EXPECT_EQ(designed.scenarios[1].inputs, (Texts{"0.5", "12"}));
  EXPECT_EQ(designed.scenarios[3].inputs, (Texts{"0.3", "8"}));
  EXPECT_EQ(designed.scenarios[5].overrides, (Texts{kReduction + "=0.3", "item.turnaround=10"}));
  EXPECT_EQ(designed.scenarios[5].name, "6");
  EXPECT_EQ(designed.scenarios[5].member, 5U);
  EXPECT_TRUE(designed.scenarios[5].draws.empty());
}

TEST(Grid, ComparesLeastAndGreatestAtTheBaseCase) {
  const Designed designed = made(grid_of(
      {values_of(kReduction, {"0.5", "0.3"}), values_of("item.turnaround", {"8", "12", "10"})}));
  ASSERT_EQ(designed.scenarios.size(), 11U);
  EXPECT_TRUE(designed.scenarios[designed.centre].overrides.empty());
  EXPECT_EQ(designed.scenarios[designed.centre].inputs, (Texts{"", ""}));
  ASSERT_EQ(designed.tornado.size(), 2U);
  const auto low = [&](std::size_t n) { return designed.scenarios[designed.tornado[n].low]; };
  const auto high = [&](std::size_t n) { return designed.scenarios[designed.tornado[n].high]; };
  EXPECT_EQ(low(0).inputs, (Texts{"0.3", ""}));
  EXPECT_EQ(high(0).overrides, (Texts{kReduction + "=0.5"}));
  EXPECT_EQ(low(1).inputs, (Texts{"", "8"}));
  EXPECT_EQ(high(1).inputs, (Texts{"", "12"}));
  EXPECT_EQ(designed.tornado[1].input, 1U);
  EXPECT_EQ(high(1).member, 6U);
}

TEST(Grid, OfOneFactorHasItsOwnEndsCompared) {
  const Designed designed = made(grid_of({values_of(kReduction, {"0.3", "[[0, 0.3]]", "0.5"})}));
  ASSERT_EQ(designed.scenarios.size(), 4U);
  EXPECT_EQ(designed.centre, 3U);
  // Not all are numbers: the first and the last.
  EXPECT_EQ(designed.tornado[0].low, 0U);
  EXPECT_EQ(designed.tornado[0].high, 2U);
}

TEST(Grid, OfOneValueIsComparedWithTheBaseCase) {
  const Designed designed = made(grid_of({values_of(kReduction, {"0.3"})}));
  EXPECT_EQ(designed.scenarios.size(), 2U);
  EXPECT_EQ(designed.tornado[0].low, designed.centre);
  EXPECT_EQ(designed.tornado[0].high, 0U);
}

TEST(Grid, OfABillionIsCountedAndRefused) {
  const Texts thousand = [] {
    Texts values;
    for (int n = 0; n < 1000; ++n) values.push_back(std::to_string(n));
    return values;
  }();
  SweepStatement statement =
      grid_of({values_of("a.a", thousand), values_of("b.b", thousand), values_of("c.c", thousand)});
  EXPECT_EQ(count_scenarios(statement), 1'000'000'007);
  EXPECT_TRUE(one_line_says(input_error_of([&] { static_cast<void>(make_scenarios(statement)); }),
                            {"sweep.toml:3: 'sweep.design': 1000000007 scenarios",
                             "1000 x 1000 x 1000 values", "at most 1000000", "another design"}));
  for (int n = 0; n < 8; ++n) statement.factors.push_back(statement.factors[0]);
  EXPECT_EQ(count_scenarios(statement), std::numeric_limits<std::int64_t>::max());
}

TEST(List, IsAsWrittenWithEveryKeyAnInput) {
  const Designed designed =
      made(list_of({{"30", {{kReduction, "0.3"}}},
                    {"50 and 12 days", {{"item.turnaround", "12"}, {kReduction, "0.5"}}},
                    {"base", {}}}));
  EXPECT_EQ(designed.inputs, (Texts{kReduction, "item.turnaround"}));
  EXPECT_EQ(designed.of_design, 3U);
  EXPECT_EQ(designed.scenarios[1].name, "50 and 12 days");
  EXPECT_EQ(designed.scenarios[1].inputs, (Texts{"0.5", "12"}));
  EXPECT_EQ(designed.scenarios[1].overrides, (Texts{"item.turnaround=12", kReduction + "=0.5"}));
  EXPECT_EQ(designed.scenarios[2].inputs, (Texts{"", ""}));
}

TEST(List, ComparesWhatItHasAndMakesTheRest) {
  const Designed designed =
      made(list_of({{"30", {{kReduction, "0.3"}}},
                    {"50 and 12 days", {{kReduction, "0.5"}, {"item.turnaround", "12"}}},
                    {"base", {}}}));
  ASSERT_EQ(designed.scenarios.size(), 5U);
  EXPECT_EQ(designed.centre, 2U);
  ASSERT_EQ(designed.tornado.size(), 2U);
  EXPECT_EQ(designed.tornado[0].low, 0U);
  EXPECT_EQ(designed.tornado[0].high, 3U);
  EXPECT_EQ(designed.scenarios[3].overrides, (Texts{kReduction + "=0.5"}));
  EXPECT_EQ(designed.tornado[1].low, designed.centre);
  EXPECT_EQ(designed.scenarios[designed.tornado[1].high].overrides, (Texts{"item.turnaround=12"}));
}

TEST(List, OfNothingButTheBaseCase) {
  const Designed designed = made(list_of({{"base", {}}}));
  EXPECT_EQ(designed.scenarios.size(), 1U);
  EXPECT_TRUE(designed.inputs.empty());
  EXPECT_TRUE(designed.tornado.empty());
}

}  // namespace
}  // namespace surgeflow::sweep
