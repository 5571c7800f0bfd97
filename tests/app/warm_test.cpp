// SPDX-License-Identifier: Apache-2.0
// An earlier plan laid over a case: by id, by date, and refused where it is of another case.
#include "app/warm.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>

#include "app/prepare.hpp"
#include "small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Heard final : public LogSink {
 public:
  void message(LogLevel level, std::string_view text) override {
    if (level != LogLevel::debug) text_ += std::string(text) + '\n';
  }
  void progress(std::string_view, double) override {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

template <class T>
void set_row(Panel<T>& panel, FacilityId i, std::initializer_list<T> values) {
  std::ranges::copy(values, panel.row(i).begin());
}

/// The small plan's facilities and days, with numbers that tell where each one went.
archive::EarlierPlan earlier_plan() {
  const archive::PlanDocument document = small_plan();
  archive::EarlierPlan earlier{document.horizon, facility_ids(document.facilities), document.plan,
                               document.potentials};
  set_row(earlier.potentials.patients, kWest, {3, 2, 1});
  set_row(earlier.potentials.patients, kEast, {6, 5, 4});
  set_row<std::int64_t>(earlier.potentials.moves, kWest, {-3, -2, -1});
  set_row<std::int64_t>(earlier.potentials.moves, kEast, {-6, -5, -4});
  set_row(earlier.plan.treated, kWest, {1, 0, 2});
  set_row(earlier.plan.treated, kEast, {0, 3, 1});
  earlier.plan.shipments = {
      {Period(0), kWest, kEast, 1}, {Period(1), kWest, kEast, 2}, {Period(2), kEast, kWest, 4}};
  return earlier;
}

Case case_of(const std::vector<std::string>& ids, std::string_view start, std::int32_t periods = 3,
             std::int32_t period_hours = 24) {
  Case planning_case;
  planning_case.horizon = {*parse_date(start), periods, period_hours};
  for (const std::string& id : ids) planning_case.facilities.push_back(facility_called(id, id));
  return planning_case;
}

class AlignTest : public ::testing::Test {
 protected:
  [[nodiscard]] WarmStart aligned(const Case& planning_case) {
    return align(earlier_, planning_case, "old.h5", log_);
  }
  [[nodiscard]] std::string refusal(const Case& planning_case) {
    try {
      (void)aligned(planning_case);
    } catch (const InputError& error) {
      return error.what();
    }
    return "not refused";
  }

  archive::EarlierPlan earlier_ = earlier_plan();
  Heard log_;
};

TEST_F(AlignTest, TheSameCaseStartsFromThePlanItself) {
  const WarmStart start = aligned(case_of({"w", "e"}, "2020-03-31"));
  EXPECT_EQ(start.plan, earlier_.plan);
  EXPECT_EQ(start.potentials, earlier_.potentials);
  EXPECT_EQ(log_.text(), "");
}

TEST_F(AlignTest, ALaterStart) {
  // The shipment of the day before leaves on the first day, with the one of that day.
  const WarmStart start = aligned(case_of({"w", "e"}, "2020-04-01"));
  EXPECT_THAT(start.potentials.patients.row(kWest), ElementsAre(2, 1, 1));
  EXPECT_THAT(start.potentials.moves.row(kEast), ElementsAre(-5, -4, -4));
  EXPECT_THAT(start.plan.treated.row(kEast), ElementsAre(3, 1, 0));
  EXPECT_THAT(start.plan.shipments, ElementsAre(Shipment{Period(0), kWest, kEast, 3},
                                                Shipment{Period(1), kEast, kWest, 4}));
}

TEST_F(AlignTest, AnEarlierStart) {
  // The last shipment leaves after the horizon.
  const WarmStart start = aligned(case_of({"w", "e"}, "2020-03-30"));
  EXPECT_THAT(start.potentials.patients.row(kWest), ElementsAre(3, 3, 2));
  EXPECT_THAT(start.potentials.moves.row(kEast), ElementsAre(-6, -6, -5));
  EXPECT_THAT(start.plan.treated.row(kWest), ElementsAre(0, 1, 0));
  EXPECT_THAT(start.plan.shipments, ElementsAre(Shipment{Period(1), kWest, kEast, 1},
                                                Shipment{Period(2), kWest, kEast, 2}));
}

TEST_F(AlignTest, AnotherLengthOfHorizon) {
  const WarmStart shorter = aligned(case_of({"w", "e"}, "2020-03-31", 1));
  EXPECT_THAT(shorter.plan.treated.row(kWest), ElementsAre(1));
  const WarmStart longer = aligned(case_of({"w", "e"}, "2020-03-31", 5));
  EXPECT_THAT(longer.potentials.patients.row(kEast), ElementsAre(6, 5, 4, 4, 4));
}

TEST_F(AlignTest, ADayIsTwoPeriodsOfTwelveHours) {
  earlier_.horizon.period_hours = 12;
  const WarmStart start = aligned(case_of({"w", "e"}, "2020-04-01", 3, 12));
  EXPECT_THAT(start.plan.treated.row(kWest), ElementsAre(2, 0, 0));
  EXPECT_THAT(start.plan.shipments, ElementsAre(Shipment{Period(0), kWest, kEast, 3},
                                                Shipment{Period(0), kEast, kWest, 4}));
}

TEST_F(AlignTest, FacilitiesAreFoundByIdAndNewOnesStartFromNothing) {
  const WarmStart start = aligned(case_of({"e", "new", "w"}, "2020-03-31"));
  EXPECT_THAT(start.potentials.patients.row(FacilityId(0)), ElementsAre(6, 5, 4));
  EXPECT_THAT(start.potentials.patients.row(FacilityId(1)), ElementsAre(0, 0, 0));
  EXPECT_THAT(start.potentials.moves.row(FacilityId(1)), ElementsAre(0, 0, 0));
  EXPECT_THAT(start.plan.treated.row(FacilityId(1)), ElementsAre(0, 0, 0));
  EXPECT_THAT(start.potentials.moves.row(FacilityId(2)), ElementsAre(-3, -2, -1));
  EXPECT_THAT(start.plan.shipments,
              ElementsAre(Shipment{Period(0), FacilityId(2), FacilityId(0), 1},
                          Shipment{Period(1), FacilityId(2), FacilityId(0), 2},
                          Shipment{Period(2), FacilityId(0), FacilityId(2), 4}));
  EXPECT_EQ(log_.text(), "2 of 3 facilities start from old.h5\n");
}

TEST_F(AlignTest, ShipmentsOfFacilitiesThatAreGoneAreDropped) {
  EXPECT_THAT(aligned(case_of({"w"}, "2020-03-31")).plan.shipments, IsEmpty());
  EXPECT_EQ(log_.text(), "");
}

TEST_F(AlignTest, ShipmentsStayOrderedWhereFacilitiesChangePlaces) {
  earlier_.plan.shipments = {{Period(0), kWest, kEast, 1}, {Period(0), kEast, kWest, 2}};
  EXPECT_THAT(aligned(case_of({"e", "w"}, "2020-03-31")).plan.shipments,
              ElementsAre(Shipment{Period(0), FacilityId(0), FacilityId(1), 2},
                          Shipment{Period(0), FacilityId(1), FacilityId(0), 1}));
}

TEST_F(AlignTest, MergedShipmentsStayWithinTheirType) {
  const Count most = std::numeric_limits<Count>::max();
  earlier_.plan.shipments = {{Period(0), kWest, kEast, most}, {Period(1), kWest, kEast, most}};
  EXPECT_THAT(aligned(case_of({"w", "e"}, "2020-04-01")).plan.shipments,
              ElementsAre(Shipment{Period(0), kWest, kEast, static_cast<Count>(kMaxTotal)}));
}

TEST_F(AlignTest, RefusesAPlanOfOtherFacilities) {
  EXPECT_THAT(refusal(case_of({"north", "south"}, "2020-03-31")),
              AllOf(HasSubstr("old.h5: the plan knows none of the case's facilities"),
                    HasSubstr("\"w\", the case's is \"north\""), HasSubstr("without --warm")));
}

TEST_F(AlignTest, RefusesPeriodsOfAnotherLength) {
  EXPECT_THAT(refusal(case_of({"w", "e"}, "2020-03-31", 3, 1)),
              AllOf(HasSubstr("old.h5: the plan's periods have 24 hours"),
                    HasSubstr("allowed: periods of 1 hour, like the case's")));
}

TEST_F(AlignTest, RefusesHorizonsThatShareNoPeriod) {
  for (const char* start : {"2020-03-28", "2020-04-03", "1800-01-01", "2400-01-01"}) {
    EXPECT_THAT(refusal(case_of({"w", "e"}, start)),
                AllOf(HasSubstr("old.h5: the plan's horizon is 2020-03-31 to 2020-04-02"),
                      HasSubstr(std::string("overlaps the case's, ") + start)));
  }
  EXPECT_EQ(refusal(case_of({"w", "e"}, "2020-03-29")), "not refused");
  EXPECT_EQ(refusal(case_of({"w", "e"}, "2020-04-02")), "not refused");
}

class ReadWarmPlanTest : public ::testing::Test {
 protected:
  testing::TemporaryFolder folder_;
  Heard log_;
};

TEST_F(ReadWarmPlanTest, AlignsAndNamesTheFile) {
  const std::string path = folder_ / "old.h5";
  archive::write_plan(path, small_plan());
  const WarmPlan warm = read_warm_plan(path, case_of({"w", "e"}, "2020-03-31"), log_);
  EXPECT_EQ(warm.start.plan, small_plan().plan);
  EXPECT_EQ(warm.file.path, path);
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(warm.file.sha256, formats::sha256_hex(bytes));
}

TEST_F(ReadWarmPlanTest, RefusesWhatIsNoPlanFile) {
  folder_.write("notes.txt", "no plan");
  for (const char* name : {"notes.txt", "absent.h5"}) {
    EXPECT_THROW((void)read_warm_plan(folder_ / name, case_of({"w", "e"}, "2020-03-31"), log_),
                 InputError);
  }
}

}  // namespace
}  // namespace surgeflow::app
