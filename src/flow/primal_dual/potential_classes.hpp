// SPDX-License-Identifier: Apache-2.0
// Potentials, kept as classes of equal value so that tight lanes are found by words.
#pragma once

#include <cstdint>
#include <functional>
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

  /// Of no nodes: to be set.
  PotentialClasses() = default;
  PotentialClasses(const PotentialClasses&) = delete;  // points into itself
  PotentialClasses& operator=(const PotentialClasses&) = delete;
  /// Reads the potentials of a word's facilities (or gates) in a period; of several words at once.
  using ReadValues =
      std::function<void(std::int32_t word, std::int32_t t, std::span<std::int64_t> values)>;
  /// A potential for each node, the sink's 0, and what lanes cost.
  void set(const Network& network, const ReadValues& read, std::int32_t lane_cost);
  /// One potential per period, equal for all facilities; the sink's is 0, and lanes cost nothing.
  void set_by_period(const Network& network, std::span<const std::int64_t> value_of_period);

  /// To be held against that of the sink.
  [[nodiscard]] std::int64_t value(Node node) const { return values_[of(node)]; }
  /// The class of a node; equal classes are equal potentials.
  [[nodiscard]] std::int32_t class_of(Node node) const {
    return class_of_[static_cast<std::size_t>(node)];
  }

  /// Row of the class in period `t`; kNone where no facility has it, or for class kNone.
  [[nodiscard]] std::int32_t row_of(std::int32_t t, std::int32_t potential_class) const {
    if (potential_class == kNone) return kNone;
    const std::int32_t place = place_of_row_[place_of(t, potential_class)];
    return place == kNone ? kNone : first_row(t) + place;
  }
  [[nodiscard]] const Word* members(std::int32_t row) const {
    return members_[static_cast<std::size_t>(row)];
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

  [[nodiscard]] std::int64_t value_of_class(std::int32_t potential_class) const {
    return values_[static_cast<std::size_t>(potential_class)];
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

  /// Lowers the potential of every node of `set`, or raises all others: the same, since potentials
  /// count against each other alone, and the sink's says what they are worth. Only what belongs to
  /// the fewer of both is touched.
  void lower(const Network& network, const BitRows& set, std::int64_t amount);
  /// Multiplies every potential by `factor`; lanes cost `lane_cost` from here on.
  void scale(std::int64_t factor, std::int32_t lane_cost);

 private:
  /// Rows of a period in the order of their first members.
  struct PeriodRows {
    std::vector<std::int32_t> classes;
    std::vector<Word> members;  ///< [row, word]
  };
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
  struct Move;
  using Numbering = std::vector<std::vector<std::int32_t>>;  ///< [word, number]: classes
  void assign(const Network& network, const ReadValues& read, std::int64_t value_of_sink);
  [[nodiscard]] std::vector<std::int64_t> number_values(const Network& network,
                                                        const ReadValues& read, std::int32_t word);
  void set_values(std::vector<std::int64_t> values);
  [[nodiscard]] std::int32_t class_with(std::int64_t value) const;
  void make_rows(const Network& network, const Numbering& classes);
  void make_rows_of(const Network& network, const Numbering& classes, std::int32_t t);
  void note_places(std::int32_t t);
  void number_rows();
  [[nodiscard]] static bool holds_most(const Network& network, const BitRows& set);
  [[nodiscard]] static bool moves(const Network& network, const Move& move, std::int32_t t);
  void note_moved_classes(const Move& move, std::int32_t t, std::span<std::int32_t> target) const;
  void find_targets(std::int64_t amount, std::vector<std::int32_t>& target);
  void move_nodes(const Network& network, const Move& move, std::int32_t t,
                  std::span<const std::int32_t> target);
  void move_rows(const Move& move, std::int32_t t, std::span<const std::int32_t> target);
  void sort_rows(const PeriodRows& pieces, PeriodRows& rows) const;
  void forget_values(const Network& network);
  void link_classes();

  std::int32_t words_ = 0;
  std::int32_t periods_ = 0;
  std::vector<std::int64_t> values_;     ///< by class: those that occur, and some that did
  std::vector<std::int32_t> ascending_;  ///< classes by value
  std::size_t most_values_ = 0;          ///< before those that occur are found anew
  std::vector<std::int32_t> class_of_;
  /// [class, period]: among the rows of the period. Lanes of all transit times are looked up for
  /// one class.
  std::vector<std::int32_t> place_of_row_;
  std::vector<std::int32_t> first_row_;
  std::vector<std::int32_t> class_of_row_;
  std::vector<PeriodRows> rows_;
  std::vector<const Word*> members_;  ///< by row
  std::int32_t lane_cost_ = 0;
  std::vector<std::int32_t> dearer_;
  std::vector<std::int32_t> cheaper_;
};

}  // namespace surgeflow::flow
