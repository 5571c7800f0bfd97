// SPDX-License-Identifier: Apache-2.0
// Parameters of the epidemic models: what is needed, what is in range, whose value counts.
#include <gtest/gtest.h>

#include <functional>

#include "support/messages.hpp"
#include "support/statements.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

using testing::input_error_of;
using testing::one_line_says;

CaseStatement modelled(DemandModel model) {
  CaseStatement statement = testing::small_statement();
  statement.demand_model = model;
  statement.demand_file.clear();
  statement.demand.clear();
  statement.epidemic.doubling_time_days = 4.0;
  return statement;
}

using Change = std::function<void(CaseStatement&)>;

std::string refusal_of(DemandModel model, const Change& change) {
  CaseStatement statement = modelled(model);
  change(statement);
  return input_error_of([&] { static_cast<void>(check_case(statement)); });
}

TEST(CheckEpidemic, AcceptsWhatTheModelsNeed) {
  const Case sir = check_case(modelled(DemandModel::sir));
  EXPECT_EQ(sir.facilities[0].hospitalized, 92.5);
  EXPECT_EQ(sir.facilities[0].epidemic.doubling_time_days, 4.0);
  EXPECT_EQ(sir.stated_demand.periods(), 0);
  EXPECT_EQ(refusal_of(DemandModel::chime, [](CaseStatement&) {}), "");
}

TEST(CheckEpidemic, PutsAFacilitysOwnColumnsIn) {
  CaseStatement statement = modelled(DemandModel::sir);
  statement.facilities[1].epidemic = {{"doubling_time", 6.0},
                                      {"contact_reduction", 0.5},
                                      {"market_share", 0.15},
                                      {"infectious_days", 10.0}};
  statement.facilities[1].mitigation_date = parse_date("2020-04-02");
  const Case checked = check_case(statement);
  const EpidemicParameters& common = checked.facilities[0].epidemic;
  const EpidemicParameters& own = checked.facilities[1].epidemic;
  EXPECT_EQ(common.doubling_time_days, 4.0);
  EXPECT_EQ(common.market_share, 1.0);
  EXPECT_EQ(own.doubling_time_days, 6.0);
  EXPECT_EQ(own.contact_reduction, (std::vector<ReductionStep>{{0, 0.5}}));
  EXPECT_EQ(own.market_share, 0.15);
  EXPECT_EQ(own.infectious_days, 10.0);
  EXPECT_EQ(own.mitigation_date, parse_date("2020-04-02"));
}

TEST(CheckEpidemic, AFacilitysDateReplacesTheCasesDoublingTime) {
  CaseStatement statement = modelled(DemandModel::chime);
  statement.facilities[1].date_first_hospitalized = parse_date("2020-03-10");
  const Case checked = check_case(statement);
  EXPECT_EQ(checked.facilities[0].epidemic.doubling_time_days, 4.0);
  EXPECT_FALSE(checked.facilities[1].epidemic.doubling_time_days.has_value());
  EXPECT_EQ(checked.facilities[1].epidemic.date_first_hospitalized, parse_date("2020-03-10"));
}

TEST(CheckEpidemic, ADateDoesNotReplaceTheDoublingTimeOfSir) {
  CaseStatement statement = modelled(DemandModel::sir);
  statement.facilities[1].date_first_hospitalized = parse_date("2020-03-10");
  EXPECT_EQ(check_case(statement).facilities[1].epidemic.doubling_time_days, 4.0);
}

TEST(CheckEpidemic, GrowthMustBeStated) {
  const Change forget = [](CaseStatement& s) { s.epidemic.doubling_time_days.reset(); };
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::sir, forget),
                            {"'demand.doubling_time': missing", "column"}));
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::chime, forget),
                            {"'demand.doubling_time': missing", "date_first_hospitalized"}));
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::sir,
                                       [&](CaseStatement& s) {
                                         forget(s);
                                         s.facilities[0].epidemic["doubling_time"] = 5.0;
                                       }),
                            {"facilities.csv:3: 'doubling_time': missing"}));
}

TEST(CheckEpidemic, ChimeTakesExactlyOneStatementOfGrowth) {
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::chime,
                                       [](CaseStatement& s) {
                                         s.epidemic.date_first_hospitalized =
                                             parse_date("2020-03-10");
                                       }),
                            {"'demand.date_first_hospitalized'", "both given", "exactly one"}));
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::chime,
                                       [](CaseStatement& s) {
                                         s.facilities[1].epidemic["doubling_time"] = 5.0;
                                         s.facilities[1].date_first_hospitalized =
                                             parse_date("2020-03-10");
                                       }),
                            {"facilities.csv:3: 'date_first_hospitalized'", "both given"}));
}

TEST(CheckEpidemic, TheFirstPatientCameBeforeTheHorizon) {
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::chime,
                                       [](CaseStatement& s) {
                                         s.epidemic.doubling_time_days.reset();
                                         s.epidemic.date_first_hospitalized =
                                             parse_date("2020-04-01");
                                       }),
                            {"'demand.date_first_hospitalized': 2020-04-01", "up to 2020-03-31"}));
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::chime,
                                       [](CaseStatement& s) {
                                         s.facilities[0].date_first_hospitalized =
                                             parse_date("2020-05-01");
                                       }),
                            {"facilities.csv:2: 'date_first_hospitalized': 2020-05-01"}));
}

TEST(CheckEpidemic, NeedsPatientsInHospitalAndPopulations) {
  EXPECT_TRUE(one_line_says(refusal_of(DemandModel::sir,
                                       [](CaseStatement& s) {
                                         for (auto& facility : s.facilities)
                                           facility.hospitalized.reset();
                                       }),
                            {"facilities.csv:1: 'hospitalized'", "no facility", "add the column"}));
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::sir, [](CaseStatement& s) { s.facilities[1].hospitalized.reset(); }),
      {"facilities.csv:3: 'hospitalized'", "empty", "write 0"}));
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::chime, [](CaseStatement& s) { s.facilities[0].population.reset(); }),
      {"facilities.csv:2: 'population'", "empty", "above 0"}));
  EXPECT_EQ(refusal_of(DemandModel::chime,
                       [](CaseStatement& s) {
                         s.facilities[0].population.reset();
                         s.facilities[0].hospitalized = 0.0;
                       }),
            "");
}

struct BadNumber {
  const char* name;
  double EpidemicParameters::*member;
  double value;
  const char* allowed;
};

/// As its test is called.
void PrintTo(const BadNumber& bad, std::ostream* out) { *out << bad.name << " " << bad.value; }

class CheckEpidemicNumber : public ::testing::TestWithParam<BadNumber> {};

TEST_P(CheckEpidemicNumber, IsRefusedForTheCaseAndForAFacility) {
  const BadNumber bad = GetParam();
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::sir, [&](CaseStatement& s) { s.epidemic.*bad.member = bad.value; }),
      {std::string("'demand.") + bad.name + "'", bad.allowed}));
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::chime,
                 [&](CaseStatement& s) { s.facilities[1].epidemic[bad.name] = bad.value; }),
      {std::string("facilities.csv:3: '") + bad.name + "'", bad.allowed}));
  EXPECT_EQ(
      refusal_of(DemandModel::file, [&](CaseStatement& s) { s.epidemic.*bad.member = bad.value; }),
      "");
}

INSTANTIATE_TEST_SUITE_P(
    OutOfRange, CheckEpidemicNumber,
    ::testing::Values(
        BadNumber{"infectious_days", &EpidemicParameters::infectious_days, 0.5, "1 or more"},
        BadNumber{"hospitalized_rate", &EpidemicParameters::hospitalized_rate, 0.0, "above 0"},
        BadNumber{"hospitalized_rate", &EpidemicParameters::hospitalized_rate, 1.5, "up to 1"},
        BadNumber{"icu_rate", &EpidemicParameters::icu_rate, -0.1, "0 to 1"},
        BadNumber{"ventilated_rate", &EpidemicParameters::ventilated_rate, 2.0, "0 to 1"},
        BadNumber{"hospital_days", &EpidemicParameters::hospital_days, 0.0, "above 0"},
        BadNumber{"icu_days", &EpidemicParameters::icu_days, -1.0, "above 0"},
        BadNumber{"ventilator_days", &EpidemicParameters::ventilator_days, 0.0, "above 0"},
        BadNumber{"market_share", &EpidemicParameters::market_share, 0.0, "up to 1"},
        BadNumber{"market_share", &EpidemicParameters::market_share, 1.01, "up to 1"},
        BadNumber{"recovered", &EpidemicParameters::recovered, -1.0, "0 or more"}));

TEST(CheckEpidemic, RefusesADoublingTimeThatIsNone) {
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::sir, [](CaseStatement& s) { s.epidemic.doubling_time_days = 0.0; }),
      {"'demand.doubling_time': 0", "above 0"}));
  EXPECT_TRUE(one_line_says(
      refusal_of(DemandModel::sir,
                 [](CaseStatement& s) { s.facilities[0].epidemic["doubling_time"] = -4.0; }),
      {"facilities.csv:2: 'doubling_time': -4", "above 0"}));
}

TEST(CheckEpidemic, RefusesSchedulesOutOfOrderOrRange) {
  const auto refusal = [](std::vector<ReductionStep> steps) {
    return refusal_of(DemandModel::sir,
                      [&](CaseStatement& s) { s.epidemic.contact_reduction = steps; });
  };
  EXPECT_EQ(refusal({{0, 0.3}, {15, 0.5}, {61, 0.3}}), "");
  EXPECT_EQ(refusal({{5, 1.0}}), "");
  EXPECT_EQ(refusal({}), "");
  EXPECT_TRUE(one_line_says(refusal({{0, 1.2}}), {"'demand.contact_reduction': 1.2", "0 to 1"}));
  EXPECT_TRUE(one_line_says(refusal({{-1, 0.3}}), {"start day -1", "from 0 on"}));
  EXPECT_TRUE(one_line_says(refusal({{15, 0.3}, {15, 0.5}}), {"start day 15 after", "rise"}));
  EXPECT_TRUE(one_line_says(refusal({{15, 0.3}, {0, 0.5}}), {"start day 0 after", "in order"}));
}

CaseStatement by_number(std::vector<ReductionStep> steps) {
  CaseStatement statement = modelled(DemandModel::sir);
  statement.epidemic.doubling_time_days.reset();
  statement.epidemic.reproduction_number = std::move(steps);
  return statement;
}

std::string refusal_of(const CaseStatement& statement) {
  return input_error_of([&] { static_cast<void>(check_case(statement)); });
}

TEST(CheckEpidemic, ReproductionNumbersTakeThePlaceOfADoublingTime) {
  CaseStatement statement = by_number({{0, 2.5}, {15, 0.0}});
  statement.facilities[1].epidemic = {{"reproduction_number", 1.2}};
  const Case checked = check_case(statement);
  const auto number_of = [&](std::size_t n) {
    return checked.facilities[n].epidemic.reproduction_number;
  };
  EXPECT_EQ(number_of(0), (std::vector<ReductionStep>{{0, 2.5}, {15, 0.0}}));
  EXPECT_EQ(number_of(1), (std::vector<ReductionStep>{{0, 1.2}}));
}

TEST(CheckEpidemic, AFacilitysOwnWayOfGrowthCounts) {
  CaseStatement statement = by_number({{0, 2.5}});
  statement.facilities[0].epidemic = {{"doubling_time", 5.0}, {"contact_reduction", 0.4}};
  const Case own_days = check_case(statement);
  EXPECT_TRUE(own_days.facilities[0].epidemic.reproduction_number.empty());
  EXPECT_FALSE(own_days.facilities[1].epidemic.reproduction_number.empty());
  statement.facilities[0].epidemic.erase("doubling_time");
  EXPECT_TRUE(one_line_says(refusal_of(statement),
                            {"facilities.csv:2: 'doubling_time': missing", "reproduction_number"}));

  statement = modelled(DemandModel::sir);
  statement.contact_reduction_stated = true;
  statement.facilities[1].epidemic = {{"reproduction_number", 1.2}};
  EXPECT_EQ(check_case(statement).facilities[1].epidemic.reproduction_number.size(), 1U);
}

TEST(CheckEpidemic, GrowthIsStatedInOneWayOnly) {
  CaseStatement statement = by_number({{0, 2.5}});
  statement.epidemic.doubling_time_days = 4.0;
  EXPECT_TRUE(one_line_says(refusal_of(statement), {"'demand.reproduction_number'",
                                                    "doubling_time are both given", "remove one"}));
  statement = by_number({{0, 2.5}});
  statement.contact_reduction_stated = true;
  EXPECT_TRUE(one_line_says(refusal_of(statement),
                            {"'demand.reproduction_number'", "contact_reduction are both given"}));
  for (const char* other : {"doubling_time", "contact_reduction"}) {
    statement = modelled(DemandModel::sir);
    statement.facilities[1].epidemic = {{"reproduction_number", 1.2}, {other, 0.5}};
    EXPECT_TRUE(one_line_says(refusal_of(statement),
                              {"facilities.csv:3: 'reproduction_number'", other, "empty one"}));
  }
}

TEST(CheckEpidemic, ChimeTakesNoReproductionNumber) {
  CaseStatement statement = by_number({{0, 2.5}});
  statement.demand_model = DemandModel::chime;
  statement.epidemic.doubling_time_days = 4.0;
  EXPECT_TRUE(one_line_says(refusal_of(statement), {"'demand.reproduction_number'", "\"sir\""}));
  statement.epidemic.reproduction_number.clear();
  statement.facilities[0].epidemic = {{"reproduction_number", 1.2}};
  EXPECT_TRUE(
      one_line_says(refusal_of(statement), {"facilities.csv:2: 'reproduction_number'", "remove"}));
}

TEST(CheckEpidemic, RefusesReproductionNumbersOutOfRangeOrOrder) {
  EXPECT_TRUE(one_line_says(refusal_of(by_number({{0, -0.1}})),
                            {"'demand.reproduction_number': -0.1", "0 or more"}));
  EXPECT_TRUE(one_line_says(refusal_of(by_number({{3, 2.0}})),
                            {"nothing is stated before day 3", "day 0"}));
  EXPECT_TRUE(one_line_says(refusal_of(by_number({{0, 2.0}, {0, 3.0}})), {"rise"}));
  CaseStatement statement = by_number({{0, 2.0}});
  statement.facilities[0].epidemic = {{"reproduction_number", -1.0}};
  EXPECT_TRUE(one_line_says(refusal_of(statement),
                            {"facilities.csv:2: 'reproduction_number': -1", "0 or more"}));
}

TEST(CheckEpidemic, KeepsStandardErrorsOfEstimates) {
  CaseStatement statement = modelled(DemandModel::sir);
  statement.facilities[1].standard_errors = {{"doubling_time", 0.4}, {"contact_reduction", 0.0}};
  const Case checked = check_case(statement);
  EXPECT_TRUE(checked.facilities[0].standard_errors.empty());
  EXPECT_EQ(checked.facilities[1].standard_errors, statement.facilities[1].standard_errors);
  statement.facilities[1].standard_errors["doubling_time"] = -0.1;
  EXPECT_TRUE(one_line_says(refusal_of(statement),
                            {"facilities.csv:3: 'doubling_time_se': -0.1", "0 or more"}));
}

}  // namespace
}  // namespace surgeflow
