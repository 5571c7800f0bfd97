// SPDX-License-Identifier: Apache-2.0
// Nodes of a period by key, so that tight lanes are found where their costs differ by node.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// For each period and each key that occurs in it one row of bits, its members; rows of a period
/// ascend by key.
class KeyRows {
 public:
  /// `key_of_node` has a key for every node; the sink's is not looked at.
  KeyRows(const Network& network, std::span<const std::int64_t> key_of_node);

  /// The rows of period `t`: [first_row(t), first_row(t + 1)).
  [[nodiscard]] std::int32_t first_row(std::int32_t t) const {
    return first_row_[static_cast<std::size_t>(t)];
  }
  [[nodiscard]] std::size_t rows() const { return keys_.size(); }
  [[nodiscard]] std::int64_t key(std::int32_t row) const {
    return keys_[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] const Word* members(std::int32_t row) const {
    return bits_.data() + static_cast<std::size_t>(row) * words_;
  }
  /// The first row of period `t` whose key is at least `key`; first_row(t + 1) where there is none.
  [[nodiscard]] std::int32_t row_at_least(std::int32_t t, std::int64_t key) const;
  /// The row with exactly this key, or kNoRow.
  [[nodiscard]] std::int32_t row_with(std::int32_t t, std::int64_t key) const;

  /// Lowers the keys of every node of `set`.
  void lower(const BitRows& set, std::int64_t amount);

 private:
  void append(std::int64_t key, const Word* members, const Word* set, Word flip);

  std::size_t words_;
  std::vector<std::int32_t> first_row_;
  std::vector<std::int64_t> keys_;
  std::vector<Word> bits_;  ///< [row, word]
};

/// Lanes (i,u) -> (j,t) with the gain arrive_jt - leave_iu are tight where the key v_iu + leave_iu
/// equals the key v_jt + arrive_jt: rows of senders go by the one, rows of receivers by the other.
class PricedKeys {
 public:
  PricedKeys(const Network& network, std::vector<std::int64_t> values,
             std::vector<std::int64_t> leave, std::vector<std::int64_t> arrive);

  [[nodiscard]] std::int64_t value(Node node) const { return values_[index(node)]; }
  [[nodiscard]] std::int64_t leave(Node node) const { return leave_[index(node)]; }
  [[nodiscard]] std::int64_t arrive(Node node) const { return arrive_[index(node)]; }

  [[nodiscard]] const KeyRows& sending() const { return sending_; }
  [[nodiscard]] const KeyRows& receiving() const { return receiving_; }

  // What tile_search.hpp asks.
  [[nodiscard]] const Word* senders(std::int32_t row) const { return sending_.members(row); }
  [[nodiscard]] const Word* receivers(std::int32_t row) const { return receiving_.members(row); }
  [[nodiscard]] std::size_t sender_rows() const { return sending_.rows(); }
  [[nodiscard]] std::size_t receiver_rows() const { return receiving_.rows(); }
  [[nodiscard]] std::int32_t first_senders(std::int32_t t) const { return sending_.first_row(t); }
  [[nodiscard]] std::int32_t senders_with(Node node, std::int32_t t) const {
    return sending_.row_with(t, value(node) + leave(node));
  }
  using Key = std::int64_t;
  [[nodiscard]] Key sender_key(Node node) const { return value(node) + arrive(node); }
  [[nodiscard]] std::int32_t senders_at(std::int32_t departure, Key key) const {
    return sending_.row_with(departure, key);
  }
  [[nodiscard]] Key receiver_key(std::int32_t row) const { return sending_.key(row); }
  [[nodiscard]] std::int32_t receivers_at(std::int32_t arrival, Key key) const {
    return receiving_.row_with(arrival, key);
  }

  void lower(const Network& network, const BitRows& set, std::int64_t amount);

 private:
  static std::size_t index(Node node) { return static_cast<std::size_t>(node); }

  std::vector<std::int64_t> values_;
  std::vector<std::int64_t> leave_;
  std::vector<std::int64_t> arrive_;
  KeyRows sending_;
  KeyRows receiving_;
};

}  // namespace surgeflow::flow
