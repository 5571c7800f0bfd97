// SPDX-License-Identifier: Apache-2.0
// The loop around a relaxation: how long it goes on, and what it says.
#include "lagrangian/relaxation.hpp"

#include <gtest/gtest.h>

namespace surgeflow::lagrangian {
namespace {

/// Lowers its bound by one a step, three times.
class Countdown final : public Relaxation {
 public:
  explicit Countdown(int stopped_in = 0) : stopped_in_(stopped_in) {}
  [[nodiscard]] std::string_view dualised() const override { return "nothing"; }
  [[nodiscard]] std::int64_t multipliers() const override { return 7; }
  [[nodiscard]] StopReason step() override {
    if (++steps_ == stopped_in_) return StopReason::interrupt;
    --bound_;
    return StopReason::none;
  }
  [[nodiscard]] bool exhausted() override { return steps_ == 3; }
  [[nodiscard]] Total bound() const override { return bound_; }

 private:
  int stopped_in_;
  int steps_ = 0;
  Total bound_ = 10;
};

TEST(Improve, StepsUntilExhaustedAndLooksAfterEach) {
  Countdown relaxation;
  int looked = 0;
  EXPECT_EQ(improve(
                relaxation, [] { return true; }, [&] { ++looked; }),
            StopReason::none);
  EXPECT_EQ(relaxation.bound(), 7);
  EXPECT_EQ(looked, 3);
}

TEST(Improve, EndsWhereItMayNotGoOn) {
  Countdown relaxation;
  EXPECT_EQ(improve(
                relaxation, [&] { return relaxation.bound() > 8; }, [] {}),
            StopReason::none);
  EXPECT_EQ(relaxation.bound(), 8);
}

TEST(Improve, TellsOfAStopWithinAStep) {
  Countdown relaxation(2);
  int looked = 0;
  EXPECT_EQ(improve(
                relaxation, [] { return true; }, [&] { ++looked; }),
            StopReason::interrupt);
  EXPECT_EQ(relaxation.bound(), 9);
  EXPECT_EQ(looked, 1);
}

TEST(Relaxation, IsToldInWords) { EXPECT_EQ(in_words(Countdown()), "7 multipliers price nothing"); }

}  // namespace
}  // namespace surgeflow::lagrangian
