// SPDX-License-Identifier: Apache-2.0
// Builds the tiles of the lane table.
#include "flow/primal_dual/lane_tiles.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <utility>

namespace surgeflow::flow {
namespace {

constexpr std::size_t kTransitTimes = 256;

/// Tiles between two words.
constexpr std::size_t kUsualTiles = 3;

/// Words for each thread between two times that all wait to append what they have made.
constexpr std::size_t kWordsBetween = 8;

using Occurrence = std::array<bool, kTransitTimes>;

/// Transit times that occur, ascending. What occurs does not depend on the direction.
std::vector<std::int32_t> transit_times_below(std::int32_t horizon, const LaneTable& lanes,
                                              int threads) {
  Occurrence occurs{};
#pragma omp parallel num_threads(threads) if (lanes.facilities() >= kManyFacilities)
  {
    Occurrence in_part{};
#pragma omp for schedule(static) nowait
    for (std::int32_t i = 0; i < lanes.facilities(); ++i) {
      for (const std::uint8_t s : lanes.row(FacilityId(i))) in_part[s] = true;
    }
#pragma omp critical(surgeflow_transit_times)
    std::ranges::transform(occurs, in_part, occurs.begin(), std::logical_or<>());
  }
  std::vector<std::int32_t> times;
  const auto last = std::min(kTransitTimes, static_cast<std::size_t>(horizon));
  for (std::size_t s = 1; s < last; ++s) {
    if (occurs[s]) times.push_back(static_cast<std::int32_t>(s));
  }
  return times;
}

/// The tiles of one word under construction.
class TileRow {
 public:
  explicit TileRow(std::size_t kinds) : tile_of_kind_(kinds, kNone) {}

  void start() {
    tiles_.clear();
    rows_.clear();
  }
  /// Lanes come one word at the other end after the other.
  void start_word(std::uint32_t word) {
    for (std::size_t n = first_of_word_; n < tiles_.size(); ++n)
      tile_of_kind_[tiles_[n].kind] = kNone;
    first_of_word_ = tiles_.size();
    word_ = word;
  }
  void add(std::uint32_t kind, std::size_t row, Word bits) {
    std::uint32_t& tile = tile_of_kind_[kind];
    if (tile == kNone) {
      tile = static_cast<std::uint32_t>(tiles_.size());
      tiles_.push_back({0, word_, kind});
      rows_.resize(rows_.size() + kWordBits, 0);
    }
    tiles_[tile].any |= bits;
    rows_[tile * std::size_t{kWordBits} + row] |= bits;
  }
  /// Appends all tiles, by kind and then by word.
  void finish(std::vector<LaneTile>& tiles, std::vector<Word>& rows) {
    start_word(0);
    first_of_word_ = 0;
    std::vector<std::size_t> order(tiles_.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::ranges::stable_sort(order, {}, [&](std::size_t n) { return tiles_[n].kind; });
    for (const std::size_t n : order) {
      const auto first = rows_.cbegin() + static_cast<std::ptrdiff_t>(n) * kWordBits;
      tiles.push_back(tiles_[n]);
      rows.insert(rows.end(), first, first + kWordBits);
    }
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> tile_of_kind_;
  std::vector<LaneTile> tiles_;
  std::vector<Word> rows_;
  std::size_t first_of_word_ = 0;
  std::uint32_t word_ = 0;
};

}  // namespace

/// Adds 64 lanes of one facility to a tile row.
class LaneTiles::Reader {
 public:
  Reader(const LaneTable& lanes, Period when, std::span<const FacilityId> order,
         Direction direction, std::span<const std::int32_t> transit_times)
      : lanes_(lanes),
        order_(order),
        outgoing_(direction == Direction::outgoing),
        closed_(order.size()) {
    for (const ClosedLane& lane : lanes.closed()) {
      if (when < lane.first || lane.last < when) continue;
      const auto& [here, there] = outgoing_ ? std::pair(lane.origin, lane.destination)
                                            : std::pair(lane.destination, lane.origin);
      closed_[static_cast<std::size_t>(here.value())].push_back(there);
    }
    kind_.fill(kTooLate);
    for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
      kind_[static_cast<std::size_t>(transit_times[kind])] = static_cast<std::uint32_t>(kind);
    }
  }

  /// All lanes of the facilities of a word; words at the other end count from `first_there`.
  void add_row(std::size_t word, std::uint32_t first_there, TileRow& tiles) const {
    constexpr std::size_t kSide = kWordBits;
    tiles.start();
    for (std::size_t there = 0; there < order_.size(); there += kSide) {
      tiles.start_word(first_there + static_cast<std::uint32_t>(there / kSide));
      for (std::size_t i = word * kSide; i < std::min((word + 1) * kSide, order_.size()); ++i) {
        add_word(i, there, tiles);
      }
    }
  }

 private:
  /// Lanes of the facility at `here` to or from those at positions from `there` on.
  void add_word(std::size_t here, std::size_t there, TileRow& tiles) const {
    const auto others =
        order_.subspan(there, std::min<std::size_t>(kWordBits, order_.size() - there));
    const std::span<const std::uint8_t> row = lanes_.row(order_[here]);
    const std::vector<FacilityId>& closed = closed_[static_cast<std::size_t>(order_[here].value())];
    std::array<std::uint8_t, kWordBits> periods{};
    if (outgoing_) {
      for (std::size_t n = 0; n < others.size(); ++n) {
        periods[n] = row[static_cast<std::size_t>(others[n].value())];
      }
    } else {
      for (std::size_t n = 0; n < others.size(); ++n) {
        periods[n] = lanes_.transit_periods(others[n], order_[here]);
      }
    }
    for (std::size_t n = 0; !closed.empty() && n < others.size(); ++n) {
      if (std::ranges::binary_search(closed, others[n])) periods[n] = 0;
    }
    Word left = ~Word{0};
    while (left != 0) {
      const std::uint8_t s = periods[static_cast<std::size_t>(std::countr_zero(left))];
      const Word with_s = equal_bytes(periods, s) & left;
      left &= ~with_s;
      if (kind_[s] != kTooLate) tiles.add(kind_[s], here % kWordBits, with_s);
    }
  }

  static constexpr std::uint32_t kTooLate = std::numeric_limits<std::uint32_t>::max();
  const LaneTable& lanes_;
  std::span<const FacilityId> order_;
  bool outgoing_;
  /// [facility]: to or from whom its lane is closed, ascending, as closed lanes are ordered.
  std::vector<std::vector<FacilityId>> closed_;
  std::array<std::uint32_t, kTransitTimes> kind_{};
};

LaneTiles::LaneTiles(const LaneTable& lanes, Period when, std::span<const FacilityId> order,
                     std::int32_t horizon, Direction direction, std::int32_t gate_words,
                     int threads)
    : transit_times_(transit_times_below(horizon, lanes, std::max(1, threads))),
      first_tile_{0},
      words_((order.size() + kWordBits - 1) / kWordBits + static_cast<std::size_t>(gate_words)),
      mask_words_((words_ + kWordBits - 1) / kWordBits) {
  constexpr std::size_t kSide = kWordBits;
  const auto gates = static_cast<std::uint32_t>(gate_words);
  const std::uint32_t first_here = direction == Direction::outgoing ? gates : 0;
  const std::uint32_t first_there = gates - first_here;
  const Reader reader(lanes, when, order, direction, transit_times_);
  tiles_.reserve(words_ * words_ * kUsualTiles);
  rows_.reserve(words_ * words_ * kUsualTiles * kSide);
  first_tile_.resize(first_here * transit_times_.size() + 1, 0);
  append_words(reader, order.size(), first_there, std::max(1, threads));
  first_tile_.resize(words_ * transit_times_.size() + 1, static_cast<std::uint32_t>(tiles_.size()));
  index_partners();
}

/// Threads make the tiles of some words; these are appended in the order of words.
void LaneTiles::append_words(const Reader& reader, std::size_t facilities,
                             std::uint32_t first_there, int threads) {
  constexpr std::size_t kSide = kWordBits;
  const std::size_t words = (facilities + kSide - 1) / kSide;
  const std::size_t together = threads == 1 ? 1 : kWordsBetween * static_cast<std::size_t>(threads);
  std::vector<TileRow> made(together, TileRow(transit_times_.size()));
  for (std::size_t first = 0; first < words; first += together) {
    const std::size_t last = std::min(first + together, words);
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (facilities >= kManyFacilities)
    for (std::size_t word = first; word < last; ++word) {
      reader.add_row(word, first_there, made[word - first]);
    }
    for (std::size_t word = first; word < last; ++word) {
      auto tile = static_cast<std::uint32_t>(tiles_.size());
      made[word - first].finish(tiles_, rows_);
      for (std::uint32_t kind = 0; kind < transit_times_.size(); ++kind) {
        while (tile < tiles_.size() && tiles_[tile].kind == kind) ++tile;
        first_tile_.push_back(tile);
      }
    }
  }
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

namespace {

/// Square blocks, so that the lines of memory that columns are read from are read once.
constexpr std::size_t kSymmetrySide = 64;

/// Whether a block of rows has what the columns before its last have.
bool is_symmetric_from(const LaneTable& lanes, std::size_t first_i) {
  constexpr std::size_t kSide = kSymmetrySide;
  const auto facilities = static_cast<std::size_t>(lanes.facilities());
  const std::span<const std::uint8_t> periods = lanes.rows();
  for (std::size_t first_j = 0; first_j <= first_i; first_j += kSide) {
    for (std::size_t i = first_i; i < std::min(first_i + kSide, facilities); ++i) {
      for (std::size_t j = first_j; j < std::min(first_j + kSide, i); ++j) {
        if (periods[i * facilities + j] != periods[j * facilities + i]) return false;
      }
    }
  }
  return true;
}

}  // namespace

bool is_symmetric(const LaneTable& lanes, int threads) {
  const auto facilities = static_cast<std::size_t>(lanes.facilities());
  std::atomic<bool> symmetric{true};
#pragma omp parallel for schedule(dynamic) \
    num_threads(std::max(1, threads)) if (facilities >= kManyFacilities)
  for (std::size_t first = 0; first < facilities; first += kSymmetrySide) {
    if (symmetric && !is_symmetric_from(lanes, first)) symmetric = false;
  }
  return symmetric;
}

}  // namespace surgeflow::flow
