// SPDX-License-Identifier: Apache-2.0
// Breadth-first search from all excess over tight residual arcs, a period's facilities at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/residual.hpp"

namespace surgeflow::flow {

using Label = std::uint16_t;
inline constexpr Label kUnlabelled = std::numeric_limits<Label>::max();

/// Which sets are lowered before deficits were looked for everywhere.
enum class EarlySteps {
  that_pay,  ///< worth much, though flow into the set is cancelled
  /// For where the same flow is cancelled and moved again, round after round, and potentials fall
  /// by one each time.
  that_cancel_nothing,
};

/// Labels count the changes of direction in time on a path from excess. Even stages sweep arcs
/// forward in ascending time, odd stages sweep flow that can be taken back in descending time, so
/// that labels stay small (5 to 35) and tight arcs between equal labels form no cycle.
template <class Lanes>
class Search {
 public:
  explicit Search(const Network& network);

  enum class Outcome {
    lower,    ///< lowering the potentials on `closed_set()` improves the dual by much
    augment,  ///< deficits were reached: move flow along the labels
  };
  [[nodiscard]] Outcome run(const Residual<Lanes>& residual, EarlySteps early);

  /// What to lower, closed under tight arcs that could carry more: the nodes with label at most an
  /// even number, or all but a few from which alone deficits can be reached.
  [[nodiscard]] const BitRows& closed_set() const { return labelled_; }
  /// Deficit nodes reached, by ascending label.
  [[nodiscard]] const std::vector<Node>& deficits() const { return deficits_; }

  /// The label of a node, found by looking through the levels.
  [[nodiscard]] Label label(Node node) const;
  /// Nodes with this label or the one before: where flow to a node with this label may come from.
  [[nodiscard]] const BitRows& feeders(Label label) const {
    return feeders_[static_cast<std::size_t>(label)];
  }
  [[nodiscard]] std::size_t labels() const { return level_count_; }
  /// Moves a node with this label to the next; kUnlabelled once it leaves the levels that the
  /// search made.
  Label raise(Node node, Label label);

 private:
  [[nodiscard]] double reached_share(const Residual<Lanes>& residual) const;
  void start(const Residual<Lanes>& residual);
  void open_level(Label label);
  void sweep_forward(const Residual<Lanes>& residual, Label label);
  void forward_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t);
  void ship_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t);
  void sweep_reverse(const Residual<Lanes>& residual, Label label);
  void reverse_into_row(const Residual<Lanes>& residual, Label label, std::int32_t t);
  /// A group's arcs that could carry more from one period, and where they end.
  struct CappedRow {
    const Word* open = nullptr;
    std::int32_t other_end = 0;  ///< its period
    std::int32_t words = 0;
  };
  template <class Visit>
  void for_each_capped_into(std::int32_t t, std::int32_t w, Visit&& visit) const;
  void reverse_ships(const Residual<Lanes>& residual, Label label, Node node);
  void buy_from_source(const Residual<Lanes>& residual, Label label);
  void sell_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t);
  void unsell_from_sink(const Residual<Lanes>& residual, Label label);
  void unbuy_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t);
  void reach_source(Label label);
  [[nodiscard]] Total trade_into_level(const Residual<Lanes>& residual, Label even) const;
  [[nodiscard]] bool market_is_split(const Residual<Lanes>& residual) const;
  [[nodiscard]] Total flow_into_level(const Residual<Lanes>& residual, Label even,
                                      Total most) const;
  [[nodiscard]] Total flow_into_row(const Residual<Lanes>& residual, Label even,
                                    std::int32_t t) const;
  void leave_out_few(const Residual<Lanes>& residual);
  template <class Visit>
  void for_each_feeder(const Residual<Lanes>& residual, Node node, Visit&& visit) const;
  void reach(const Residual<Lanes>& residual, Label label, std::int32_t t, std::int32_t word,
             Word fresh);
  void reach_sink(const Residual<Lanes>& residual, Label label);
  void note_deficits(const Residual<Lanes>& residual, Word deficits, Node base);

  const Network* network_;
  BitRows labelled_;
  std::vector<BitRows> feeders_;  ///< one more than there are levels
  std::size_t level_count_ = 0;
  std::vector<Word> frontier_;          ///< nodes of one period whose arcs are being followed
  std::vector<CappedRow> capped_rows_;  ///< by group, of the same period
  typename Lanes::Sweep sweep_;
  std::vector<Node> deficits_;
  Total deficit_reached_ = 0;
  bool grew_ = false;
};

}  // namespace surgeflow::flow
