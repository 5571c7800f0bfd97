// SPDX-License-Identifier: Apache-2.0
// How tight lanes are followed and looked for in tiles, whatever tells which rows they join.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/lane_tiles.hpp"
#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/timed_tiles.hpp"

namespace surgeflow::flow {

// `Lanes` has tiles (outgoing, incoming) and `potentials()`, which put the nodes of a period into
// rows: senders by what a lane must lead to to be tight, receivers by what tight lanes lead to.

/// Whether a lane of a kind leads from one row of facilities to another.
[[nodiscard]] inline bool joined(const LaneTiles& tiles, std::size_t kind,
                                 std::span<const Word> senders, std::span<const Word> receivers) {
  for (std::size_t w = 0; w < senders.size(); ++w) {
    if (senders[w] == 0) continue;
    for (const LaneTile& tile : tiles.tiles_of(w, kind)) {
      const Word wanted = tile.any & receivers[tile.word];
      if (wanted == 0) continue;
      const Word* const rows = tiles.rows(tile);
      for (Word rest = senders[w]; rest != 0; rest &= rest - 1) {
        if ((rows[std::countr_zero(rest)] & wanted) != 0) return true;
      }
    }
  }
  return false;
}

/// Follows tight lanes from a row of nodes.
template <class Lanes>
class TileSweep {
 public:
  explicit TileSweep(const Network& network)
      : senders_(static_cast<std::size_t>(network.words()), 0),
        sender_words_((senders_.size() + kWordBits - 1) / kWordBits, 0),
        open_(senders_),
        open_words_(sender_words_) {}

  void start(const Lanes& lanes) { row_is_labelled_.assign(lanes.potentials().receiver_rows(), 0); }
  /// Calls `reach(period, word, nodes)` for nodes that are not labelled and to which a tight lane
  /// leads from the frontier, a row of nodes of period `t`; they must be labelled on return.
  template <class Reach>
  void send(const Lanes& lanes, std::int32_t t, std::span<const Word> frontier,
            const BitRows& labelled, Reach&& reach);

 private:
  template <class Reach>
  void send_row(const Lanes& lanes, std::int32_t t, std::int32_t senders, const BitRows& labelled,
                Reach&& reach);
  template <class Reach>
  void send_kind(const LaneTiles& tiles, std::size_t kind, std::int32_t arrival, Reach&& reach);
  void note_frontier(std::span<const Word> frontier);
  [[nodiscard]] bool choose_senders(const Word* members);
  [[nodiscard]] bool find_open(const Word* members, const Word* known);
  [[nodiscard]] Word reached(const LaneTiles& tiles, const LaneTile& tile, Word senders) const;

  struct FrontierWord {
    std::size_t word = 0;
    Word nodes = 0;
  };
  std::vector<FrontierWord> frontier_;  ///< those whose row has not come yet
  std::vector<Word> senders_;           ///< those of one row
  std::vector<Word> sender_words_;      ///< a bit for each word of senders_ that is not empty
  std::vector<Word> open_;        ///< nodes of the arrival period that a tight lane would label
  std::vector<Word> open_words_;  ///< a bit for each word of open_ that is not empty
  std::vector<std::uint8_t> row_is_labelled_;  ///< per row of receivers: nothing is left to label
};

/// Looks for tight lanes into a node, one after the other.
template <class Lanes>
class TileScan {
 public:
  void start(const Lanes& lanes, std::size_t labels);
  /// A node has been raised to a label.
  void note_raised(const Lanes& lanes, Node node, std::int32_t t, std::size_t label);
  /// The next start of a lane among `feeders`, the nodes that feed `label`; `next` is where the
  /// scan of `node` stands, 0 at first.
  [[nodiscard]] NodeAt find(const Lanes& lanes, Node node, std::int32_t t, std::size_t label,
                            const BitRows& feeders, std::uint32_t& next);

 private:
  [[nodiscard]] const Word* words_with_feeders(const Lanes& lanes, std::size_t label,
                                               std::int32_t t, std::int32_t row,
                                               const BitRows& feeders);

  /// [label, row of senders]: whether it is known which words have feeders, ...
  std::vector<bool> known_;
  /// ... and a bit for each word, mask_words() words of bits.
  std::vector<Word> words_with_feeders_;
};

/// Every node from which a tight lane leads to `node`, at `position` in period `t`.
template <class Lanes, class Visit>
void for_each_tight_tile_into(const Lanes& lanes, Node node, std::int32_t t, std::int32_t position,
                              Visit&& visit) {
  const auto key = lanes.potentials().sender_key(node);
  const std::span<const std::int32_t> transit_times = lanes.tiles().transit_times();
  const auto word = static_cast<std::size_t>(position / kWordBits);
  for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
    const std::int32_t departure = t - transit_times[kind];
    if (departure < 0) break;
    const std::int32_t row = lanes.potentials().senders_at(departure, key);
    if (row == kNoRow) continue;
    const LaneTiles& incoming = lanes.tiles().incoming(departure);
    for (const LaneTile& tile : incoming.tiles_of(word, kind)) {
      for_each_bit(
          incoming.rows(tile)[position % kWordBits] & lanes.potentials().senders(row)[tile.word],
          lanes.network().node(departure, static_cast<std::int32_t>(tile.word) * kWordBits), visit);
    }
  }
}

template <class Lanes>
template <class Reach>
void TileSweep<Lanes>::send(const Lanes& lanes, std::int32_t t, std::span<const Word> frontier,
                            const BitRows& labelled, Reach&& reach) {
  const auto& potentials = lanes.potentials();
  note_frontier(frontier);
  const std::int32_t end = potentials.first_senders(t + 1);
  for (std::int32_t row = potentials.first_senders(t); !frontier_.empty() && row < end; ++row) {
    if (choose_senders(potentials.senders(row))) send_row(lanes, t, row, labelled, reach);
  }
}

/// The words that are not empty: mostly few.
template <class Lanes>
void TileSweep<Lanes>::note_frontier(std::span<const Word> frontier) {
  frontier_.clear();
  std::ranges::fill(senders_, 0);
  for (std::size_t w = 0; w < frontier.size(); ++w) {
    if (frontier[w] != 0) frontier_.push_back({w, frontier[w]});
  }
}

/// Takes the members of a row from the frontier; false where there are none.
template <class Lanes>
bool TileSweep<Lanes>::choose_senders(const Word* members) {
  Word any = 0;
  Word left = 0;
  for (FrontierWord& some : frontier_) {
    const Word chosen = some.nodes & members[some.word];
    senders_[some.word] = chosen;
    some.nodes ^= chosen;
    any |= chosen;
    left |= some.nodes;
  }
  if (any == 0) return false;
  std::ranges::fill(sender_words_, 0);
  for (const FrontierWord& some : frontier_) {
    sender_words_[some.word / kWordBits] |= Word{senders_[some.word] != 0}
                                            << (some.word % kWordBits);
  }
  if (left == 0) frontier_.clear();
  return true;
}

/// All senders must lead to the same value, so that their lanes of one transit time are tight
/// towards the nodes of one row.
template <class Lanes>
template <class Reach>
void TileSweep<Lanes>::send_row(const Lanes& lanes, std::int32_t t, std::int32_t senders,
                                const BitRows& labelled, Reach&& reach) {
  const auto& potentials = lanes.potentials();
  const std::span<const std::int32_t> transit_times = lanes.tiles().transit_times();
  const auto key = potentials.receiver_key(senders);
  for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
    const std::int32_t arrival = t + transit_times[kind];
    if (arrival >= lanes.network().periods()) break;
    const std::int32_t row = potentials.receivers_at(arrival, key);
    if (row == kNoRow || row_is_labelled_[static_cast<std::size_t>(row)] != 0) continue;
    if (find_open(potentials.receivers(row), labelled.row(arrival))) {
      send_kind(lanes.tiles().outgoing(t), kind, arrival, reach);
    } else {
      row_is_labelled_[static_cast<std::size_t>(row)] = 1;
    }
  }
}

/// False where nobody is open.
template <class Lanes>
bool TileSweep<Lanes>::find_open(const Word* members, const Word* known) {
  Word* const open = open_.data();
  const std::size_t words = open_.size();
  Word any = 0;
  for (std::size_t m = 0; m < open_words_.size(); ++m) {
    Word not_empty = 0;
    for (std::size_t w = m * kWordBits; w < std::min(words, (m + 1) * kWordBits); ++w) {
      open[w] = members[w] & ~known[w];
      not_empty |= Word{open[w] != 0} << (w % kWordBits);
    }
    open_words_[m] = not_empty;
    any |= not_empty;
  }
  return any != 0;
}

/// Follows the lanes of one transit time to who is open.
template <class Lanes>
template <class Reach>
void TileSweep<Lanes>::send_kind(const LaneTiles& tiles, std::size_t kind, std::int32_t arrival,
                                 Reach&& reach) {
  for (std::size_t s = 0; s < sender_words_.size(); ++s) {
    for (Word rest = sender_words_[s]; rest != 0; rest &= rest - 1) {
      const std::size_t w = s * kWordBits + static_cast<std::size_t>(std::countr_zero(rest));
      const Word* const partners = tiles.partners(w, kind);
      for (std::size_t m = 0; m < open_words_.size(); ++m) {
        for_each_bit(partners[m] & open_words_[m], static_cast<std::int32_t>(m) * kWordBits,
                     [&](std::int32_t partner) {
                       const auto other = static_cast<std::size_t>(partner);
                       const Word fresh = reached(tiles, tiles.tile(w, kind, other), senders_[w]);
                       if (fresh == 0) return;
                       open_[other] &= ~fresh;
                       open_words_[m] &= ~(Word{open_[other] == 0} << (other % kWordBits));
                       reach(arrival, partner, fresh);
                     });
      }
    }
  }
}

/// Open nodes that senders of a word reach through a tile.
template <class Lanes>
Word TileSweep<Lanes>::reached(const LaneTiles& tiles, const LaneTile& tile, Word senders) const {
  const Word wanted = tile.any & open_[tile.word];
  if (wanted == 0) return 0;
  const Word* const rows = tiles.rows(tile);
  Word reached = 0;
  for (Word rest = senders; rest != 0; rest &= rest - 1) {
    reached |= rows[std::countr_zero(rest)];
    if ((wanted & ~reached) == 0) break;
  }
  return wanted & reached;
}

template <class Lanes>
void TileScan<Lanes>::start(const Lanes& lanes, std::size_t labels) {
  const std::size_t rows = (labels + 1) * lanes.potentials().sender_rows();
  known_.assign(rows, false);
  words_with_feeders_.resize(rows * lanes.tiles().mask_words());
}

template <class Lanes>
void TileScan<Lanes>::note_raised(const Lanes& lanes, Node node, std::int32_t t,
                                  std::size_t label) {
  const auto& potentials = lanes.potentials();
  const std::int32_t row = potentials.senders_with(node, t);
  const std::size_t place = (label + 1U) * potentials.sender_rows() + static_cast<std::size_t>(row);
  if (!known_[place]) return;
  const auto word = static_cast<std::size_t>(lanes.network().position_of(node) / kWordBits);
  words_with_feeders_[place * lanes.tiles().mask_words() + word / kWordBits] |=
      Word{1} << (word % kWordBits);
}

/// The words in which a node of equal potential in a period feeds a label; those that were raised
/// meanwhile may still count.
template <class Lanes>
const Word* TileScan<Lanes>::words_with_feeders(const Lanes& lanes, std::size_t label,
                                                std::int32_t t, std::int32_t row,
                                                const BitRows& feeders) {
  const auto& potentials = lanes.potentials();
  const std::size_t place = label * potentials.sender_rows() + static_cast<std::size_t>(row);
  Word* const words = words_with_feeders_.data() + place * lanes.tiles().mask_words();
  if (known_[place]) return words;
  known_[place] = true;
  std::fill_n(words, lanes.tiles().mask_words(), 0);
  const Word* const members = potentials.senders(row);
  const Word* const here = feeders.row(t);
  for (std::int32_t w = 0; w < lanes.network().words(); ++w) {
    const Word any = (members[w] & here[w]) != 0 ? 1U : 0U;
    words[w / kWordBits] |= any << (w % kWordBits);
  }
  return words;
}

/// A scan goes through transit times, and through the words at the other end within each.
template <class Lanes>
NodeAt TileScan<Lanes>::find(const Lanes& lanes, Node node, std::int32_t t, std::size_t label,
                             const BitRows& feeders, std::uint32_t& next) {
  const TimedTiles& tiles = lanes.tiles();
  const auto& potentials = lanes.potentials();
  const std::int32_t position = node - t * lanes.network().stride();
  const auto word = static_cast<std::size_t>(position / kWordBits);
  const std::size_t places = tiles.mask_words() * kWordBits;
  const std::size_t mask_words = tiles.mask_words();
  const std::span<const std::int32_t> transit_times = tiles.transit_times();
  const auto key = potentials.sender_key(node);
  std::size_t place = next % places;
  for (std::size_t kind = next / places; kind < transit_times.size(); ++kind, place = 0) {
    const std::int32_t departure = t - transit_times[kind];
    if (departure < 0) break;
    const std::int32_t row = potentials.senders_at(departure, key);
    if (row == kNoRow) continue;
    const Word* const candidates = words_with_feeders(lanes, label, departure, row, feeders);
    const LaneTiles& incoming = tiles.incoming(departure);
    const Word* const partners = incoming.partners(word, kind);
    const Word* const tight = potentials.senders(row);
    const Word* const admitted = feeders.row(departure);
    Word not_passed = ~Word{0} << (place % kWordBits);
    for (std::size_t m = place / kWordBits; m < mask_words; ++m, not_passed = ~Word{0}) {
      for (Word left = candidates[m] & partners[m] & not_passed; left != 0; left &= left - 1) {
        const std::size_t partner =
            m * kWordBits + static_cast<std::size_t>(std::countr_zero(left));
        const Word from = incoming.rows(word, kind, partner)[position % kWordBits] &
                          tight[partner] & admitted[partner];
        if (from == 0) continue;
        next = static_cast<std::uint32_t>(kind * places + partner);
        const auto base = static_cast<std::int32_t>(partner) * kWordBits;
        return {lanes.network().node(departure, base) + std::countr_zero(from), departure};
      }
    }
  }
  next = static_cast<std::uint32_t>(transit_times.size() * places);
  return {};
}

}  // namespace surgeflow::flow
