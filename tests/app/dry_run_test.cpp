// SPDX-License-Identifier: Apache-2.0
// What a dry run says of a case, and what it leaves out.
#include "app/dry_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/messages.hpp"
#include "support/statements.hpp"

namespace surgeflow::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<Machine> kUnknown = {Machine{}};

std::vector<Machine> one_with(std::int64_t bytes) { return {{.available_bytes = bytes}}; }

TEST(SizeInWords, CountsTheCase) {
  // Two lanes of 1 and 2 periods over five periods: 4 + 3 departures. The ten devices that arrive
  // in 2 can be used in 3; six periods of in-processing put them after the horizon.
  CaseStatement statement = surgeflow::testing::small_statement();
  const std::string text = size_in_words(statement, {}, kUnknown);
  EXPECT_THAT(text, HasSubstr("facilities   2\nperiods      5\nnodes        10\n"
                              "lanes        2\nship arcs    7\npatients     15\n"
                              "devices      25\nmemory       about "));
  EXPECT_THAT(text, HasSubstr("\ntime         roughly less than a second\n"));
  EXPECT_THAT(text, Not(HasSubstr("available")));
  statement.facilities[1].in_processing = 6;
  EXPECT_THAT(size_in_words(statement, {}, kUnknown), HasSubstr("devices      15\n"));
}

TEST(SizeInWords, BoundsLanesWhereThereAreMany) {
  CaseStatement statement = surgeflow::testing::small_statement();
  statement.transit_model = TransitModel::geodesic;
  statement.km_per_period = 100.0;
  statement.lanes.clear();
  // 107.8 km take two periods.
  EXPECT_THAT(size_in_words(statement, {}, kUnknown),
              HasSubstr("lanes        2\nship arcs    6\n"));
  EXPECT_THAT(size_in_words(statement, {.most_pairs = 1}, kUnknown),
              HasSubstr("lanes        at most 2\nship arcs    at most 8\n"));
}

TEST(SizeInWords, LeavesOutWhatIsLongToCount) {
  const std::string text =
      size_in_words(surgeflow::testing::small_statement(), {.most_nodes = 9}, kUnknown);
  EXPECT_THAT(text, HasSubstr("nodes        10\nlanes, patients and devices are not counted"));
  EXPECT_THAT(text, HasSubstr("memory       about "));
}

TEST(SizeInWords, SaysWhatTheMachineHas) {
  const CaseStatement statement = surgeflow::testing::small_statement();
  const std::string small = size_in_words(statement, {}, one_with(std::int64_t{1} << 20));
  EXPECT_THAT(small, HasSubstr(" at the peak, 1.0 MiB available\n"));
  EXPECT_THAT(small, HasSubstr("too large for this machine"));
  EXPECT_THAT(size_in_words(statement, {}, one_with(std::int64_t{1} << 40)),
              Not(HasSubstr("too large")));
}

TEST(SizeInWords, SaysWhatRanksTakeThatPlanByRegions) {
  CaseStatement statement = surgeflow::testing::small_statement();
  statement.method = Method::lagrangian;
  const std::string proved = size_in_words(statement, {}, {{.ranks = 3}, {.ranks = 1}});
  EXPECT_THAT(proved, HasSubstr("MiB at the peak for 3 ranks on one machine\n  root  "));
  EXPECT_THAT(proved, HasSubstr("MiB each, 3 ranks\n  proof  "));
  EXPECT_THAT(proved, HasSubstr("MiB on the root\n"));
  statement.gap = 0.01;
  const std::string alone = size_in_words(statement, {}, kUnknown);
  EXPECT_THAT(alone, HasSubstr("for 1 rank on one machine\n"));
  EXPECT_THAT(alone, Not(HasSubstr("others")));
  EXPECT_THAT(alone, HasSubstr("on the root, if the gap is not reached before\n"));
  statement.dispatch_limit = 3;
  EXPECT_THAT(size_in_words(statement, {}, kUnknown), HasSubstr("\n  solver  "));
}

TEST(SizeInWords, ChecksTheCase) {
  CaseStatement statement = surgeflow::testing::small_statement();
  statement.turnaround = 0;
  EXPECT_TRUE(surgeflow::testing::one_line_says(
      surgeflow::testing::input_error_of([&] { (void)size_in_words(statement, {}, kUnknown); }),
      {"'item.turnaround': 0"}));
}

}  // namespace
}  // namespace surgeflow::app
