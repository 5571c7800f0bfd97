// SPDX-License-Identifier: Apache-2.0
// Builds the tiles of the lane table.
#include "flow/primal_dual/lane_tiles.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace surgeflow::flow {
namespace {

constexpr std::size_t kTransitTimes = 256;
using Occurrence = std::array<bool, kTransitTimes>;

/// Tiles between two words.
constexpr std::size_t kUsualTiles = 3;

/// Words for each thread between two times that all wait to append what they have made.
constexpr std::size_t kWordsBetween = 8;

/// The tiles of one word under construction.
class TileRow {
 public:
  void start() {
    tiles_.clear();
    rows_.clear();
  }
  /// A transit time occurs, be it of a closed lane.
  void note(std::uint8_t transit_time) { occurs_[transit_time] = true; }
  [[nodiscard]] const Occurrence& occurs() const { return occurs_; }
  void add(std::uint32_t kind, std::size_t word, std::span<const Word, kWordBits> rows) {
    const Word any = std::accumulate(rows.begin(), rows.end(), Word{0}, std::bit_or<>());
    if (any == 0) return;
    tiles_.push_back({any, static_cast<std::uint32_t>(word), kind});
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }
  /// Appends all tiles, by kind and then by word: in this order they were added for each kind.
  void append_to(std::vector<LaneTile>& tiles, std::vector<Word>& rows) const {
    std::vector<std::size_t> order(tiles_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t n) { return tiles_[n].kind; });
    for (const std::size_t n : order) {
      const auto first = rows_.cbegin() + static_cast<std::ptrdiff_t>(n) * kWordBits;
      tiles.push_back(tiles_[n]);
      rows.insert(rows.end(), first, first + kWordBits);
    }
  }

 private:
  Occurrence occurs_{};
  std::vector<LaneTile> tiles_;
  std::vector<Word> rows_;
};

/// Transit times from some facilities to all, in the order of positions, padded with zeros to whole
/// words.
class OrderedRows {
 public:
  OrderedRows(const LaneTable& lanes, std::span<const FacilityId> order,
              std::span<const FacilityId> origins)
      : count_(origins.size()),
        width_((order.size() + kWordBits - 1) / kWordBits * kWordBits),
        periods_((count_ + kTogether - 1) / kTogether * kTogether * width_, 0) {
    for (std::size_t n = 0; n < count_; n += kTogether) {
      std::array<const std::uint8_t*, kTogether> rows;
      for (std::size_t k = 0; k < kTogether; ++k) {
        rows[k] = lanes.row(origins[std::min(n + k, count_ - 1)]).data();
      }
      order_rows(order, rows, periods_.data() + n * width_);
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t words() const { return width_ / kWordBits; }
  /// From one facility to those of a word.
  [[nodiscard]] std::span<const std::uint8_t, kWordBits> block(std::size_t n,
                                                               std::size_t word) const {
    return std::span(periods_).subspan(n * width_ + word * kWordBits).first<kWordBits>();
  }
  /// The least transit time to a word above `least`; 0 where there is none.
  [[nodiscard]] std::uint8_t next_above(std::uint8_t least, std::size_t word) const {
    constexpr std::uint8_t kMost = std::numeric_limits<std::uint8_t>::max();
    if (least == kMost) return 0;
    // Modulo 256 what is not above is more than what is.
    const auto first = static_cast<std::uint8_t>(least + 1);
    std::array<std::uint8_t, kWordBits> nearest;
    nearest.fill(kMost);
    for (std::size_t n = 0; n < count_; ++n) {
      const std::uint8_t* const periods = periods_.data() + n * width_ + word * kWordBits;
      for (std::size_t m = 0; m < nearest.size(); ++m) {
        const auto away = static_cast<std::uint8_t>(periods[m] - first);
        nearest[m] = away < nearest[m] ? away : nearest[m];
      }
    }
    const int next = first + *std::ranges::min_element(nearest);
    return next <= kMost ? static_cast<std::uint8_t>(next) : 0;
  }

 private:
  /// Of origins whose rows are ordered at once: every place is looked up once for all.
  static constexpr std::size_t kTogether = 4;

  void order_rows(std::span<const FacilityId> order,
                  const std::array<const std::uint8_t*, kTogether>& rows,
                  std::uint8_t* ordered) const {
    for (std::size_t m = 0; m < order.size(); ++m) {
      const auto place = static_cast<std::size_t>(order[m].value());
      ordered[m] = rows[0][place];
      ordered[width_ + m] = rows[1][place];
      ordered[2 * width_ + m] = rows[2][place];
      ordered[3 * width_ + m] = rows[3][place];
    }
  }

  std::size_t count_;
  std::size_t width_;
  std::vector<std::uint8_t> periods_;  ///< [origin, position]
};

}  // namespace

/// Makes the tiles of the facilities of a word; kinds are transit times at first.
class LaneTiles::Reader {
 public:
  Reader(const LaneTable& lanes, Period when, std::span<const FacilityId> order,
         std::int32_t horizon)
      : lanes_(lanes), order_(order), horizon_(horizon), closed_(order.size()) {
    for (const ClosedLane& lane : lanes.closed()) {
      if (when < lane.first || lane.last < when) continue;
      closed_[static_cast<std::size_t>(lane.origin.value())].push_back(lane.destination);
    }
  }

  /// Words at the other end count from 0.
  void make_row(std::size_t word, TileRow& tiles) const {
    constexpr std::size_t kSide = kWordBits;
    const std::size_t first = word * kSide;
    const auto origins = order_.subspan(first, std::min(kSide, order_.size() - first));
    const OrderedRows rows(lanes_, order_, origins);
    tiles.start();
    for (std::size_t there = 0; there < rows.words(); ++there) {
      for (std::uint8_t s = rows.next_above(0, there); s != 0 && s < horizon_;
           s = rows.next_above(s, there)) {
        std::array<Word, kWordBits> reached{};
        for (std::size_t n = 0; n < rows.count(); ++n) {
          reached[n] = equal_bytes(rows.block(n, there), s) & ~closed_word(origins[n], there);
        }
        tiles.note(s);
        tiles.add(s, there, reached);
      }
    }
  }

 private:
  /// To whom of a word the lanes from a facility are closed.
  [[nodiscard]] Word closed_word(FacilityId from, std::size_t there) const {
    const std::vector<FacilityId>& closed = closed_[static_cast<std::size_t>(from.value())];
    Word word = 0;
    if (closed.empty()) return word;
    const std::size_t first = there * kWordBits;
    for (std::size_t n = 0; n < std::min<std::size_t>(kWordBits, order_.size() - first); ++n) {
      word |= Word{std::ranges::binary_search(closed, order_[first + n])} << n;
    }
    return word;
  }

  const LaneTable& lanes_;
  std::span<const FacilityId> order_;
  std::int32_t horizon_;
  /// [facility]: to whom its lane is closed, ascending, as closed lanes are ordered.
  std::vector<std::vector<FacilityId>> closed_;
};

LaneTiles::LaneTiles(const LaneTable& lanes, Period when, std::span<const FacilityId> order,
                     std::int32_t horizon, std::int32_t gate_words, Team* team)
    : words_((order.size() + kWordBits - 1) / kWordBits + static_cast<std::size_t>(gate_words)),
      mask_words_((words_ + kWordBits - 1) / kWordBits) {
  tiles_.reserve(words_ * words_ * kUsualTiles);
  rows_.reserve(words_ * words_ * kUsualTiles * kWordBits);
  const std::vector<std::size_t> tiles_of_word =
      append_words(Reader(lanes, when, order, horizon), order.size(), team);
  number_kinds();
  // Gates stand behind the facilities.
  first_tile_.assign(static_cast<std::size_t>(gate_words) * transit_times_.size() + 1, 0);
  std::size_t tile = 0;
  for (const std::size_t end : tiles_of_word) {
    for (std::uint32_t kind = 0; kind < transit_times_.size(); ++kind) {
      while (tile < end && tiles_[tile].kind == kind) ++tile;
      first_tile_.push_back(static_cast<std::uint32_t>(tile));
    }
  }
  index_partners();
}

/// Threads make the tiles of some words; these are appended in the order of words. Returns how many
/// tiles there are up to the end of each word.
std::vector<std::size_t> LaneTiles::append_words(const Reader& reader, std::size_t facilities,
                                                 Team* team) {
  constexpr std::size_t kSide = kWordBits;
  const std::size_t words = (facilities + kSide - 1) / kSide;
  const std::size_t together =
      team == nullptr ? 1 : kWordsBetween * static_cast<std::size_t>(team->threads());
  std::vector<TileRow> made(together);
  std::vector<std::size_t> ends;
  for (std::size_t first = 0; first < words; first += together) {
    const std::size_t last = std::min(first + together, words);
    share_out(team, static_cast<std::int32_t>(last - first), [&](std::int32_t n) {
      const auto place = static_cast<std::size_t>(n);
      reader.make_row(first + place, made[place]);
    });
    for (std::size_t word = first; word < last; ++word) {
      made[word - first].append_to(tiles_, rows_);
      ends.push_back(tiles_.size());
    }
  }
  Occurrence occurs{};
  for (const TileRow& row : made) {
    std::ranges::transform(occurs, row.occurs(), occurs.begin(), std::logical_or<>());
  }
  for (std::size_t s = 0; s < occurs.size(); ++s) {
    if (occurs[s]) transit_times_.push_back(static_cast<std::int32_t>(s));
  }
  return ends;
}

/// From transit times to kinds.
void LaneTiles::number_kinds() {
  std::array<std::uint32_t, kTransitTimes> kind_with{};
  for (std::size_t kind = 0; kind < transit_times_.size(); ++kind) {
    kind_with[static_cast<std::size_t>(transit_times_[kind])] = static_cast<std::uint32_t>(kind);
  }
  for (LaneTile& tile : tiles_) tile.kind = kind_with[tile.kind];
}

void LaneTiles::index_partners() {
  const std::size_t kinds = transit_times_.size();
  partners_.assign(words_ * kinds * mask_words_, 0);
  number_.assign(words_ * kinds * words_, 0);
  for (std::size_t of_kind = 0; of_kind < words_ * kinds; ++of_kind) {
    for (std::uint32_t n = first_tile_[of_kind]; n < first_tile_[of_kind + 1]; ++n) {
      const std::size_t partner = tiles_[n].word;
      partners_[of_kind * mask_words_ + partner / kWordBits] |= Word{1} << (partner % kWordBits);
      number_[of_kind * words_ + partner] = n;
    }
  }
}

std::array<Word, kWordBits> LaneTiles::turned_rows(const LaneTile& tile) const {
  std::array<Word, kWordBits> turned;
  std::copy_n(rows(tile), turned.size(), turned.begin());
  transpose(turned);
  return turned;
}

LaneTiles LaneTiles::turned() const {
  LaneTiles turned;
  turned.transit_times_ = transit_times_;
  turned.words_ = words_;
  turned.mask_words_ = mask_words_;
  turned.tiles_.reserve(tiles_.size());
  turned.rows_.reserve(rows_.size());
  for (std::size_t word = 0; word < words_; ++word) {
    for (std::uint32_t kind = 0; kind < transit_times_.size(); ++kind) {
      for (std::size_t partner = 0; partner < words_; ++partner) {
        if (!has_tile(partner, kind, word)) continue;
        const std::array<Word, kWordBits> rows = turned_rows(tile(partner, kind, word));
        const Word any = std::accumulate(rows.begin(), rows.end(), Word{0}, std::bit_or<>());
        turned.tiles_.push_back({any, static_cast<std::uint32_t>(partner), kind});
        turned.rows_.insert(turned.rows_.end(), rows.begin(), rows.end());
      }
      turned.first_tile_.push_back(static_cast<std::uint32_t>(turned.tiles_.size()));
    }
  }
  turned.index_partners();
  return turned;
}

bool LaneTiles::is_symmetric(Team* team) const {
  std::atomic<bool> symmetric = true;
  share_out(team, static_cast<std::int32_t>(words_), [&](std::int32_t word) {
    if (symmetric && !is_symmetric_at(static_cast<std::size_t>(word))) symmetric = false;
  });
  return symmetric;
}

/// Whether the tiles of a word are found again at its partners.
bool LaneTiles::is_symmetric_at(std::size_t word) const {
  for (const LaneTile& tile : tiles_of(word)) {
    if (!has_tile(tile.word, tile.kind, word)) return false;
    if (tile.word < word) continue;
    const std::array<Word, kWordBits> turned = turned_rows(tile);
    if (!std::ranges::equal(turned, std::span(rows(tile.word, tile.kind, word), turned.size()))) {
      return false;
    }
  }
  return true;
}

}  // namespace surgeflow::flow
