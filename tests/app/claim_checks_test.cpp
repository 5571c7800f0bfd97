// SPDX-License-Identifier: Apache-2.0
// Each claim of a plan file fails alone when it alone is false.
#include "app/claim_checks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "small_plan.hpp"

namespace surgeflow::app {
namespace {

class ClaimChecksTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::vector<ClaimCheck> checks() const {
    return check_claims(document_, claims_, small_plan_certificate(document_),
                        document_.instance.lanes().lanes());
  }
  /// Claims that do not hold.
  [[nodiscard]] std::vector<std::string> failed() const {
    std::vector<std::string> names;
    for (const ClaimCheck& check : checks()) {
      if (!check.holds()) names.push_back(check.claim);
    }
    return names;
  }
  /// The first failure of the only claim that does not hold.
  [[nodiscard]] std::string only_failure() const {
    EXPECT_EQ(failed().size(), 1U);
    for (const ClaimCheck& check : checks()) {
      if (!check.holds()) return check.failures.front();
    }
    return {};
  }

  archive::PlanDocument document_ = small_plan();
  archive::StoredClaims claims_ = small_plan_claims();
};

using Names = std::vector<std::string>;

TEST_F(ClaimChecksTest, HoldForAnHonestPlan) {
  EXPECT_EQ(failed(), Names{});
  EXPECT_EQ(checks().size(), 11U);
}

TEST_F(ClaimChecksTest, AlteredData) {
  claims_.altered_datasets = {"plan/idle"};
  EXPECT_EQ(only_failure(), "plan/idle differs from its recorded SHA-256");
}

TEST_F(ClaimChecksTest, Trace) {
  claims_.trace.idle(FacilityId(1), Period(2)) = 4;
  EXPECT_EQ(failed(), Names{"idle follows from the plan"});
  EXPECT_EQ(only_failure(), "facility e, 2020-04-02: the file says 4, the plan gives 0");
}

TEST_F(ClaimChecksTest, Arrivals) {
  claims_.shipment_arrivals = {2};
  EXPECT_EQ(only_failure(), "shipment 0: the file says period 2, the lane gives 1");
  claims_.shipment_arrivals = {};
  EXPECT_EQ(only_failure(), "0 arrivals for 1 shipments");
}

TEST_F(ClaimChecksTest, SummaryNumbers) {
  document_.summary.movement_cost = 9;
  EXPECT_EQ(only_failure(), "movement_cost: the file says 9, the plan gives 1");
}

TEST_F(ClaimChecksTest, GapThatIsNoNumber) {
  document_.summary.gap = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(only_failure(), "gap: the file says nan, the plan gives 0");
}

TEST_F(ClaimChecksTest, StatusThatNoPlanHas) {
  document_.summary.status = "perfect";
  document_.summary.certified = false;
  EXPECT_EQ(only_failure(), "status 'perfect' is not one that a plan can have");
}

TEST_F(ClaimChecksTest, StatusAndProofThatDisagree) {
  document_.summary.certified = false;
  EXPECT_EQ(only_failure(), "status is 'optimal' but certified is false");
}

TEST_F(ClaimChecksTest, OptimalityWithoutProof) {
  document_.potentials = weak_potentials();
  document_.summary.bound_unmet = 0;
  document_.summary.gap = 0.5;
  EXPECT_EQ(failed(), Names{"status and 'certified' agree with the proof"});
}

TEST_F(ClaimChecksTest, AnHonestPlanWithAGapHolds) {
  document_.potentials = weak_potentials();
  document_.summary.bound_unmet = 0;
  document_.summary.gap = 0.5;
  document_.summary.status = "time_limit";
  document_.summary.certified = false;
  EXPECT_EQ(failed(), Names{});
}

TEST_F(ClaimChecksTest, PotentialsThatDoNotHold) {
  document_.potentials.patients(FacilityId(0), Period(0)) = 0;
  const std::vector<std::string> names = failed();
  EXPECT_EQ(names.front(), "the potentials hold on every arc, so the bound is true");
}

TEST_F(ClaimChecksTest, AnImpossiblePlan) {
  document_.plan.treated(FacilityId(1), Period(2)) = 1;
  EXPECT_EQ(failed().front(), "the plan obeys balance, capacities and signs");
}

TEST_F(ClaimChecksTest, AShipmentWithoutALaneHasNoTrace) {
  document_.plan.shipments[0].origin = FacilityId(1);
  document_.plan.shipments[0].destination = FacilityId(0);
  const std::vector<std::string> names = failed();
  EXPECT_NE(std::ranges::find(names, "stocks follow from the plan"), names.end());
}

class WeighedClaimsTest : public ClaimChecksTest {
 protected:
  WeighedClaimsTest() { document_ = weighed_plan(); }
};

TEST_F(WeighedClaimsTest, HoldForAnHonestPlan) {
  EXPECT_EQ(failed(), Names{});
  EXPECT_TRUE(document_.summary.certified);
}

TEST_F(WeighedClaimsTest, AGainThatWasLess) {
  InstanceData numbers = weighed_numbers();
  numbers.treat_steps[0].gain(kEast, Period(1)) = 1;
  document_.instance = Instance(std::move(numbers));
  EXPECT_EQ(failed(), (Names{"the summary's numbers follow from the plan",
                             "status and 'certified' agree with the proof"}));
  EXPECT_EQ(checks().back().failures.front(),
            "optimality is claimed but not proved: the plan gains 1 with movement 4, the bound is "
            "2 and 4");
}

TEST_F(WeighedClaimsTest, AWidthThatWasMore) {
  InstanceData numbers = weighed_numbers();
  numbers.hold_steps[0].width(kWest, Period(0)) = 1;
  document_.instance = Instance(std::move(numbers));
  EXPECT_EQ(checks().back().failures.front(),
            "optimality is claimed but not proved: the plan gains 2 with movement 4, the bound is "
            "3 and 4");
}

TEST_F(WeighedClaimsTest, ALendingLimitThatWasLess) {
  InstanceData numbers = weighed_numbers();
  numbers.send_steps[0].width(kWest, Period(0)) = 0;
  document_.instance = Instance(std::move(numbers));
  EXPECT_EQ(failed().front(), "the plan obeys its limits");
}

}  // namespace
}  // namespace surgeflow::app
