// SPDX-License-Identifier: Apache-2.0
// Synthetic cases are the same on every machine, valid at every size, and worth planning.
#include <gtest/gtest.h>

#include <iomanip>
#include <set>
#include <sstream>

#include "support/lemon_oracle.hpp"
#include "support/messages.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/synth/synth.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow {
namespace {

using synth::make_case;
using synth::Options;

Options options_of(std::int64_t facilities, std::int64_t periods, std::uint64_t seed = 1) {
  Options options;
  options.facilities = facilities;
  options.periods = periods;
  options.seed = seed;
  return options;
}

std::string one_line(const FacilityRecord& record) {
  std::ostringstream text;
  text << record.id << '|' << record.name << '|' << record.region << '|' << *record.devices;
  text << std::fixed << std::setprecision(6);
  for (const double value : {*record.latitude, *record.longitude, *record.population,
                             *record.hospitalized, record.epidemic.at("doubling_time")}) {
    text << '|' << value;
  }
  return text.str();
}

/// FNV-1a over all lines.
std::uint64_t digest(const std::vector<FacilityRecord>& records) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const FacilityRecord& record : records) {
    for (const char c : one_line(record)) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
  }
  return hash;
}

Panel<Count> patients_of(const Case& planning_case) {
  return epidemic::whole_patients(planning_case, epidemic::forecast_demand(planning_case));
}

Instance instance_of(const Case& planning_case) {
  InstanceData data;
  data.devices = planning_case.devices;
  data.turnaround_periods = planning_case.turnaround_periods;
  data.in_processing_periods = planning_case.in_processing_periods;
  data.demand = patients_of(planning_case);
  data.arrivals = planning_case.arrivals;
  data.lanes = transit::make_lane_table(planning_case.facilities, planning_case.transit);
  return Instance(std::move(data));
}

/// Demand, population and devices of a whole case.
struct Sums {
  double patients = 0.0;
  double population = 0.0;
  double devices = 0.0;
};

Sums sums_of(const Case& planning_case) {
  Sums sums;
  const Panel<Count> demand = patients_of(planning_case);
  for (const Count patients : demand.values()) sums.patients += patients;
  for (const Count devices : planning_case.devices) sums.devices += devices;
  for (const Facility& facility : planning_case.facilities) sums.population += *facility.population;
  return sums;
}

// Written down from one run: another machine, compiler or library must repeat it digit by digit.
TEST(SynthCase, IsTheSameOnEveryMachine) {
  Options options = options_of(300, 180, 2020);
  options.regions = 12;
  const CaseStatement statement = make_case(options);
  EXPECT_EQ(statement.name, "synthetic-300x180-seed-2020");
  EXPECT_EQ(one_line(statement.facilities[0]),
            "F001|Rural site 1|R08|16|37.980100|-106.340100|53620.000000|0.246361|4.260000");
  EXPECT_EQ(one_line(statement.facilities[1]),
            "F002|Rural site 2|R08|2|33.391000|-112.368000|7223.000000|0.015898|4.480000");
  EXPECT_EQ(one_line(statement.facilities[299]),
            "F300|City 16 site 300|R01|13|37.397100|-103.021300|65327.000000|0.529979|4.100000");
  EXPECT_EQ(digest(statement.facilities), 11382336912495064901U);
}

TEST(SynthCase, DependsOnItsSeed) {
  const CaseStatement one = make_case(options_of(20, 60, 1));
  const CaseStatement again = make_case(options_of(20, 60, 1));
  const CaseStatement other = make_case(options_of(20, 60, 2));
  const CaseStatement far = make_case(options_of(20, 60, (std::uint64_t{1} << 63) + 1));
  for (std::size_t n = 0; n < one.facilities.size(); ++n) {
    EXPECT_EQ(one_line(one.facilities[n]), one_line(again.facilities[n]));
    EXPECT_NE(one_line(one.facilities[n]), one_line(other.facilities[n]));
    EXPECT_NE(one_line(one.facilities[n]), one_line(far.facilities[n]));
  }
}

TEST(SynthCase, PassesItsChecksAtEverySize) {
  for (const std::int64_t facilities : {1, 2, 14, 15, 16, 200}) {
    for (const std::int64_t periods : {1, 2, 30, 180, 400}) {
      for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Case checked = check_case(make_case(options_of(facilities, periods, seed)));
        EXPECT_EQ(static_cast<std::int64_t>(checked.facilities.size()), facilities);
        EXPECT_EQ(checked.horizon.periods, periods);
        EXPECT_EQ(patients_of(checked).periods(), periods);
      }
    }
  }
}

TEST(SynthCase, PassesItsChecksAtTheLimits) {
  EXPECT_EQ(check_case(make_case(options_of(1, kMaxPeriods))).horizon.periods, kMaxPeriods);
  const Case largest = check_case(make_case(options_of(kMaxFacilities, 1)));
  EXPECT_EQ(largest.facilities.size(), static_cast<std::size_t>(kMaxFacilities));
}

TEST(SynthCase, HasTheDemandAndDevicesByHeadOfTheColoradoStudy) {
  // 29,100 patients of 5.6 million people are 0.5 %; 19.7 devices for 100,000.
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Sums sums = sums_of(check_case(make_case(options_of(400, 180, seed))));
    EXPECT_GT(sums.patients / sums.population, 0.003);
    EXPECT_LT(sums.patients / sums.population, 0.006);
    EXPECT_NEAR(sums.devices / sums.population * 1e5, 19.7, 2.0);
    EXPECT_GT(sums.population / 400, 50'000.0);
    EXPECT_LT(sums.population / 400, 150'000.0);
  }
}

TEST(SynthCase, IsWorthSharing) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Instance instance = instance_of(check_case(make_case(options_of(15, 180, seed))));
    const Total unmet_alone = unmet_without_sharing(instance);
    const Total unmet_shared = instance.total_demand() - test::lemon_optimum(instance).treated;
    EXPECT_GT(unmet_shared, 0);
    EXPECT_LT(static_cast<double>(unmet_shared), 0.97 * static_cast<double>(unmet_alone))
        << "seed " << seed;
  }
}

TEST(SynthCase, FillsEveryRegion) {
  for (const std::int64_t regions : {1, 2, 17, 60}) {
    Options options = options_of(60, 30, 5);
    options.regions = regions;
    std::set<std::string> names;
    const CaseStatement statement = make_case(options);
    for (const FacilityRecord& record : statement.facilities) names.insert(record.region);
    EXPECT_EQ(static_cast<std::int64_t>(names.size()), regions);
    EXPECT_FALSE(names.contains(""));
  }
}

TEST(SynthCase, LeavesRegionsOutUnlessAsked) {
  EXPECT_TRUE(make_case(options_of(3, 3)).facilities[0].region.empty());
}

TEST(SynthCase, RefusesOptionsOutOfRange) {
  Options options = options_of(0, 0);
  options.regions = 0;
  const std::string small = testing::input_error_of([&] { (void)make_case(options); });
  EXPECT_TRUE(testing::one_line_says(small, {"'facilities': 0", "1 to 65535"}));
  EXPECT_TRUE(testing::one_line_says(small, {"'periods': 0", "1 to 32767"}));
  EXPECT_TRUE(testing::one_line_says(small, {"'regions': 0"}));
  options = options_of(std::int64_t{1} << 62, -1);
  options.regions = 1;
  const std::string huge = testing::input_error_of([&] { (void)make_case(options); });
  EXPECT_TRUE(testing::one_line_says(huge, {"'facilities': 4611686018427387904"}));
  EXPECT_TRUE(testing::one_line_says(huge, {"'periods': -1"}));
  options = options_of(10, 10);
  options.regions = 11;
  const std::string regions = testing::input_error_of([&] { (void)make_case(options); });
  EXPECT_TRUE(testing::one_line_says(regions, {"'regions': 11", "1 to 10"}));
}

}  // namespace
}  // namespace surgeflow
