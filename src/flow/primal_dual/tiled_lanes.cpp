// SPDX-License-Identifier: Apache-2.0
// Keeps tiles and classes in step.
#include "flow/primal_dual/tiled_lanes.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::flow {
TiledLanes::TiledLanes(const Network& network, int threads)
    : network_(&network),
      tiles_(network, threads),
      potentials_(network, std::vector<std::int64_t>(static_cast<std::size_t>(network.periods()))) {
}

void TiledLanes::set_potentials_by_period(std::span<const std::int64_t> value_of_period) {
  lane_cost_ = 0;
  potentials_ = PotentialClasses(*network_, value_of_period);
}

void TiledLanes::set_potentials_by_node(std::span<const std::int64_t> value_of_node,
                                        std::int32_t lane_cost) {
  lane_cost_ = lane_cost;
  potentials_ = PotentialClasses::of_nodes(*network_, value_of_node, lane_cost);
}

void TiledLanes::rescale(std::int64_t factor, std::int32_t lane_cost) {
  lane_cost_ = lane_cost;
  potentials_.scale(factor, lane_cost);
}

std::int64_t TiledLanes::room(const BitRows& set) const {
  const std::span<const std::int32_t> transit_times = tiles_.transit_times();
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  std::vector<Word> senders(static_cast<std::size_t>(network_->words()));
  std::vector<Word> receivers(senders);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t from = potentials_.first_row(t); from < potentials_.first_row(t + 1);
         ++from) {
      if (!intersect(potentials_.members(from), set.row(t), 0, senders)) continue;
      for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
        const std::int32_t arrival = t + transit_times[kind];
        if (arrival >= network_->periods()) break;
        for (std::int32_t to = potentials_.first_row(arrival);
             to < potentials_.first_row(arrival + 1); ++to) {
          const std::int64_t reduced_cost =
              potentials_.value_of_row(from) - potentials_.value_of_row(to) + lane_cost_;
          if (reduced_cost <= 0 || reduced_cost >= room) continue;
          if (!intersect(potentials_.members(to), set.row(arrival), ~Word{0}, receivers)) continue;
          if (joined(tiles_.outgoing(t), kind, senders, receivers)) room = reduced_cost;
        }
      }
      if (room == 1) return room;
    }
  }
  return room;
}

}  // namespace surgeflow::flow
