// SPDX-License-Identifier: Apache-2.0
// All lanes as tiles, where what they cost depends on when and where they leave and arrive.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/priced_keys.hpp"
#include "flow/primal_dual/tile_search.hpp"
#include "flow/primal_dual/timed_tiles.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow::flow {

/// The third way to know which lanes are tight (the others are tiled_lanes.hpp and
/// listed_lanes.hpp). A lane costs leave at its start less arrive at its end, so that it is tight
/// where two keys are equal, one of either end: as with one cost for all, 64 x 64 lanes of one
/// transit time are compared at once. The fewer keys there are, the more that saves: coarse prices
/// are solved faster than fine ones.
class PricedLanes {
 public:
  static constexpr double kRoundShare = 0.04;
  static constexpr double kSearchShare = 0.003;
  /// Potentials are counted in parts of a patient: a step of one is next to nothing.
  static constexpr bool kLongSteps = true;

  /// Potentials and prices 0 at first.
  explicit PricedLanes(const Network& network);

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const TimedTiles& tiles() const { return tiles_; }
  [[nodiscard]] const PricedKeys& potentials() const { return keys_; }

  [[nodiscard]] std::int64_t value(Node node) const { return keys_.value(node); }
  [[nodiscard]] bool same_value(Node one, Node other) const { return value(one) == value(other); }
  [[nodiscard]] std::int64_t cost(Node from, Node to) const {
    return keys_.leave(from) - keys_.arrive(to);
  }
  /// Whose lanes were open a period before too, for no more: a bit for each facility of a word.
  [[nodiscard]] Word no_dearer_before(std::int32_t t, std::size_t word) const {
    return no_dearer_before_.row(t)[word] & network_->open_before(t, word);
  }

  /// Movement is not looked at.
  [[nodiscard]] std::int64_t at_scale(std::int64_t /*cost*/) const { return 0; }
  /// What a patient treated from a node on earns beside its gain.
  [[nodiscard]] std::int64_t treat_price(Node node) const {
    return treat_[static_cast<std::size_t>(node)];
  }

  /// Adopts prices, and potentials that are raised as little as makes them feasible; the sink's is
  /// 0.
  void set(const LanePrices& prices, const Panel<std::int64_t>& potentials);
  void lower(const BitRows& set, std::int64_t amount) { keys_.lower(*network_, set, amount); }
  /// By how much potentials on `set` can be lowered until a lane that leaves it is tight.
  [[nodiscard]] std::int64_t room(const BitRows& set) const;

  using Sweep = TileSweep<PricedLanes>;
  using Scan = TileScan<PricedLanes>;
  /// Every node from which a tight lane leads to `node`, at `position` in period `t`.
  template <class Visit>
  void for_each_tight_into(Node node, std::int32_t t, std::int32_t position, Visit&& visit) const {
    for_each_tight_tile_into(*this, node, t, position, visit);
  }

 private:
  [[nodiscard]] std::int64_t room_of_row(const BitRows& set, std::int32_t t, std::int32_t row,
                                         std::int64_t room) const;

  const Network* network_;
  TimedTiles tiles_;
  PricedKeys keys_;
  std::vector<std::int64_t> treat_;  ///< per node
  BitRows no_dearer_before_;
};

}  // namespace surgeflow::flow
