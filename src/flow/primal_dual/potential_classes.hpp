// SPDX-License-Identifier: Apache-2.0
// Potentials, kept as classes of equal value so that tight lanes are found by words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// Every node's potential v is the value of its class. For each period and each class that occurs
/// in it there is one row of bits, its members; a lane (i,t) -> (j,u) is tight exactly
/// when j is in the row of the class with value v_it + c in period u, all lanes costing the same c.
class PotentialClasses {
 public:
  static constexpr std::int32_t kNone = kNoRow;

  /// One potential per period, equal for all facilities; the sink's is 0, and lanes cost nothing.
  PotentialClasses(const Network& network, std::span<const std::int64_t> value_of_period);
  /// A potential for each node; the sink's is 0.
  [[nodiscard]] static PotentialClasses of_nodes(const Network& network,
                                                 std::span<const std::int64_t> value_of_node,
                                                 std::int32_t lane_cost);

  [[nodiscard]] std::int64_t value(Node node) const { return values_[of(node)]; }
  /// The class of a node; equal classes are equal potentials.
  [[nodiscard]] std::int32_t class_of(Node node) const {
    return class_of_[static_cast<std::size_t>(node)];
  }

  /// Row of the class in period `t`; kNone where no facility has it, or for class kNone.
  [[nodiscard]] std::int32_t row_of(std::int32_t t, std::int32_t potential_class) const {
    if (potential_class == kNone) return kNone;
    return row_of_[place_of(t, potential_class)];
  }
  [[nodiscard]] const Word* members(std::int32_t row) const {
    return rows_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(words_);
  }
  /// The rows of period `t`: [first_row(t), first_row(t + 1)).
  [[nodiscard]] std::int32_t first_row(std::int32_t t) const {
    return first_row_[static_cast<std::size_t>(t)];
  }
  /// The number of rows over all periods.
  [[nodiscard]] std::size_t rows() const { return class_of_row_.size(); }
  /// The class whose members a row holds.
  [[nodiscard]] std::int32_t class_of_row(std::int32_t row) const {
    return class_of_row_[static_cast<std::size_t>(row)];
  }

  [[nodiscard]] std::int64_t value_of_row(std::int32_t row) const {
    return values_[static_cast<std::size_t>(class_of_row(row))];
  }

  /// The class whose value is that of `potential_class` plus the lane cost; kNone where there is
  /// none.
  [[nodiscard]] std::int32_t dearer(std::int32_t potential_class) const {
    return dearer_[static_cast<std::size_t>(potential_class)];
  }
  [[nodiscard]] std::int32_t cheaper(std::int32_t potential_class) const {
    return cheaper_[static_cast<std::size_t>(potential_class)];
  }

  // What tile_search.hpp asks: here the rows of senders are those of receivers, a class each.
  [[nodiscard]] const Word* senders(std::int32_t row) const { return members(row); }
  [[nodiscard]] const Word* receivers(std::int32_t row) const { return members(row); }
  [[nodiscard]] std::size_t sender_rows() const { return rows(); }
  [[nodiscard]] std::size_t receiver_rows() const { return rows(); }
  [[nodiscard]] std::int32_t first_senders(std::int32_t t) const { return first_row(t); }
  /// The senders to which a node belongs.
  [[nodiscard]] std::int32_t senders_with(Node node, std::int32_t t) const {
    return row_of(t, class_of(node));
  }
  using Key = std::int32_t;
  /// What senders have in common whose lanes to a node are tight, and their row in a period.
  [[nodiscard]] Key sender_key(Node node) const { return cheaper(class_of(node)); }
  [[nodiscard]] std::int32_t senders_at(std::int32_t departure, Key key) const {
    return row_of(departure, key);
  }
  /// What receivers have in common to whom lanes from a row of senders are tight, and their row.
  [[nodiscard]] Key receiver_key(std::int32_t row) const { return dearer(class_of_row(row)); }
  [[nodiscard]] std::int32_t receivers_at(std::int32_t arrival, Key key) const {
    return row_of(arrival, key);
  }

  /// Lowers the potential of every node of `set`.
  void lower(const Network& network, const BitRows& set, std::int64_t amount);
  /// Multiplies every potential by `factor`; lanes cost `lane_cost` from here on.
  void scale(std::int64_t factor, std::int32_t lane_cost);

 private:
  PotentialClasses() = default;
  struct Split;
  struct RowPlace {
    std::int32_t first_member = 0;
    std::size_t number = 0;
  };
  [[nodiscard]] std::size_t of(Node node) const {
    return static_cast<std::size_t>(class_of_[static_cast<std::size_t>(node)]);
  }
  [[nodiscard]] std::size_t place_of(std::int32_t t, std::int32_t potential_class) const {
    return static_cast<std::size_t>(potential_class) * static_cast<std::size_t>(periods_) +
           static_cast<std::size_t>(t);
  }
  void index_rows(const Network& network);
  [[nodiscard]] std::vector<Split> split_values(const Network& network, const BitRows& set,
                                                std::int64_t amount);
  void split_rows(const Network& network, const BitRows& set, std::span<const Split> splits);
  void append_rows(std::int32_t t, std::span<const Word> rows,
                   std::span<const std::int32_t> classes);
  void link_classes();

  std::int32_t words_ = 0;
  std::int32_t periods_ = 0;
  std::vector<std::int64_t> values_;  ///< that occur, by class, ascending
  std::vector<std::int32_t> class_of_;
  /// [class, period]: lanes of all transit times are looked up for one class
  std::vector<std::int32_t> row_of_;
  std::vector<std::int32_t> first_row_;
  std::vector<std::int32_t> class_of_row_;
  std::vector<Word> rows_;
  std::int32_t lane_cost_ = 0;
  std::vector<std::int32_t> dearer_;
  std::vector<std::int32_t> cheaper_;
};

}  // namespace surgeflow::flow
