// SPDX-License-Identifier: Apache-2.0
// Every item is worked on once, on some rank; a stop and a failure end the dealing on all.
#include "comm/deal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

class Deal : public ::testing::Test {
 protected:
  /// How often each item was worked on, on all ranks.
  std::vector<std::int64_t> worked(std::int64_t items, const DealControl& control) {
    std::mutex mutex;
    std::vector<std::int64_t> times(static_cast<std::size_t>(items));
    dealing_ = deal(ranks_, items, control, [&](int worker, std::int64_t item) {
      EXPECT_GE(worker, 0);
      EXPECT_LT(worker, control.workers);
      const std::lock_guard lock(mutex);
      ++times[static_cast<std::size_t>(item)];
    });
    ranks_.sum(std::span<std::int64_t>(times));
    return times;
  }

  Communicator ranks_ = Communicator::world();
  Dealing dealing_ = Dealing::stopped;
};

TEST_F(Deal, GivesEachItemToOneWorker) {
  for (const int workers : {1, 3}) {
    for (const std::int64_t items : {0, 1, 2, 100}) {
      const auto times = worked(items, {.workers = workers, .stop = {}, .progress = {}});
      EXPECT_EQ(times, std::vector<std::int64_t>(static_cast<std::size_t>(items), 1));
      EXPECT_EQ(dealing_, Dealing::complete);
    }
  }
}

TEST_F(Deal, TellsTheRootHowManyAreFinished) {
  std::int64_t last = 0;
  std::int64_t before = 0;
  bool rising = true;
  (void)worked(50, {.workers = 2, .stop = {}, .progress = [&](std::int64_t finished) {
                      rising = rising && finished >= before;
                      before = finished;
                      last = std::max(last, finished);
                    }});
  EXPECT_TRUE(rising);
  EXPECT_LE(last, 50);
  if (ranks_.size() == 1) {
    EXPECT_EQ(last, 50);
  }
}

TEST_F(Deal, EndsOnAllRanksWhereOneStops) {
  // The last rank stops after its first item.
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> own = 0;
  const bool stops = ranks_.rank() == ranks_.size() - 1;
  constexpr std::int64_t kMany = 1'000'000;
  const Dealing dealing =
      deal(ranks_, kMany, {.workers = 2, .stop = [&] { return stop.load(); }, .progress = {}},
           [&](int, std::int64_t) {
             ++own;
             if (stops) stop = true;
           });
  EXPECT_EQ(dealing, Dealing::stopped);
  EXPECT_LT(ranks_.sum(own.load()), kMany);
}

TEST_F(Deal, ThrowsOnAllRanksWhereAnItemThrows) {
  const auto dealing = [&] {
    (void)deal(ranks_, 10, {.workers = 2, .stop = {}, .progress = {}}, [](int, std::int64_t item) {
      if (item == 5) throw std::runtime_error("the fifth");
    });
  };
  bool own = false;
  try {
    dealing();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const OtherRankFailed&) {
  } catch (const std::runtime_error& error) {
    own = std::string(error.what()) == "the fifth";
  }
  EXPECT_EQ(ranks_.sum(std::int64_t{own ? 1 : 0}), 1);
}

}  // namespace
}  // namespace surgeflow::comm
