// SPDX-License-Identifier: Apache-2.0
// A communicator's life, and work on the root alone; run on 1, 2, 3 and 4 ranks.
#include "comm/communicator.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "comm/launched.hpp"
#include "expected_ranks.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

TEST(Communicator, HasTheRanksItWasStartedOn) {
  const Communicator ranks = Communicator::world();
  EXPECT_EQ(ranks.size(), expected_ranks());
  EXPECT_GE(ranks.rank(), 0);
  EXPECT_LT(ranks.rank(), ranks.size());
  EXPECT_EQ(ranks.is_root(), ranks.rank() == 0);
}

TEST(RunOnRoot, GivesTheRootsResultToAll) {
  const Communicator ranks = Communicator::world();
  EXPECT_EQ(ranks.run_on_root([] { return 42; }), 42);
}

TEST(RunOnRoot, RunsTheWorkOnTheRootAlone) {
  const Communicator ranks = Communicator::world();
  int runs = 0;
  EXPECT_EQ(ranks.run_on_root([&] { return ++runs; }), 1);
  EXPECT_EQ(runs, ranks.is_root() ? 1 : 0);
}

TEST(RunOnRoot, WaitsForSlowWork) {
  const Communicator ranks = Communicator::world();
  const int result = ranks.run_on_root([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return -7;
  });
  EXPECT_EQ(result, -7);
}

TEST(RunOnRoot, KeepsResultsOfManyCallsInOrder) {
  const Communicator ranks = Communicator::world();
  for (int call = 0; call < 100; ++call) {
    ASSERT_EQ(ranks.run_on_root([&] { return call; }), call);
  }
}

TEST(RunOnRoot, OnTwoCommunicatorsDoesNotMix) {
  const Communicator first = Communicator::world();
  const Communicator second = Communicator::world();
  EXPECT_EQ(first.run_on_root([] { return 1; }), 1);
  EXPECT_EQ(second.run_on_root([] { return 2; }), 2);
  EXPECT_EQ(first.run_on_root([] { return 3; }), 3);
}

TEST(Communicator, WorksAfterItWasMoved) {
  Communicator original = Communicator::world();
  const Communicator moved = std::move(original);
  EXPECT_EQ(moved.size(), expected_ranks());
  EXPECT_EQ(moved.run_on_root([] { return 5; }), 5);
}

TEST(Communicator, KnowsTheRanksOfItsMachine) {
  const Communicator ranks = Communicator::world();
  const Communicator here = ranks.on_this_machine();
  // Tests run on one machine.
  EXPECT_EQ(here.size(), ranks.size());
  EXPECT_EQ(here.rank(), ranks.rank());
  EXPECT_EQ(here.broadcast_value(ranks.rank()), 0);
}

TEST(Communicator, DuplicateHasTheSameRanksAndMessagesOfItsOwn) {
  const Communicator first = Communicator::world();
  const Communicator second = first.duplicate();
  EXPECT_EQ(second.rank(), first.rank());
  EXPECT_EQ(second.size(), first.size());
  EXPECT_EQ(first.run_on_root([] { return 1; }), 1);
  EXPECT_EQ(second.run_on_root([] { return 2; }), 2);
}

TEST(Communicator, DuplicateOutlivesItsOriginal) {
  const Communicator second = Communicator::world().duplicate();
  EXPECT_EQ(second.sum(std::int64_t{1}), expected_ranks());
}

TEST(Communicator, RefusesAMessageSizeThatMpiCanNotCount) {
  for (const std::int64_t bytes : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1} << 31}) {
    EXPECT_THROW(static_cast<void>(Communicator::world({.largest_message_bytes = bytes})),
                 std::invalid_argument);
  }
}

TEST(Communicator, ARefusalOfMpiNamesTheCall) {
  const Communicator ranks = Communicator::world();
  if (!is_launched()) GTEST_SKIP() << "a process that is alone calls nothing of MPI";
  try {
    static_cast<void>(ranks.broadcast_value(1, ranks.size()));
    FAIL() << "a root beyond the last rank was accepted";
  } catch (const SystemError& error) {
    EXPECT_NE(std::string(error.what()).find("MPI_Ibcast failed: MPI_ERR_ROOT"), std::string::npos)
        << error.what();
  }
}

TEST(LibraryVersion, NamesTheLibrary) { EXPECT_FALSE(library_version().empty()); }

}  // namespace
}  // namespace surgeflow::comm
