// SPDX-License-Identifier: Apache-2.0
// A failure on any rank is one on all; and the ranks go on working together afterwards.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "comm/communicator.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

using Work = std::function<void()>;

/// What `work` threw, as "type: text".
std::string thrown_by(const Work& work) {
  try {
    work();
  } catch (const OtherRankFailed& error) {
    return "other rank: " + std::to_string(error.rank());
  } catch (const InputError& error) {
    return std::string("input: ") + error.what();
  } catch (const SystemError& error) {
    return std::string("system: ") + error.what();
  } catch (const std::bad_alloc&) {
    return "memory";
  } catch (int number) {
    return "int: " + std::to_string(number);
  }
  return "nothing";
}

class AllOrNone : public ::testing::Test {
 protected:
  /// Where `fails`, the n-th rank throws "n"; and all ranks can still talk.
  void expect_agreed(const std::vector<bool>& fails, const std::string& if_none_of_its_own) const {
    const auto own = static_cast<std::size_t>(ranks.rank());
    const auto seen = thrown_by([&] {
      ranks.all_or_none([&] {
        if (fails[own]) throw SystemError(std::to_string(own));
      });
    });
    EXPECT_EQ(seen, fails[own] ? "system: " + std::to_string(own) : if_none_of_its_own);
    EXPECT_EQ(ranks.sum(std::int64_t{1}), ranks.size());
  }

  Communicator ranks = Communicator::world();
  std::vector<bool> none = std::vector<bool>(static_cast<std::size_t>(ranks.size()));
};

TEST_F(AllOrNone, NoneFails) {
  bool ran = false;
  ranks.all_or_none([&] { ran = true; });
  EXPECT_TRUE(ran);
  expect_agreed(none, "nothing");
}

TEST_F(AllOrNone, EachRankInTurnFails) {
  for (std::size_t failing = 0; failing < none.size(); ++failing) {
    auto fails = none;
    fails[failing] = true;
    expect_agreed(fails, "other rank: " + std::to_string(failing));
  }
}

TEST_F(AllOrNone, AllFailEachWithItsOwn) {
  expect_agreed(std::vector<bool>(none.size(), true), "");
}

TEST_F(AllOrNone, OfSeveralTheLowestIsNamed) {
  for (std::size_t lowest = 0; lowest < none.size(); ++lowest) {
    auto fails = none;
    for (std::size_t rank = lowest; rank < fails.size(); rank += 2) fails[rank] = true;
    expect_agreed(fails, "other rank: " + std::to_string(lowest));
  }
}

TEST_F(AllOrNone, AnyTypeIsRethrownAsItIs) {
  const std::vector<Work> failures{[] { throw InputError(std::vector<Diagnostic>(1)); },
                                   [] { throw SystemError("disk"); },
                                   [] { throw std::bad_alloc(); }, [] { throw 17; }};
  for (int shift = 0; shift < 4; ++shift) {
    const int last = ranks.size() - 1;
    const Work& mine = failures[static_cast<std::size_t>((ranks.rank() + shift) % 4)];
    const auto seen = thrown_by([&] {
      ranks.all_or_none([&] {
        if (ranks.is_root() || ranks.rank() == last) mine();
      });
    });
    const bool failed = ranks.is_root() || ranks.rank() == last;
    EXPECT_EQ(seen, failed ? thrown_by(mine) : "other rank: 0");
  }
}

TEST_F(AllOrNone, ThrowsOnlyOnceAllAreThere) {
  bool ran = false;
  const auto seen = thrown_by([&] {
    ranks.all_or_none([&] {
      if (ranks.is_root()) throw SystemError("early");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      ran = true;
    });
  });
  EXPECT_EQ(seen, ranks.is_root() ? "system: early" : "other rank: 0");
  EXPECT_EQ(ran, !ranks.is_root());
}

TEST_F(AllOrNone, ThousandTimesInARow) {
  for (int round = 0; round < 1000; ++round) {
    const int failing = round % (ranks.size() + 1);
    const auto seen = thrown_by([&] {
      ranks.all_or_none([&] {
        if (ranks.rank() == failing) throw round;
      });
    });
    const auto of_others =
        failing < ranks.size() ? "other rank: " + std::to_string(failing) : std::string("nothing");
    ASSERT_EQ(seen, ranks.rank() == failing ? "int: " + std::to_string(round) : of_others);
  }
}

TEST_F(AllOrNone, TheOthersMessageNamesTheRank) {
  EXPECT_STREQ(OtherRankFailed(3).what(), "rank 3 failed; its message says why");
}

TEST_F(AllOrNone, RunOnRootThrowsEverywhere) {
  const auto seen = thrown_by([&] {
    static_cast<void>(ranks.run_on_root([]() -> int { throw SystemError("disk is full"); }));
  });
  EXPECT_EQ(seen, ranks.is_root() ? "system: disk is full" : "other rank: 0");
  EXPECT_EQ(ranks.run_on_root([] { return 8; }), 8);
}

}  // namespace
}  // namespace surgeflow::comm
