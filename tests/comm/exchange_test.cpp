// SPDX-License-Identifier: Apache-2.0
// Each rank sends something else to each other one: patterns full, sparse and empty.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

template <class T>
using Parts = std::vector<std::vector<T>>;

/// How many elements `from` sends to `to`.
using LengthOf = std::function<std::size_t(int from, int to)>;

template <class T>
std::vector<T> part(int from, int to, std::size_t length) {
  std::vector<T> values(length);
  for (std::size_t n = 0; n < length; ++n) {
    values[n] = static_cast<T>(100 * from + 10 * to + static_cast<int>(n));
  }
  return values;
}

/// The parameter is the largest message in bytes.
class Exchange : public ::testing::TestWithParam<std::int64_t> {
 protected:
  template <class T>
  void expect_arrives(const LengthOf& length) const {
    Parts<T> sent;
    Parts<T> expected;
    std::vector<std::size_t> lengths;
    const int own = ranks.rank();
    for (int other = 0; other < ranks.size(); ++other) {
      sent.push_back(part<T>(own, other, length(own, other)));
      expected.push_back(part<T>(other, own, length(other, own)));
      lengths.push_back(length(other, own));
    }
    EXPECT_EQ(ranks.exchange(sent, lengths), expected);
    EXPECT_EQ(ranks.exchange(std::move(sent)), expected);
  }

  void expect_arrives_for_all_types(const LengthOf& length) const {
    expect_arrives<std::uint8_t>(length);
    expect_arrives<std::int32_t>(length);
    expect_arrives<std::int64_t>(length);
    expect_arrives<double>(length);
  }

  Communicator ranks = Communicator::world({.largest_message_bytes = GetParam()});
};

TEST_P(Exchange, FullWithLengthsThatDiffer) {
  expect_arrives_for_all_types([](int from, int to) { return std::size_t(3 * from + to + 1); });
}

TEST_P(Exchange, Nothing) {
  expect_arrives_for_all_types([](int, int) { return std::size_t{0}; });
}

TEST_P(Exchange, InARing) {
  const int size = ranks.size();
  expect_arrives_for_all_types(
      [=](int from, int to) { return to == (from + 1) % size ? std::size_t{9} : std::size_t{0}; });
}

TEST_P(Exchange, EachToItselfAlone) {
  expect_arrives_for_all_types(
      [](int from, int to) { return from == to ? std::size_t{9} : std::size_t{0}; });
}

TEST_P(Exchange, AllToTheRoot) {
  expect_arrives_for_all_types(
      [](int from, int to) { return to == 0 ? std::size_t(2 + from) : std::size_t{0}; });
}

TEST_P(Exchange, OneToAll) {
  const int last = ranks.size() - 1;
  expect_arrives_for_all_types(
      [=](int from, int to) { return from == last ? std::size_t(2 + to) : std::size_t{0}; });
}

TEST_P(Exchange, ManyInARowDoNotMix) {
  for (std::size_t round = 0; round < 30; ++round) {
    expect_arrives<std::int32_t>([=](int from, int to) {
      return (static_cast<std::size_t>(from + 2 * to) + round) % 4 * 5;
    });
  }
}

TEST_P(Exchange, LongMessagesCrossWithoutBlocking) {
  if (GetParam() < 1000) GTEST_SKIP() << "too many pieces to be quick";
  expect_arrives<std::int64_t>([](int, int) { return std::size_t{200'000}; });
}

TEST_P(Exchange, MovesTheOwnPart) {
  Parts<double> sent(static_cast<std::size_t>(ranks.size()), std::vector<double>(5));
  const auto own = static_cast<std::size_t>(ranks.rank());
  const double* const address = sent[own].data();
  EXPECT_EQ(ranks.exchange(std::move(sent))[own].data(), address);
}

TEST_P(Exchange, RefusesAnotherNumberOfPartsThanRanks) {
  Parts<double> sent(static_cast<std::size_t>(ranks.size()) + 1);
  EXPECT_THROW(static_cast<void>(ranks.exchange(std::move(sent))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(ranks.exchange(Parts<double>{})), std::invalid_argument);
}

INSTANTIATE_TEST_SUITE_P(InMessagesOf, Exchange,
                         ::testing::Values(1, 7, 64, 4096, Options{}.largest_message_bytes),
                         [](const auto& of) { return std::to_string(of.param) + "Bytes"; });

}  // namespace
}  // namespace surgeflow::comm
