// SPDX-License-Identifier: Apache-2.0
// Signals set a flag and nothing else.
#include "app/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace surgeflow::app {
namespace {

TEST(IgnoreFileSizeSignal, LivesOn) {
  ignore_file_size_signal();
  EXPECT_EQ(std::raise(SIGXFSZ), 0);
  EXPECT_FALSE(interrupt_flag().load());
}

TEST(CatchInterrupts, SetsTheFlagAndLivesOn) {
  catch_interrupts();
  EXPECT_FALSE(interrupt_flag().load());
  EXPECT_EQ(std::raise(SIGUSR1), 0);
  EXPECT_TRUE(interrupt_flag().load());
}

TEST(CatchInterruptsDeathTest, ASecondInterruptKills) {
  EXPECT_EXIT(
      {
        catch_interrupts();
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace surgeflow::app
