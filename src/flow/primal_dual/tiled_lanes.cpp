// SPDX-License-Identifier: Apache-2.0
// Keeps tiles and classes in step, and scans tiles backwards for the augmentation.
#include "flow/primal_dual/tiled_lanes.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace surgeflow::flow {
namespace {

/// `both` is who is in either row, one of them complemented where `flip` is ~0; true where anybody
/// is.
bool intersect(const Word* one, const Word* other, Word flip, std::span<Word> both) {
  Word any = 0;
  for (std::size_t w = 0; w < both.size(); ++w) any |= both[w] = one[w] & (other[w] ^ flip);
  return any != 0;
}

}  // namespace

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

std::int64_t TiledLanes::room(const BitRows& set) const {
  const std::span<const std::int32_t> transit_times = outgoing_.transit_times();
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
          if (joined(kind, senders, receivers)) room = reduced_cost;
        }
      }
      if (room == 1) return room;
    }
  }
  return room;
}

/// Whether a lane of a kind leads from one row of facilities to another.
bool TiledLanes::joined(std::size_t kind, std::span<const Word> senders,
                        std::span<const Word> receivers) const {
  for (std::size_t w = 0; w < senders.size(); ++w) {
    if (senders[w] == 0) continue;
    for (const LaneTile& tile : outgoing_.tiles_of(w, kind)) {
      const Word wanted = tile.any & receivers[tile.word];
      if (wanted == 0) continue;
      const Word* const rows = outgoing_.rows(tile);
      for (Word rest = senders[w]; rest != 0; rest &= rest - 1) {
        if ((rows[std::countr_zero(rest)] & wanted) != 0) return true;
      }
    }
  }
  return false;
}

void TiledLanes::Scan::start(const TiledLanes& lanes, std::size_t labels) {
  const std::size_t rows = (labels + 1) * lanes.potentials().rows();
  known_.assign(rows, false);
  words_with_feeders_.resize(rows * lanes.incoming().mask_words());
}

void TiledLanes::Scan::note_raised(const TiledLanes& lanes, Node node, std::int32_t t,
                                   std::size_t label) {
  const PotentialClasses& potentials = lanes.potentials();
  const std::int32_t row = potentials.row_of(t, potentials.class_of(node));
  const std::size_t place = (label + 1U) * potentials.rows() + static_cast<std::size_t>(row);
  if (!known_[place]) return;
  const auto word = static_cast<std::size_t>(lanes.network().position_of(node) / kWordBits);
  words_with_feeders_[place * lanes.incoming().mask_words() + word / kWordBits] |=
      Word{1} << (word % kWordBits);
}

/// The words in which a node of equal potential in a period feeds a label; those that were raised
/// meanwhile may still count.
const Word* TiledLanes::Scan::words_with_feeders(const TiledLanes& lanes, std::size_t label,
                                                 std::int32_t t, std::int32_t row,
                                                 const BitRows& feeders) {
  const PotentialClasses& potentials = lanes.potentials();
  const std::size_t place = label * potentials.rows() + static_cast<std::size_t>(row);
  Word* const words = words_with_feeders_.data() + place * lanes.incoming().mask_words();
  if (known_[place]) return words;
  known_[place] = true;
  std::fill_n(words, lanes.incoming().mask_words(), 0);
  const Word* const members = potentials.members(row);
  const Word* const here = feeders.row(t);
  for (std::int32_t w = 0; w < lanes.network().words(); ++w) {
    const Word any = (members[w] & here[w]) != 0 ? 1U : 0U;
    words[w / kWordBits] |= any << (w % kWordBits);
  }
  return words;
}

/// A scan goes through transit times, and through the words at the other end within each.
NodeAt TiledLanes::Scan::find(const TiledLanes& lanes, Node node, std::int32_t t, std::size_t label,
                              const BitRows& feeders, std::uint32_t& next) {
  const LaneTiles& incoming = lanes.incoming();
  const PotentialClasses& potentials = lanes.potentials();
  const std::int32_t position = node - t * lanes.network().stride();
  const auto word = static_cast<std::size_t>(position / kWordBits);
  const std::int32_t cheaper = potentials.cheaper(potentials.class_of(node));
  const std::size_t places = incoming.mask_words() * kWordBits;
  std::size_t place = next % places;
  for (std::size_t kind = next / places; kind < incoming.transit_times().size();
       ++kind, place = 0) {
    const std::int32_t departure = t - incoming.transit_times()[kind];
    if (departure < 0) break;
    const std::int32_t row = potentials.row_of(departure, cheaper);
    if (row == PotentialClasses::kNone) continue;
    const Word* const candidates = words_with_feeders(lanes, label, departure, row, feeders);
    const Word* const partners = incoming.partners(word, kind);
    const Word* const tight = potentials.members(row);
    const Word* const admitted = feeders.row(departure);
    for (std::size_t m = place / kWordBits; m < incoming.mask_words(); ++m) {
      Word left = candidates[m] & partners[m];
      if (m == place / kWordBits) left &= ~Word{0} << (place % kWordBits);
      for (; left != 0; left &= left - 1) {
        const std::size_t partner =
            m * kWordBits + static_cast<std::size_t>(std::countr_zero(left));
        const Word from = incoming.rows(incoming.tile(word, kind, partner))[position % kWordBits] &
                          tight[partner] & admitted[partner];
        if (from == 0) continue;
        next = static_cast<std::uint32_t>(kind * places + partner);
        const auto base = static_cast<std::int32_t>(partner) * kWordBits;
        return {lanes.network().node(departure, base) + std::countr_zero(from), departure};
      }
    }
  }
  next = static_cast<std::uint32_t>(incoming.transit_times().size() * places);
  return {};
}

}  // namespace surgeflow::flow
