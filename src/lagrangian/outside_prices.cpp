// SPDX-License-Identifier: Apache-2.0
// Rows of 16-bit potentials, shifted by the transit time and joined: eight and more at a time.
#include "lagrangian/outside_prices.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace surgeflow::lagrangian {
namespace {

/// Potentials are at most the number of periods, below 2^15.
using Worth = std::int16_t;

/// Every facility's potentials with a margin of `beyond` before and after, as wide as the longest
/// transit time that is asked for: what is read again and again should stay in the caches.
class PaddedRows {
 public:
  PaddedRows(const Panel<std::int32_t>& potentials, std::uint8_t longest, Worth beyond)
      : margin_(longest),
        width_(static_cast<std::size_t>(potentials.periods()) + 2 * margin_),
        values_(static_cast<std::size_t>(potentials.facilities()) * width_, beyond) {
    for (FacilityId i{0}; i.value() < potentials.facilities(); ++i) {
      std::ranges::transform(potentials.row(i),
                             values_.begin() + static_cast<std::ptrdiff_t>(at(i)),
                             [](std::int32_t value) { return static_cast<Worth>(value); });
    }
  }
  /// v_it at `shift` periods after t = 0; negative shifts reach back.
  [[nodiscard]] const Worth* row(FacilityId i, std::ptrdiff_t shift) const {
    return values_.data() + static_cast<std::ptrdiff_t>(at(i)) + shift;
  }

 private:
  [[nodiscard]] std::size_t at(FacilityId i) const {
    return static_cast<std::size_t>(i.value()) * width_ + margin_;
  }
  std::size_t margin_;
  std::size_t width_;
  std::vector<Worth> values_;
};

/// The longest transit time of own facilities' lanes.
template <class Transit>
std::uint8_t longest_transit(const Share& share, Transit&& transit) {
  std::uint8_t longest = 0;
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    for (const std::uint8_t s : transit(i)) longest = std::max(longest, s);
  }
  return longest;
}

/// Joins, for every own facility, the rows of all facilities outside its block that a lane joins it
/// to. `transit(i)` are the lanes of i; a lane of s periods shifts a row by direction * s.
template <class Transit, class Join>
Panel<std::int32_t> join_outside(const Share& share, const Partition& partition,
                                 const Panel<std::int32_t>& potentials, Worth neutral,
                                 std::ptrdiff_t direction, int threads, Transit&& transit,
                                 Join&& join) {
  const PaddedRows rows(potentials, longest_transit(share, transit), neutral);
  Panel<std::int32_t> prices(share.own.size(), share.periods);
  const auto periods = static_cast<std::size_t>(share.periods);
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads)
  for (std::int32_t own = share.own.first; own < share.own.last; ++own) {
    const FacilityId i(own);
    const std::span<const std::uint8_t> lanes = transit(i);
    std::vector<Worth> best(periods, neutral);
    for (FacilityId j{0}; j.value() < share.facilities; ++j) {
      const std::uint8_t s = lanes[static_cast<std::size_t>(j.value())];
      if (s == 0 || partition.block_of(j) == partition.block_of(i)) continue;
      const Worth* const other = rows.row(j, direction * s);
      for (std::size_t t = 0; t < periods; ++t) best[t] = join(best[t], other[t]);
    }
    std::ranges::copy(best, prices.row(share.own_row(i)).begin());
  }
  return prices;
}

}  // namespace

Panel<std::int32_t> best_sale(const Share& share, const Partition& partition,
                              const Panel<std::int32_t>& potentials, int threads) {
  return join_outside(
      share, partition, potentials, 0, 1, threads,
      [&](FacilityId i) { return share.outgoing_row(i); },
      [](Worth a, Worth b) { return std::max(a, b); });
}

Panel<std::int32_t> best_purchase(const Share& share, const Partition& partition,
                                  const Panel<std::int32_t>& potentials, int threads) {
  const auto unaffordable = static_cast<Worth>(
      std::min<std::int32_t>(share.periods + 1, std::numeric_limits<Worth>::max()));
  return join_outside(
      share, partition, potentials, unaffordable, -1, threads,
      [&](FacilityId j) { return share.incoming_row(j); },
      [](Worth a, Worth b) { return std::min(a, b); });
}

}  // namespace surgeflow::lagrangian
