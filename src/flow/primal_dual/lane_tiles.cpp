// SPDX-License-Identifier: Apache-2.0
// Builds the tiles of the lane table.
#include "flow/primal_dual/lane_tiles.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace surgeflow::flow {
namespace {

constexpr std::size_t kTransitTimes = 256;

/// Tiles between two words, where lanes all cost the same.
constexpr std::size_t kUsualTiles = 3;

/// Costs seen, as bits where they are small.
class CostSet {
 public:
  void insert(std::int32_t cost) {
    if (cost >= kLargestAsBit) {
      large_.insert(cost);
      return;
    }
    if (static_cast<std::size_t>(cost) >= small_.size()) {
      small_.resize(static_cast<std::size_t>(cost) + 1);
    }
    small_[static_cast<std::size_t>(cost)] = true;
  }
  [[nodiscard]] std::vector<std::int32_t> ascending() const {
    std::vector<std::int32_t> costs;
    for (std::size_t cost = 0; cost < small_.size(); ++cost) {
      if (small_[cost]) costs.push_back(static_cast<std::int32_t>(cost));
    }
    costs.insert(costs.end(), large_.begin(), large_.end());
    return costs;
  }

 private:
  static constexpr std::int32_t kLargestAsBit = 1 << 24;
  std::vector<bool> small_;
  std::set<std::int32_t> large_;
};

bool has_one_cost(const LaneTable& lanes, std::int32_t cost_shift) {
  return !lanes.has_costs() || cost_shift == LaneTiles::kNoCost;
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

/// Finds the kind of a lane and adds 64 lanes of one facility to a tile row.
class LaneTiles::Reader {
 public:
  Reader(const LaneTable& lanes, std::span<const FacilityId> order, std::int32_t horizon,
         Direction direction, std::int32_t cost_shift, const LaneTiles& tiles)
      : lanes_(lanes),
        order_(order),
        outgoing_(direction == Direction::outgoing),
        one_cost_(has_one_cost(lanes, cost_shift)),
        cost_shift_(cost_shift),
        tiles_(tiles) {
    arrives_.fill(false);
    for (std::size_t s = 1; s < kTransitTimes && s < static_cast<std::size_t>(horizon); ++s) {
      arrives_[s] = true;
    }
    // Kinds of one transit time stand together, in the order of their costs.
    for (const LaneKind& kind : tiles.kinds_) {
      ++first_kind_[static_cast<std::size_t>(kind.periods) + 1];
    }
    for (std::size_t s = 0; s < kTransitTimes; ++s) first_kind_[s + 1] += first_kind_[s];
  }

  /// Lanes of the facility at `here` to or from those at positions from `there` on.
  void add_word(std::size_t here, std::size_t there, TileRow& row) const {
    const std::size_t count = std::min<std::size_t>(kWordBits, order_.size() - there);
    std::array<std::uint8_t, kWordBits> periods{};
    for (std::size_t n = 0; n < count; ++n) {
      const FacilityId other = order_[there + n];
      periods[n] = outgoing_ ? lanes_.transit_periods(order_[here], other)
                             : lanes_.transit_periods(other, order_[here]);
    }
    Word left = ~Word{0};
    while (left != 0) {
      const std::uint8_t s = periods[static_cast<std::size_t>(std::countr_zero(left))];
      const Word with_s = equal_bytes(periods, s) & left;
      left &= ~with_s;
      if (!arrives_[s]) continue;
      if (one_cost_) {
        row.add(first_kind_[s], here % kWordBits, with_s);
        continue;
      }
      for_each_bit(with_s, 0, [&](std::int32_t n) {
        row.add(kind_of(here, there + static_cast<std::size_t>(n), s), here % kWordBits,
                Word{1} << n);
      });
    }
  }

 private:
  [[nodiscard]] std::uint32_t kind_of(std::size_t here, std::size_t there, std::uint8_t s) const {
    const FacilityId from = order_[outgoing_ ? here : there];
    const FacilityId to = order_[outgoing_ ? there : here];
    const std::int32_t cost = lanes_.cost(from, to) >> cost_shift_;
    const auto found = std::partition_point(
        tiles_.kinds_.begin() + first_kind_[s], tiles_.kinds_.begin() + first_kind_[s + 1U],
        [&](const LaneKind& known) {
          return tiles_.costs_[static_cast<std::size_t>(known.cost_class)] < cost;
        });
    return static_cast<std::uint32_t>(found - tiles_.kinds_.begin());
  }

  const LaneTable& lanes_;
  std::span<const FacilityId> order_;
  bool outgoing_;
  bool one_cost_;
  std::int32_t cost_shift_;
  const LaneTiles& tiles_;
  std::array<bool, kTransitTimes> arrives_{};
  std::array<std::uint32_t, kTransitTimes + 1> first_kind_{};
};

LaneTiles::LaneTiles(const LaneTable& lanes, std::span<const FacilityId> order,
                     std::int32_t horizon, Direction direction, std::int32_t cost_shift)
    : first_tile_{0} {
  constexpr std::size_t kSide = kWordBits;
  find_kinds(lanes, horizon, cost_shift);
  const Reader reader(lanes, order, horizon, direction, cost_shift, *this);
  const std::size_t words = (order.size() + kSide - 1) / kSide;
  tiles_.reserve(words * words * kUsualTiles);
  rows_.reserve(words * words * kUsualTiles * kSide);
  TileRow row(kinds_.size());
  for (std::size_t here = 0; here < order.size(); here += kSide) {
    row.start();
    for (std::size_t there = 0; there < order.size(); there += kSide) {
      row.start_word(static_cast<std::uint32_t>(there / kSide));
      for (std::size_t i = here; i < std::min(here + kSide, order.size()); ++i) {
        reader.add_word(i, there, row);
      }
    }
    auto tile = static_cast<std::uint32_t>(tiles_.size());
    row.finish(tiles_, rows_);
    for (std::uint32_t kind = 0; kind < kinds_.size(); ++kind) {
      while (tile < tiles_.size() && tiles_[tile].kind == kind) ++tile;
      first_tile_.push_back(tile);
    }
  }
}

/// What occurs does not depend on the direction: rows are read as they lie.
void LaneTiles::find_kinds(const LaneTable& lanes, std::int32_t horizon, std::int32_t cost_shift) {
  const bool one_cost = has_one_cost(lanes, cost_shift);
  std::array<CostSet, kTransitTimes> costs_of_periods;
  std::array<bool, kTransitTimes> occurs{};
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    const std::span<const std::uint8_t> periods = lanes.row(i);
    for (const std::uint8_t s : periods) occurs[s] = true;
    if (one_cost) continue;
    const std::span<const std::int32_t> costs = lanes.cost_row(i);
    for (std::size_t j = 0; j < periods.size(); ++j) {
      if (periods[j] != 0) costs_of_periods[periods[j]].insert(costs[j] >> cost_shift);
    }
  }
  const auto last = std::min(kTransitTimes, static_cast<std::size_t>(horizon));
  for (std::size_t periods = 1; periods < last; ++periods) {
    if (one_cost && occurs[periods]) costs_of_periods[periods].insert(1 >> cost_shift);
    const std::vector<std::int32_t> more = costs_of_periods[periods].ascending();
    costs_.insert(costs_.end(), more.begin(), more.end());
  }
  std::sort(costs_.begin(), costs_.end());
  costs_.erase(std::unique(costs_.begin(), costs_.end()), costs_.end());
  for (std::size_t periods = 1; periods < last; ++periods) {
    for (const std::int32_t cost : costs_of_periods[periods].ascending()) {
      const auto found = std::lower_bound(costs_.begin(), costs_.end(), cost);
      kinds_.push_back(
          {static_cast<std::int32_t>(periods), static_cast<std::int32_t>(found - costs_.begin())});
    }
  }
}

bool is_symmetric(const LaneTable& lanes) {
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (FacilityId j{0}; j < i; ++j) {
      if (lanes.transit_periods(i, j) != lanes.transit_periods(j, i)) return false;
      if (lanes.has_costs() && lanes.cost(i, j) != lanes.cost(j, i)) return false;
    }
  }
  return true;
}

namespace {

/// Transit time with a missing lane as the farthest.
std::int32_t farness(const LaneTable& lanes, FacilityId from, FacilityId to) {
  if (from == to) return 0;
  const std::int32_t periods = lanes.transit_periods(from, to);
  return periods == 0 ? 256 : periods;
}

FacilityId farthest_from(const LaneTable& lanes, FacilityId from,
                         std::span<const FacilityId> candidates) {
  return *std::max_element(candidates.begin(), candidates.end(), [&](FacilityId a, FacilityId b) {
    return farness(lanes, from, a) < farness(lanes, from, b);
  });
}

void bisect(const LaneTable& lanes, std::span<FacilityId> part) {
  if (part.size() <= static_cast<std::size_t>(kWordBits)) return;
  const FacilityId one = farthest_from(lanes, part.front(), part);
  const FacilityId other = farthest_from(lanes, one, part);
  std::vector<std::int32_t> side(static_cast<std::size_t>(lanes.facilities()));
  for (const FacilityId i : part) {
    side[static_cast<std::size_t>(i.value())] = farness(lanes, one, i) - farness(lanes, other, i);
  }
  std::sort(part.begin(), part.end(), [&](FacilityId a, FacilityId b) {
    const auto side_a = side[static_cast<std::size_t>(a.value())];
    const auto side_b = side[static_cast<std::size_t>(b.value())];
    return side_a != side_b ? side_a < side_b : a < b;
  });
  const std::size_t words = (part.size() + kWordBits - 1) / kWordBits;
  const std::size_t half = (words / 2) * kWordBits;
  bisect(lanes, part.first(half));
  bisect(lanes, part.subspan(half));
}

}  // namespace

std::vector<FacilityId> facility_order(const LaneTable& lanes) {
  std::vector<FacilityId> order;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) order.push_back(i);
  bisect(lanes, order);
  return order;
}

}  // namespace surgeflow::flow
