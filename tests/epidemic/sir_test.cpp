// SPDX-License-Identifier: Apache-2.0
// The SIR model: by hand, its schedule of contacts, its invariants, and what it refuses.
#include "surgeflow/epidemic/sir.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "epidemic/refusals.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

using surgeflow::testing::kNaN;

EpidemicParameters parameters_of(double doubling_time, std::vector<ReductionStep> schedule) {
  EpidemicParameters parameters;
  parameters.doubling_time_days = doubling_time;
  parameters.contact_reduction = std::move(schedule);
  return parameters;
}

// 1,000 persons, 2.5 in hospital: I0 = 2.5 / 0.025 = 100, S0 = 900. Ten infectious days: gamma =
// 0.1. Doubling in a day: g = 1, beta = 1.1 / 900.
EpidemicParameters by_hand(std::vector<ReductionStep> schedule) {
  EpidemicParameters parameters = parameters_of(1.0, std::move(schedule));
  parameters.infectious_days = 10.0;
  return parameters;
}

TEST(Sir, ThreeDaysByHand) {
  const SirForecast sir = run_sir({1000.0, 2.5}, by_hand({}), 3);
  EXPECT_DOUBLE_EQ(sir.contact_rate, 1.1 / 900.0);
  EXPECT_DOUBLE_EQ(sir.basic_reproduction, 11.0);
  const Trajectory& t = sir.trajectory;
  ASSERT_EQ(t.infected.size(), 4U);
  EXPECT_DOUBLE_EQ(t.susceptible[0], 900.0);
  EXPECT_DOUBLE_EQ(t.infected[0], 100.0);
  EXPECT_DOUBLE_EQ(t.recovered[0], 0.0);
  // day 0: 1.1 / 900 x 900 x 100 = 110 infections, 10 recoveries; the infected double
  EXPECT_NEAR(t.susceptible[1], 790.0, 1e-9);
  EXPECT_NEAR(t.infected[1], 200.0, 1e-9);
  EXPECT_NEAR(t.recovered[1], 10.0, 1e-9);
  // day 1: 1.1 / 900 x 790 x 200 = 1738 / 9 infections, 20 recoveries
  EXPECT_NEAR(t.susceptible[2], 790.0 - 1738.0 / 9.0, 1e-9);
  EXPECT_NEAR(t.infected[2], 180.0 + 1738.0 / 9.0, 1e-9);
  EXPECT_NEAR(t.recovered[2], 30.0, 1e-9);
  // day 2: 11 / 9000 x 5372 / 9 x 3358 / 9 = 272.19606... infections, 3358 / 90 recoveries
  const double infections = 11.0 * 5372.0 * 3358.0 / (9000.0 * 81.0);
  EXPECT_NEAR(t.susceptible[3], 5372.0 / 9.0 - infections, 1e-9);
  EXPECT_NEAR(t.infected[3], 3358.0 / 9.0 + infections - 3358.0 / 90.0, 1e-9);
  EXPECT_NEAR(t.recovered[3], 30.0 + 3358.0 / 90.0, 1e-9);
}

TEST(Sir, AdmissionsAreTheGrowthOfInfectedAndRecoveredByHand) {
  EpidemicParameters parameters = by_hand({});
  parameters.market_share = 0.5;
  // 1.25 patients at half of the market are again 100 infected; 0.5 % of them need a ventilator.
  const CareCourse care = run_sir({1000.0, 1.25}, parameters, 3).care.ventilated;
  EXPECT_DOUBLE_EQ(care.admits[0], 0.0);
  EXPECT_NEAR(care.admits[1], 0.0025 * 110.0, 1e-12);
  EXPECT_NEAR(care.admits[2], 0.0025 * 1738.0 / 9.0, 1e-12);
  EXPECT_NEAR(care.census[2], 0.0025 * (110.0 + 1738.0 / 9.0), 1e-12);
}

TEST(Sir, ReducedContactsByHand) {
  // half of the contacts from day 1 on: 1738 / 18 infections instead of 1738 / 9
  const SirForecast sir = run_sir({1000.0, 2.5}, by_hand({{1, 0.5}}), 2);
  EXPECT_NEAR(sir.trajectory.susceptible[1], 790.0, 1e-9);
  EXPECT_NEAR(sir.trajectory.susceptible[2], 790.0 - 1738.0 / 18.0, 1e-9);
}

TEST(Sir, FiguresOfTheStudy) {
  // published: R = 3.65, with 30 % fewer contacts 2.55 and a doubling time of 6.6 days
  const double susceptible = 4'118'982.0;
  const double gamma = 1.0 / 14.0;
  const double growth = growth_per_day(4.0);
  const double all = contact_rate(growth, gamma, susceptible, 0.0) * susceptible / gamma;
  const double reduced = contact_rate(growth, gamma, susceptible, 0.3);
  EXPECT_NEAR(all, 3.65, 0.005);
  EXPECT_NEAR(reduced * susceptible / gamma, 2.55, 0.005);
  EXPECT_NEAR(doubling_time_under(reduced, gamma, susceptible), 6.6, 0.05);
}

TEST(Sir, ReductionIsTheLastStepThatHasStarted) {
  const std::vector<ReductionStep> schedule = {{2, 0.3}, {15, 0.5}, {61, 0.1}};
  EXPECT_EQ(contact_reduction_on(schedule, 0), 0.0);
  EXPECT_EQ(contact_reduction_on(schedule, 1), 0.0);
  EXPECT_EQ(contact_reduction_on(schedule, 2), 0.3);
  EXPECT_EQ(contact_reduction_on(schedule, 14), 0.3);
  EXPECT_EQ(contact_reduction_on(schedule, 15), 0.5);
  EXPECT_EQ(contact_reduction_on(schedule, 61), 0.1);
  EXPECT_EQ(contact_reduction_on(schedule, 100'000), 0.1);
  EXPECT_EQ(contact_reduction_on({}, 5), 0.0);
}

TEST(Sir, ReductionOfZeroIsNoSchedule) {
  const Outbreak outbreak{700'000.0, 92.0};
  const SirForecast none = run_sir(outbreak, parameters_of(4.0, {}), 120);
  const SirForecast zero = run_sir(outbreak, parameters_of(4.0, {{0, 0.0}}), 120);
  EXPECT_EQ(none.trajectory.susceptible, zero.trajectory.susceptible);
  EXPECT_EQ(none.care.ventilated.admits, zero.care.ventilated.admits);
}

TEST(Sir, StepOnDayFifteenLeavesTheFirstFifteenDaysUnchanged) {
  const Outbreak outbreak{700'000.0, 92.0};
  const SirForecast one = run_sir(outbreak, parameters_of(4.0, {{0, 0.3}}), 60);
  const SirForecast two = run_sir(outbreak, parameters_of(4.0, {{0, 0.3}, {15, 0.5}}), 60);
  for (std::size_t row = 0; row <= 15; ++row) {
    EXPECT_EQ(one.trajectory.infected[row], two.trajectory.infected[row]) << row;
    EXPECT_EQ(one.care.ventilated.admits[row], two.care.ventilated.admits[row]) << row;
  }
  for (std::size_t row = 16; row <= 60; ++row) {
    EXPECT_GT(one.trajectory.recovered[row] + one.trajectory.infected[row],
              two.trajectory.recovered[row] + two.trajectory.infected[row])
        << row;
  }
}

TEST(Sir, ConservesPersonsAndNeverLosesAdmissions) {
  const RandomKey key{.seed = 4, .stream = 0, .member = 0};
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    const auto draw = [&](std::uint64_t which, double low, double high) {
      return low + (high - low) * random_uniform(key, trial * 16 + which);
    };
    EpidemicParameters p = parameters_of(draw(0, 1.5, 20.0), {{0, draw(1, 0.0, 1.0)}});
    p.infectious_days = draw(2, 1.0, 30.0);
    p.hospitalized_rate = draw(3, 0.01, 0.3);
    p.market_share = draw(4, 0.1, 1.0);
    p.hospital_days = draw(5, 0.5, 20.0);
    const double population = draw(6, 1e4, 1e7);
    const Outbreak outbreak{population,
                            draw(7, 1e-4, 0.3) * population * p.hospitalized_rate * p.market_share};
    const SirForecast sir = run_sir(outbreak, p, 200);
    const CareCourse& care = sir.care.hospitalized;
    for (std::size_t row = 0; row <= 200; ++row) {
      const Trajectory& t = sir.trajectory;
      EXPECT_NEAR(t.susceptible[row] + t.infected[row] + t.recovered[row], population,
                  1e-12 * population);
      if (row == 0) continue;
      EXPECT_LE(t.susceptible[row], t.susceptible[row - 1] + 1e-12 * population);
      EXPECT_GE(care.admits[row], 0.0);
      EXPECT_GE(care.ever[row], care.census[row] - 1e-9 * care.ever[row]);
      EXPECT_GE(care.census[row], -1e-9);
    }
  }
}

TEST(Sir, TwiceTheRegionIsTwiceThePatients) {
  const EpidemicParameters p = parameters_of(5.0, {{0, 0.2}});
  const SirForecast one = run_sir({250'000.0, 10.0}, p, 90);
  const SirForecast two = run_sir({500'000.0, 20.0}, p, 90);
  for (std::size_t row = 1; row <= 90; ++row) {
    EXPECT_NEAR(two.care.icu.admits[row], 2.0 * one.care.icu.admits[row], 1e-8);
  }
}

TEST(Sir, NobodyInHospitalIsNoEpidemic) {
  EpidemicParameters unused;
  unused.hospital_days = kNaN;
  const SirForecast sir = run_sir({5000.0, 0.0}, unused, 4);
  EXPECT_EQ(sir.trajectory.susceptible, std::vector<double>(5, 5000.0));
  EXPECT_EQ(sir.trajectory.infected, std::vector<double>(5, 0.0));
  EXPECT_EQ(sir.care.ventilated.admits, std::vector<double>(5, 0.0));
  EXPECT_EQ(run_sir({0.0, 0.0}, unused, 2).trajectory.recovered, std::vector<double>(3, 0.0));
}

// ---- refused -----------------------------------------------------------------------------------

/// The key that the first finding is about; empty where nothing was refused.
std::string refused(const Outbreak& outbreak, const EpidemicParameters& parameters,
                    std::int32_t days = 10) {
  try {
    static_cast<void>(run_sir(outbreak, parameters, days));
  } catch (const InputError& error) {
    return error.diagnostics().front().place.column;
  }
  return "";
}

TEST(Sir, RefusesAsManyInfectedAsPersons) {
  const EpidemicParameters p = parameters_of(4.0, {});
  EXPECT_EQ(refused({1000.0, 25.0}, p), "population");  // 25 / 0.025 = 1,000
  EXPECT_EQ(refused({0.0, 1.0}, p), "population");
  EXPECT_EQ(refused({1000.0, 1e300}, p), "population");
}

TEST(Sir, RefusesWhatIsNoNumberOfPersons) {
  const EpidemicParameters p = parameters_of(4.0, {});
  EXPECT_EQ(refused({kNaN, 1.0}, p), "population");
  EXPECT_EQ(refused({-5.0, 1.0}, p), "population");
  EXPECT_EQ(refused({1000.0, kNaN}, p), "hospitalized");
  EXPECT_EQ(refused({1000.0, -1.0}, p), "hospitalized");
  EXPECT_EQ(refused({kNaN, 0.0}, p), "population");
}

EpidemicParameters by_number(std::vector<ReductionStep> numbers) {
  EpidemicParameters parameters;
  parameters.reproduction_number = std::move(numbers);
  return parameters;
}

TEST(Sir, ReproductionNumbersByHand) {
  // beta = 2.5 x 0.1 / 900: on day 0, 2.5 x 0.1 x 100 = 25 infections, 10 recoveries; on day 1
  // nobody infects anybody.
  EpidemicParameters parameters = by_number({{0, 2.5}, {1, 0.0}});
  parameters.infectious_days = 10.0;
  const SirForecast sir = run_sir({1000.0, 2.5}, parameters, 2);
  EXPECT_DOUBLE_EQ(sir.basic_reproduction, 2.5);
  EXPECT_NEAR(sir.trajectory.infected[1], 115.0, 1e-9);
  EXPECT_NEAR(sir.trajectory.infected[2], 103.5, 1e-9);
  EXPECT_NEAR(sir.trajectory.susceptible[2], 875.0, 1e-9);
}

TEST(Sir, ReproductionNumbersAreReducedContactsByAnotherName) {
  const std::vector<ReductionStep> reductions = {{0, 0.0}, {15, 0.5}, {61, 0.3}};
  const SirForecast by_days = run_sir({727211.0, 92.5}, parameters_of(4.0, reductions), 180);
  std::vector<ReductionStep> numbers = reductions;
  for (ReductionStep& step : numbers) step.value = by_days.basic_reproduction * (1.0 - step.value);
  const SirForecast same = run_sir({727211.0, 92.5}, by_number(numbers), 180);
  for (std::size_t day = 0; day < by_days.care.ventilated.admits.size(); ++day) {
    const double admits = by_days.care.ventilated.admits[day];
    EXPECT_NEAR(same.care.ventilated.admits[day], admits, 1e-9 * (1.0 + admits)) << day;
  }
}

TEST(Sir, RefusesSenselessReproductionNumbers) {
  for (const std::vector<ReductionStep>& numbers :
       std::vector<std::vector<ReductionStep>>{{{0, -0.1}}, {{0, kNaN}}, {{3, 2.0}}, {{0, 1e9}}}) {
    EXPECT_EQ(refused({1e6, 1.0}, by_number(numbers)), "reproduction_number");
  }
}

TEST(Sir, RefusesAMissingDoublingTime) {
  EXPECT_EQ(refused({1000.0, 1.0}, EpidemicParameters{}), "doubling_time");
}

TEST(Sir, RefusesParametersOutOfRange) {
  struct Bad {
    std::string key;
    double EpidemicParameters::*field;
    std::vector<double> values;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<Bad> all = {
      {"infectious_days", &EpidemicParameters::infectious_days, {0.5, 0.0, kNaN, infinity}},
      {"hospitalized_rate", &EpidemicParameters::hospitalized_rate, {0.0, 1.5, -0.1, kNaN}},
      {"icu_rate", &EpidemicParameters::icu_rate, {-0.1, 1.1, kNaN}},
      {"ventilated_rate", &EpidemicParameters::ventilated_rate, {-0.1, 1.1, kNaN}},
      {"hospital_days", &EpidemicParameters::hospital_days, {0.0, -1.0, kNaN, infinity}},
      {"icu_days", &EpidemicParameters::icu_days, {0.0, kNaN}},
      {"ventilator_days", &EpidemicParameters::ventilator_days, {0.0, kNaN}},
      {"market_share", &EpidemicParameters::market_share, {0.0, 1.1, kNaN}},
      {"recovered", &EpidemicParameters::recovered, {-1.0, kNaN, infinity}}};
  for (const Bad& bad : all) {
    for (const double value : bad.values) {
      EpidemicParameters p = parameters_of(4.0, {});
      p.*bad.field = value;
      EXPECT_EQ(refused({1e6, 1.0}, p), bad.key) << value;
    }
  }
  for (const double value : {0.0, -4.0, kNaN, infinity}) {
    EXPECT_EQ(refused({1e6, 1.0}, parameters_of(value, {})), "doubling_time") << value;
  }
}

TEST(Sir, RefusesASenselessSchedule) {
  const std::vector<std::vector<ReductionStep>> schedules = {
      {{0, 1.01}}, {{0, -0.1}},          {{0, kNaN}},
      {{-1, 0.3}}, {{5, 0.3}, {5, 0.4}}, {{5, 0.3}, {2, 0.4}}};
  for (const std::vector<ReductionStep>& schedule : schedules) {
    EXPECT_EQ(refused({1e6, 1.0}, parameters_of(4.0, schedule)), "contact_reduction");
  }
}

TEST(Sir, SaysAllThatIsWrongAtOnce) {
  EpidemicParameters p = parameters_of(-1.0, {{0, 2.0}});
  p.market_share = kNaN;
  try {
    static_cast<void>(run_sir({1e6, 1.0}, p, 10));
    FAIL() << "not refused";
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics().size(), 3U);
  }
}

TEST(Sir, RefusesAnEpidemicTooFastForDailySteps) {
  // doubling ten times a day
  EXPECT_EQ(refused({1e6, 100.0}, parameters_of(0.1, {})), "doubling_time");
  // 990 infected of 1,000: beta I0 = 0.26 x 990 / 10 > 1
  EXPECT_EQ(refused({1000.0, 24.75}, parameters_of(4.0, {})), "doubling_time");
}

TEST(Sir, RefusesNegativeDays) {
  EXPECT_EQ(refused({1e6, 1.0}, parameters_of(4.0, {}), -1), "periods");
  EXPECT_EQ(run_sir({1e6, 1.0}, parameters_of(4.0, {}), 0).trajectory.infected.size(), 1U);
}

}  // namespace
}  // namespace surgeflow::epidemic
