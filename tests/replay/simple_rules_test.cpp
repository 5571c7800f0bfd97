// SPDX-License-Identifier: Apache-2.0
#include "surgeflow/replay/simple_rules.hpp"

#include <gtest/gtest.h>

#include "support/instance_data.hpp"

namespace surgeflow::replay {
namespace {

constexpr FacilityId kNear{0};
constexpr FacilityId kFar{1};
constexpr FacilityId kNeedy{2};

/// Near is one period from Needy, Far two. Needy expects `first` patients today and `later` in four
/// periods; turnaround 5.
class SimpleRules : public ::testing::Test {
 protected:
  SimpleRules() : lanes_(3), expected_(3, 8), turnaround_(3, 5) {
    lanes_.row(kNear)[2] = 1;
    lanes_.row(kFar)[2] = 2;
    lanes_.row(kFar)[0] = 1;
  }
  [[nodiscard]] MorningView morning() const {
    return {idle_, coming_, expected_, lanes_, turnaround_};
  }

  LaneTable lanes_;
  Panel<Count> expected_;
  std::vector<std::int32_t> turnaround_;
  std::vector<Count> idle_{3, 4, 0};
  std::vector<rolling::ComingDevices> coming_;
};

TEST_F(SimpleRules, TheNearestSendsFirst) {
  expected_(kNeedy, Period(1)) = 5;
  EXPECT_EQ(send_to_nearest(morning()),
            (std::vector<Shipment>{{Period(0), kNear, kNeedy, 3}, {Period(0), kFar, kNeedy, 2}}));
}

TEST_F(SimpleRules, OwnPatientsComeFirst) {
  expected_(kNeedy, Period(1)) = 5;
  expected_(kNear, Period(4)) = 2;
  EXPECT_EQ(send_to_nearest(morning()),
            (std::vector<Shipment>{{Period(0), kNear, kNeedy, 1}, {Period(0), kFar, kNeedy, 4}}));
}

TEST_F(SimpleRules, WhatComesBackIsNotNeeded) {
  expected_(kNeedy, Period(1)) = 5;
  coming_ = {{kNeedy, Period(2), rolling::Where::on_patients, 4},
             {kNeedy, Period(6), rolling::Where::on_patients, 9}};
  EXPECT_EQ(send_to_nearest(morning()), (std::vector<Shipment>{{Period(0), kNear, kNeedy, 1}}));
}

TEST_F(SimpleRules, NothingMovesForANeedThatIsFarOff) {
  expected_(kNeedy, Period(4)) = 5;
  EXPECT_TRUE(send_to_nearest(morning(), 3).empty());
  EXPECT_FALSE(send_to_nearest(morning(), 5).empty());
}

TEST_F(SimpleRules, NothingArrivesTooLate) {
  expected_ = Panel<Count>(3, 2, 5);
  idle_ = {20, 20, 0};
  EXPECT_EQ(send_to_nearest(morning()), (std::vector<Shipment>{{Period(0), kNear, kNeedy, 10}}));
}

TEST_F(SimpleRules, SharesFollowPatients) {
  expected_(kNeedy, Period(1)) = 4;
  expected_(kFar, Period(1)) = 2;
  expected_(kNear, Period(1)) = 1;
  EXPECT_EQ(send_in_proportion(morning()),
            (std::vector<Shipment>{{Period(0), kNear, kNeedy, 2}, {Period(0), kFar, kNeedy, 2}}));
}

TEST_F(SimpleRules, WithoutPatientsNothingMoves) {
  EXPECT_TRUE(send_in_proportion(morning()).empty());
  EXPECT_TRUE(send_to_nearest(morning()).empty());
}

}  // namespace
}  // namespace surgeflow::replay
