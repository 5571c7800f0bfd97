// SPDX-License-Identifier: Apache-2.0
// What a region's neighbours pay and ask: prices of its inventory coupling.
//
// Every lane between blocks counts in every period: a billion comparisons for a nation, and nearly
// all of the time of a step where they are all made. Most need not be. Facilities stand in small
// clusters of near ones; potentials never rise in time; so the best that a cluster can offer to i
// is, in every period, its best potential the least transit time from i later. A cluster whose
// offer nowhere beats what was found already is passed over, with all its lanes. Clusters are
// looked at from the nearest on, whose offers are the best as a rule. The prices are those of the
// full search. What clusters offer is worked out by all ranks, some clusters each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/padded_rows.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow::lagrangian {

class OutsidePrices {
 public:
  /// Takes a byte for each own facility and cluster, twice that where lanes are not symmetric, and
  /// two bytes a node of all facilities.
  OutsidePrices(const Share& share, const Partition& clusters);

  /// Takes over the potentials of all facilities; none rises in time.
  void take(const Panel<std::int32_t>& potentials);
  /// One of them has changed.
  void change(FacilityId i, Period t, Worth value) {
    of_facility_.row(i.value())[static_cast<std::size_t>(t.value())] = value;
  }
  [[nodiscard]] std::span<const Worth> potentials(FacilityId i) const {
    return of_facility_.row(i.value());
  }

  /// Collective: for every own facility i and period t the most that a device sent to a facility j
  /// outside its block is worth on arrival, max v_j,t+s_ij; 0 where no lane arrives within the
  /// horizon.
  [[nodiscard]] Panel<std::int32_t> best_sale(const Partition& partition, int threads,
                                              const comm::Communicator& ranks);

  /// Collective: for every own facility j and period u the least that a device is worth where it
  /// would have to be taken from, min v_i,u-s_ij; periods + 1, more than any device can earn, where
  /// no lane leads in.
  [[nodiscard]] Panel<std::int32_t> best_purchase(const Partition& partition, int threads,
                                                  const comm::Communicator& ranks);

 private:
  template <class Way>
  void join_clusters(Worth neutral, const comm::Communicator& ranks);
  template <class Way, class LanesOf>
  [[nodiscard]] Panel<std::int32_t> joined(const Partition& partition, Worth neutral,
                                           LanesOf&& lanes_of, int threads) const;
  [[nodiscard]] std::span<const std::uint8_t> least_of(const std::vector<std::uint8_t>& least,
                                                       FacilityId i) const;

  const Share* share_;
  const Partition* clusters_;
  Worth unaffordable_;
  std::vector<std::uint8_t> least_outgoing_;  ///< [own facility][cluster]; 0: no lane
  std::vector<std::uint8_t> least_incoming_;  ///< likewise; empty where lanes are symmetric
  PaddedRows of_facility_;  ///< potentials: 0 after the horizon, and not to be had before it
  PaddedRows of_cluster_;   ///< the best of its facilities: working memory of a search
};

}  // namespace surgeflow::lagrangian
