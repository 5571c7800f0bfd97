// SPDX-License-Identifier: Apache-2.0
// All lanes as tiles, where they all cost the same, with the potentials of their ends as classes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/lane_tiles.hpp"
#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/potential_classes.hpp"

namespace surgeflow::flow {

/// One of the two ways to know which lanes are tight (the other is listed_lanes.hpp); Residual,
/// Search and Augmentation work with either. A lane is tight where the potential at its start is
/// that at its end less the cost: 64 x 64 lanes of one transit time are compared with the class of
/// the potential that they must lead to.
class TiledLanes {
 public:
  /// Nodes raised by an augmentation, as a share of all nodes, that end it, and that end its search
  /// for one unit: few, since every raised node is scanned again.
  static constexpr double kRoundShare = 0.04;
  static constexpr double kSearchShare = 0.003;

  /// Potentials 0 and lanes for nothing at first.
  explicit TiledLanes(const Network& network);

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const LaneTiles& outgoing() const { return outgoing_; }
  [[nodiscard]] const LaneTiles& incoming() const { return incoming_ ? *incoming_ : outgoing_; }
  [[nodiscard]] const PotentialClasses& potentials() const { return potentials_; }

  [[nodiscard]] std::int64_t value(Node node) const { return potentials_.value(node); }
  [[nodiscard]] bool same_value(Node one, Node other) const {
    return potentials_.class_of(one) == potentials_.class_of(other);
  }
  [[nodiscard]] std::int64_t cost(Node /*from*/, Node /*to*/) const { return lane_cost_; }
  /// What one unit of lane cost stands for.
  [[nodiscard]] std::int64_t cost_unit() const { return 1; }

  /// One potential per period, equal for all facilities; the sink's is 0.
  void set_potentials_by_period(std::span<const std::int64_t> value_of_period);
  /// One potential per node, the sink's 0, and what all lanes cost with them.
  void set_potentials_by_node(std::span<const std::int64_t> value_of_node, std::int32_t lane_cost);
  /// Multiplies all potentials by `factor`; lanes cost `lane_cost` from here on.
  void rescale(std::int64_t factor, std::int32_t lane_cost);
  void lower(const BitRows& set, std::int64_t amount) { potentials_.lower(*network_, set, amount); }
  /// By how much potentials on `set` can be lowered until a lane that leaves it is tight.
  [[nodiscard]] std::int64_t room(const BitRows& set) const;

  class Sweep;
  class Scan;
  /// Every node from which a tight lane leads to `node`, at `position` in period `t`.
  template <class Visit>
  void for_each_tight_into(Node node, std::int32_t t, std::int32_t position, Visit&& visit) const;

 private:
  [[nodiscard]] bool joined(std::size_t kind, std::span<const Word> senders,
                            std::span<const Word> receivers) const;

  const Network* network_;
  LaneTiles outgoing_;
  std::optional<LaneTiles> incoming_;  ///< empty where lanes are symmetric
  std::int32_t lane_cost_ = 0;
  PotentialClasses potentials_;
};

/// Follows tight lanes from a row of nodes.
class TiledLanes::Sweep {
 public:
  explicit Sweep(const Network& network)
      : senders_(static_cast<std::size_t>(network.words()), 0), open_(senders_) {}

  void start(const TiledLanes& lanes) { row_is_labelled_.assign(lanes.potentials().rows(), false); }
  /// Calls `reach(period, word, nodes)` for nodes that are not labelled and to which a tight lane
  /// leads from the frontier, a row of nodes of period `t`; they must be labelled on return.
  template <class Reach>
  void send(const TiledLanes& lanes, std::int32_t t, std::span<const Word> frontier,
            const BitRows& labelled, Reach&& reach);

 private:
  template <class Reach>
  void send_class(const TiledLanes& lanes, std::int32_t t, std::int32_t potential_class,
                  const BitRows& labelled, Reach&& reach);
  [[nodiscard]] Word reached(const LaneTiles& tiles, const LaneTile& tile, std::size_t word) const;

  std::vector<Word> senders_;     ///< those of one potential class
  std::vector<Word> open_;        ///< nodes of the arrival period that a tight lane would label
  std::vector<Word> open_words_;  ///< which words of open_ are not empty
  std::vector<bool> row_is_labelled_;  ///< per potential row: nothing in it is left to label
};

/// Looks for tight lanes into a node, one after the other.
class TiledLanes::Scan {
 public:
  void start(const TiledLanes& lanes, std::size_t labels);
  /// A node has been raised to a label.
  void note_raised(const TiledLanes& lanes, Node node, std::int32_t t, std::size_t label);
  /// The next start of a lane among `feeders`, the nodes that feed `label`; `next` is where the
  /// scan of `node` stands, 0 at first.
  [[nodiscard]] NodeAt find(const TiledLanes& lanes, Node node, std::int32_t t, std::size_t label,
                            const BitRows& feeders, std::uint32_t& next);

 private:
  [[nodiscard]] const Word* words_with_feeders(const TiledLanes& lanes, std::size_t label,
                                               std::int32_t t, std::int32_t row,
                                               const BitRows& feeders);

  /// [label, potential row]: whether it is known which words have feeders, ...
  std::vector<bool> known_;
  /// ... and a bit for each word, mask_words() words of bits.
  std::vector<Word> words_with_feeders_;
};

template <class Visit>
void TiledLanes::for_each_tight_into(Node node, std::int32_t t, std::int32_t position,
                                     Visit&& visit) const {
  const std::int32_t cheaper = potentials_.cheaper(potentials_.class_of(node));
  for (const LaneTile& tile : incoming().tiles_of(static_cast<std::size_t>(position / kWordBits))) {
    const std::int32_t departure = t - incoming().transit_times()[tile.kind];
    if (departure < 0) break;
    const std::int32_t row = potentials_.row_of(departure, cheaper);
    if (row == PotentialClasses::kNone) continue;
    for_each_bit(incoming().rows(tile)[position % kWordBits] & potentials_.members(row)[tile.word],
                 network_->node(departure, static_cast<std::int32_t>(tile.word) * kWordBits),
                 visit);
  }
}

template <class Reach>
void TiledLanes::Sweep::send(const TiledLanes& lanes, std::int32_t t,
                             std::span<const Word> frontier, const BitRows& labelled,
                             Reach&& reach) {
  const PotentialClasses& potentials = lanes.potentials();
  for (std::int32_t row = potentials.first_row(t); row < potentials.first_row(t + 1); ++row) {
    const Word* const members = potentials.members(row);
    Word any = 0;
    for (std::size_t w = 0; w < frontier.size(); ++w) {
      senders_[w] = frontier[w] & members[w];
      any |= senders_[w];
    }
    if (any != 0) send_class(lanes, t, potentials.class_of_row(row), labelled, reach);
  }
}

/// All senders have the same potential, so that their lanes of one transit time are tight towards
/// the nodes of one class.
template <class Reach>
void TiledLanes::Sweep::send_class(const TiledLanes& lanes, std::int32_t t,
                                   std::int32_t potential_class, const BitRows& labelled,
                                   Reach&& reach) {
  const PotentialClasses& potentials = lanes.potentials();
  const LaneTiles& tiles = lanes.outgoing();
  const std::int32_t dearer = potentials.dearer(potential_class);
  for (std::size_t kind = 0; kind < tiles.transit_times().size(); ++kind) {
    const std::int32_t arrival = t + tiles.transit_times()[kind];
    if (arrival >= lanes.network().periods()) break;
    const std::int32_t row = potentials.row_of(arrival, dearer);
    if (row == PotentialClasses::kNone) continue;
    const auto target = static_cast<std::size_t>(row);
    if (row_is_labelled_[target]) continue;
    const Word* const members = potentials.members(row);
    const Word* const known = labelled.row(arrival);
    open_words_.assign(tiles.mask_words(), 0);
    bool any_open = false;
    for (std::size_t w = 0; w < open_.size(); ++w) {
      open_[w] = members[w] & ~known[w];
      if (open_[w] == 0) continue;
      any_open = true;
      open_words_[w / kWordBits] |= Word{1} << (w % kWordBits);
    }
    row_is_labelled_[target] = !any_open;
    for (std::size_t w = 0; w < senders_.size() && any_open; ++w) {
      if (senders_[w] == 0) continue;
      const Word* const partners = tiles.partners(w, kind);
      for (std::size_t m = 0; m < open_words_.size(); ++m) {
        for_each_bit(partners[m] & open_words_[m], static_cast<std::int32_t>(m) * kWordBits,
                     [&](std::int32_t partner) {
                       const LaneTile& tile =
                           tiles.tile(w, kind, static_cast<std::size_t>(partner));
                       const Word fresh = reached(tiles, tile, w);
                       if (fresh == 0) return;
                       open_[tile.word] &= ~fresh;
                       if (open_[tile.word] == 0) {
                         open_words_[m] &= ~(Word{1} << (partner % kWordBits));
                       }
                       reach(arrival, partner, fresh);
                     });
      }
    }
  }
}

/// Open nodes that senders of a word reach through a tile.
inline Word TiledLanes::Sweep::reached(const LaneTiles& tiles, const LaneTile& tile,
                                       std::size_t word) const {
  const Word wanted = tile.any & open_[tile.word];
  if (wanted == 0) return 0;
  const Word* const rows = tiles.rows(tile);
  Word reached = 0;
  for (Word rest = senders_[word]; rest != 0; rest &= rest - 1) {
    reached |= rows[std::countr_zero(rest)];
    if ((wanted & ~reached) == 0) break;
  }
  return wanted & reached;
}

}  // namespace surgeflow::flow
