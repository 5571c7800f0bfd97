// SPDX-License-Identifier: Apache-2.0
// Starts MPI, then the tests: on every rank the same ones in the same order.
#include <gtest/gtest.h>

#include <charconv>
#include <string_view>

#include "comm/session.hpp"
#include "expected_ranks.hpp"
#include "test_session.hpp"

namespace {

constexpr std::string_view kExpectedRanks = "--expected_ranks=";
int ranks_on_command_line = 1;
const surgeflow::comm::Session* session_of_main = nullptr;

}  // namespace

int expected_ranks() { return ranks_on_command_line; }

const surgeflow::comm::Session& test_session() { return *session_of_main; }

int main(int argc, char** argv) {
  const surgeflow::comm::Session session(argc, argv);
  session_of_main = &session;
  ::testing::InitGoogleTest(&argc, argv);
  for (int n = 1; n < argc; ++n) {
    const std::string_view argument(argv[n]);
    if (!argument.starts_with(kExpectedRanks)) continue;
    const std::string_view number = argument.substr(kExpectedRanks.size());
    std::from_chars(number.data(), number.data() + number.size(), ranks_on_command_line);
  }
  return RUN_ALL_TESTS();
}
