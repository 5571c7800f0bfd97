// SPDX-License-Identifier: Apache-2.0
// Keeps tiles and classes in step.
#include "flow/primal_dual/tiled_lanes.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::flow {
TiledLanes::TiledLanes(const Network& network) : network_(&network), tiles_(network) {}

void TiledLanes::set_potentials_by_period(std::span<const std::int64_t> value_of_period) {
  lane_cost_ = 0;
  potentials_.set_by_period(*network_, value_of_period);
}

void TiledLanes::set_potentials(const PotentialClasses::ReadValues& read, std::int32_t lane_cost) {
  lane_cost_ = lane_cost;
  potentials_.set(*network_, read, lane_cost);
}

void TiledLanes::set_potentials_by_node(std::span<const std::int64_t> value_of_node,
                                        std::int32_t lane_cost) {
  set_potentials(
      [&](std::int32_t word, std::int32_t t, std::span<std::int64_t> values) {
        const Node first = network_->node(t, word * kWordBits);
        std::ranges::copy(value_of_node.subspan(static_cast<std::size_t>(first), values.size()),
                          values.begin());
      },
      lane_cost);
}

void TiledLanes::rescale(std::int64_t factor, std::int32_t lane_cost) {
  lane_cost_ = lane_cost;
  potentials_.scale(factor, lane_cost);
}

namespace {

/// Rows of nodes outside a set, by the rows of potentials that they belong to.
struct OutsideRows {
  std::vector<std::int32_t> rows;
  std::vector<Word> members;  ///< [row, word]
};

OutsideRows outside_of(const PotentialClasses& potentials, const BitRows& set, std::int32_t t,
                       std::size_t words) {
  OutsideRows outside;
  std::vector<Word> members(words);
  for (std::int32_t row = potentials.first_row(t); row < potentials.first_row(t + 1); ++row) {
    if (!intersect(potentials.members(row), set.row(t), ~Word{0}, members)) continue;
    outside.rows.push_back(row);
    outside.members.insert(outside.members.end(), members.begin(), members.end());
  }
  return outside;
}

}  // namespace

std::int64_t TiledLanes::room(const BitRows& set) const {
  const std::span<const std::int32_t> transit_times = tiles_.transit_times();
  const auto words = static_cast<std::size_t>(network_->words());
  std::vector<OutsideRows> outside(static_cast<std::size_t>(network_->periods()));
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    outside[static_cast<std::size_t>(t)] = outside_of(potentials_, set, t, words);
  }
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  std::vector<Word> senders(words);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    const bool leads_outside = std::ranges::any_of(transit_times, [&](std::int32_t transit) {
      return t + transit < network_->periods() &&
             !outside[static_cast<std::size_t>(t + transit)].rows.empty();
    });
    if (!leads_outside) continue;
    for (std::int32_t from = potentials_.first_row(t); from < potentials_.first_row(t + 1);
         ++from) {
      if (!intersect(potentials_.members(from), set.row(t), 0, senders)) continue;
      for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
        const std::int32_t arrival = t + transit_times[kind];
        if (arrival >= network_->periods()) break;
        const OutsideRows& receiving = outside[static_cast<std::size_t>(arrival)];
        for (std::size_t n = 0; n < receiving.rows.size(); ++n) {
          const std::int64_t reduced_cost = potentials_.value_of_row(from) -
                                            potentials_.value_of_row(receiving.rows[n]) +
                                            lane_cost_;
          if (reduced_cost <= 0 || reduced_cost >= room) continue;
          const auto receivers = std::span(receiving.members).subspan(n * words, words);
          if (joined(tiles_.outgoing(t), kind, senders, receivers)) room = reduced_cost;
        }
      }
      if (room == 1) return room;
    }
  }
  return room;
}

}  // namespace surgeflow::flow
