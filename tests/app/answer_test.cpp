// SPDX-License-Identifier: Apache-2.0
// The sentences of a plan, and its summary as JSON.
#include "app/answer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/summary.hpp"
#include "small_plan.hpp"

namespace surgeflow::app {
namespace {

TEST(Answer, SaysWhatSharingChanges) {
  EXPECT_EQ(answer_in_words(small_plan(), 2),
            "2 patients to be treated at 2 facilities over 3 periods from 2020-03-31, with 1 "
            "device.\n"
            "Without sharing 2 patients go without a ventilator; with sharing 1 (1 fewer).\n"
            "1 device moves in 1 shipment.\n"
            "Certified optimal: no plan can treat more, and none that treats as many moves "
            "less.\n");
}

TEST(Answer, DoesNotSpeakOfMovesWhereNothingIsShared) {
  archive::PlanDocument document = small_plan();
  document.transit.scope = Scope::none;
  const std::string text = answer_in_words(document, 1);
  EXPECT_NE(text.find("Without sharing 1 patient goes without a ventilator.\n"), std::string::npos);
  EXPECT_EQ(text.find("move"), std::string::npos);
}

TEST(Answer, SaysHowFarAnUnfinishedPlanIsProved) {
  archive::PlanDocument document = small_plan();
  document.summary.status = "time_limit";
  document.summary.bound_unmet = 0;
  document.summary.gap = 0.5;
  EXPECT_NE(
      answer_in_words(document, 2)
          .find("The time limit was reached before the optimum was proved: under any plan at least "
                "0 patients go without, 1 fewer than here (gap 50.00 %).\n"),
      std::string::npos);
  document.summary.status = "interrupted";
  document.summary.bound_unmet = 1;
  EXPECT_NE(answer_in_words(document, 2).find("The run was interrupted: no plan can treat more"),
            std::string::npos);
}

TEST(Answer, SpeaksOfGainsWhereTheyAreWeighed) {
  archive::PlanDocument document = weighed_plan();
  EXPECT_NE(answer_in_words(document, 2)
                .find("Certified optimal: by the weights of the rules no "
                      "plan can gain more, and none that gains as much "
                      "moves less.\n"),
            std::string::npos);
  document.summary.status = "time_limit";
  document.summary.gap = 0.6;
  EXPECT_NE(answer_in_words(document, 2)
                .find("The time limit was reached before the optimum was proved: by the weights of "
                      "the rules this plan gains at most 60.00 % less than the best one.\n"),
            std::string::npos);
}

TEST(Answer, NamesADeviceThatHasNoName) {
  archive::PlanDocument document = small_plan();
  document.item_name.clear();
  EXPECT_NE(answer_in_words(document, 2).find("go without a device;"), std::string::npos);
}

TEST(Summary, CountsThePlan) {
  const archive::Summary summary = small_plan().summary;
  EXPECT_EQ(summary.demand, 2);
  EXPECT_EQ(summary.treated, 1);
  EXPECT_EQ(summary.unmet, 1);
  EXPECT_EQ(summary.units_shipped, 1);
  EXPECT_EQ(summary.shipments, 1);
  EXPECT_EQ(summary.movement_cost, 1);
  EXPECT_EQ(summary.bound_unmet, 1);
  EXPECT_EQ(summary.gap, 0.0);
  EXPECT_EQ(summary.lanes, 1);
  EXPECT_TRUE(summary.certified);
}

TEST(Summary, ABoundBeyondTheDemandLeavesNobodyWithout) {
  archive::PlanDocument document = small_plan();
  document.potentials = weak_potentials();
  const archive::Summary summary =
      count_summary(document.instance, document.plan, small_plan_certificate(document));
  EXPECT_EQ(summary.bound_unmet, 0);
  EXPECT_EQ(summary.gap, 0.5);
  EXPECT_FALSE(summary.certified);
}

TEST(Summary, CountsPatientsWhereGainsAreWeighed) {
  const archive::Summary summary = weighed_plan().summary;
  EXPECT_EQ(summary.treated, 1);
  EXPECT_EQ(summary.unmet, 1);
  EXPECT_EQ(summary.movement_cost, 4);
  EXPECT_EQ(summary.bound_unmet, 1);
  EXPECT_EQ(summary.gap, 0.0);
  EXPECT_TRUE(summary.certified);
}

TEST(Summary, SetsTheGainAgainstItsBound) {
  // The bound of 5 halves is enough for two patients, that of 3 for one.
  archive::PlanDocument document = weighed_plan();
  document.potentials = weak_potentials();
  archive::Summary summary =
      count_summary(document.instance, document.plan, small_plan_certificate(document));
  EXPECT_EQ(summary.bound_unmet, 0);
  EXPECT_EQ(summary.gap, 0.6);
  EXPECT_FALSE(summary.certified);
  for (std::int32_t& patients : document.potentials.patients.values()) patients = 3;
  summary = count_summary(document.instance, document.plan, small_plan_certificate(document));
  EXPECT_EQ(summary.bound_unmet, 1);
  EXPECT_EQ(summary.gap, 1.0 / 3.0);
}

TEST(Summary, CountsPartsOfAPatientAsPatients) {
  InstanceData numbers = weighed_numbers();
  numbers.treat_steps.clear();
  numbers.hold_steps.clear();
  archive::PlanDocument document = weighed_plan();
  document.instance = Instance(std::move(numbers));
  document.potentials = weak_potentials();
  const archive::Summary summary =
      count_summary(document.instance, document.plan, small_plan_certificate(document));
  EXPECT_EQ(summary.treated, 1);
  EXPECT_EQ(summary.bound_unmet, 0);
  EXPECT_EQ(summary.gap, 0.5);
}

TEST(Summary, JsonKeepsTheOrderOfItsKeys) {
  const auto json =
      nlohmann::ordered_json::parse(summary_json(small_plan().summary, review_plan(small_plan())));
  EXPECT_EQ(json.begin().key(), "status");
  EXPECT_EQ(json["unmet"], 1);
  EXPECT_EQ(json["certified"], true);
  EXPECT_TRUE(json["seconds"].contains("transit"));
}

}  // namespace
}  // namespace surgeflow::app
