// SPDX-License-Identifier: Apache-2.0
// Rows of 16-bit potentials, shifted by the transit time and joined: eight and more at a time.
#include "lagrangian/outside_prices.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace surgeflow::lagrangian {
namespace {

/// Potentials are at most the number of periods, below 2^15.
using Worth = std::int16_t;

/// Time lines with a margin of `beyond` before and after, as wide as they are shifted at most: what
/// is read again and again should stay in the caches.
class PaddedRows {
 public:
  PaddedRows(std::int32_t rows, std::int32_t periods, std::uint8_t margin, Worth beyond)
      : margin_(margin),
        periods_(static_cast<std::size_t>(periods)),
        width_(periods_ + 2 * margin_),
        values_(static_cast<std::size_t>(rows) * width_, beyond) {}

  [[nodiscard]] std::span<Worth> row(std::int32_t n) {
    return std::span(values_).subspan(static_cast<std::size_t>(n) * width_ + margin_, periods_);
  }
  /// The row at `shift` periods after t = 0; negative shifts reach back.
  [[nodiscard]] const Worth* shifted(std::int32_t n, std::ptrdiff_t shift) const {
    const std::size_t start = static_cast<std::size_t>(n) * width_ + margin_;
    return values_.data() + static_cast<std::ptrdiff_t>(start) + shift;
  }

 private:
  std::size_t margin_;
  std::size_t periods_;
  std::size_t width_;
  std::vector<Worth> values_;
};

/// Offers of what a device is worth s periods later, the most of them the best.
struct After {
  static constexpr std::ptrdiff_t kDirection = 1;
  static Worth join(Worth a, Worth b) { return std::max(a, b); }
  /// Negative where the offer is better than what is known.
  static Worth compared(Worth known, Worth offer) { return static_cast<Worth>(known - offer); }
};
/// Offers of what a device was worth s periods earlier, the least of them the best.
struct Before {
  static constexpr std::ptrdiff_t kDirection = -1;
  static Worth join(Worth a, Worth b) { return std::min(a, b); }
  static Worth compared(Worth known, Worth offer) { return static_cast<Worth>(offer - known); }
};

/// Of an own facility: the lanes between it and all, and the least of each cluster.
struct Lanes {
  std::span<const std::uint8_t> periods;
  std::span<const std::uint8_t> least;
};

/// What all facilities and clusters offer.
template <class Way>
class Offers {
 public:
  Offers(const Partition& clusters, const Panel<std::int32_t>& potentials, std::uint8_t longest,
         Worth neutral)
      : clusters_(clusters),
        periods_(static_cast<std::size_t>(potentials.periods())),
        neutral_(neutral),
        of_facility_(potentials.facilities(), potentials.periods(), longest, neutral),
        of_cluster_(clusters.blocks(), potentials.periods(), longest, neutral) {
    for (FacilityId i{0}; i.value() < potentials.facilities(); ++i) {
      const auto row = of_facility_.row(i.value());
      std::ranges::transform(potentials.row(i), row.begin(),
                             [](std::int32_t value) { return static_cast<Worth>(value); });
      const auto best = of_cluster_.row(clusters.block_of(i));
      std::ranges::transform(row, best, best.begin(), Way::join);
    }
  }

  /// The best offer to `i` in every period from outside its block.
  void join(FacilityId i, const Partition& partition, const Lanes& lanes,
            std::vector<Worth>& best) const {
    best.assign(periods_, neutral_);
    for (const std::int32_t cluster : nearest_first(lanes.least)) {
      const std::uint8_t least = lanes.least[static_cast<std::size_t>(cluster)];
      if (!may_improve(of_cluster_.shifted(cluster, Way::kDirection * least), best)) continue;
      for (const FacilityId j : clusters_.members(cluster)) {
        const std::uint8_t s = lanes.periods[static_cast<std::size_t>(j.value())];
        if (s == 0 || partition.block_of(j) == partition.block_of(i)) continue;
        const Worth* const offer = of_facility_.shifted(j.value(), Way::kDirection * s);
        for (std::size_t t = 0; t < periods_; ++t) best[t] = Way::join(best[t], offer[t]);
      }
    }
  }

 private:
  /// Clusters with lanes, by the least transit time, then by number.
  static std::vector<std::int32_t> nearest_first(std::span<const std::uint8_t> least) {
    std::array<std::size_t, 257> next{};
    for (const std::uint8_t s : least) ++next[std::size_t{s} + 1];
    const std::size_t without_lanes = next[1];
    next[1] = 0;
    for (std::size_t s = 2; s < next.size(); ++s) next[s] += next[s - 1];
    std::vector<std::int32_t> order(least.size() - without_lanes);
    for (std::size_t cluster = 0; cluster < least.size(); ++cluster) {
      if (least[cluster] == 0) continue;
      order[next[least[cluster]]++] = static_cast<std::int32_t>(cluster);
    }
    return order;
  }

  [[nodiscard]] bool may_improve(const Worth* offer, const std::vector<Worth>& best) const {
    Worth signs = 0;
    for (std::size_t t = 0; t < periods_; ++t) {
      signs = static_cast<Worth>(signs | Way::compared(best[t], offer[t]));
    }
    return signs < 0;
  }

  const Partition& clusters_;
  std::size_t periods_;
  Worth neutral_;
  PaddedRows of_facility_;
  PaddedRows of_cluster_;
};

/// [own facility][cluster]: the least transit time of the lanes that `row_of` gives; 0: no lane.
template <class RowOf>
std::vector<std::uint8_t> least_transit(const Share& share, const Partition& clusters,
                                        RowOf&& row_of) {
  const auto count = static_cast<std::size_t>(clusters.blocks());
  std::vector<std::uint8_t> least(static_cast<std::size_t>(share.own.size()) * count, 0);
  auto of_own = std::span(least);
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    const std::span<const std::uint8_t> row = row_of(i);
    for (FacilityId j{0}; j.value() < share.facilities; ++j) {
      const std::uint8_t s = row[static_cast<std::size_t>(j.value())];
      std::uint8_t& known = of_own[static_cast<std::size_t>(clusters.block_of(j))];
      if (s != 0 && (known == 0 || s < known)) known = s;
    }
    of_own = of_own.subspan(count);
  }
  return least;
}

}  // namespace

OutsidePrices::OutsidePrices(const Share& share, const Partition& clusters)
    : share_(&share),
      clusters_(&clusters),
      least_outgoing_(
          least_transit(share, clusters, [&](FacilityId i) { return share.outgoing_row(i); })) {
  longest_ = static_cast<std::uint8_t>(share.lanes->max_transit_periods());
  if (share.is_symmetric()) return;
  const auto incoming = static_cast<std::uint8_t>(share.incoming.max_transit_periods());
  longest_ = std::max(longest_, incoming);
  least_incoming_ =
      least_transit(share, clusters, [&](FacilityId i) { return share.incoming_row(i); });
}

template <class LanesOf, class OffersOfAll>
Panel<std::int32_t> OutsidePrices::joined(const Partition& partition, const OffersOfAll& offers,
                                          LanesOf&& lanes_of, int threads) const {
  Panel<std::int32_t> prices(share_->own.size(), share_->periods);
#pragma omp parallel num_threads(threads)
  {
    std::vector<Worth> best;
#pragma omp for schedule(dynamic, 16)
    for (std::int32_t own = share_->own.first; own < share_->own.last; ++own) {
      const FacilityId i(own);
      offers.join(i, partition, lanes_of(i), best);
      std::ranges::copy(best, prices.row(share_->own_row(i)).begin());
    }
  }
  return prices;
}

std::span<const std::uint8_t> OutsidePrices::least_of(const std::vector<std::uint8_t>& least,
                                                      FacilityId i) const {
  const auto count = static_cast<std::size_t>(clusters_->blocks());
  return std::span(least).subspan(static_cast<std::size_t>(share_->own_row(i).value()) * count,
                                  count);
}

Panel<std::int32_t> OutsidePrices::best_sale(const Partition& partition,
                                             const Panel<std::int32_t>& potentials,
                                             int threads) const {
  const Offers<After> offers(*clusters_, potentials, longest_, 0);
  const auto lanes_of = [&](FacilityId i) {
    return Lanes{share_->outgoing_row(i), least_of(least_outgoing_, i)};
  };
  return joined(partition, offers, lanes_of, threads);
}

Panel<std::int32_t> OutsidePrices::best_purchase(const Partition& partition,
                                                 const Panel<std::int32_t>& potentials,
                                                 int threads) const {
  const auto unaffordable = static_cast<Worth>(
      std::min<std::int32_t>(share_->periods + 1, std::numeric_limits<Worth>::max()));
  const Offers<Before> offers(*clusters_, potentials, longest_, unaffordable);
  const std::vector<std::uint8_t>& least =
      share_->is_symmetric() ? least_outgoing_ : least_incoming_;
  const auto lanes_of = [&](FacilityId j) {
    return Lanes{share_->incoming_row(j), least_of(least, j)};
  };
  return joined(partition, offers, lanes_of, threads);
}

}  // namespace surgeflow::lagrangian
