// SPDX-License-Identifier: Apache-2.0
// What is told on stderr: levels, lines and the bar.
#include "app/log.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace surgeflow::app {
namespace {

class LogTest : public ::testing::Test {
 protected:
  [[nodiscard]] Environment environment(Display display) {
    return {.arguments = {}, .out = out_, .err = err_, .display = display, .interrupt = interrupt_};
  }

  std::ostringstream out_;
  std::ostringstream err_;
  std::atomic<bool> interrupt_{false};
};

TEST_F(LogTest, TellsFromItsLevelUp) {
  TerminalLog log(environment(Display::plain), {.level = "info"});
  log.message(LogLevel::debug, "small");
  log.message(LogLevel::info, "middle");
  log.message(LogLevel::warning, "great");
  EXPECT_EQ(err_.str().find("small"), std::string::npos);
  EXPECT_NE(err_.str().find("info: middle\n"), std::string::npos);
  EXPECT_NE(err_.str().find("warning: great\n"), std::string::npos);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(LogTest, QuietTellsNothing) {
  TerminalLog log(environment(Display::terminal), {.level = "debug", .quiet = true});
  log.message(LogLevel::warning, "great");
  log.progress("solve", 0.5);
  EXPECT_EQ(err_.str(), "");
}

TEST_F(LogTest, TakesBracesAsText) {
  TerminalLog log(environment(Display::plain), {});
  log.info("{} and {0}");
  EXPECT_NE(err_.str().find("{} and {0}"), std::string::npos);
}

TEST_F(LogTest, ATerminalGetsABarThatMessagesClear) {
  TerminalLog log(environment(Display::terminal), {});
  log.progress("solve", 0.5);
  EXPECT_NE(err_.str().find(" 50 % solve"), std::string::npos);
  err_.str("");
  log.info("done");
  EXPECT_EQ(err_.str().find("\r\033[K"), 0U);
}

TEST_F(LogTest, AFileGetsNoBar) {
  TerminalLog log(environment(Display::plain), {});
  for (int step = 0; step <= 100; ++step) log.progress("solve", step / 100.0);
  EXPECT_EQ(err_.str().find('\r'), std::string::npos);
}

}  // namespace
}  // namespace surgeflow::app
