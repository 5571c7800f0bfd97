// SPDX-License-Identifier: Apache-2.0
// Scenarios of designs that draw: draws and settings, inputs, tornado, limits.
#include <gtest/gtest.h>

#include <cmath>

#include "support/messages.hpp"
#include "surgeflow/core/distribution.hpp"
#include "surgeflow/sweep/design.hpp"

namespace surgeflow::sweep {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;
using Texts = std::vector<std::string>;

Factor uniform(std::string key, double low, double high) {
  Factor factor;
  factor.uncertain.name = key.substr(key.find('.') + 1);
  factor.uncertain.distribution = Distribution{DistributionKind::uniform, {low, high}};
  factor.key = std::move(key);
  return factor;
}

SweepStatement sampled(Design design, std::int64_t scenarios, std::vector<Factor> factors) {
  SweepStatement statement;
  statement.file = "sweep.toml";
  statement.places["sweep.scenarios"] = {"sweep.toml", 4, "sweep.scenarios"};
  statement.design = design;
  statement.scenarios = scenarios;
  statement.factors = std::move(factors);
  return statement;
}

TEST(SampledDesign, NumbersOfDemandAreDrawnAndOthersSet) {
  Factor turnaround = uniform("item.turnaround", 7.0, 12.0);
  turnaround.kind = NumberKind::whole;
  const SweepStatement statement =
      sampled(Design::latin_hypercube, 20,
              {uniform("demand.contact_reduction", 0.2, 0.5), turnaround,
               uniform("facilities.devices_per_100k", 15.0, 25.0)});
  const Designed designed = make_scenarios(statement);
  EXPECT_EQ(designed.of_design, 20U);
  EXPECT_EQ(count_scenarios(statement), 27);
  ASSERT_EQ(designed.scenarios.size(), 27U);
  for (std::size_t n = 0; n < 20; ++n) {
    const Scenario& scenario = designed.scenarios[n];
    EXPECT_EQ(scenario.name, std::to_string(n + 1));
    EXPECT_EQ(scenario.member, n);
    ASSERT_EQ(scenario.draws.size(), 1U);
    EXPECT_EQ(scenario.draws[0].parameter, &statement.factors[0].uncertain);
    EXPECT_EQ(scenario.draws[0].stream, 0U);
    const double drawn =
        value_at_normal(*statement.factors[0].uncertain.distribution, scenario.draws[0].national);
    EXPECT_EQ(std::stod(scenario.inputs[0]), drawn);
    EXPECT_EQ(scenario.overrides, (Texts{"item.turnaround=" + scenario.inputs[1],
                                         "facilities.devices_per_100k=" + scenario.inputs[2]}));
    EXPECT_EQ(scenario.inputs[1].find('.'), std::string::npos);
    EXPECT_GE(std::stoi(scenario.inputs[1]), 7);
    EXPECT_LE(std::stoi(scenario.inputs[1]), 12);
  }
}

TEST(SampledDesign, TheTornadoMovesOneFactorFromItsMedian) {
  const SweepStatement statement = sampled(
      Design::sobol, 4,
      {uniform("demand.contact_reduction", 0.2, 0.5), uniform("rules.away_limit", 0.0, 1.0)});
  const Designed designed = make_scenarios(statement);
  const Scenario& centre = designed.scenarios[designed.centre];
  EXPECT_NEAR(std::stod(centre.inputs[0]), 0.35, 1e-15);
  EXPECT_NEAR(std::stod(centre.inputs[1]), 0.5, 1e-15);
  ASSERT_EQ(designed.tornado.size(), 2U);
  for (std::size_t f = 0; f < 2; ++f) {
    const TornadoPair& pair = designed.tornado[f];
    EXPECT_EQ(pair.input, f);
    const Scenario& low = designed.scenarios[pair.low];
    const Scenario& high = designed.scenarios[pair.high];
    EXPECT_NEAR(std::stod(low.inputs[f]), f == 0 ? 0.23 : 0.1, 1e-14);
    EXPECT_NEAR(std::stod(high.inputs[f]), f == 0 ? 0.47 : 0.9, 1e-14);
    EXPECT_EQ(low.inputs[1 - f], centre.inputs[1 - f]);
    EXPECT_EQ(high.inputs[1 - f], centre.inputs[1 - f]);
    EXPECT_EQ(low.member, centre.member);
    EXPECT_EQ(high.member, centre.member);
  }
  EXPECT_EQ(designed.scenarios[designed.tornado[0].low].draws[0].national,
            standard_normal_quantile(0.1));
}

TEST(SampledDesign, FittedFactorsAreInStandardErrors) {
  Factor fitted;
  fitted.key = "demand.doubling_time";
  fitted.uncertain.name = "doubling_time";
  fitted.uncertain.spread = {0.25, 0.25, 0.5};
  const SweepStatement statement = sampled(Design::ensemble, 3, {fitted});
  const Designed designed = make_scenarios(statement);
  EXPECT_EQ(std::stod(designed.scenarios[1].inputs[0]),
            0.5 * designed.scenarios[1].draws[0].national);
  EXPECT_NEAR(designed.scenarios[designed.tornado[0].low].draws[0].national, -1.2816, 1e-4);
  EXPECT_EQ(designed.scenarios[designed.centre].inputs[0], "0");
}

TEST(SampledDesign, NamesDaysAndShares) {
  Factor later = uniform("demand.contact_reduction", 0.0, 1.0);
  later.uncertain.from_day = 15;
  Factor share = uniform("demand.icu_rate", 0.2, 0.4);
  share.uncertain.share_of = "hospitalized_rate";
  const SweepStatement statement = sampled(Design::ensemble, 1, {later, share});
  EXPECT_EQ(make_scenarios(statement).inputs,
            (Texts{"demand.contact_reduction@15", "demand.icu_rate_per_hospitalized_rate"}));
}

TEST(SampledDesign, SharesAreDrawnAfterWhatTheyAreSharesOf) {
  Factor ventilated = uniform("demand.ventilated_rate", 0.4, 0.8);
  ventilated.uncertain.share_of = "icu_rate";
  SweepStatement statement =
      sampled(Design::ensemble, 2, {ventilated, uniform("demand.hospitalized_rate", 0.02, 0.03)});
  UncertainParameter icu;
  icu.name = "icu_rate";
  icu.share_of = "hospitalized_rate";
  icu.distribution = Distribution{DistributionKind::uniform, {0.4, 1.4}};
  icu.least = 0.4;
  icu.most = 0.4;
  statement.constants = {icu};
  const Designed designed = make_scenarios(statement);
  for (const Scenario& scenario : designed.scenarios) {
    Texts order;
    for (const epidemic::Draw& draw : scenario.draws) order.push_back(draw.parameter->name);
    EXPECT_EQ(order, (Texts{"hospitalized_rate", "icu_rate", "ventilated_rate"}));
    EXPECT_EQ(scenario.draws[0].stream, 1U);
    EXPECT_EQ(scenario.draws[1].national, 0.0);
    EXPECT_EQ(scenario.draws[2].stream, 0U);
    EXPECT_NE(scenario.draws[1].stream, scenario.draws[0].stream);
    EXPECT_NE(scenario.draws[1].stream, scenario.draws[2].stream);
    EXPECT_EQ(scenario.inputs.size(), 2U);
  }
}

TEST(SampledDesign, LaterDaysAreDrawnAfterEarlierOnes) {
  std::vector<Factor> factors(3, uniform("demand.contact_reduction", 0.0, 1.0));
  factors[0].uncertain.from_day = 61;
  factors[1].uncertain.from_day = 15;
  const SweepStatement statement = sampled(Design::ensemble, 1, factors);
  const Designed designed = make_scenarios(statement);
  std::vector<std::uint32_t> streams;
  for (const epidemic::Draw& draw : designed.scenarios[0].draws) streams.push_back(draw.stream);
  EXPECT_EQ(streams, (std::vector<std::uint32_t>{2, 1, 0}));
}

TEST(SampledDesign, BoundsHoldInTheTable) {
  Factor bounded = uniform("demand.contact_reduction", 0.0, 1.0);
  bounded.uncertain.least = 0.4;
  bounded.uncertain.most = 0.4;
  const SweepStatement statement = sampled(Design::ensemble, 5, {bounded});
  for (const Scenario& scenario : make_scenarios(statement).scenarios) {
    EXPECT_EQ(scenario.inputs[0], "0.4");
  }
}

TEST(SampledDesign, SaltellisHasItsOrderAndAllOfThemCount) {
  const SweepStatement statement =
      sampled(Design::saltelli, 8,
              {uniform("demand.contact_reduction", 0.2, 0.5), uniform("rules.away_limit", 0, 1)});
  const Designed designed = make_scenarios(statement);
  EXPECT_EQ(designed.of_design, 32U);
  EXPECT_EQ(count_scenarios(statement), 37);
  const auto inputs = [&](std::size_t n) { return designed.scenarios[n].inputs; };
  EXPECT_EQ(inputs(16 + 3), (Texts{inputs(8 + 3)[0], inputs(3)[1]}));
  EXPECT_EQ(inputs(24 + 3), (Texts{inputs(3)[0], inputs(8 + 3)[1]}));
}

TEST(SampledDesign, TooLargeOnesAreRefusedWithTheirSize) {
  const SweepStatement billion =
      sampled(Design::latin_hypercube, 1'000'000'000, {uniform("demand.icu_rate", 0, 1)});
  EXPECT_EQ(count_scenarios(billion), 1'000'000'003);
  EXPECT_TRUE(one_line_says(
      input_error_of([&] { static_cast<void>(make_scenarios(billion)); }),
      {"sweep.toml:4: 'sweep.scenarios': 1000000003 scenarios", "at most 1000000", "draw fewer"}));
  const SweepStatement indices = sampled(Design::saltelli, 500'000, billion.factors);
  EXPECT_TRUE(one_line_says(input_error_of([&] { static_cast<void>(make_scenarios(indices)); }),
                            {"1500003 scenarios: 500000 x (1 factors + 2)"}));
  const SweepStatement wide =
      sampled(Design::saltelli, 2, std::vector<Factor>(1834, billion.factors[0]));
  EXPECT_TRUE(one_line_says(input_error_of([&] { static_cast<void>(make_scenarios(wide)); }),
                            {"1834 factors", "at most 1833", "ensemble"}));
}

}  // namespace
}  // namespace surgeflow::sweep
