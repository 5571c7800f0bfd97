// SPDX-License-Identifier: Apache-2.0
// Payload is counted as the header says, whatever the pieces.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

/// The parameter is the largest message in bytes.
class BytesSent : public ::testing::TestWithParam<std::int64_t> {
 protected:
  [[nodiscard]] std::int64_t sent_by(const std::function<void()>& work) const {
    const std::int64_t before = ranks.bytes_sent();
    work();
    return ranks.bytes_sent() - before;
  }

  Communicator ranks = Communicator::world({.largest_message_bytes = GetParam()});
  std::int64_t others = ranks.size() - 1;
  std::int64_t any_other = others > 0 ? 1 : 0;
};

TEST_P(BytesSent, IsNothingAtFirstAndForABarrier) {
  EXPECT_EQ(ranks.bytes_sent(), 0);
  ranks.barrier();
  EXPECT_EQ(ranks.bytes_sent(), 0);
}

TEST_P(BytesSent, OfABroadcastIsTheRoots) {
  const int root = ranks.size() - 1;
  std::vector<std::int32_t> values(10);
  const auto sent = sent_by([&] { ranks.broadcast(std::span(values), root); });
  EXPECT_EQ(sent, ranks.rank() == root ? 40 * others : 0);
  const auto of_text = sent_by([&] { EXPECT_EQ(ranks.broadcast_text("seven b"), "seven b"); });
  EXPECT_EQ(of_text, ranks.is_root() ? 7 * others : 0);
}

TEST_P(BytesSent, OfAGatheringIsTheOwnPartForEachOther) {
  const std::vector<double> mine(static_cast<std::size_t>(ranks.rank()));
  const auto sent = sent_by([&] { static_cast<void>(ranks.gather_all<double>(mine)); });
  EXPECT_EQ(sent, 8 * ranks.rank() * others);
  EXPECT_EQ(sent_by([&] { static_cast<void>(ranks.gather_value(1.0)); }), 8 * others);
}

TEST_P(BytesSent, OfAnExchangeIsThePartsOfOthers) {
  std::vector<std::vector<std::int64_t>> parts(static_cast<std::size_t>(ranks.size()));
  for (auto& part : parts) part.resize(3);
  const auto sent = sent_by([&] { static_cast<void>(ranks.exchange(std::move(parts))); });
  EXPECT_EQ(sent, 24 * others);
}

TEST_P(BytesSent, OfAReductionIsTheSpanOnce) {
  std::vector<std::int64_t> values(6);
  EXPECT_EQ(sent_by([&] { ranks.sum(std::span(values)); }), 48 * any_other);
  std::vector<std::uint8_t> bytes(6);
  EXPECT_EQ(sent_by([&] { ranks.minimum(std::span(bytes)); }), 6 * any_other);
  EXPECT_EQ(sent_by([&] { ranks.maximum(std::span(bytes)); }), 6 * any_other);
  EXPECT_EQ(sent_by([&] { static_cast<void>(ranks.sum_before(1)); }), 8 * any_other);
  EXPECT_EQ(sent_by([&] { ranks.all_or_none([] {}); }), 4 * any_other);
}

TEST_P(BytesSent, IsCountedForEachCommunicatorAlone) {
  const Communicator second = ranks.duplicate();
  static_cast<void>(second.sum(1));
  EXPECT_EQ(ranks.bytes_sent(), 0);
  EXPECT_EQ(second.bytes_sent(), 8 * any_other);
}

INSTANTIATE_TEST_SUITE_P(InMessagesOf, BytesSent,
                         ::testing::Values(3, Options{}.largest_message_bytes),
                         [](const auto& of) { return std::to_string(of.param) + "Bytes"; });

}  // namespace
}  // namespace surgeflow::comm
