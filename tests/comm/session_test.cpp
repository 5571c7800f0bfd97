// SPDX-License-Identifier: Apache-2.0
// How ranks end together: one code, one voice. That which ends the process is in end_test.py.
#include "comm/session.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "comm/communicator.hpp"
#include "test_session.hpp"

namespace surgeflow::comm {
namespace {

class AgreeOnExit : public ::testing::Test {
 protected:
  /// Ranks that are not named are in order with code 0; those beyond the last are left out.
  void expect_verdict(const std::vector<Outcome>& by_rank, int code, int speaker) const {
    const auto own = static_cast<std::size_t>(ranks.rank());
    const Verdict verdict =
        test_session().agree_on_exit(own < by_rank.size() ? by_rank[own] : Outcome{});
    EXPECT_EQ(verdict.code, code);
    EXPECT_EQ(verdict.speaks, ranks.rank() == speaker);
    EXPECT_FALSE(verdict.alone);
  }

  Communicator ranks = Communicator::world();
  std::vector<Outcome> fine = std::vector<Outcome>(static_cast<std::size_t>(ranks.size()));
};

TEST_F(AgreeOnExit, NobodySpeaksWhereAllIsWell) { expect_verdict(fine, 0, -1); }

TEST_F(AgreeOnExit, EachRankInTurnFailsAndTheOthersEcho) {
  for (std::size_t failing = 0; failing < fine.size(); ++failing) {
    std::vector<Outcome> outcomes(fine.size(), {End::echo, 1});
    outcomes[failing] = {End::failed, 3};
    expect_verdict(outcomes, 3, static_cast<int>(failing));
  }
}

TEST_F(AgreeOnExit, EachRankInTurnFailsAndTheOthersAreFine) {
  for (std::size_t failing = 0; failing < fine.size(); ++failing) {
    auto outcomes = fine;
    outcomes[failing] = {End::failed, 2};
    expect_verdict(outcomes, 2, static_cast<int>(failing));
  }
}

TEST_F(AgreeOnExit, OfSeveralFailuresTheLowestRankSpeaks) {
  std::vector<Outcome> outcomes(fine.size(), {End::echo, 1});
  outcomes.back() = {End::failed, 4};
  outcomes[outcomes.size() / 2] = {End::failed, 3};
  const bool are_same = outcomes.size() / 2 == outcomes.size() - 1;
  expect_verdict(outcomes, 3, static_cast<int>(are_same ? fine.size() - 1 : fine.size() / 2));
}

TEST_F(AgreeOnExit, AFailureGoesBeforeACodeInOrder) {
  std::vector<Outcome> outcomes(fine.size(), {End::in_order, 5});
  outcomes.back() = {End::failed, 3};
  expect_verdict(outcomes, 3, ranks.size() - 1);
}

TEST_F(AgreeOnExit, ACodeThatAllHaveIsSpokenOnce) {
  expect_verdict(std::vector<Outcome>(fine.size(), {End::in_order, 6}), 6, 0);
}

TEST_F(AgreeOnExit, ACodeOfTheLastRankAloneIsEverybodys) {
  auto outcomes = fine;
  outcomes.back() = {End::in_order, 5};
  expect_verdict(outcomes, 5, ranks.size() - 1);
}

TEST_F(AgreeOnExit, AnEchoSpeaksWhereTheReasonWasSwallowed) {
  auto outcomes = fine;
  outcomes.back() = {End::echo, 1};
  expect_verdict(outcomes, 1, ranks.size() - 1);
}

}  // namespace
}  // namespace surgeflow::comm
