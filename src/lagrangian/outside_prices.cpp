// SPDX-License-Identifier: Apache-2.0
// Rows of 16-bit potentials, shifted by the transit time and joined: eight and more at a time.
#include "lagrangian/outside_prices.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace surgeflow::lagrangian {
namespace {

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

template <class Way>
void join_into(std::span<Worth> best, const Worth* offer) {
  for (std::size_t t = 0; t < best.size(); ++t) best[t] = Way::join(best[t], offer[t]);
}

/// What all facilities and clusters offer.
template <class Way>
class Offers {
 public:
  Offers(const Partition& clusters, Worth neutral, const PaddedRows& of_facility,
         const PaddedRows& of_cluster)
      : clusters_(clusters),
        neutral_(neutral),
        of_facility_(of_facility),
        of_cluster_(of_cluster) {}

  /// The best offer to `i` in every period from outside its block.
  void join(FacilityId i, const Partition& partition, const Lanes& lanes,
            std::vector<Worth>& best) const {
    best.assign(of_facility_.periods(), neutral_);
    for (const std::int32_t cluster : nearest_first(lanes.least)) {
      const std::uint8_t least = lanes.least[static_cast<std::size_t>(cluster)];
      if (!may_improve(of_cluster_.shifted(cluster, Way::kDirection * least), best)) continue;
      for (const FacilityId j : clusters_.members(cluster)) {
        const std::uint8_t s = lanes.periods[static_cast<std::size_t>(j.value())];
        if (s == 0 || partition.block_of(j) == partition.block_of(i)) continue;
        const Worth* const offer = of_facility_.shifted(j.value(), Way::kDirection * s);
        join_into<Way>(best, offer);
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
    for (std::size_t t = 0; t < best.size(); ++t) {
      signs = static_cast<Worth>(signs | Way::compared(best[t], offer[t]));
    }
    return signs < 0;
  }

  const Partition& clusters_;
  Worth neutral_;
  const PaddedRows& of_facility_;
  const PaddedRows& of_cluster_;
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
      unaffordable_(static_cast<Worth>(
          std::min<std::int32_t>(share.periods + 1, std::numeric_limits<Worth>::max()))),
      least_outgoing_(
          least_transit(share, clusters, [&](FacilityId i) { return share.outgoing_row(i); })) {
  auto longest = static_cast<std::uint8_t>(share.lanes->max_transit_periods());
  if (!share.is_symmetric()) {
    const auto incoming = static_cast<std::uint8_t>(share.incoming.max_transit_periods());
    longest = std::max(longest, incoming);
    least_incoming_ =
        least_transit(share, clusters, [&](FacilityId i) { return share.incoming_row(i); });
  }
  of_facility_ = PaddedRows(share.facilities, share.periods, longest, unaffordable_, 0);
  of_cluster_ = PaddedRows(clusters.blocks(), share.periods, longest, 0, 0);
}

/// What each cluster offers: own ones are joined from their members, the others' are gathered.
template <class Way>
void OutsidePrices::join_clusters(Worth neutral, const comm::Communicator& ranks) {
  of_cluster_.fill(neutral);
  const FacilityRange own = range_of_rank(clusters_->blocks(), ranks.size(), ranks.rank());
  std::vector<Worth> mine;
  for (std::int32_t cluster = own.first; cluster < own.last; ++cluster) {
    const std::span<Worth> best = of_cluster_.row(cluster);
    for (const FacilityId i : clusters_->members(cluster)) {
      join_into<Way>(best, of_facility_.shifted(i.value(), 0));
    }
    mine.insert(mine.end(), best.begin(), best.end());
  }
  const std::vector<Worth> all = ranks.gather_all(std::span<const Worth>(mine));
  auto next = all.begin();
  for (std::int32_t cluster = 0; cluster < clusters_->blocks(); ++cluster) {
    const std::span<Worth> best = of_cluster_.row(cluster);
    std::copy_n(next, best.size(), best.begin());
    next += share_->periods;
  }
}

template <class Way, class LanesOf>
Panel<std::int32_t> OutsidePrices::joined(const Partition& partition, Worth neutral,
                                          LanesOf&& lanes_of, int threads) const {
  const Offers<Way> offers(*clusters_, neutral, of_facility_, of_cluster_);
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

void OutsidePrices::take(const Panel<std::int32_t>& potentials) {
  for (FacilityId i{0}; i.value() < potentials.facilities(); ++i) {
    std::ranges::transform(potentials.row(i), of_facility_.row(i.value()).begin(),
                           [](std::int32_t value) { return static_cast<Worth>(value); });
  }
}

Panel<std::int32_t> OutsidePrices::best_sale(const Partition& partition, int threads,
                                             const comm::Communicator& ranks) {
  join_clusters<After>(0, ranks);
  Panel<std::int32_t> prices;
  ranks.all_or_none([&] {
    prices = joined<After>(
        partition, 0,
        [&](FacilityId i) {
          return Lanes{share_->outgoing_row(i), least_of(least_outgoing_, i)};
        },
        threads);
  });
  return prices;
}

Panel<std::int32_t> OutsidePrices::best_purchase(const Partition& partition, int threads,
                                                 const comm::Communicator& ranks) {
  join_clusters<Before>(unaffordable_, ranks);
  const std::vector<std::uint8_t>& least =
      share_->is_symmetric() ? least_outgoing_ : least_incoming_;
  Panel<std::int32_t> prices;
  ranks.all_or_none([&] {
    prices = joined<Before>(
        partition, unaffordable_,
        [&](FacilityId j) {
          return Lanes{share_->incoming_row(j), least_of(least, j)};
        },
        threads);
  });
  return prices;
}

}  // namespace surgeflow::lagrangian
