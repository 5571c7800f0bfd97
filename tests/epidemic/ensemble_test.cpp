// SPDX-License-Identifier: Apache-2.0
// An ensemble against the forecast of each of its members, and what it refuses.
#include "surgeflow/epidemic/ensemble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <stdexcept>

#include "epidemic/ensemble/order_statistics.hpp"
#include "epidemic/ensemble/run_ensemble.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/epidemic/demand.hpp"

namespace surgeflow::epidemic {
namespace {

using ::testing::HasSubstr;
using enum DistributionKind;

constexpr std::uint64_t kSeed = 11;
constexpr std::size_t kMembers = 150;  // two blocks and a part of one

/// Towns and a city of two regions, one without patients and one without inhabitants.
Case towns(std::int32_t periods = 60) {
  Case planning_case;
  planning_case.horizon = {.start = *parse_date("2020-03-31"), .periods = periods};
  planning_case.demand_model = DemandModel::sir;
  const std::vector<double> populations = {5e3, 3e4, 1e6, 2e5, 1e4, 0.0, 7e4};
  for (const double population : populations) {
    Facility facility;
    facility.id = "town " + std::to_string(planning_case.facilities.size());
    facility.region = planning_case.facilities.size() % 2 == 0 ? "even" : "odd";
    facility.population = population;
    facility.hospitalized = population * 1e-5;
    facility.epidemic.doubling_time_days = 5.0;
    facility.epidemic.contact_reduction = {{0, 0.3}, {20, 0.5}};
    facility.standard_errors = {{"doubling_time", 0.5}};
    planning_case.facilities.push_back(facility);
  }
  planning_case.facilities[4].hospitalized = 0.0;
  return planning_case;
}

/// Members of cases, each with a draw of every parameter.
class Members {
 public:
  Members() {
    add("doubling_time", {}, {0.4, 0.4, 0.2});
    add("contact_reduction", Distribution{beta, {4.0, 6.0}}, {0.5, 0.0, 0.5});
    parameters_.back().from_day = 10;
    add("infectious_days", Distribution{triangular, {7.0, 10.0, 15.0}}, {});
    add("ventilated_rate", Distribution{uniform, {0.001, 0.02}}, {0.0, 1.0, 0.0});
    add("market_share", Distribution{normal, {0.8, 0.2}}, {0.0, 0.0, 1.0});
    parameters_.back().least = 0.2;
    parameters_.back().most = 1.0;
  }

  UncertainParameter& add(const std::string& name, std::optional<Distribution> distribution,
                          Spread spread) {
    UncertainParameter& parameter = parameters_.emplace_back();
    parameter.name = name;
    parameter.distribution = std::move(distribution);
    parameter.spread = spread;
    return parameter;
  }

  void of(const Case& planning_case, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
      EnsembleMember& member = members_.emplace_back();
      member.planning_case = &planning_case;
      member.number = static_cast<std::uint32_t>(100 + members_.size());
      std::uint32_t stream = 0;
      for (const UncertainParameter& parameter : parameters_) {
        member.draws.push_back(
            {&parameter, stream, random_normal({kSeed, stream, member.number}, 0)});
        ++stream;
      }
    }
  }

  [[nodiscard]] const std::vector<EnsembleMember>& all() const { return members_; }

 private:
  std::deque<UncertainParameter> parameters_;
  std::vector<EnsembleMember> members_;
};

const std::vector<double> kQuantiles = {0.5, 0.05, 0.95, 0.0, 1.0};

EnsembleTask task_of(const std::vector<EnsembleMember>& members, FacilityRange facilities) {
  return {.members = members, .seed = kSeed, .quantiles = kQuantiles, .facilities = facilities};
}

FacilityRange all_of(const std::vector<EnsembleMember>& members) {
  return {0, static_cast<std::int32_t>(members[0].planning_case->facilities.size())};
}

/// The same, forecast by forecast.
EnsembleDemand one_by_one(const EnsembleTask& task) {
  std::vector<Panel<Count>> forecasts;
  for (const EnsembleMember& member : task.members) {
    Case drawn = *member.planning_case;
    apply_draws(drawn, member.draws, {task.seed, member.number});
    forecasts.push_back(forecast_patients(drawn));
  }
  const std::int32_t periods = forecasts[0].periods();
  EnsembleDemand demand;
  demand.quantiles.assign(task.quantiles.size(), Panel<Count>(task.facilities.size(), periods));
  demand.patients.assign(task.members.size() * static_cast<std::size_t>(periods), 0);
  const auto ranks = quantile_ranks(task.quantiles, task.members.size());
  for (std::int32_t i = 0; i < task.facilities.size(); ++i) {
    for (Period t{0}; t.value() < periods; ++t) {
      std::vector<Count> values;
      for (std::size_t m = 0; m < forecasts.size(); ++m) {
        values.push_back(forecasts[m](FacilityId(task.facilities.first + i), t));
        demand.patients[m * static_cast<std::size_t>(periods) +
                        static_cast<std::size_t>(t.value())] += values.back();
      }
      std::ranges::sort(values);
      for (std::size_t q = 0; q < ranks.size(); ++q) {
        demand.quantiles[q](FacilityId(i), t) = values[ranks[q]];
      }
    }
  }
  return demand;
}

void expect_equal(const EnsembleDemand& got, const EnsembleDemand& expected) {
  EXPECT_EQ(got.stopped, StopReason::none);
  EXPECT_EQ(got.quantiles, expected.quantiles);
  EXPECT_EQ(got.patients, expected.patients);
}

class EnsembleKernel : public ::testing::TestWithParam<KernelMake> {};

TEST_P(EnsembleKernel, IsTheForecastOfEachMember) {
  for (const Rounding rounding : {Rounding::ceil, Rounding::cumulative, Rounding::nearest}) {
    for (const std::int32_t hours : {24, 8}) {
      Case planning_case = towns(hours == 24 ? 60 : 100);
      planning_case.rounding = rounding;
      planning_case.horizon.period_hours = hours;
      Members members;
      members.of(planning_case, kMembers);
      const EnsembleTask task = task_of(members.all(), all_of(members.all()));
      const EnsembleDemand expected = one_by_one(task);
      expect_equal(run_ensemble(task, {}, GetParam()), expected);
      expect_equal(run_ensemble(task, {.threads = 3, .stop = {}}, GetParam()), expected);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryMake, EnsembleKernel, ::testing::ValuesIn(available_kernels()),
                         [](const auto& make) { return std::string(name_of(make.param)); });

TEST(Ensemble, PartOfTheFacilitiesIsThatPart) {
  const Case planning_case = towns();
  Members members;
  members.of(planning_case, 70);
  const EnsembleTask task = task_of(members.all(), {2, 5});
  expect_equal(ensemble_demand(task), one_by_one(task));
  const EnsembleTask nothing = task_of(members.all(), {3, 3});
  EXPECT_EQ(ensemble_demand(nothing).quantiles.size(), kQuantiles.size());
}

TEST(Ensemble, SmallAndWithoutQuantiles) {
  const Case planning_case = towns(1);
  Members members;
  members.of(planning_case, 1);
  EnsembleTask task = task_of(members.all(), {0, 7});
  expect_equal(ensemble_demand(task), one_by_one(task));
  task.quantiles = {};
  expect_equal(ensemble_demand(task), one_by_one(task));
  task.members = {};
  EXPECT_THROW((void)ensemble_demand(task), std::invalid_argument);
}

TEST(Ensemble, CasesMayDifferInModelRoundingAndSchedule) {
  Case chime = towns();
  chime.demand_model = DemandModel::chime;
  for (Facility& facility : chime.facilities) facility.epidemic.market_share = 0.5;
  Case stated = towns();
  stated.demand_model = DemandModel::file;
  stated.stated_demand = Panel<Count>(7, 60, 3);
  stated.stated_demand(FacilityId(2), Period(9)) = 70'000;
  Case nearest = towns();
  nearest.rounding = Rounding::nearest;
  Case numbers = towns();
  for (Facility& facility : numbers.facilities) {
    facility.epidemic.reproduction_number = {{0, 3.0}, {5, 0.8}, {33, 1.7}};
  }
  Case plain = towns();
  Members members;
  for (const Case* planning_case : {&stated, &plain, &numbers, &chime, &nearest, &plain}) {
    members.of(*planning_case, 13);
  }
  const EnsembleTask task = task_of(members.all(), {0, 7});
  expect_equal(ensemble_demand(task, {.threads = 2, .stop = {}}), one_by_one(task));
}

TEST(Ensemble, ManyPatientsNeedWiderNumbers) {
  Case planning_case = towns(20);
  planning_case.facilities[2].population = 2e9;
  planning_case.facilities[2].hospitalized = 2e6;
  Members members;
  members.of(planning_case, 70);
  const EnsembleTask task = task_of(members.all(), {0, 7});
  const EnsembleDemand expected = one_by_one(task);
  EXPECT_GT(std::ranges::max(expected.quantiles[4].values()), 65'535);
  expect_equal(ensemble_demand(task), expected);
}

TEST(Ensemble, LargestPatientsOfAllFacilitiesMayExceedThirtyTwoBits) {
  std::deque<Case> cases;
  Members members;
  for (std::int32_t i = 0; i < 7; ++i) {
    Case& planning_case = cases.emplace_back(towns(2));
    planning_case.demand_model = DemandModel::file;
    planning_case.stated_demand = Panel<Count>(7, 2, 1);
    planning_case.stated_demand(FacilityId(i), Period(i % 2)) = 1'000'000'000;
    members.of(planning_case, 2);
  }
  const EnsembleTask task = task_of(members.all(), {0, 7});
  expect_equal(ensemble_demand(task), one_by_one(task));
}

std::string refusal(const EnsembleTask& task) {
  try {
    (void)ensemble_demand(task, {.threads = 2, .stop = {}});
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing refused";
}

TEST(Ensemble, StepsThatOvershootAreRefusedAsTheForecastDoes) {
  Case planning_case = towns();
  Members members;
  UncertainParameter& reduction =
      members.add("contact_reduction", Distribution{uniform, {0.0, 0.01}}, {});
  reduction.from_day = 0;
  members.of(planning_case, 100);
  planning_case.facilities[3].epidemic.doubling_time_days = 0.3;
  planning_case.facilities[3].standard_errors.clear();
  const EnsembleTask task = task_of(members.all(), {0, 7});
  Case first = planning_case;
  apply_draws(first, members.all()[0].draws, {kSeed, members.all()[0].number});
  std::string expected;
  try {
    (void)forecast_patients(first);
  } catch (const InputError& error) {
    expected = error.what();
  }
  ASSERT_THAT(expected, HasSubstr("facility 'town 3': the epidemic infects more persons"));
  expected.insert(expected.find("facility 'town 3'"), "member 101: ");
  EXPECT_EQ(refusal(task), expected);
}

TEST(Ensemble, DrawOutOfBoundsIsRefusedForTheFirstMemberThatHasOne) {
  const Case planning_case = towns();
  Members members;
  members.add("icu_rate", Distribution{normal, {0.5, 0.25}}, {});
  members.of(planning_case, 100);
  const std::string reason = refusal(task_of(members.all(), {0, 7}));
  std::uint32_t first = 0;
  for (const EnsembleMember& member : members.all()) {
    const double value = 0.5 + 0.25 * member.draws.back().national;
    if (first == 0 && (value < 0.0 || value > 1.0)) first = member.number;
  }
  EXPECT_THAT(reason, HasSubstr("facility 'town 0', member " + std::to_string(first) + ": icu_"));
  EXPECT_THAT(reason, HasSubstr("allowed: a share from 0 to 1"));
}

TEST(Ensemble, RefusesWhatTheForecastRefuses) {
  Case planning_case = towns();
  Members members;
  members.of(planning_case, 3);
  const EnsembleTask task = task_of(members.all(), {0, 7});
  planning_case.rounding = Rounding::none;
  EXPECT_THAT(refusal(task), HasSubstr("rounding is \"none\""));
  planning_case.rounding = Rounding::ceil;
  planning_case.horizon.period_hours = 7;
  EXPECT_THAT(refusal(task), HasSubstr("periods of 7 hours"));
  planning_case.horizon.period_hours = 24;
  planning_case.facilities[1].population.reset();
  EXPECT_THAT(refusal(task), HasSubstr("member 101: facility 'town 1': no population"));
  planning_case.facilities[1].population = 1e13;
  planning_case.facilities[1].hospitalized = 1e8;
  EXPECT_THAT(refusal(task), HasSubstr("patients in all"));
}

TEST(Ensemble, StopsWhenAsked) {
  const Case planning_case = towns();
  Members members;
  members.of(planning_case, 3);
  const std::atomic<bool> interrupt = true;
  const EnsembleControl control{.threads = 2, .stop = {std::nullopt, &interrupt}};
  EXPECT_EQ(ensemble_demand(task_of(members.all(), {0, 7}), control).stopped,
            StopReason::interrupt);
}

class ProgressLog final : public LogSink {
 public:
  void message(LogLevel, std::string_view) override {}
  void progress(std::string_view, double done) override { done_.push_back(done); }
  [[nodiscard]] const std::vector<double>& done() const { return done_; }

 private:
  std::vector<double> done_;
};

TEST(Ensemble, ReportsProgress) {
  const Case planning_case = towns();
  Members members;
  members.of(planning_case, 3);
  ProgressLog log;
  (void)ensemble_demand(task_of(members.all(), {0, 7}), {.threads = 1, .stop = {}, .log = &log});
  ASSERT_EQ(log.done().size(), 7U);
  EXPECT_DOUBLE_EQ(log.done()[0], 1.0 / 7.0);
  EXPECT_EQ(log.done()[6], 1.0);
}

}  // namespace
}  // namespace surgeflow::epidemic
