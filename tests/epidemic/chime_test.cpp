// SPDX-License-Identifier: Apache-2.0
// CHIME: a row of the original's output, its search against a slow one, invariants, refusals.
#include "surgeflow/epidemic/chime.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "epidemic/reference_chime.hpp"
#include "epidemic/refusals.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

using surgeflow::testing::expect_contains;
using surgeflow::testing::kNaN;

const Date kToday = *parse_date("2020-04-06");

EpidemicParameters by_doubling_time(double doubling_time) {
  EpidemicParameters parameters;
  parameters.doubling_time_days = doubling_time;
  return parameters;
}

EpidemicParameters by_date(std::int64_t days_since_first) {
  EpidemicParameters parameters;
  parameters.date_first_hospitalized = kToday - std::chrono::days(days_since_first);
  return parameters;
}

/// The region of CHIME's default example.
EpidemicParameters philadelphia() {
  EpidemicParameters parameters = by_doubling_time(4.0);
  parameters.market_share = 0.15;
  return parameters;
}
constexpr Outbreak kPhiladelphia{4'119'405.0, 14.0};

TEST(Chime, RowOfDaySixtyOfTheOriginal) {
  // Printed by CHIME 1.1.5; each number to all of its digits.
  const ChimeForecast chime = run_chime(kPhiladelphia, philadelphia(), kToday, 60);
  EXPECT_EQ(chime.days_since_first, 15);
  EXPECT_NEAR(chime.contact_rate, 6.327432228292707e-08, 1e-22);
  EXPECT_NEAR(0.7 * chime.contact_rate, 4.429202559804895e-08, 1e-22);
  EXPECT_NEAR(chime.basic_reproduction, 3.648899610038094, 1e-14);
  EXPECT_NEAR(0.7 * chime.basic_reproduction, 2.554229727026666, 1e-14);
  const std::size_t row = 15 + 60;
  ASSERT_EQ(chime.trajectory.susceptible.size(), row + 1);
  EXPECT_NEAR(chime.trajectory.susceptible[row], 2433238.599315, 6e-7);
  EXPECT_NEAR(chime.trajectory.infected[row], 846846.678971, 6e-7);
  EXPECT_NEAR(chime.trajectory.recovered[row], 839319.721714, 6e-7);
  EXPECT_NEAR(chime.care.ventilated.admits[row], 68.254774931, 6e-10);
  EXPECT_NEAR(chime.care.ventilated.census[row], 619.508064855, 6e-10);
}

// ---- the search of mode A
// ------------------------------------------------------------------------

struct Trial {
  Outbreak outbreak;
  EpidemicParameters parameters;
  std::int32_t days = 60;
};

/// Random but sensible; trials with a mitigation date before, on and after the current date.
Trial random_trial(std::uint32_t number) {
  const RandomKey key{.seed = 115, .stream = 0, .member = number};
  std::uint64_t counter = 0;
  const auto draw = [&](double low, double high) {
    return low + (high - low) * random_uniform(key, counter++);
  };
  Trial trial;
  trial.parameters = by_doubling_time(draw(1.5, 12.0));
  trial.parameters.infectious_days = draw(5.0, 20.0);
  trial.parameters.market_share = draw(0.1, 1.0);
  trial.parameters.hospitalized_rate = draw(0.01, 0.1);
  trial.parameters.hospital_days = std::floor(draw(1.0, 15.0));
  trial.parameters.recovered = number % 3 == 0 ? draw(0.0, 5000.0) : 0.0;
  const double first = draw(0.0, 0.9);
  trial.parameters.contact_reduction = {{0, first}};
  if (number % 2 == 0) {
    trial.parameters.contact_reduction = {{0, first}, {9, draw(0.0, 0.9)}, {30, draw(0.0, 0.9)}};
  }
  const auto mitigation = static_cast<std::int64_t>(draw(-60.0, 60.0));
  if (number % 4 != 0) trial.parameters.mitigation_date = kToday + std::chrono::days(mitigation);
  trial.days = static_cast<std::int32_t>(draw(1.0, 90.0));
  const double population = draw(5e4, 3e6);
  const double beds = population * trial.parameters.market_share;
  trial.outbreak = {population, std::ceil(std::pow(10.0, draw(-6.0, -2.0)) * beds)};
  return trial;
}

reference::Statement statement_of(const Trial& trial) {
  const Date mitigation = trial.parameters.mitigation_date.value_or(kToday);
  return {.population = trial.outbreak.population,
          .hospitalized = trial.outbreak.hospitalized,
          .doubling_time_days = *trial.parameters.doubling_time_days,
          .mitigation_day = (mitigation - kToday).count(),
          .days = trial.days,
          .parameters = trial.parameters};
}

class ChimeTrial : public ::testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Random, ChimeTrial, ::testing::Range(0U, 24U));

TEST_P(ChimeTrial, FastSearchIsTheSlowOneToTheLastBit) {
  const Trial trial = random_trial(GetParam());
  const ChimeForecast chime = run_chime(trial.outbreak, trial.parameters, kToday, trial.days);
  const reference::Statement statement = statement_of(trial);
  ASSERT_EQ(chime.days_since_first, reference::days_since_first(statement));
  const reference::Run slow =
      reference::run(statement, chime.days_since_first, chime.days_since_first + trial.days);
  EXPECT_EQ(chime.trajectory.infected, slow.infected);
  EXPECT_EQ(chime.care.hospitalized.census, slow.hospital_census);
}

TEST_P(ChimeTrial, PersonsAreConservedAndPatientsAccountedFor) {
  const Trial trial = random_trial(GetParam());
  const ChimeForecast chime = run_chime(trial.outbreak, trial.parameters, kToday, trial.days);
  const Trajectory& t = chime.trajectory;
  const double persons = t.susceptible[0] + t.infected[0] + t.recovered[0];
  EXPECT_NEAR(persons, trial.outbreak.population + trial.parameters.recovered, 1e-9 * persons);
  ASSERT_EQ(t.infected.size(), static_cast<std::size_t>(chime.days_since_first + trial.days) + 1);
  for (const CareCourse* care :
       {&chime.care.hospitalized, &chime.care.icu, &chime.care.ventilated}) {
    for (std::size_t row = 0; row < t.infected.size(); ++row) {
      EXPECT_NEAR(t.susceptible[row] + t.infected[row] + t.recovered[row], persons,
                  1e-12 * persons);
      EXPECT_GE(care->ever[row], care->census[row]);
      if (row == 0) continue;
      const double noise = 1e-12 * persons;
      EXPECT_LE(t.susceptible[row], t.susceptible[row - 1] + noise);
      EXPECT_GE(t.recovered[row], t.recovered[row - 1] - noise);
      EXPECT_GE(care->ever[row], care->ever[row - 1] - noise);
      EXPECT_GE(care->admits[row], 0.0);
    }
  }
}

TEST_P(ChimeTrial, FastFitOfTheDoublingTimeIsTheSlowOneToTheLastBit) {
  Trial trial = random_trial(GetParam());
  const std::int64_t today = 3 + 2 * std::int64_t{GetParam()};
  const auto slow = reference::doubling_time(statement_of(trial), today);
  trial.parameters.doubling_time_days.reset();
  trial.parameters.date_first_hospitalized = kToday - std::chrono::days(today);
  if (!slow || *slow <= 1.0) {
    EXPECT_THROW(static_cast<void>(run_chime(trial.outbreak, trial.parameters, kToday, trial.days)),
                 InputError);
    return;
  }
  const ChimeForecast chime = run_chime(trial.outbreak, trial.parameters, kToday, trial.days);
  EXPECT_EQ(chime.doubling_time_days, *slow);
  EXPECT_EQ(chime.days_since_first, today);
}

TEST(Chime, SearchEndsThreeHundredDaysBeyondTheForecast) {
  // 5,000 patients from one, doubling in 60 days, take longer than the search looks back.
  EXPECT_EQ(run_chime({1e8, 5000.0}, by_doubling_time(60.0), kToday, 1).days_since_first, 300);
  EXPECT_EQ(run_chime({1e8, 5000.0}, by_doubling_time(60.0), kToday, 25).days_since_first, 324);
}

TEST(Chime, ACensusThatOnlyEqualsAnEarlierOneIsBehindThePeak) {
  // No contacts for three days: nobody is admitted and, with a long stay, nobody leaves. The census
  // stays at its first maximum of three days ago, whatever the day of the first patient, so that
  // only day 0 is left. One infectious day makes the sums exact: I + R does not change by a bit.
  Trial trial{{1e6, 6.0}, by_doubling_time(4.0), 30};
  trial.parameters.infectious_days = 1.0;
  trial.parameters.contact_reduction = {{0, 1.0}};
  trial.parameters.hospital_days = 1000.0;
  trial.parameters.mitigation_date = kToday - std::chrono::days(3);
  EXPECT_EQ(run_chime(trial.outbreak, trial.parameters, kToday, 30).days_since_first, 0);
  EXPECT_EQ(reference::days_since_first(statement_of(trial)), 0);
}

TEST(Chime, BothModesAgree) {
  // The census that mode A arrives at is given to mode B, together with the date that A found.
  // Where even doubling in one day would be far from the peak by now, one doubling time alone fits.
  int compared = 0;
  for (std::uint32_t number = 0; number < 100; ++number) {
    Trial trial = random_trial(number);
    trial.outbreak.population = 1e12;
    const ChimeForecast a = run_chime(trial.outbreak, trial.parameters, kToday, trial.days);
    const auto today = static_cast<std::size_t>(a.days_since_first);
    const double fastest = a.trajectory.infected[0] * std::exp2(a.days_since_first);
    if (today < 5 || fastest > 0.1 * trial.outbreak.population) continue;
    EpidemicParameters parameters = trial.parameters;
    parameters.doubling_time_days.reset();
    parameters.date_first_hospitalized = kToday - std::chrono::days(a.days_since_first);
    const Outbreak seen{trial.outbreak.population, a.care.hospitalized.census[today]};
    const ChimeForecast b = run_chime(seen, parameters, kToday, trial.days);
    // the finest of the five grids has a step of 2 / 14 / 7^3 days
    EXPECT_NEAR(b.doubling_time_days, a.doubling_time_days, 1.0 / 2401.0) << number;
    EXPECT_NEAR(b.care.hospitalized.census[today], seen.hospitalized, 0.01 * seen.hospitalized);
    ++compared;
  }
  EXPECT_GE(compared, 25);
}

TEST(Chime, ModesAgreeToTheLastBitOnADoublingTimeOfTheGrid) {
  const ChimeForecast a = run_chime(kPhiladelphia, philadelphia(), kToday, 60);
  EpidemicParameters parameters = philadelphia();
  parameters.doubling_time_days.reset();
  parameters.date_first_hospitalized = kToday - std::chrono::days(15);
  const Outbreak seen{kPhiladelphia.population, a.care.hospitalized.census[15]};
  const ChimeForecast b = run_chime(seen, parameters, kToday, 60);
  EXPECT_EQ(b.doubling_time_days, 4.0);
  EXPECT_EQ(b.trajectory.infected, a.trajectory.infected);
}

TEST(Chime, ModeBMeetsTheCensusOfToday) {
  const ChimeForecast chime = run_chime({4e6, 83.0}, by_date(30), kToday, 30);
  EXPECT_EQ(chime.days_since_first, 30);
  EXPECT_NEAR(chime.care.hospitalized.census[30], 83.0, 0.05);
}

TEST(Chime, ModeBFindsADoublingTimeBetweenOneAndTwoDays) {
  EpidemicParameters parameters = by_doubling_time(1.25);
  const ChimeForecast a = run_chime({4e6, 500.0}, parameters, kToday, 30);
  const auto today = static_cast<std::size_t>(a.days_since_first);
  const Outbreak seen{4e6, a.care.hospitalized.census[today]};
  const ChimeForecast b = run_chime(seen, by_date(a.days_since_first), kToday, 30);
  EXPECT_NEAR(b.doubling_time_days, 1.25, 1e-3);
}

// ---- policies
// ------------------------------------------------------------------------------------

TEST(Chime, ReductionOfZeroIsNoSchedule) {
  EpidemicParameters none = philadelphia();
  none.contact_reduction.clear();
  EpidemicParameters zero = philadelphia();
  zero.contact_reduction = {{0, 0.0}};
  EXPECT_EQ(run_chime(kPhiladelphia, none, kToday, 60).trajectory.infected,
            run_chime(kPhiladelphia, zero, kToday, 60).trajectory.infected);
}

TEST(Chime, MitigationToday) {
  EpidemicParameters stated = philadelphia();
  stated.mitigation_date = kToday;
  EXPECT_EQ(run_chime(kPhiladelphia, stated, kToday, 60).trajectory.infected,
            run_chime(kPhiladelphia, philadelphia(), kToday, 60).trajectory.infected);
}

TEST(Chime, StepOnDayFifteenLeavesTheFirstFifteenDaysUnchanged) {
  EpidemicParameters steps = philadelphia();
  steps.contact_reduction = {{0, 0.3}, {15, 0.5}};
  const ChimeForecast one = run_chime(kPhiladelphia, philadelphia(), kToday, 60);
  const ChimeForecast two = run_chime(kPhiladelphia, steps, kToday, 60);
  ASSERT_EQ(one.days_since_first, two.days_since_first);
  const std::size_t changed = 15 + 15 + 1;
  for (std::size_t row = 0; row < changed; ++row) {
    EXPECT_EQ(one.trajectory.infected[row], two.trajectory.infected[row]) << row;
  }
  EXPECT_GT(one.trajectory.infected[changed], two.trajectory.infected[changed]);
}

TEST(Chime, MitigationInThePastSlowsTheDaysSinceThen) {
  // Fewer contacts for the last ten days: more days have passed since the first patient, and a
  // schedule's later steps do not reach back before the current date.
  EpidemicParameters early = philadelphia();
  early.mitigation_date = kToday - std::chrono::days(10);
  const ChimeForecast now = run_chime(kPhiladelphia, philadelphia(), kToday, 60);
  const ChimeForecast before = run_chime(kPhiladelphia, early, kToday, 60);
  EXPECT_GT(before.days_since_first, now.days_since_first);
  EpidemicParameters stricter = early;
  stricter.contact_reduction = {{0, 0.3}, {1, 0.9}};
  const ChimeForecast later = run_chime(kPhiladelphia, stricter, kToday, 60);
  ASSERT_EQ(later.days_since_first, before.days_since_first);
  const auto today = static_cast<std::size_t>(before.days_since_first);
  for (std::size_t row = 0; row <= today + 1; ++row) {
    EXPECT_EQ(later.trajectory.infected[row], before.trajectory.infected[row]) << row;
  }
  EXPECT_LT(later.trajectory.infected[today + 2], before.trajectory.infected[today + 2]);
}

TEST(Chime, MitigationInTheFutureWaitsForItsDate) {
  EpidemicParameters late = philadelphia();
  late.mitigation_date = kToday + std::chrono::days(20);
  EpidemicParameters never = philadelphia();
  never.contact_reduction.clear();
  const ChimeForecast waits = run_chime(kPhiladelphia, late, kToday, 60);
  const ChimeForecast free = run_chime(kPhiladelphia, never, kToday, 60);
  ASSERT_EQ(waits.days_since_first, free.days_since_first);
  for (std::size_t row = 0; row <= 15 + 20; ++row) {
    EXPECT_EQ(waits.trajectory.infected[row], free.trajectory.infected[row]) << row;
  }
  EXPECT_LT(waits.trajectory.infected[15 + 21], free.trajectory.infected[15 + 21]);
  late.mitigation_date = kToday + std::chrono::days(4000);
  EXPECT_EQ(run_chime(kPhiladelphia, late, kToday, 60).trajectory.infected,
            free.trajectory.infected);
}

TEST(Chime, RecoveredArePartOfThePersonsButNotTakenOffTheSusceptible) {
  EpidemicParameters parameters = philadelphia();
  parameters.recovered = 10'000.0;
  const Trajectory t = run_chime(kPhiladelphia, parameters, kToday, 60).trajectory;
  EXPECT_DOUBLE_EQ(t.recovered[0], 10'000.0);
  EXPECT_DOUBLE_EQ(t.susceptible[0], 4'119'405.0 - 1.0 / 0.15 / 0.025);
  EXPECT_NEAR(t.susceptible[75] + t.infected[75] + t.recovered[75], 4'129'405.0, 1e-6);
}

TEST(Chime, NobodyInHospitalIsNoEpidemic) {
  const ChimeForecast quiet = run_chime({5000.0, 0.0}, EpidemicParameters{}, kToday, 3);
  EXPECT_EQ(quiet.days_since_first, 0);
  EXPECT_EQ(quiet.trajectory.susceptible, std::vector<double>(4, 5000.0));
  EXPECT_EQ(quiet.care.hospitalized.census, std::vector<double>(4, 0.0));
}

// ---- refused -----------------------------------------------------------------------------------

/// What the refusal says; empty where nothing was refused.
std::string refusal(const Outbreak& outbreak, const EpidemicParameters& parameters,
                    std::int32_t horizon_days = 60) {
  try {
    static_cast<void>(run_chime(outbreak, parameters, kToday, horizon_days));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Chime, RefusesBothOrNeitherOfDoublingTimeAndDate) {
  expect_contains(refusal(kPhiladelphia, EpidemicParameters{}),
                  "neither doubling_time nor date_first_hospitalized is given");
  EpidemicParameters both = by_date(10);
  both.doubling_time_days = 4.0;
  expect_contains(refusal(kPhiladelphia, both),
                  "doubling_time and date_first_hospitalized are both given");
}

TEST(Chime, RefusesADoublingTimeAtTheUpperEndOfTheGrid) {
  // doubling in 15 days would have made 1.8 patients of the first in 20 days
  const std::string text = refusal({1e8, 1.0}, by_date(20));
  expect_contains(text, "a doubling time of 15 days or more");
  expect_contains(text, "1 hospitalized 20 days after the first patient");
  expect_contains(text, "state doubling_time instead");
}

TEST(Chime, RefusesADoublingTimeAtTheLowerEndOfTheGrid) {
  expect_contains(refusal({1e6, 5000.0}, by_date(2)), "a doubling time of 1 day or less");
}

TEST(Chime, RefusesADateThatIsNotBeforeToday) {
  expect_contains(refusal(kPhiladelphia, by_date(0)), "date_first_hospitalized is 2020-04-06");
  expect_contains(refusal(kPhiladelphia, by_date(-3)), "before the start, 2020-04-06");
  expect_contains(refusal(kPhiladelphia, by_date(40'000)), "1 to 32767 days before the start");
}

TEST(Chime, RefusesAsManyInfectedAsPersons) {
  // the first patient stands for 1 / 0.025 = 40 infected
  expect_contains(refusal({40.0, 1.0}, by_doubling_time(4.0)), "in a population of 40");
  expect_contains(refusal({0.0, 1.0}, by_doubling_time(4.0)), "in a population of 0");
}

TEST(Chime, RefusesWhatIsNoNumber) {
  expect_contains(refusal({kNaN, 1.0}, by_doubling_time(4.0)), "population is nan");
  expect_contains(refusal({1e6, kNaN}, by_doubling_time(4.0)), "hospitalized is nan");
  expect_contains(refusal({1e6, 1.0}, by_doubling_time(kNaN)), "doubling_time is nan");
  EpidemicParameters parameters = by_date(20);
  parameters.recovered = kNaN;
  expect_contains(refusal({1e6, 9.0}, parameters), "recovered is nan");
  expect_contains(refusal(kPhiladelphia, philadelphia(), -1), "-1 days to forecast");
}

TEST(Chime, RefusesAnEpidemicTooFastForDailySteps) {
  expect_contains(refusal({1e6, 100.0}, by_doubling_time(0.1)), "infects more persons in one day");
}

}  // namespace
}  // namespace surgeflow::epidemic
