// SPDX-License-Identifier: Apache-2.0
// Demand of a case: the Colorado study, periods of a day and shorter, threads, and refusals.
#include "surgeflow/epidemic/demand.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "epidemic/colorado_counties.hpp"
#include "epidemic/refusals.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/epidemic/chime.hpp"
#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {
namespace {

using surgeflow::testing::expect_contains;

constexpr std::size_t kDenver = 8;
const Date kStart = *parse_date("2020-03-31");

/// The study's case: doubling in 4 days, 14 infectious days, contacts reduced by 30 %, 180 days.
Case colorado() {
  Case planning_case;
  planning_case.horizon = {.start = kStart, .periods = 180, .period_hours = 24};
  planning_case.demand_model = DemandModel::sir;
  planning_case.rounding = Rounding::ceil;
  for (const County& county : kColoradoCounties) {
    Facility facility;
    facility.id = county.fips;
    facility.population = county.population;
    facility.hospitalized = kStateHospitalized * county.cases / kStateCases;
    facility.epidemic.doubling_time_days = 4.0;
    planning_case.facilities.push_back(facility);
  }
  return planning_case;
}

Total total_of(const Panel<Count>& patients) {
  return std::accumulate(patients.values().begin(), patients.values().end(), Total{0});
}

Total total_demand(const Case& planning_case) {
  return total_of(whole_patients(planning_case, forecast_demand(planning_case)));
}

TEST(Demand, ColoradoStudy) {
  // The study prints 28,775 for populations it does not print; with those of the Census Bureau for
  // 2019 the same equations give 29,100, 1.1 % more.
  EXPECT_EQ(total_demand(colorado()), 29'100);
}

TEST(Demand, PatientsAloneAreThoseOfTheForecast) {
  Case planning_case = colorado();
  for (const std::int32_t hours : {24, 12}) {
    planning_case.horizon.period_hours = hours;
    EXPECT_EQ(forecast_patients(planning_case, 3),
              whole_patients(planning_case, forecast_demand(planning_case)));
  }
  planning_case.demand_model = DemandModel::file;
  planning_case.stated_demand = Panel<Count>(34, 180, 2);
  EXPECT_EQ(forecast_patients(planning_case), planning_case.stated_demand);
}

TEST(Demand, CumulativeRoundingKeepsTheExpectedTotal) {
  Case planning_case = colorado();
  planning_case.rounding = Rounding::none;
  const DemandForecast expected = forecast_demand(planning_case);
  planning_case.rounding = Rounding::cumulative;
  const Panel<Count> whole = whole_patients(planning_case, forecast_demand(planning_case));
  for (std::int32_t i = 0; i < 34; ++i) {
    const auto wanted = expected.patients.row(FacilityId(i));
    const auto got = whole.row(FacilityId(i));
    EXPECT_NEAR(std::accumulate(got.begin(), got.end(), 0.0),
                std::accumulate(wanted.begin(), wanted.end(), 0.0), 0.5);
  }
}

TEST(Demand, CurveOfSirIsTheModelDayByDay) {
  const Case planning_case = colorado();
  const DemandForecast forecast = forecast_demand(planning_case);
  ASSERT_EQ(forecast.curves.size(), 34U);
  const Facility& denver = planning_case.facilities[kDenver];
  ASSERT_EQ(denver.id, "08031");
  const SirForecast sir = run_sir({*denver.population, denver.hospitalized}, denver.epidemic, 180);
  const EpidemicCurve& curve = forecast.curves[kDenver];
  ASSERT_EQ(curve.infected.size(), 180U);
  for (std::size_t t = 0; t < 180; ++t) {
    EXPECT_EQ(curve.susceptible[t], sir.trajectory.susceptible[t]);
    EXPECT_EQ(curve.admits_ventilated[t], sir.care.ventilated.admits[t + 1]);
    EXPECT_EQ(curve.census_ventilated[t], sir.care.ventilated.census[t + 1]);
  }
}

Case chime_case(std::int32_t periods, std::int32_t period_hours) {
  Case planning_case;
  planning_case.horizon = {.start = kStart, .periods = periods, .period_hours = period_hours};
  planning_case.demand_model = DemandModel::chime;
  planning_case.rounding = Rounding::none;
  Facility facility;
  facility.id = "penn";
  facility.population = 4'119'405.0;
  facility.hospitalized = 14.0;
  facility.epidemic.doubling_time_days = 4.0;
  facility.epidemic.market_share = 0.15;
  planning_case.facilities.push_back(facility);
  return planning_case;
}

TEST(Demand, ChimePeriodTHoldsTheAdmissionsOfRowTPlusOne) {
  // CHIME's row of day 60 is the last of a horizon of 60 days: periods 0..59.
  const DemandForecast forecast = forecast_demand(chime_case(60, 24));
  EXPECT_NEAR(forecast.patients(FacilityId(0), Period(59)), 68.254774931, 6e-10);
  EXPECT_NEAR(forecast.curves[0].census_ventilated[59], 619.508064855, 6e-10);
  const Case planning_case = chime_case(60, 24);
  const Facility& facility = planning_case.facilities[0];
  const ChimeForecast chime =
      run_chime({*facility.population, facility.hospitalized}, facility.epidemic, kStart, 60);
  EXPECT_EQ(forecast.curves[0].infected[0], chime.trajectory.infected[15]);
  EXPECT_EQ(forecast.patients(FacilityId(0), Period(0)), chime.care.ventilated.admits[16]);
}

TEST(Demand, ShorterPeriodsDivideTheDay) {
  for (const std::int32_t hours : {12, 8, 6, 1}) {
    const std::int32_t per_day = 24 / hours;
    const EpidemicCurve daily = forecast_demand(chime_case(30, 24)).curves[0];
    const EpidemicCurve fine = forecast_demand(chime_case(30 * per_day, hours)).curves[0];
    for (std::size_t day = 0; day < 30; ++day) {
      const auto parts = static_cast<std::size_t>(per_day);
      double admits = 0.0;
      for (std::size_t part = 0; part < parts; ++part) {
        admits += fine.admits_ventilated[day * parts + part];
        EXPECT_EQ(fine.admits_ventilated[day * parts + part],
                  daily.admits_ventilated[day] / per_day);
      }
      EXPECT_NEAR(admits, daily.admits_ventilated[day], 1e-12);
      EXPECT_EQ(fine.infected[day * parts], daily.infected[day]);
      EXPECT_NEAR(fine.census_ventilated[day * parts + parts - 1], daily.census_ventilated[day],
                  1e-9);
    }
  }
}

TEST(Demand, CompartmentsAtNoonAreHalfWayByHand) {
  const EpidemicCurve daily = forecast_demand(chime_case(10, 24)).curves[0];
  const EpidemicCurve halves = forecast_demand(chime_case(20, 12)).curves[0];
  EXPECT_NEAR(halves.infected[7], 0.5 * (daily.infected[3] + daily.infected[4]), 1e-9);
  EXPECT_NEAR(halves.susceptible[7], 0.5 * (daily.susceptible[3] + daily.susceptible[4]), 1e-6);
}

TEST(Demand, LastDayMayBeCutShort) {
  const EpidemicCurve whole = forecast_demand(chime_case(20, 12)).curves[0];
  const DemandForecast cut = forecast_demand(chime_case(19, 12));
  ASSERT_EQ(cut.patients.periods(), 19);
  for (std::size_t t = 0; t < 19; ++t) {
    EXPECT_EQ(cut.curves[0].admits_ventilated[t], whole.admits_ventilated[t]);
  }
}

TEST(Demand, RoundingComesAfterTheDivisionIntoPeriods) {
  Case planning_case = chime_case(20, 12);
  planning_case.rounding = Rounding::ceil;
  const DemandForecast forecast = forecast_demand(planning_case);
  for (std::int32_t t = 0; t < 20; ++t) {
    const double admits = forecast.curves[0].admits_ventilated[static_cast<std::size_t>(t)];
    EXPECT_EQ(forecast.patients(FacilityId(0), Period(t)), std::ceil(admits));
  }
}

TEST(Demand, FacilityWithNobodyInHospitalHasNone) {
  Case planning_case = colorado();
  planning_case.facilities[3].hospitalized = 0.0;
  planning_case.facilities[3].population.reset();
  planning_case.facilities[3].epidemic.doubling_time_days.reset();
  const Panel<Count> whole = whole_patients(planning_case, forecast_demand(planning_case));
  for (const Count patients : whole.row(FacilityId(3))) EXPECT_EQ(patients, 0);
}

TEST(Demand, FacilitiesHaveParametersOfTheirOwn) {
  Case planning_case = colorado();
  planning_case.facilities[5].epidemic.doubling_time_days = 6.0;
  const DemandForecast own = forecast_demand(planning_case);
  const DemandForecast same = forecast_demand(colorado());
  EXPECT_NE(own.curves[5].infected, same.curves[5].infected);
  EXPECT_EQ(own.curves[4].infected, same.curves[4].infected);
  EXPECT_EQ(own.curves[6].infected, same.curves[6].infected);
}

TEST(Demand, SameOnAnyNumberOfThreads) {
  for (const DemandModel model : {DemandModel::sir, DemandModel::chime}) {
    Case planning_case = colorado();
    planning_case.demand_model = model;
    const DemandForecast one = forecast_demand(planning_case, 1);
    for (const int threads : {0, 2, 3, 4}) {
      const DemandForecast many = forecast_demand(planning_case, threads);
      EXPECT_EQ(one.patients, many.patients);
      for (std::size_t i = 0; i < one.curves.size(); ++i) {
        EXPECT_EQ(one.curves[i].infected, many.curves[i].infected);
        EXPECT_EQ(one.curves[i].census_icu, many.curves[i].census_icu);
      }
    }
  }
}

TEST(Demand, OfAFileIsTakenAsItIs) {
  Case planning_case;
  planning_case.horizon = {.start = kStart, .periods = 3, .period_hours = 48};
  planning_case.facilities.resize(2);
  planning_case.stated_demand = Panel<Count>(2, 3);
  planning_case.stated_demand(FacilityId(1), Period(2)) = 7;
  planning_case.rounding = Rounding::none;
  const DemandForecast forecast = forecast_demand(planning_case);
  EXPECT_TRUE(forecast.curves.empty());
  EXPECT_EQ(forecast.patients(FacilityId(1), Period(2)), 7.0);
  EXPECT_EQ(whole_patients(planning_case, forecast), planning_case.stated_demand);
}

// ---- refused -----------------------------------------------------------------------------------

std::vector<Diagnostic> findings(const Case& planning_case, int threads = 1) {
  try {
    static_cast<void>(forecast_demand(planning_case, threads));
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

TEST(Demand, RefusesAsManyInfectedAsInhabitantsAndNamesTheFacility) {
  Case planning_case = colorado();
  planning_case.facilities[kDenver].hospitalized = 727'211.0 * 0.025;
  const std::vector<Diagnostic> found = findings(planning_case);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.file, "facilities");
  EXPECT_EQ(found[0].place.column, "population");
  expect_contains(found[0].seen, "facility '08031'");
  EXPECT_FALSE(found[0].remedy.empty());
}

TEST(Demand, RefusesPatientsWithoutAPopulation) {
  Case planning_case = colorado();
  planning_case.facilities[2].population.reset();
  const std::vector<Diagnostic> found = findings(planning_case);
  ASSERT_EQ(found.size(), 1U);
  expect_contains(found[0].seen, "facility '08009': no population");
  planning_case.facilities[2].population = 0.0;
  expect_contains(findings(planning_case).at(0).seen, "in a population of 0");
}

TEST(Demand, RefusesAMissingDoublingTime) {
  Case planning_case = colorado();
  planning_case.facilities[0].epidemic.doubling_time_days.reset();
  const std::vector<Diagnostic> found = findings(planning_case);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.column, "doubling_time");
  expect_contains(found[0].seen, "facility '08001'");
}

TEST(Demand, RefusesNaN) {
  Case planning_case = colorado();
  planning_case.facilities[1].hospitalized = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(findings(planning_case).at(0).place.column, "hospitalized");
}

TEST(Demand, SaysAllFindingsInFacilityOrderOnAnyNumberOfThreads) {
  Case planning_case = colorado();
  for (const std::size_t i : {30U, 4U, 17U}) {
    planning_case.facilities[i].epidemic.infectious_days = 0.0;
  }
  for (const int threads : {1, 2, 4}) {
    const std::vector<Diagnostic> found = findings(planning_case, threads);
    ASSERT_EQ(found.size(), 3U);
    expect_contains(found[0].seen, planning_case.facilities[4].id);
    expect_contains(found[1].seen, planning_case.facilities[17].id);
    expect_contains(found[2].seen, planning_case.facilities[30].id);
  }
}

TEST(Demand, RefusesPeriodsThatDoNotDivideADay) {
  for (const std::int32_t hours : {0, -12, 5, 7, 48}) {
    const std::vector<Diagnostic> found = findings(chime_case(10, hours));
    ASSERT_EQ(found.size(), 1U) << hours;
    EXPECT_EQ(found[0].place.column, "horizon.period_hours");
  }
  EXPECT_EQ(findings(chime_case(0, 24)).at(0).place.column, "horizon.periods");
}

TEST(Demand, RefusesToPlanWithFractionsOfPatients) {
  const Case planning_case = chime_case(10, 24);
  const DemandForecast forecast = forecast_demand(planning_case);
  EXPECT_THROW(static_cast<void>(whole_patients(planning_case, forecast)), InputError);
}

TEST(Demand, RefusesMorePatientsThanAPlanCanHold) {
  Case planning_case = chime_case(200, 24);
  planning_case.rounding = Rounding::nearest;
  Facility& facility = planning_case.facilities[0];
  facility.population = 1e13;
  facility.epidemic.doubling_time_days = 2.0;
  const DemandForecast forecast = forecast_demand(planning_case);
  EXPECT_THROW(static_cast<void>(whole_patients(planning_case, forecast)), InputError);
}

}  // namespace
}  // namespace surgeflow::epidemic
