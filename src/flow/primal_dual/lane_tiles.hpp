// SPDX-License-Identifier: Apache-2.0
// The lane table as 64 x 64 bit tiles: for a transit time, who of one word reaches whom of another.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/team.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::flow {

/// Lanes of one transit time between the facilities of two words. `any` joins the tile's 64 rows:
/// whom they reach together. It tells for 64 facilities at once that nothing is to be found in a
/// tile.
struct LaneTile {
  Word any = 0;
  std::uint32_t word = 0;  ///< of the facilities at the other end
  std::uint32_t kind = 0;  ///< index into LaneTiles::transit_times()
};

/// Tiles that are not empty, those of one word together, ascending by transit time and by
/// the word at the other end. Near facilities share words (facility_order), so that two words
/// are joined by lanes of two or three transit times and tiles are few: 512 bytes each, 3 MB for
/// 3,142 facilities, 12 MB for 7,000.
class LaneTiles {
 public:
  /// The lanes that are open in a period, by their start. `order[position]` is the facility at a
  /// position; lanes of `horizon` periods or more are left out since they arrive too late. Lanes
  /// start so many words behind their facilities: at gates. The same tiles on any number of
  /// threads.
  LaneTiles(const LaneTable& lanes, Period when, std::span<const FacilityId> order,
            std::int32_t horizon, std::int32_t gate_words = 0, Team* team = nullptr);

  /// The same lanes by their end.
  [[nodiscard]] LaneTiles turned() const;
  /// Whether these are the same: s_ij = s_ji for all pairs. Both directions can share tiles then.
  [[nodiscard]] bool is_symmetric(Team* team = nullptr) const;

  /// Every transit time that occurs in some period, ascending: the kinds of tiles.
  [[nodiscard]] std::span<const std::int32_t> transit_times() const { return transit_times_; }
  /// The tiles of a word's facilities, all kinds.
  [[nodiscard]] std::span<const LaneTile> tiles_of(std::size_t word) const {
    return between(word * transit_times_.size(), (word + 1) * transit_times_.size());
  }
  /// The tiles of a word's facilities, one kind.
  [[nodiscard]] std::span<const LaneTile> tiles_of(std::size_t word, std::size_t kind) const {
    return between(word * transit_times_.size() + kind, word * transit_times_.size() + kind + 1);
  }
  /// The words at the other end of the tiles of a word's facilities, one kind: a bit for each word,
  /// mask_words() words of bits.
  [[nodiscard]] const Word* partners(std::size_t word, std::size_t kind) const {
    return partners_.data() + (word * transit_times_.size() + kind) * mask_words_;
  }
  [[nodiscard]] std::size_t mask_words() const { return mask_words_; }
  /// The tile between a word and one of its partners.
  [[nodiscard]] const LaneTile& tile(std::size_t word, std::size_t kind,
                                     std::size_t partner) const {
    return tiles_[number(word, kind, partner)];
  }
  /// The 64 rows of a tile, one for each facility of its word: the facilities at the other end.
  [[nodiscard]] const Word* rows(const LaneTile& tile) const {
    return rows_.data() + (&tile - tiles_.data()) * kWordBits;
  }
  [[nodiscard]] const Word* rows(std::size_t word, std::size_t kind, std::size_t partner) const {
    return rows_.data() + std::size_t{number(word, kind, partner)} * kWordBits;
  }

 private:
  class Reader;
  LaneTiles() = default;
  [[nodiscard]] std::vector<std::size_t> append_words(const Reader& reader, std::size_t facilities,
                                                      Team* team);
  void number_kinds();
  [[nodiscard]] bool is_symmetric_at(std::size_t word) const;
  void index_partners();
  [[nodiscard]] std::array<Word, kWordBits> turned_rows(const LaneTile& tile) const;
  [[nodiscard]] bool has_tile(std::size_t word, std::size_t kind, std::size_t partner) const {
    return ((partners(word, kind)[partner / kWordBits] >> (partner % kWordBits)) & 1U) != 0;
  }
  [[nodiscard]] std::uint32_t number(std::size_t word, std::size_t kind,
                                     std::size_t partner) const {
    return number_[(word * transit_times_.size() + kind) * words_ + partner];
  }
  [[nodiscard]] std::span<const LaneTile> between(std::size_t first, std::size_t last) const {
    return std::span(tiles_).subspan(first_tile_[first], first_tile_[last] - first_tile_[first]);
  }

  std::vector<std::int32_t> transit_times_;
  std::vector<LaneTile> tiles_;
  std::vector<Word> rows_;                    ///< [tile, row]
  std::vector<std::uint32_t> first_tile_{0};  ///< [word, kind], and the end
  std::size_t words_ = 0;
  std::size_t mask_words_ = 0;
  std::vector<Word> partners_;         ///< [word, kind, word of the mask]
  std::vector<std::uint32_t> number_;  ///< [word, kind, partner]: of the tile
};

}  // namespace surgeflow::flow
