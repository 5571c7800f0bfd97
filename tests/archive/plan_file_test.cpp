// SPDX-License-Identifier: Apache-2.0
// Plan files carry a plan there and back, equal for equal input, and say when they were altered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "archive/file_surgery.hpp"
#include "archive/folder_content.hpp"
#include "archive/lasting_content.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

void expect_equal_facilities(const std::vector<Facility>& seen,
                             const std::vector<Facility>& expected) {
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t n = 0; n < seen.size(); ++n) {
    EXPECT_EQ(seen[n].id, expected[n].id);
    EXPECT_EQ(seen[n].name, expected[n].name);
    EXPECT_EQ(seen[n].region, expected[n].region);
    EXPECT_EQ(seen[n].location, expected[n].location);
    EXPECT_EQ(seen[n].population, expected[n].population);
    EXPECT_EQ(seen[n].hospitalized, expected[n].hospitalized);
  }
}

void expect_equal_instances(const Instance& seen, const Instance& expected) {
  ASSERT_EQ(seen.facilities(), expected.facilities());
  for (FacilityId i{0}; i.value() < seen.facilities(); ++i) {
    EXPECT_EQ(seen.devices(i), expected.devices(i));
    EXPECT_EQ(seen.turnaround_periods(i), expected.turnaround_periods(i));
    EXPECT_EQ(seen.in_processing_periods(i), expected.in_processing_periods(i));
  }
  EXPECT_EQ(seen.demand(), expected.demand());
  EXPECT_EQ(seen.arrivals(), expected.arrivals());
  EXPECT_EQ(seen.lanes(), expected.lanes());
  EXPECT_EQ(seen.commitments(), expected.commitments());
  EXPECT_EQ(seen.resolution(), expected.resolution());
  EXPECT_TRUE(std::ranges::equal(seen.treat_steps(), expected.treat_steps()));
  EXPECT_TRUE(std::ranges::equal(seen.hold_steps(), expected.hold_steps()));
  EXPECT_TRUE(std::ranges::equal(seen.send_steps(), expected.send_steps()));
}

void expect_equal_summaries(const Summary& seen, const Summary& expected) {
  EXPECT_EQ(seen.status, expected.status);
  EXPECT_EQ(seen.demand, expected.demand);
  EXPECT_EQ(seen.treated, expected.treated);
  EXPECT_EQ(seen.unmet, expected.unmet);
  EXPECT_EQ(seen.units_shipped, expected.units_shipped);
  EXPECT_EQ(seen.shipments, expected.shipments);
  EXPECT_EQ(seen.movement_cost, expected.movement_cost);
  EXPECT_EQ(seen.bound_unmet, expected.bound_unmet);
  EXPECT_EQ(seen.gap, expected.gap);
  EXPECT_EQ(seen.lanes, expected.lanes);
  EXPECT_EQ(seen.regions, expected.regions);
  EXPECT_EQ(seen.iterations, expected.iterations);
  EXPECT_EQ(seen.seconds.total, expected.seconds.total);
  EXPECT_EQ(seen.seconds.transit, expected.seconds.transit);
  EXPECT_EQ(seen.seconds.write, expected.seconds.write);
  EXPECT_EQ(seen.peak_rss_bytes, expected.peak_rss_bytes);
  EXPECT_EQ(seen.ranks, expected.ranks);
  EXPECT_EQ(seen.threads, expected.threads);
  EXPECT_EQ(seen.certified, expected.certified);
  EXPECT_EQ(seen.version, expected.version);
  EXPECT_EQ(seen.commit, expected.commit);
  EXPECT_EQ(seen.case_sha256, expected.case_sha256);
}

void expect_equal_documents(const PlanDocument& seen, const PlanDocument& expected) {
  EXPECT_EQ(seen.case_name, expected.case_name);
  EXPECT_EQ(seen.steps, expected.steps);
  EXPECT_EQ(seen.limits, expected.limits);
  EXPECT_EQ(seen.fairness, expected.fairness);
  EXPECT_EQ(seen.description, expected.description);
  EXPECT_EQ(seen.item_name, expected.item_name);
  EXPECT_EQ(seen.horizon.start, expected.horizon.start);
  EXPECT_EQ(seen.horizon.periods, expected.horizon.periods);
  EXPECT_EQ(seen.horizon.period_hours, expected.horizon.period_hours);
  expect_equal_facilities(seen.facilities, expected.facilities);
  EXPECT_EQ(seen.transit.model, expected.transit.model);
  EXPECT_EQ(seen.transit.km_per_period, expected.transit.km_per_period);
  EXPECT_EQ(seen.transit.max_periods, expected.transit.max_periods);
  EXPECT_EQ(seen.transit.scope, expected.transit.scope);
  EXPECT_EQ(seen.transit.movement, expected.transit.movement);
  EXPECT_EQ(seen.transit.distance_resolution_km, expected.transit.distance_resolution_km);
  EXPECT_EQ(seen.transit.fixed_cost_km, expected.transit.fixed_cost_km);
  expect_equal_instances(seen.instance, expected.instance);
  EXPECT_EQ(seen.plan, expected.plan);
  EXPECT_EQ(seen.potentials, expected.potentials);
  expect_equal_summaries(seen.summary, expected.summary);
  EXPECT_EQ(seen.provenance.command, expected.provenance.command);
  EXPECT_EQ(seen.provenance.options, expected.provenance.options);
  EXPECT_EQ(seen.provenance.versions, expected.provenance.versions);
  EXPECT_EQ(seen.provenance.input_sha256, expected.provenance.input_sha256);
  EXPECT_EQ(seen.provenance.warm.has_value(), expected.provenance.warm.has_value());
  if (seen.provenance.warm && expected.provenance.warm) {
    EXPECT_EQ(seen.provenance.warm->path, expected.provenance.warm->path);
    EXPECT_EQ(seen.provenance.warm->sha256, expected.provenance.warm->sha256);
  }
  EXPECT_EQ(seen.provenance.created, expected.provenance.created);
}

PlanDocument there_and_back(const PlanDocument& document) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", document);
  EXPECT_THAT(testing::names_in(folder.path()), ElementsAre("plan.h5"));
  return read_plan(folder / "plan.h5");
}

TEST(PlanFile, CarriesATablePlanThereAndBack) {
  expect_equal_documents(there_and_back(testing::small_plan()), testing::small_plan());
}

TEST(PlanFile, CarriesLaneCosts) {
  PlanDocument document = testing::small_plan();
  LaneTable lanes = document.instance.lanes();
  lanes.allocate_costs(3);
  lanes.cost_row(FacilityId(2))[1] = 70;
  document.transit.movement = Movement::cost;
  document.transit.scope = Scope::region;
  document.instance = Instance({{2, 0, 1},
                                {2, 2, 2},
                                {1, 0, 4},
                                document.instance.demand(),
                                document.instance.arrivals(),
                                std::move(lanes)});
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, ComputesAGeodesicTableAnew) {
  const PlanDocument document = testing::geodesic_plan();
  ASSERT_TRUE(document.instance.lanes().has_costs());
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesPools) {
  PlanDocument document = testing::small_plan();
  document.facilities[1].lead_periods = 3;
  expect_equal_documents(there_and_back(document), document);
  EXPECT_EQ(there_and_back(document).facilities[1].lead_periods, 3);
  EXPECT_FALSE(there_and_back(document).facilities[0].is_pool());
}

TEST(PlanFile, CarriesAPlanWithoutShipments) {
  const PlanDocument document = testing::plan_without_shipments();
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesHalfDays) {
  PlanDocument document = testing::small_plan();
  document.horizon.period_hours = 12;
  document.provenance.command.clear();
  document.provenance.warm = {"yesterday.h5", std::string(64, 'c')};
  document.description.clear();
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesLimitsAndTheirMultipliers) {
  PlanDocument document = testing::small_plan();
  LimitClaim& claim = document.limits.emplace();
  claim.limits.dispatch = 2;
  claim.prices.resolution = 64;
  claim.prices.dispatch = {3, 0, 128, 1};
  expect_equal_documents(there_and_back(document), document);
  claim.limits.away_millionths = 250'000;
  claim.prices.away = Panel<std::int64_t>(3, 4);
  claim.prices.away(FacilityId(1), Period(2)) = 7;
  expect_equal_documents(there_and_back(document), document);
  claim.limits.return_by = Period(2);
  claim.limits.fleet = {2, 0, 1};
  claim.limits.staffed_beds = {1, 5, 9};
  claim.limits.no_worse_off = true;
  claim.prices.lending = claim.prices.away;
  claim.prices.in_use = claim.prices.away;
  claim.prices.own = {0, 12, 1};
  claim.prices.idle = 160;
  expect_equal_documents(there_and_back(document), document);
  claim.limits.dispatch.reset();
  claim.prices.dispatch.clear();
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesSharesAndTheirBounds) {
  PlanDocument document = testing::small_plan();
  LimitClaim& limits = document.limits.emplace();
  limits.limits.floors = PatientFloors{{0, 1, PatientFloors::kNoGroup}, {3, 1}};
  limits.prices.resolution = 16;
  limits.prices.floors = {5, 0};
  FairLevel level{.reached = {3, 4},
                  .bound = {7, 9},
                  .weights = {16, 30},
                  .potentials = Panel<std::int32_t>(3, 4)};
  level.potentials(FacilityId(2), Period(1)) = 40;
  FairClaim& claim = document.fairness.emplace();
  claim = {.by = FairGroups::facilities,
           .levels = {level, level},
           .level_of = {1, 0},
           .treated_without = {4, 0}};
  expect_equal_documents(there_and_back(document), document);
  limits.limits.floors = PatientFloors{{-1, -1, -1}, {}};
  limits.prices.floors.clear();
  claim = {.by = FairGroups::regions};
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesCommitmentsAndSteps) {
  const PlanDocument document = testing::plan_with_steps();
  ASSERT_TRUE(document.instance.has_commitments());
  ASSERT_EQ(document.instance.treat_steps().size(), 2U);
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, CarriesPartsOfAPatientWithoutSteps) {
  PlanDocument document = testing::small_plan();
  InstanceData numbers{.devices = {2, 0, 1},
                       .turnaround_periods = {2, 2, 2},
                       .in_processing_periods = {2, 0, 1},
                       .demand = document.instance.demand(),
                       .arrivals = document.instance.arrivals(),
                       .lanes = document.instance.lanes()};
  numbers.resolution = 60;
  document.instance = Instance(std::move(numbers));
  expect_equal_documents(there_and_back(document), document);
}

TEST(PlanFile, SaysThatStepsWereAltered) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::plan_with_steps());
  EXPECT_THAT(read_claims(folder / "plan.h5").altered_datasets, IsEmpty());
  testing::overwrite<std::int32_t>(folder / "plan.h5", "input/steps/hold_width_0", 2, 9);
  testing::overwrite<std::int32_t>(folder / "plan.h5", "input/commitments", 11, 1);
  testing::remove_attribute(folder / "plan.h5", "provenance/checksums", "input/steps/send_cost_1");
  EXPECT_THAT(
      read_claims(folder / "plan.h5").altered_datasets,
      ElementsAre("input/commitments", "input/steps/hold_width_0", "input/steps/send_cost_1"));
}

TEST(PlanFile, RefusesADocumentOfTwoShapes) {
  const TemporaryFolder folder;
  PlanDocument document = testing::small_plan();
  document.horizon.periods = 5;
  EXPECT_THROW(write_plan(folder / "plan.h5", document), std::invalid_argument);
  EXPECT_THAT(testing::names_in(folder.path()), IsEmpty());
}

TEST(PlanFile, ClaimsAreWhatFollowsFromThePlan) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::small_plan());
  const StoredClaims claims = read_claims(folder / "plan.h5");
  // 08031: 2 devices, one shipped, the other on a patient on days 0-1 and 2-3.
  EXPECT_THAT(claims.trace.idle.row(FacilityId(0)), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(claims.trace.idle.row(FacilityId(1)), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(claims.trace.idle.row(FacilityId(2)), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(claims.trace.in_use.row(FacilityId(0)), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(claims.trace.unmet.row(FacilityId(1)), ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(claims.trace.sent.row(FacilityId(2)), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(claims.trace.received.row(FacilityId(1)), ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(claims.shipment_arrivals, ElementsAre(1, 2));
  EXPECT_THAT(claims.altered_datasets, IsEmpty());
}

PlanDocument made_elsewhere(PlanDocument document) {
  document.summary.seconds = {9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0};
  document.summary.peak_rss_bytes = 42;
  document.summary.ranks = 16;
  document.summary.threads = 8;
  for (StepRecord& step : document.steps) step.measured = {7.0, 6.0, 5.0, 4};
  document.provenance.command = {"mpirun", "surgeflow"};
  document.provenance.warm = {"elsewhere.h5", std::string(64, 'd')};
  document.provenance.created = "2021-01-01T00:00:00Z";
  return document;
}

TEST(PlanFile, EqualRunsDifferInWhatIsMeasuredOnly) {
  const TemporaryFolder folder;
  write_plan(folder / "a.h5", testing::small_plan());
  write_plan(folder / "b.h5", made_elsewhere(testing::small_plan()));
  const std::string content = testing::lasting_content(folder / "a.h5");
  EXPECT_EQ(content, testing::lasting_content(folder / "b.h5"));
  EXPECT_THAT(content, HasSubstr("plan/treated@units"));
  EXPECT_THAT(content, HasSubstr("provenance/checksums@plan/treated"));
  EXPECT_NE(testing::bytes_of(folder / "a.h5"), testing::bytes_of(folder / "b.h5"));
}

TEST(PlanFile, EqualDocumentsGiveEqualBytes) {
  const TemporaryFolder folder;
  write_plan(folder / "a.h5", testing::geodesic_plan());
  write_plan(folder / "b.h5", testing::geodesic_plan());
  EXPECT_EQ(testing::bytes_of(folder / "a.h5"), testing::bytes_of(folder / "b.h5"));
}

TEST(PlanFile, SaysWhichDatasetWasAltered) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::small_plan());
  testing::overwrite<std::int32_t>(folder / "plan.h5", "plan/treated", 5, 1);
  testing::overwrite<double>(folder / "plan.h5", "shipments/distance_km", 0, 1.0);
  EXPECT_THAT(read_claims(folder / "plan.h5").altered_datasets,
              ElementsAre("plan/treated", "shipments/distance_km"));
  EXPECT_EQ(read_plan(folder / "plan.h5").plan.treated(FacilityId(1), Period(1)), 1);
}

TEST(PlanFile, IsReadOnceWithTheSameClaims) {
  const TemporaryFolder folder;
  const PlanDocument document = testing::plan_with_steps();
  write_plan(folder / "plan.h5", document, 2);
  testing::overwrite<std::int32_t>(folder / "plan.h5", "plan/treated", 5, 1);
  testing::overwrite<std::int64_t>(folder / "plan.h5", "plan/idle", 0, 9);
  testing::remove_attribute(folder / "plan.h5", "provenance/checksums", "input/facility");
  for (const int threads : {1, 3}) {
    const StoredPlan stored = read_stored_plan(folder / "plan.h5", threads);
    const StoredClaims claims = read_claims(folder / "plan.h5");
    EXPECT_EQ(stored.document.plan, read_plan(folder / "plan.h5").plan);
    EXPECT_EQ(stored.claims.trace.idle, claims.trace.idle);
    EXPECT_EQ(stored.claims.shipment_arrivals, claims.shipment_arrivals);
    EXPECT_THAT(stored.claims.altered_datasets,
                ElementsAre("input/facility", "plan/idle", "plan/treated"));
    EXPECT_EQ(stored.claims.altered_datasets, claims.altered_datasets);
  }
}

TEST(PlanFile, GivesWhatALaterPlanCanStartFrom) {
  const TemporaryFolder folder;
  const PlanDocument document = testing::small_plan();
  write_plan(folder / "plan.h5", document);
  const EarlierPlan earlier = read_earlier_plan(folder / "plan.h5");
  EXPECT_EQ(earlier.horizon.start, document.horizon.start);
  EXPECT_EQ(earlier.horizon.periods, document.horizon.periods);
  EXPECT_EQ(earlier.horizon.period_hours, document.horizon.period_hours);
  ASSERT_EQ(earlier.facility_ids.size(), document.facilities.size());
  EXPECT_EQ(earlier.facility_ids.front(), document.facilities.front().id);
  EXPECT_EQ(earlier.plan, document.plan);
  EXPECT_EQ(earlier.potentials, document.potentials);
}

TEST(PlanFile, StartsNoLaterPlanFromWhatWasAltered) {
  const TemporaryFolder folder;
  for (const char* dataset : {"input/facility", "plan/treated", "shipments/origin",
                              "shipments/destination", "shipments/depart", "shipments/quantity",
                              "duals/device_value_patients", "duals/device_value_moves"}) {
    write_plan(folder / "plan.h5", testing::small_plan());
    testing::remove_attribute(folder / "plan.h5", "provenance/checksums", dataset);
    try {
      (void)read_earlier_plan(folder / "plan.h5");
      ADD_FAILURE() << dataset << " is not looked at";
    } catch (const InputError& error) {
      EXPECT_EQ(error.diagnostics().front().place.column, dataset);
      EXPECT_THAT(error.what(), HasSubstr("differs from its recorded SHA-256"));
    }
  }
}

TEST(PlanFile, AnUnrecordedDatasetCountsAsAltered) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::small_plan());
  testing::remove_attribute(folder / "plan.h5", "provenance/checksums", "input/demand");
  EXPECT_THAT(read_claims(folder / "plan.h5").altered_datasets, ElementsAre("input/demand"));
}

TEST(PlanFile, DescriptionNamesGroupsShapesAndUnits) {
  const TemporaryFolder folder;
  write_plan(folder / "plan.h5", testing::small_plan());
  const std::string text = describe(folder / "plan.h5");
  EXPECT_THAT(text, HasSubstr("format_version = 2\n"));
  EXPECT_THAT(text, ::testing::ContainsRegex(
                        "treated +\\[3,4\\] +int32 +patients given a device, in patients\n"));
  EXPECT_THAT(text, HasSubstr("/provenance/volatile\n"));
  EXPECT_THAT(text, HasSubstr("status = optimal\n"));
  EXPECT_THAT(text, HasSubstr("method = \"auto\""));
  EXPECT_THAT(text, HasSubstr("command = surgeflow plan small.toml"));
  EXPECT_THAT(text, Not(HasSubstr("DIMENSION_LIST")));
}

TEST(PlanFile, LibraryVersionIsThreeNumbers) {
  EXPECT_THAT(library_version(), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

TEST(PlanFile, PutsTheCallersErrorPrinterBack) {
  H5E_auto2_t before = nullptr;
  void* before_data = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &before, &before_data);
  EXPECT_THROW((void)read_plan("/nowhere/plan.h5"), InputError);
  H5E_auto2_t after = nullptr;
  void* after_data = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &after, &after_data);
  EXPECT_NE(before, nullptr);
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace surgeflow::archive
