// SPDX-License-Identifier: Apache-2.0
// Makes potentials feasible for prices, and finds how far they can fall.
#include "flow/primal_dual/priced_lanes.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace surgeflow::flow {
namespace {

using Values = std::vector<std::int64_t>;  ///< one for each node

/// Raises potentials period by period, the last one first, to the least feasible ones.
class PricedClosure {
 public:
  PricedClosure(const Network& network, const TimedTiles& tiles, const Values& leave,
                const Values& arrive, Values& values)
      : network_(network), tiles_(tiles), leave_(leave), arrive_(arrive), values_(values) {}

  void run() {
    levels_.resize(static_cast<std::size_t>(network_.periods()));
    for (std::int32_t t = network_.periods() - 1; t >= 0; --t) {
      for (std::int32_t position = 0; position < network_.facilities(); ++position) {
        const Node node = network_.node(t, position);
        value(node) = std::max(value(node), value(network_.hold_target(node)));
      }
      for (std::size_t kind = 0; kind < tiles_.transit_times().size(); ++kind) {
        const std::int32_t arrival = t + tiles_.transit_times()[kind];
        if (arrival >= network_.periods()) break;
        raise_to_ship(t, kind, arrival);
      }
      sort_levels(t);
    }
  }

 private:
  /// Facilities with the same potential and price on arrival.
  struct Level {
    std::int64_t key = 0;
    std::vector<Word> members;
  };

  [[nodiscard]] std::int64_t& value(Node node) { return values_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] std::int64_t leave(Node node) const {
    return leave_[static_cast<std::size_t>(node)];
  }

  void raise_to_ship(std::int32_t t, std::size_t kind, std::int32_t arrival) {
    for (std::int32_t w = 0; w < network_.words(); ++w) {
      const std::int32_t last = network_.facilities() - w * kWordBits;
      // Who is still below the levels that are left, highest first.
      Word open = last >= kWordBits ? ~Word{0} : (Word{1} << last) - 1;
      for (const Level& level : levels_[static_cast<std::size_t>(arrival)]) {
        open = raise_word(network_.node(t, w * kWordBits), kind, level, open);
        if (open == 0) break;
      }
    }
  }

  /// Raises senders of a word to a level that they reach; those who need not look at lower ones are
  /// taken from `open`.
  Word raise_word(Node base, std::size_t kind, const Level& level, Word open) {
    const auto word = static_cast<std::size_t>(network_.position_of(base) / kWordBits);
    const LaneTiles& tiles = tiles_.outgoing(network_.period_of(base));
    for (const LaneTile& tile : tiles.tiles_of(word, kind)) {
      if ((tile.any & level.members[tile.word]) == 0) continue;
      const Word* const rows = tiles.rows(tile);
      for (Word rest = open; rest != 0; rest &= rest - 1) {
        const std::int32_t n = std::countr_zero(rest);
        if ((rows[n] & level.members[tile.word]) == 0) continue;
        value(base + n) = std::max(value(base + n), level.key - leave(base + n));
        open &= ~(Word{1} << n);
      }
    }
    return open;
  }

  void sort_levels(std::int32_t t) {
    std::vector<std::pair<std::int64_t, std::int32_t>> keys;
    for (std::int32_t position = 0; position < network_.facilities(); ++position) {
      const Node node = network_.node(t, position);
      keys.emplace_back(value(node) + arrive_[static_cast<std::size_t>(node)], position);
    }
    std::ranges::sort(keys, std::greater<>());
    std::vector<Level>& levels = levels_[static_cast<std::size_t>(t)];
    for (const auto& [key, position] : keys) {
      if (levels.empty() || levels.back().key != key) {
        levels.push_back({key, std::vector<Word>(static_cast<std::size_t>(network_.words()), 0)});
      }
      levels.back().members[static_cast<std::size_t>(position / kWordBits)] |=
          Word{1} << (position % kWordBits);
    }
    const std::int32_t over = t + tiles_.transit_times().back();
    if (over < network_.periods()) levels_[static_cast<std::size_t>(over)].clear();
  }

  const Network& network_;
  const TimedTiles& tiles_;
  const Values& leave_;
  const Values& arrive_;
  Values& values_;
  std::vector<std::vector<Level>> levels_;  ///< by period, for as long as lanes lead there
};

Values by_node(const Network& network, const Panel<std::int64_t>& panel) {
  Values values(network.nodes(), 0);
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    values[static_cast<std::size_t>(node)] = panel(i, t);
  });
  return values;
}

BitRows cheap_before(const Network& network, const Values& leave) {
  BitRows cheap(network.periods(), network.words());
  for (Node node = network.stride(); node < network.sink(); ++node) {
    const auto here = static_cast<std::size_t>(node);
    const auto before = static_cast<std::size_t>(node - network.stride());
    cheap.assign(node, leave[before] <= leave[here] ? 1 : 0);
  }
  return cheap;
}

}  // namespace

PricedLanes::PricedLanes(const Network& network)
    : network_(&network),
      tiles_(network),
      keys_(network, Values(network.nodes(), 0), Values(network.nodes(), 0),
            Values(network.nodes(), 0)),
      treat_(network.nodes(), 0),
      no_dearer_before_(network.periods(), network.words()) {}

void PricedLanes::set(const LanePrices& prices, const Panel<std::int64_t>& potentials) {
  Values values = by_node(*network_, potentials);
  Values leave = by_node(*network_, prices.leave);
  Values arrive = by_node(*network_, prices.arrive);
  if (!tiles_.transit_times().empty()) {
    PricedClosure(*network_, tiles_, leave, arrive, values).run();
  } else {
    for (Node node = network_->sink() - 1; node >= 0; --node) {
      auto& here = values[static_cast<std::size_t>(node)];
      here = std::max(here, values[static_cast<std::size_t>(network_->hold_target(node))]);
    }
  }
  treat_ = by_node(*network_, prices.treat);
  no_dearer_before_ = cheap_before(*network_, leave);
  keys_ = PricedKeys(*network_, std::move(values), std::move(leave), std::move(arrive));
}

std::int64_t PricedLanes::room(const BitRows& set) const {
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t row = keys_.first_senders(t); row < keys_.first_senders(t + 1); ++row) {
      room = std::min(room, room_of_row(set, t, row, room));
      if (room == 1) return room;
    }
  }
  return room;
}

/// The least positive reduced cost of lanes that leave the set from one row; what is not below
/// `room` does not matter. Receivers are looked at from the nearest key downwards.
std::int64_t PricedLanes::room_of_row(const BitRows& set, std::int32_t t, std::int32_t row,
                                      std::int64_t room) const {
  std::vector<Word> senders(static_cast<std::size_t>(network_->words()));
  std::vector<Word> receivers(senders);
  if (!intersect(keys_.senders(row), set.row(t), 0, senders)) return room;
  const KeyRows& receiving = keys_.receiving();
  const std::int64_t key = keys_.sending().key(row);
  for (std::size_t kind = 0; kind < tiles_.transit_times().size(); ++kind) {
    const std::int32_t arrival = t + tiles_.transit_times()[kind];
    if (arrival >= network_->periods()) break;
    for (std::int32_t to = receiving.row_at_least(arrival, key) - 1;
         to >= receiving.first_row(arrival) && key - receiving.key(to) < room; --to) {
      if (!intersect(receiving.members(to), set.row(arrival), ~Word{0}, receivers)) continue;
      if (joined(tiles_.outgoing(t), kind, senders, receivers)) room = key - receiving.key(to);
    }
  }
  return room;
}

}  // namespace surgeflow::flow
