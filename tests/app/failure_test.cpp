// SPDX-License-Identifier: Apache-2.0
// Every kind of failure has its exit code, and a message with a remedy.
#include "app/failure.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <sstream>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

struct Ending {
  ExitCode code;
  std::string message;
};

template <class Work>
Ending ending_of(Work work) {
  std::ostringstream err;
  const ExitCode code = guarded(err, "surgeflow plan", work);
  return {code, err.str()};
}

template <class Exception>
Ending ending_by(Exception exception) {
  return ending_of([&]() -> ExitCode { throw exception; });
}

Diagnostic finding(std::int64_t line) {
  return {{"a.csv", line, "devices"}, "-1", "0 or more", ""};
}

TEST(Guarded, PassesOnWhatTheWorkReturns) {
  const Ending ending = ending_of([] { return ExitCode::limit_reached; });
  EXPECT_EQ(ending.code, ExitCode::limit_reached);
  EXPECT_EQ(ending.message, "");
}

TEST(Guarded, UsageNamesTheHelp) {
  const Ending ending = ending_by(UsageError("unknown option '--x'"));
  EXPECT_EQ(ending.code, ExitCode::usage);
  EXPECT_EQ(ending.message, "surgeflow plan: unknown option '--x'; see 'surgeflow plan --help'\n");
}

TEST(Guarded, OneFindingIsOneLine) {
  const Ending ending = ending_by(InputError(finding(3)));
  EXPECT_EQ(ending.code, ExitCode::bad_input);
  EXPECT_EQ(ending.message, "surgeflow plan: a.csv:3: 'devices': -1; allowed: 0 or more\n");
}

TEST(Guarded, SeveralFindingsAreAList) {
  const Ending ending = ending_by(InputError({finding(3), finding(5)}));
  EXPECT_EQ(ending.code, ExitCode::bad_input);
  EXPECT_NE(ending.message.find("a.csv:3:"), std::string::npos);
  EXPECT_NE(ending.message.find("a.csv:5:"), std::string::npos);
}

TEST(Guarded, TheWorldThatRefusesIsBadInput) {
  EXPECT_EQ(ending_by(SystemError("write 'x': no space; free some")).code, ExitCode::bad_input);
  EXPECT_EQ(ending_by(std::filesystem::filesystem_error("create", std::error_code())).code,
            ExitCode::bad_input);
  EXPECT_EQ(ending_by(std::bad_alloc()).code, ExitCode::bad_input);
}

TEST(Guarded, AllElseIsAFaultToReport) {
  for (const Ending& ending :
       {ending_by(OverflowError("sum")), ending_by(InternalError("no proof")),
        ending_by(std::logic_error("shape")), ending_of([]() -> ExitCode { throw 7; })}) {
    EXPECT_EQ(ending.code, ExitCode::internal_error);
    EXPECT_NE(ending.message.find("please report"), std::string::npos);
  }
}

}  // namespace
}  // namespace surgeflow::app
