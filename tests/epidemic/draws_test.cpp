// SPDX-License-Identifier: Apache-2.0
// Draws: by hand, moving together as much as stated, around fitted values, and refused.
#include "surgeflow/epidemic/draws.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

using ::testing::HasSubstr;

constexpr std::uint32_t kStream = 3;
constexpr int kDrawnMembers = 4000;

/// Facilities of the regions, one each.
Case case_of(const std::vector<std::string>& regions) {
  Case planning_case;
  planning_case.demand_model = DemandModel::sir;
  for (const std::string& region : regions) {
    Facility facility;
    facility.id = "facility " + std::to_string(planning_case.facilities.size());
    facility.region = region;
    facility.population = 100'000.0;
    facility.hospitalized = 10.0;
    facility.epidemic.doubling_time_days = 4.0;
    planning_case.facilities.push_back(facility);
  }
  return planning_case;
}

UncertainParameter uncertain(std::string name, std::optional<Distribution> distribution,
                             Spread spread = {}) {
  UncertainParameter parameter;
  parameter.name = std::move(name);
  parameter.distribution = std::move(distribution);
  parameter.spread = spread;
  return parameter;
}

Case drawn(const Case& planning_case, const UncertainParameter& parameter, double national,
           std::uint32_t member = 0) {
  Case changed = planning_case;
  const Draw draw{&parameter, kStream, national};
  apply_draws(changed, {&draw, 1}, {9, member});
  return changed;
}

std::string refusal(const Case& planning_case, const UncertainParameter& parameter,
                    double national) {
  try {
    (void)drawn(planning_case, parameter, national, 12);
  } catch (const InputError& error) {
    const Draw draw{&parameter, kStream, national};
    EXPECT_THROW(check_draws(planning_case, {&draw, 1}, {9, 12}), InputError);
    return error.what();
  }
  return "nothing refused";
}

TEST(Draws, NationalDrawIsTheSameEverywhere) {
  const Case changed =
      drawn(case_of({"a", "b"}), uncertain("market_share", {{DistributionKind::uniform, {0, 1}}}),
            standard_normal_quantile(0.25));
  EXPECT_DOUBLE_EQ(changed.facilities[0].epidemic.market_share, 0.25);
  EXPECT_EQ(changed.facilities[0].epidemic.market_share,
            changed.facilities[1].epidemic.market_share);
}

TEST(Draws, EveryNumberOfTheDemandModelCanBeDrawn) {
  const Case base = case_of({"a"});
  const auto value = [&](const std::string& name) {
    const Distribution around_one{DistributionKind::uniform, {0.5, 1.5}};
    return drawn(base, uncertain(name, around_one), standard_normal_quantile(0.5))
        .facilities[0]
        .epidemic;
  };
  EXPECT_EQ(value("doubling_time").doubling_time_days, 1.0);
  EXPECT_EQ(value("infectious_days").infectious_days, 1.0);
  EXPECT_EQ(value("hospitalized_rate").hospitalized_rate, 1.0);
  EXPECT_EQ(value("icu_rate").icu_rate, 1.0);
  EXPECT_EQ(value("ventilated_rate").ventilated_rate, 1.0);
  EXPECT_EQ(value("hospital_days").hospital_days, 1.0);
  EXPECT_EQ(value("icu_days").icu_days, 1.0);
  EXPECT_EQ(value("ventilator_days").ventilator_days, 1.0);
  EXPECT_EQ(value("market_share").market_share, 1.0);
  EXPECT_EQ(value("recovered").recovered, 1.0);
  const std::vector<ReductionStep> whole_course = {{0, 1.0}};
  EXPECT_EQ(value("contact_reduction").contact_reduction, whole_course);
  EXPECT_EQ(value("reproduction_number").reproduction_number, whole_course);
}

TEST(Draws, ScheduleTakesTheValueFromADayOn) {
  Case base = case_of({"a"});
  base.facilities[0].epidemic.contact_reduction = {{0, 0.1}, {20, 0.2}, {40, 0.3}};
  UncertainParameter parameter =
      uncertain("contact_reduction", {{DistributionKind::uniform, {0.5, 0.7}}});
  const auto schedule = [&](std::optional<std::int32_t> day) {
    parameter.from_day = day;
    return drawn(base, parameter, 0.0).facilities[0].epidemic.contact_reduction;
  };
  using Steps = std::vector<ReductionStep>;
  EXPECT_EQ(schedule({}), (Steps{{0, 0.6}}));
  EXPECT_EQ(schedule(20), (Steps{{0, 0.1}, {20, 0.6}, {40, 0.3}}));
  EXPECT_EQ(schedule(30), (Steps{{0, 0.1}, {20, 0.2}, {30, 0.6}, {40, 0.3}}));
  EXPECT_EQ(schedule(50), (Steps{{0, 0.1}, {20, 0.2}, {40, 0.3}, {50, 0.6}}));
}

TEST(Draws, PartsAddUpOnTheNormalScale) {
  const Distribution normal{DistributionKind::normal, {1000.0, 1.0}};
  const Case changed =
      drawn(case_of({"b", "a", "b"}), uncertain("recovered", normal, {0.25, 0.25, 0.5}), 1.5, 8);
  const RandomKey key{9, kStream, 8};
  const auto region = [&](std::uint64_t r) { return random_normal(key, (1ULL << 32) + r); };
  const auto local = [&](std::uint64_t i) { return random_normal(key, (2ULL << 32) + i); };
  const auto expected = [&](std::uint64_t r, std::uint64_t i) {
    return 1000.0 + 0.5 * 1.5 + 0.5 * region(r) + std::sqrt(0.5) * local(i);
  };
  EXPECT_NEAR(changed.facilities[0].epidemic.recovered, expected(0, 0), 1e-12);
  EXPECT_NEAR(changed.facilities[1].epidemic.recovered, expected(1, 1), 1e-12);
  EXPECT_NEAR(changed.facilities[2].epidemic.recovered, expected(0, 2), 1e-12);
}

/// Correlation of what two facilities draw over many members.
double correlation(const Spread& spread, std::size_t a, std::size_t b) {
  const Case base = case_of({"x", "x", "y"});
  const Distribution normal{DistributionKind::normal, {1000.0, 1.0}};
  const UncertainParameter parameter = uncertain("recovered", normal, spread);
  double sum = 0.0;
  for (std::uint32_t m = 0; m < kDrawnMembers; ++m) {
    const Case changed = drawn(base, parameter, random_normal({1, 99, m}, 0), m);
    sum += (changed.facilities[a].epidemic.recovered - 1000.0) *
           (changed.facilities[b].epidemic.recovered - 1000.0);
  }
  return sum / kDrawnMembers;
}

TEST(Draws, PlacesMoveTogetherAsMuchAsIsStated) {
  // Products of correlated normal numbers have a variance below 2: six standard deviations.
  const double tolerance = 6.0 * std::sqrt(2.0 / kDrawnMembers);
  const Spread spread{0.3, 0.5, 0.2};
  EXPECT_NEAR(correlation(spread, 0, 0), 1.0, tolerance);
  EXPECT_NEAR(correlation(spread, 0, 1), 0.8, tolerance);
  EXPECT_NEAR(correlation(spread, 0, 2), 0.3, tolerance);
}

TEST(Draws, DependOnSeedAndMemberAlone) {
  const Case base = case_of({"x", "x", "y"});
  const UncertainParameter parameter =
      uncertain("market_share", {{DistributionKind::uniform, {0, 1}}}, {0, 0, 1});
  const auto share = [&](std::uint32_t member, std::size_t facility) {
    return drawn(base, parameter, 0.0, member).facilities[facility].epidemic.market_share;
  };
  EXPECT_EQ(share(5, 1), share(5, 1));
  EXPECT_NE(share(5, 1), share(6, 1));
  EXPECT_NE(share(5, 1), share(5, 0));
}

TEST(Draws, LeastAndMostKeepDrawsWithin) {
  UncertainParameter parameter =
      uncertain("contact_reduction", {{DistributionKind::normal, {0.5, 0.5}}});
  parameter.least = 0.25;
  parameter.most = 0.75;
  const auto value = [&](double z) {
    return drawn(case_of({"a"}), parameter, z).facilities[0].epidemic.contact_reduction[0].value;
  };
  EXPECT_EQ(value(-2.0), 0.25);
  EXPECT_EQ(value(0.0), 0.5);
  EXPECT_EQ(value(2.0), 0.75);
}

TEST(Draws, WithoutRoomBetweenLeastAndMostItIsAConstant) {
  UncertainParameter parameter = uncertain("doubling_time", {});
  parameter.least = parameter.most = 6.0;
  EXPECT_EQ(drawn(case_of({"a"}), parameter, 1.0).facilities[0].epidemic.doubling_time_days, 6.0);
}

TEST(Draws, ShareOfAnotherNumberFollowsIt) {
  UncertainParameter rate = uncertain("hospitalized_rate", {{DistributionKind::uniform, {0, 1}}});
  UncertainParameter share = uncertain("icu_rate", {{DistributionKind::uniform, {0, 1}}});
  share.share_of = "hospitalized_rate";
  share.most = 0.5;
  Case changed = case_of({"a"});
  const std::vector<Draw> draws = {{&rate, 0, standard_normal_quantile(0.25)},
                                   {&share, 1, standard_normal_quantile(0.75)}};
  apply_draws(changed, draws, {9, 0});
  EXPECT_DOUBLE_EQ(changed.facilities[0].epidemic.hospitalized_rate, 0.25);
  EXPECT_DOUBLE_EQ(changed.facilities[0].epidemic.icu_rate, 0.125);
  share.share_of = "doubling_time";
  EXPECT_THROW(apply_draws(changed, draws, {9, 0}), InputError);
}

/// Mean and standard deviation of a function of the epidemic over evenly spread quantiles.
struct Moments {
  double mean = 0.0;
  double deviation = 0.0;
};

template <class Value>
Moments moments(const Case& base, const UncertainParameter& parameter, Value value) {
  double sum = 0.0;
  double squares = 0.0;
  for (int n = 0; n < kDrawnMembers; ++n) {
    const double z = standard_normal_quantile((n + 0.5) / kDrawnMembers);
    const double x = value(drawn(base, parameter, z).facilities[0].epidemic);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kDrawnMembers;
  return {mean, std::sqrt(squares / kDrawnMembers - mean * mean)};
}

TEST(Draws, FittedValuesScatterAroundTheFacilitysOwn) {
  Case base = case_of({"a", "a"});
  base.facilities[0].standard_errors = {{"doubling_time", 1.0}, {"contact_reduction", 0.1}};
  base.facilities[0].epidemic.contact_reduction = {{0, 0.3}};
  const Moments days = moments(base, uncertain("doubling_time", {}),
                               [](const EpidemicParameters& p) { return *p.doubling_time_days; });
  EXPECT_NEAR(days.mean, 4.0, 0.01);
  EXPECT_NEAR(days.deviation, 1.0, 0.01);
  const Moments share =
      moments(base, uncertain("contact_reduction", {}),
              [](const EpidemicParameters& p) { return p.contact_reduction[0].value; });
  EXPECT_NEAR(share.mean, 0.3, 0.001);
  EXPECT_NEAR(share.deviation, 0.1, 0.001);
}

TEST(Draws, WithoutAStandardErrorAFacilityKeepsItsValue) {
  Case base = case_of({"a", "a"});
  base.facilities[0].standard_errors = {{"doubling_time", 1.0}};
  base.facilities[1].standard_errors = {{"doubling_time", 0.0}};
  const UncertainParameter parameter = uncertain("doubling_time", {});
  Case changed = drawn(base, parameter, 1.0);
  EXPECT_NE(changed.facilities[0].epidemic.doubling_time_days, 4.0);
  EXPECT_EQ(changed.facilities[1].epidemic.doubling_time_days, 4.0);
  base.facilities[1].standard_errors.clear();
  changed = drawn(base, parameter, 1.0);
  EXPECT_EQ(changed.facilities[1].epidemic.doubling_time_days, 4.0);
}

TEST(Draws, ValueThatIsNotAllowedIsRefused) {
  const std::string reason =
      refusal(case_of({"a", "b"}),
              uncertain("ventilated_rate", {{DistributionKind::normal, {1.0, 0.5}}}), 1.0);
  EXPECT_EQ(reason,
            "'demand.ventilated_rate': facility 'facility 0', member 12: ventilated_rate is 1.5; "
            "allowed: a share from 0 to 1; keep draws within by least and most, or by another "
            "distribution\n"
            "'demand.ventilated_rate': facility 'facility 1', member 12: ventilated_rate is 1.5; "
            "allowed: a share from 0 to 1; keep draws within by least and most, or by another "
            "distribution");
}

TEST(Draws, WhatCanNotBeDrawnIsRefused) {
  const Case base = case_of({"a"});
  const Distribution uniform{DistributionKind::uniform, {0.0, 1.0}};
  EXPECT_THAT(refusal(base, uncertain("mitigation_date", uniform), 0.0),
              HasSubstr("\"mitigation_date\" can not be drawn; allowed: a number of [demand]"));
  UncertainParameter parameter = uncertain("icu_rate", uniform);
  parameter.from_day = 3;
  EXPECT_THAT(refusal(base, parameter, 0.0), HasSubstr("from_day is 3"));
  EXPECT_THAT(refusal(base, uncertain("icu_rate", {{DistributionKind::uniform, {1.0, 1.0}}}), 0.0),
              HasSubstr("low must be below high"));
  EXPECT_THAT(
      refusal(base, uncertain("reproduction_number", {{DistributionKind::uniform, {-2.0, -1.0}}}),
              0.0),
      HasSubstr("reproduction_number is -1.5"));
}

TEST(Draws, TooLargeAStandardErrorIsRefused) {
  Case base = case_of({"a"});
  base.facilities[0].standard_errors = {{"contact_reduction", 0.5}};
  base.facilities[0].epidemic.contact_reduction = {{0, 0.1}};
  EXPECT_THAT(refusal(base, uncertain("contact_reduction", {}), 0.0),
              HasSubstr("contact_reduction is 0.1 with a standard error of 0.5; allowed: a "
                        "standard error below 0.3;"));
}

}  // namespace
}  // namespace surgeflow::epidemic
