// SPDX-License-Identifier: Apache-2.0
// Critical paths that can be added up by hand.
#include "critical_path.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace surgeflow::bench {
namespace {

using comm::Journal;
using comm::Pattern;

constexpr Network kNetwork{.latency_seconds = 0.5, .bytes_per_second = 4.0};

Journal journal(double first, double second, double third) {
  return {.legs = {{first, Pattern::reduction, 0, 8},
                   {second, Pattern::exchange, 2, 12},
                   {third, Pattern::gathering, 0, 16}},
          .stretches = {{"one", 2}, {"other", 3}}};
}

TEST(CriticalPath, WaitsForTheSlowestRankInEveryLeg) {
  const RunJournal run =
      join_journals({journal(1.0, 5.0, 2.0), journal(3.0, 1.0, 2.0), journal(2.0, 3.0, 2.0)});
  const auto path = critical_path(run, kNetwork);
  ASSERT_EQ(path.size(), 2U);
  EXPECT_EQ(path[0].name, "one");
  EXPECT_DOUBLE_EQ(path[0].slowest, 3.0 + 5.0);
  EXPECT_DOUBLE_EQ(path[0].mean, 2.0 + 3.0);
  // two rounds of 0.5 + 8/4, then two messages and 12/4
  EXPECT_DOUBLE_EQ(path[0].network, 2 * 2.5 + 2 * 0.5 + 3.0);
  EXPECT_EQ(path[1].name, "other");
  EXPECT_DOUBLE_EQ(path[1].slowest, 2.0);
  EXPECT_DOUBLE_EQ(path[1].network, 2 * 0.5 + 4.0);
}

TEST(CriticalPath, OfOneRankHasNoNetwork) {
  const auto path = critical_path(join_journals({journal(1.0, 5.0, 2.0)}), kNetwork);
  EXPECT_DOUBLE_EQ(path[0].slowest, 6.0);
  EXPECT_DOUBLE_EQ(path[0].network, 0.0);
}

TEST(JoinJournals, KeepsTheMostThatAnyRankMoves) {
  Journal more = journal(1.0, 1.0, 1.0);
  more.legs[1].messages = 3;
  more.legs[1].bytes = 40;
  const RunJournal run = join_journals({journal(1.0, 1.0, 1.0), more});
  EXPECT_EQ(run.legs[1].messages, 3);
  EXPECT_EQ(run.legs[1].bytes, 40);
}

TEST(JoinJournals, RefusesOtherCommunications) {
  Journal shorter = journal(1.0, 1.0, 1.0);
  shorter.legs.pop_back();
  EXPECT_THROW((void)join_journals({journal(1.0, 1.0, 1.0), shorter}), std::logic_error);
  Journal other = journal(1.0, 1.0, 1.0);
  other.legs[0].pattern = Pattern::broadcast;
  EXPECT_THROW((void)join_journals({journal(1.0, 1.0, 1.0), other}), std::logic_error);
}

TEST(LeastOf, TakesTheSmallerTimeOfEveryLeg) {
  const RunJournal first = join_journals({journal(1.0, 5.0, 2.0)});
  const RunJournal least = least_of(first, join_journals({journal(2.0, 4.0, 2.0)}));
  EXPECT_EQ(least.processor_seconds[0], (std::vector<double>{1.0, 4.0, 2.0}));
  EXPECT_THROW((void)least_of(first, join_journals({journal(1, 1, 1), journal(1, 1, 1)})),
               std::logic_error);
}

TEST(RunJournal, SurvivesJson) {
  const RunJournal run = join_journals({journal(1.0, 5.0, 2.0), journal(3.0, 1.0, 2.0)});
  const auto copy = nlohmann::ordered_json(run).get<RunJournal>();
  EXPECT_EQ(copy.processor_seconds, run.processor_seconds);
  EXPECT_EQ(critical_path(copy, kNetwork)[0].network, critical_path(run, kNetwork)[0].network);
  EXPECT_EQ(copy.stretches[1].name, "other");
}

}  // namespace
}  // namespace surgeflow::bench
