// SPDX-License-Identifier: Apache-2.0
// A journal holds every communication, what it moved, and the work before it.
#include "comm/journal.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <cstdint>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

class JournalOfRanks : public ::testing::Test {
 protected:
  Communicator ranks = Communicator::world();
  Journal journal;
};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

TEST_F(JournalOfRanks, IsNotKeptUnlessAskedFor) {
  ranks.barrier();
  ranks.keep_journal(&journal);
  ranks.keep_journal(nullptr);
  ranks.barrier();
  ranks.end_stretch("nothing");
  EXPECT_TRUE(journal.legs.empty());
  EXPECT_TRUE(journal.stretches.empty());
}

TEST_F(JournalOfRanks, SaysWhatEveryCommunicationMoves) {
  const auto size = static_cast<std::int64_t>(ranks.size());
  ranks.keep_journal(&journal);
  ranks.barrier();
  (void)ranks.sum(1);
  (void)ranks.broadcast_value(std::int32_t{1});
  (void)ranks.gather_value(1.0);
  std::vector<std::vector<std::int64_t>> parts(static_cast<std::size_t>(size));
  for (auto& part : parts) part.resize(3);
  (void)ranks.exchange(std::move(parts));
  ASSERT_EQ(journal.legs.size(), 6U);  // an exchange tells its lengths first
  const std::vector<Pattern> patterns = {Pattern::barrier,   Pattern::reduction, Pattern::broadcast,
                                         Pattern::gathering, Pattern::gathering, Pattern::exchange};
  const std::vector<std::int64_t> bytes = {0, 8, 4, 8 * size, 8 * size, 24 * (size - 1)};
  for (std::size_t n = 0; n < journal.legs.size(); ++n) {
    EXPECT_EQ(journal.legs[n].pattern, patterns[n]) << n;
    EXPECT_EQ(journal.legs[n].bytes, bytes[n]) << n;
    EXPECT_EQ(journal.legs[n].messages, n == 5 ? size - 1 : 0) << n;
  }
}

TEST_F(JournalOfRanks, CountsTheWorkBeforeACommunication) {
  constexpr double kWork = 0.01;
  ranks.barrier();
  ranks.keep_journal(&journal);
  const double before = processor_seconds();
  while (processor_seconds() < before + kWork) {
  }
  ranks.barrier();
  ASSERT_EQ(journal.legs.size(), 1U);
  EXPECT_GE(journal.legs[0].processor_seconds, kWork);
}

TEST_F(JournalOfRanks, NamesItsStretches) {
  ranks.keep_journal(&journal);
  ranks.barrier();
  ranks.barrier();
  ranks.end_stretch("first");
  ranks.barrier();
  ranks.end_stretch("second");
  ASSERT_EQ(journal.stretches.size(), 2U);
  EXPECT_EQ(journal.stretches[0].name, "first");
  EXPECT_EQ(journal.stretches[0].end, 2U);
  EXPECT_EQ(journal.stretches[1].end, 3U);
}

}  // namespace
}  // namespace surgeflow::comm
