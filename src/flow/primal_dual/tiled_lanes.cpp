// SPDX-License-Identifier: Apache-2.0
// Keeps tiles and classes in step, and scans tiles backwards for the augmentation.
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

TiledLanes::TiledLanes(const Network& network)
    : network_(&network),
      outgoing_(network.instance().lanes(), network.order(), network.periods(),
                LaneTiles::Direction::outgoing),
      potentials_(network, std::vector<std::int64_t>(static_cast<std::size_t>(network.periods()))) {
  if (!is_symmetric(network.instance().lanes())) {
    incoming_.emplace(network.instance().lanes(), network.order(), network.periods(),
                      LaneTiles::Direction::incoming);
  }
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

void TiledLanes::Scan::start(const TiledLanes& lanes, std::size_t labels) {
  feeders_of_row_.assign((labels + 1) * lanes.potentials().rows(), Presence::unknown);
}

void TiledLanes::Scan::note_raised(const TiledLanes& lanes, Node node, std::int32_t t,
                                   std::size_t label) {
  const PotentialClasses& potentials = lanes.potentials();
  const std::int32_t row = potentials.row_of(t, potentials.class_of(node));
  feeders_of_row_[(label + 1U) * potentials.rows() + static_cast<std::size_t>(row)] =
      Presence::some;
}

/// Whether any node of equal potential in a period feeds a label; those that were raised meanwhile
/// may still count.
bool TiledLanes::Scan::has_feeders(const TiledLanes& lanes, std::size_t label, std::int32_t t,
                                   std::int32_t row, const BitRows& feeders) {
  const PotentialClasses& potentials = lanes.potentials();
  Presence& presence = feeders_of_row_[label * potentials.rows() + static_cast<std::size_t>(row)];
  if (presence == Presence::unknown) {
    const Word* const members = potentials.members(row);
    const Word* const here = feeders.row(t);
    Word any = 0;
    for (std::int32_t w = 0; w < lanes.network().words(); ++w) any |= members[w] & here[w];
    presence = any == 0 ? Presence::none : Presence::some;
  }
  return presence == Presence::some;
}

NodeAt TiledLanes::Scan::find(const TiledLanes& lanes, Node node, std::int32_t t, std::size_t label,
                              const BitRows& feeders, std::uint32_t& next) {
  const LaneTiles& incoming = lanes.incoming();
  const PotentialClasses& potentials = lanes.potentials();
  const std::int32_t position = node - t * lanes.network().stride();
  const auto word = static_cast<std::size_t>(position / kWordBits);
  const std::span<const LaneTile> tiles = incoming.tiles_of(word);
  const std::int32_t cheaper = potentials.cheaper(potentials.class_of(node));
  std::uint32_t n = next;
  while (n < tiles.size()) {
    const std::uint32_t kind = tiles[n].kind;
    const std::int32_t departure = t - incoming.transit_times()[kind];
    if (departure < 0) break;
    const std::uint32_t end = incoming.last_tile(word, kind);
    const std::int32_t row = potentials.row_of(departure, cheaper);
    if (row == PotentialClasses::kNone || !has_feeders(lanes, label, departure, row, feeders)) {
      n = end;
      continue;
    }
    const Word* const tight = potentials.members(row);
    const Word* const admitted = feeders.row(departure);
    for (; n < end; ++n) {
      const LaneTile& tile = tiles[n];
      Word from = tile.any & tight[tile.word] & admitted[tile.word];
      if (from == 0) continue;
      from &= incoming.rows(tile)[position % kWordBits];
      if (from == 0) continue;
      next = n;
      const auto base = static_cast<std::int32_t>(tile.word) * kWordBits;
      return {lanes.network().node(departure, base) + std::countr_zero(from), departure};
    }
  }
  next = n;
  return {};
}

}  // namespace surgeflow::flow
