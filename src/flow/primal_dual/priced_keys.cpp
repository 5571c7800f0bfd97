// SPDX-License-Identifier: Apache-2.0
// Rows sorted once, then merged as part of them is lowered.
#include "flow/primal_dual/priced_keys.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::flow {
namespace {

std::vector<std::int64_t> sum(std::span<const std::int64_t> one,
                              std::span<const std::int64_t> other) {
  std::vector<std::int64_t> sums(one.begin(), one.end());
  for (std::size_t n = 0; n < sums.size(); ++n) sums[n] += other[n];
  return sums;
}

}  // namespace

KeyRows::KeyRows(const Network& network, std::span<const std::int64_t> key_of_node)
    : words_(static_cast<std::size_t>(network.words())), first_row_{0} {
  std::vector<std::int64_t> keys;
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    const auto here = key_of_node.subspan(static_cast<std::size_t>(network.node(t, 0)),
                                          static_cast<std::size_t>(network.facilities()));
    keys.assign(here.begin(), here.end());
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const std::size_t first = keys_.size();
    keys_.insert(keys_.end(), keys.begin(), keys.end());
    bits_.resize(keys_.size() * words_, 0);
    first_row_.push_back(static_cast<std::int32_t>(keys_.size()));
    for (std::size_t position = 0; position < here.size(); ++position) {
      const auto row = static_cast<std::size_t>(
          std::lower_bound(keys.begin(), keys.end(), here[position]) - keys.begin());
      bits_[(first + row) * words_ + position / kWordBits] |= Word{1} << (position % kWordBits);
    }
  }
}

std::int32_t KeyRows::row_at_least(std::int32_t t, std::int64_t key) const {
  const auto first = keys_.begin() + first_row(t);
  const auto last = keys_.begin() + first_row(t + 1);
  return static_cast<std::int32_t>(std::lower_bound(first, last, key) - keys_.begin());
}

std::int32_t KeyRows::row_with(std::int32_t t, std::int64_t key) const {
  const std::int32_t row = row_at_least(t, key);
  return row < first_row(t + 1) && this->key(row) == key ? row : kNoRow;
}

void KeyRows::lower(const BitRows& set, std::int64_t amount) {
  const std::vector<std::int64_t> keys = std::exchange(keys_, {});
  const std::vector<Word> bits = std::exchange(bits_, {});
  const std::vector<std::int32_t> first_row = std::exchange(first_row_, {0});
  keys_.reserve(keys.size());
  bits_.reserve(bits.size());
  for (std::size_t t = 0; t + 1 < first_row.size(); ++t) {
    // The members inside, their keys lowered, and those outside are both in ascending order.
    auto inside = static_cast<std::size_t>(first_row[t]);
    auto outside = inside;
    const auto end = static_cast<std::size_t>(first_row[t + 1]);
    const Word* const lowered = set.row(static_cast<std::int32_t>(t));
    const auto first = static_cast<std::size_t>(first_row_.back());
    const auto add = [&](std::int64_t key, std::size_t row, Word flip) {
      if (keys_.size() > first && keys_.back() == key) {
        Word* const last = bits_.data() + (keys_.size() - 1) * words_;
        for (std::size_t w = 0; w < words_; ++w) {
          last[w] |= bits[row * words_ + w] & (lowered[w] ^ flip);
        }
        return;
      }
      append(key, bits.data() + row * words_, lowered, flip);
    };
    while (inside < end || outside < end) {
      if (inside < end && (outside == end || keys[inside] - amount <= keys[outside])) {
        add(keys[inside] - amount, inside, 0);
        ++inside;
      } else {
        add(keys[outside], outside, ~Word{0});
        ++outside;
      }
    }
    first_row_.push_back(static_cast<std::int32_t>(keys_.size()));
  }
}

/// A row of those members that are in `set`, complemented where `flip` is ~0, if there are any.
void KeyRows::append(std::int64_t key, const Word* members, const Word* set, Word flip) {
  Word any = 0;
  for (std::size_t w = 0; w < words_; ++w) any |= members[w] & (set[w] ^ flip);
  if (any == 0) return;
  keys_.push_back(key);
  for (std::size_t w = 0; w < words_; ++w) bits_.push_back(members[w] & (set[w] ^ flip));
}

PricedKeys::PricedKeys(const Network& network, std::vector<std::int64_t> values,
                       std::vector<std::int64_t> leave, std::vector<std::int64_t> arrive)
    : values_(std::move(values)),
      leave_(std::move(leave)),
      arrive_(std::move(arrive)),
      sending_(network, sum(values_, leave_)),
      receiving_(network, sum(values_, arrive_)) {}

void PricedKeys::lower(const Network& network, const BitRows& set, std::int64_t amount) {
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    for (std::int32_t w = 0; w < network.words(); ++w) {
      for_each_bit(set.row(t)[w], network.node(t, w * kWordBits),
                   [&](Node node) { values_[index(node)] -= amount; });
    }
  }
  if (set.test(network.sink())) values_[index(network.sink())] -= amount;
  sending_.lower(set, amount);
  receiving_.lower(set, amount);
}

}  // namespace surgeflow::flow
