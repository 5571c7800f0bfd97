// SPDX-License-Identifier: Apache-2.0
// What check_case trusts, what it refuses, and what it says.
#include <gtest/gtest.h>

#include "support/changed_case.hpp"
#include "support/messages.hpp"
#include "support/statements.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

using testing::accepted;
using testing::Change;
using testing::one_line_says;
using testing::refusal_of;
using testing::small_statement;

// ---- what comes out -------------------------------------------------------------------------

TEST(CheckCase, ResolvesIdsAndPeriods) {
  const Case checked = accepted([](CaseStatement&) {});
  EXPECT_EQ(checked.name, "two facilities");
  EXPECT_EQ(checked.horizon.periods, 5);
  EXPECT_EQ(checked.devices, (std::vector<Count>{12, 3}));
  EXPECT_EQ(checked.turnaround_periods, (std::vector<std::int32_t>{2, 2}));
  EXPECT_EQ(checked.in_processing_periods, (std::vector<std::int32_t>{1, 1}));
  EXPECT_EQ(checked.facilities[0].id, "08031");
  EXPECT_EQ(checked.facilities[1].location, (GeoPoint{38.8274, -104.5275}));
  EXPECT_EQ(checked.stated_demand(FacilityId(0), Period(0)), 4);
  EXPECT_EQ(checked.stated_demand(FacilityId(0), Period(1)), 5);
  EXPECT_EQ(checked.stated_demand(FacilityId(1), Period(4)), 6);
  EXPECT_EQ(checked.arrivals(FacilityId(1), Period(2)), 10);
  ASSERT_EQ(checked.transit.lanes.size(), 2U);
  EXPECT_EQ(checked.transit.lanes[1].origin, FacilityId(1));
  EXPECT_EQ(checked.transit.lanes[1].periods, 2);
  EXPECT_EQ(checked.transit.lanes[1].cost, 90);
  EXPECT_EQ(checked.transit.max_periods, 255);
}

TEST(CheckCase, AcceptsOddCasesThatHaveAPlan) {
  const Case idle = accepted([](CaseStatement& s) {
    for (auto& facility : s.facilities) facility.devices = 0;
    for (auto& count : s.demand) count.quantity = 0;
    s.turnaround = 1000;
    s.in_processing = 1000;
    s.lanes.clear();
    s.arrivals.clear();
  });
  EXPECT_EQ(idle.devices, (std::vector<Count>{0, 0}));
  EXPECT_EQ(idle.turnaround_periods[0], 1000);
  EXPECT_EQ(idle.in_processing_periods[1], 1000);
}

TEST(CheckCase, AcceptsTheLargestNumbers) {
  const Case checked = accepted([](CaseStatement& s) {
    s.facilities[0].devices = kMaxTotal - 13;
    s.demand = {{2, "08031", "0", kMaxTotal}};
    s.lanes[0].periods = 255;
    s.lanes[0].cost = kMaxLaneCost;
  });
  EXPECT_EQ(checked.stated_demand(FacilityId(0), Period(0)), kMaxTotal);
  EXPECT_EQ(checked.transit.lanes[0].periods, 255);
}

TEST(CheckCase, NamesAFacilityByItsIdWhereItHasNoName) {
  const Case checked = accepted([](CaseStatement& s) { s.facilities[0].name.clear(); });
  EXPECT_EQ(checked.facilities[0].name, "08031");
}

TEST(CheckCase, FacilitiesMayHaveTheirOwnTurnaround) {
  const Case checked = accepted([](CaseStatement& s) { s.facilities[1].turnaround = 9; });
  EXPECT_EQ(checked.turnaround_periods, (std::vector<std::int32_t>{2, 9}));
}

TEST(CheckCase, FacilitiesMayHaveTheirOwnInProcessing) {
  const Case checked = accepted([](CaseStatement& s) {
    s.in_processing = 3;
    s.facilities[0].in_processing = 0;
  });
  EXPECT_EQ(checked.in_processing_periods, (std::vector<std::int32_t>{0, 3}));
}

TEST(CheckCase, DerivesDevicesFromPopulationRoundedToNearest) {
  const Case checked = accepted([](CaseStatement& s) {
    s.devices_per_100k = 19.7;
    s.facilities[0].devices.reset();  // 727,211 x 19.7 / 100,000 = 143.26
    s.facilities[1].devices.reset();  // 720,403 x 19.7 / 100,000 = 141.92
  });
  EXPECT_EQ(checked.devices, (std::vector<Count>{143, 142}));
}

// ---- horizon and periods --------------------------------------------------------------------

TEST(CheckCase, RefusesHorizonsOutOfRangeAtTheirPlace) {
  for (const std::int64_t periods :
       {std::int64_t{0}, std::int64_t{-4}, std::int64_t{32768}, std::int64_t{1} << 62}) {
    EXPECT_TRUE(
        one_line_says(refusal_of([&](CaseStatement& s) { s.periods = periods; }),
                      {"case.toml:6: 'horizon.periods': ", std::to_string(periods), "1 to 32767"}));
  }
}

TEST(CheckCase, RefusesMoreNodesThanCanBeNumbered) {
  const std::string refusal = refusal_of([](CaseStatement& s) {
    s.periods = 32'767;
    while (s.facilities.size() < 62'000) {
      s.facilities.push_back(s.facilities.front());
      s.facilities.back().id = std::to_string(s.facilities.size());
    }
  });
  EXPECT_TRUE(one_line_says(refusal, {"'horizon.periods'", "32767 periods of 62000 facilities",
                                      "2000000000", "shorter horizon"}));
}

TEST(CheckCase, PeriodsMustDivideADay) {
  for (const std::int64_t hours : {0, -12, 5, 36, 48}) {
    EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) { s.period_hours = hours; }),
                              {"'horizon.period_hours'", std::to_string(hours), "divide a day"}));
  }
}

TEST(CheckCase, HalfDaysTakeDatesAndLabels) {
  const Case checked = accepted([](CaseStatement& s) {
    s.period_hours = 12;
    s.demand = {{2, "08031", "2020-04-01", 1},
                {3, "08031", "2020-04-01T12:00", 2},
                {4, "08041", "2020-03-31T00:00", 3}};
  });
  EXPECT_EQ(checked.stated_demand(FacilityId(0), Period(2)), 1);
  EXPECT_EQ(checked.stated_demand(FacilityId(0), Period(3)), 2);
  EXPECT_EQ(checked.stated_demand(FacilityId(1), Period(0)), 3);
}

TEST(CheckCase, RefusesPeriodsOutsideTheHorizon) {
  for (const char* period : {"5", "-1", "2020-03-30", "2020-04-05", "99999999999999999999"}) {
    EXPECT_TRUE(one_line_says(
        refusal_of([&](CaseStatement& s) { s.demand[2].period = period; }),
        {"demand.csv:4: 'period'", std::string("\"") + period + "\" is outside the horizon",
         "0 to 4, or a date from 2020-03-31 to 2020-04-04"}));
  }
}

TEST(CheckCase, RefusesWhatIsNoPeriod) {
  for (const char* period : {"2.5", "31.03.2020", "2020-03-32", "soon", "", "-", "2020-03-31T24:00",
                             "2020-03-31 00:00", "2020-03-31T00:30"}) {
    EXPECT_TRUE(one_line_says(
        refusal_of([&](CaseStatement& s) { s.arrivals[0].period = period; }),
        {"arrivals.csv:2: 'period'", "neither a period's number nor a date", "0 to 4"}));
  }
}

TEST(CheckCase, RefusesHoursBetweenPeriods) {
  const std::string refusal = refusal_of([](CaseStatement& s) {
    s.period_hours = 12;
    s.demand[0].period = "2020-03-31T06:00";
  });
  EXPECT_TRUE(one_line_says(
      refusal, {"demand.csv:2: 'period'", "not the start of a period", "2020-03-31T12:00"}));
}

// ---- facilities -----------------------------------------------------------------------------

TEST(CheckCase, RefusesACaseWithoutFacilities) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities.clear(); }),
                            {"facilities.csv: ", "0 facilities", "1 to 65535", "one line"}));
}

TEST(CheckCase, RefusesTooManyFacilities) {
  const std::string refusal = refusal_of([](CaseStatement& s) {
    FacilityRecord facility = s.facilities[0];
    for (std::int32_t n = 0; n < kMaxFacilities; ++n) {
      facility.id = std::to_string(n);
      facility.line = n + 4;
      s.facilities.push_back(facility);
    }
  });
  EXPECT_TRUE(
      one_line_says(refusal, {"facilities.csv:65537: 'id': ", "65537 facilities", "1 to 65535"}));
}

TEST(CheckCase, RefusesAnIdTwice) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[1].id = "08031"; }),
                            {"facilities.csv:3: 'id'", "\"08031\"", "line 2", "each id once"}));
}

TEST(CheckCase, RefusesPlacesOffTheEarth) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].latitude = 95.0; }),
                            {"facilities.csv:2: 'latitude': 95", "-90 to 90", "exchanged"}));
  EXPECT_TRUE(
      one_line_says(refusal_of([](CaseStatement& s) { s.facilities[1].longitude = -180.5; }),
                    {"facilities.csv:3: 'longitude': -180.5", "-180 to 180"}));
}

TEST(CheckCase, RefusesHalfALocation) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].longitude.reset(); }),
                            {"facilities.csv:2: 'longitude'", "empty", "both coordinates"}));
}

TEST(CheckCase, RefusesDevicesOutOfRange) {
  for (const std::int64_t devices : {std::int64_t{-1}, std::int64_t{1} << 62}) {
    EXPECT_TRUE(one_line_says(
        refusal_of([&](CaseStatement& s) { s.facilities[1].devices = devices; }),
        {"facilities.csv:3: 'devices': " + std::to_string(devices), "0 to 1073741823"}));
  }
}

TEST(CheckCase, RefusesDevicesThatCanNotBeDerived) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].devices.reset(); }),
                            {"facilities.csv:2: 'devices'", "empty", "devices_per_100k"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              for (auto& f : s.facilities) f.devices.reset();
                            }),
                            {"facilities.csv:1: 'devices'", "no facility", "devices_per_100k"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.devices_per_100k = 19.7;
                              s.facilities[0].devices.reset();
                              s.facilities[0].population.reset();
                            }),
                            {"facilities.csv:2: 'population'", "neither"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.devices_per_100k = 1e300;
                              s.facilities[0].devices.reset();
                            }),
                            {"facilities.csv:2: 'population'", "at most 1073741823"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.devices_per_100k = -1.0; }),
                            {"'facilities.devices_per_100k': -1", "0 or more"}));
}

TEST(CheckCase, RefusesNegativePersons) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].population = -1.0; }),
                            {"facilities.csv:2: 'population': -1", "persons"}));
  EXPECT_TRUE(
      one_line_says(refusal_of([](CaseStatement& s) { s.facilities[1].hospitalized = -2.5; }),
                    {"facilities.csv:3: 'hospitalized': -2.5", "persons"}));
}

TEST(CheckCase, RefusesTimesOutOfRange) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.turnaround = 0; }),
                            {"'item.turnaround': 0", "1 to 1000000"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.facilities[0].turnaround = -3; }),
                            {"facilities.csv:2: 'turnaround': -3", "1 to 1000000"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.in_processing = -1; }),
                            {"'item.in_processing': -1", "0 to 1000000"}));
  EXPECT_TRUE(one_line_says(
      refusal_of([](CaseStatement& s) { s.facilities[1].in_processing = -2; }),
      {"facilities.csv:3: 'in_processing': -2", "0 to 1000000", "item.in_processing"}));
  EXPECT_TRUE(one_line_says(
      refusal_of([](CaseStatement& s) { s.facilities[0].in_processing = std::int64_t{1} << 62; }),
      {"facilities.csv:2: 'in_processing': 4611686018427387904"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.gap = -0.5; }),
                            {"'solver.gap': -0.5", "0 or more"}));
}

// ---- demand and arrivals --------------------------------------------------------------------

TEST(CheckCase, RefusesAnUnknownFacilityAndNamesTheNearest) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.demand[1].facility = "8031"; }),
                            {"demand.csv:3: 'facility'", "\"8031\" is no facility", "\"08031\""}));
  EXPECT_TRUE(one_line_says(
      refusal_of([](CaseStatement& s) { s.arrivals[0].facility = "somewhere else"; }),
      {"arrivals.csv:2: 'facility'", "\"somewhere else\" is no facility", "add the facility"}));
}

TEST(CheckCase, RefusesQuantitiesOutOfRange) {
  for (const std::int64_t patients : {std::int64_t{-3}, std::int64_t{1} << 62}) {
    EXPECT_TRUE(one_line_says(
        refusal_of([&](CaseStatement& s) { s.demand[0].quantity = patients; }),
        {"demand.csv:2: 'patients': " + std::to_string(patients), "0 to 1073741823"}));
  }
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.arrivals[0].quantity = -1; }),
                            {"arrivals.csv:2: 'devices': -1"}));
}

TEST(CheckCase, RefusesTheSameFacilityAndPeriodTwice) {
  EXPECT_TRUE(one_line_says(
      refusal_of([](CaseStatement& s) {
        s.demand.push_back({9, "08031", "1", 7});
      }),
      {"demand.csv:9: 'period'", "\"08031\" in period 1", "line 3", "join the two lines"}));
}

TEST(CheckCase, RefusesSumsOutOfRange) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.demand[0].quantity = kMaxTotal; }),
                            {"demand.csv: 'patients'", "1073741834 patients in all"}));
  EXPECT_TRUE(one_line_says(
      refusal_of([](CaseStatement& s) { s.arrivals[0].quantity = kMaxTotal; }),
      {"facilities.csv: 'devices'", "15 devices at the start and 1073741823 to come"}));
}

// ---- transit, objective, sharing ------------------------------------------------------------

TEST(CheckCase, RefusesLanesThatMakeNoSense) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.lanes[0].origin = "08031x"; }),
                            {"transit.csv:2: 'origin'", "\"08031x\"", "\"08031\""}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) { s.lanes[0].destination = "08031"; }),
                            {"transit.csv:2: 'destination'", "to itself", "remove the line"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.lanes.push_back({7, "08041", "08031", 1, 1});
                            }),
                            {"transit.csv:7: 'destination'", "\"08041\" to \"08031\"", "line 3"}));
  for (const std::int64_t periods : {0, -1, 256}) {
    EXPECT_TRUE(
        one_line_says(refusal_of([&](CaseStatement& s) { s.lanes[1].periods = periods; }),
                      {"transit.csv:3: 'periods': " + std::to_string(periods), "1 to 255"}));
  }
  for (const std::int64_t cost : {-1, 1000001}) {
    EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) { s.lanes[1].cost = cost; }),
                              {"transit.csv:3: 'cost': " + std::to_string(cost), "0 to 1000000"}));
  }
}

TEST(CheckCase, MovementByCostNeedsACostOnEveryLane) {
  EXPECT_EQ(refusal_of([](CaseStatement& s) { s.movement = Movement::cost; }), "");
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.movement = Movement::cost;
                              s.lanes[1].cost.reset();
                            }),
                            {"transit.csv:3: 'cost'", "empty"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.movement = Movement::cost;
                              for (auto& lane : s.lanes) lane.cost.reset();
                            }),
                            {"transit.csv:1: 'cost'", "no lane states its cost"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.movement = Movement::cost;
                              s.transit_model = TransitModel::geodesic;
                              s.km_per_period = 600.0;
                            }),
                            {"'objective.movement'", "without a table"}));
}

TEST(CheckCase, DistancesNeedLocations) {
  const Change remove_one = [](CaseStatement& s) {
    s.facilities[1].latitude.reset();
    s.facilities[1].longitude.reset();
  };
  EXPECT_EQ(refusal_of(remove_one), "");
  EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) {
                              remove_one(s);
                              s.movement = Movement::distance;
                            }),
                            {"facilities.csv:3: 'latitude'", "no location", "distance"}));
  EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) {
                              remove_one(s);
                              s.facilities[0].latitude.reset();
                              s.facilities[0].longitude.reset();
                              s.transit_model = TransitModel::geodesic;
                              s.km_per_period = 600.0;
                            }),
                            {"facilities.csv:1: 'latitude'", "no facility", "geodesic"}));
}

TEST(CheckCase, RefusesLengthsOutOfRange) {
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.transit_model = TransitModel::geodesic;
                              s.km_per_period = 0.0;
                            }),
                            {"'transit.km_per_period': 0", "above 0"}));
  for (const std::int64_t periods : {0, 256}) {
    EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) { s.max_periods = periods; }),
                              {"'transit.max_periods': " + std::to_string(periods), "1 to 255"}));
  }
}

TEST(CheckCase, RefusesDistanceCostsOutOfRange) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double km : {0.0, -1.0, 0.02, 20005.0, 1e12, kNan, kInfinity}) {
    EXPECT_TRUE(one_line_says(refusal_of([&](CaseStatement& s) { s.distance_resolution_km = km; }),
                              {"'objective.resolution_km'", "0.020004 to 20004 kilometres", "10"}))
        << km;
  }
  for (const double km : {-1.0, 9979997.0, 1e12, kNan, kInfinity}) {
    EXPECT_TRUE(
        one_line_says(refusal_of([&](CaseStatement& s) { s.fixed_cost_km = km; }),
                      {"'objective.fixed_km'", "0 to 9979996 kilometres with resolution_km = 10"}))
        << km;
  }
}

TEST(CheckCase, AcceptsDistanceCostsUpToTheLimit) {
  EXPECT_EQ(refusal_of([](CaseStatement& s) { s.distance_resolution_km = 0.020004; }), "");
  EXPECT_EQ(refusal_of([](CaseStatement& s) { s.distance_resolution_km = 20004.0; }), "");
  EXPECT_EQ(refusal_of([](CaseStatement& s) { s.fixed_cost_km = 9979996.0; }), "");
}

TEST(CheckCase, SharingByRegionNeedsRegions) {
  EXPECT_EQ(refusal_of([](CaseStatement& s) { s.scope = Scope::region; }), "");
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.scope = Scope::region;
                              s.facilities[0].region.clear();
                            }),
                            {"facilities.csv:2: 'region'", "no region", "sharing.scope"}));
  EXPECT_TRUE(one_line_says(refusal_of([](CaseStatement& s) {
                              s.scope = Scope::region;
                              for (auto& facility : s.facilities) facility.region.clear();
                            }),
                            {"facilities.csv:1: 'region'", "no facility"}));
}

// ---- all at once ----------------------------------------------------------------------------

TEST(CheckCase, CollectsEveryFinding) {
  CaseStatement statement = small_statement();
  statement.periods = 0;
  statement.facilities[0].latitude = 95.0;
  for (int n = 0; n < 30; ++n) statement.demand.push_back({10 + n, "nowhere", "0", -1});
  try {
    static_cast<void>(check_case(statement));
    FAIL() << "accepted";
  } catch (const InputError& error) {
    // The horizon, the latitude, and two findings for each of 30 lines.
    EXPECT_EQ(error.diagnostics().size(), 62U);
  }
}

}  // namespace
}  // namespace surgeflow
