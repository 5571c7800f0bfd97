// SPDX-License-Identifier: Apache-2.0
// Dispatch of the command line, without a process.
#include "app/command_line.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace surgeflow::app {
namespace {

struct Ended {
  ExitCode code;
  std::string out;
  std::string err;
};

Ended run(std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const std::atomic<bool> interrupt{false};
  const Environment environment{
      .arguments = std::move(arguments), .out = out, .err = err, .interrupt = interrupt};
  const ExitCode code = run_command_line(environment);
  return {code, out.str(), err.str()};
}

TEST(CommandLine, NothingIsAUsageError) {
  const Ended ended = run({});
  EXPECT_EQ(ended.code, ExitCode::usage);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "surgeflow: a command is missing; see 'surgeflow --help'\n");
}

TEST(CommandLine, HelpIsNoError) {
  for (const char* command : {"plan", "verify", "demand", "calibrate", "export", "synth", "info"}) {
    const Ended ended = run({command, "--help"});
    EXPECT_EQ(ended.code, ExitCode::done) << command;
    EXPECT_NE(ended.out.find("Usage: surgeflow " + std::string(command)), std::string::npos);
    EXPECT_NE(run({"--help"}).out.find(command), std::string::npos);
  }
}

TEST(CommandLine, AMisspeltOptionIsToldBeforeAMissingPositional) {
  const Ended ended = run({"info", "--hepl"});
  EXPECT_EQ(ended.code, ExitCode::usage);
  EXPECT_EQ(ended.err,
            "surgeflow info: unknown option '--hepl'; did you mean '--help'?; see 'surgeflow info "
            "--help'\n");
}

TEST(CommandLine, AnOptionMayTakeItsValueAfterAnEqualsSign) {
  EXPECT_NE(run({"plan", "--thread=2", "x.toml"}).err.find("unknown option '--thread'"),
            std::string::npos);
}

TEST(CommandLine, OutputThatCanNotBeWrittenIsNotSuccess) {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  const std::atomic<bool> interrupt{false};
  const Environment environment{
      .arguments = {"--help"}, .out = out, .err = err, .interrupt = interrupt};
  EXPECT_EQ(run_command_line(environment), ExitCode::bad_input);
  EXPECT_NE(err.str().find("standard output"), std::string::npos);
}

}  // namespace
}  // namespace surgeflow::app
