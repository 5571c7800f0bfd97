// SPDX-License-Identifier: Apache-2.0
// All lanes as tiles, where they all cost the same, with the potentials of their ends as classes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/potential_classes.hpp"
#include "flow/primal_dual/tile_search.hpp"
#include "flow/primal_dual/timed_tiles.hpp"

namespace surgeflow::flow {

/// One of the two ways to know which lanes are tight (the other is listed_lanes.hpp); Residual,
/// Search and Augmentation work with either. A lane is tight where the potential at its start is
/// that at its end less the cost: 64 x 64 lanes of one transit time are compared with the class of
/// the potential that they must lead to.
class TiledLanes {
 public:
  /// Nodes raised by an augmentation, as a share of all nodes, that end it, and that end its search
  /// for one unit: few, since every raised node is scanned again.
  static constexpr double kRoundShare = 0.04;
  static constexpr double kSearchShare = 0.003;
  /// Mostly a dual step of one lets flow move, and to look for the whole room costs a search.
  static constexpr bool kLongSteps = false;

  /// Potentials are to be set.
  explicit TiledLanes(const Network& network);

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const TimedTiles& tiles() const { return tiles_; }
  [[nodiscard]] const PotentialClasses& potentials() const { return potentials_; }

  [[nodiscard]] std::int64_t value(Node node) const { return potentials_.value(node); }
  [[nodiscard]] bool same_value(Node one, Node other) const {
    return potentials_.class_of(one) == potentials_.class_of(other);
  }
  /// What every lane costs.
  [[nodiscard]] std::int32_t lane_cost() const { return lane_cost_; }
  [[nodiscard]] std::int64_t cost(Node /*from*/, Node /*to*/) const { return lane_cost_; }
  /// What one unit of lane cost stands for.
  [[nodiscard]] std::int64_t cost_unit() const { return 1; }
  /// A cost of movement in the unit that lanes have now.
  [[nodiscard]] std::int64_t at_scale(std::int64_t cost) const { return cost * lane_cost_; }
  /// Treating has its gain alone.
  [[nodiscard]] static std::int64_t treat_price(Node) { return 0; }

  /// One potential per period, equal for all facilities; the sink's is 0.
  void set_potentials_by_period(std::span<const std::int64_t> value_of_period);
  /// One potential per node, the sink's 0, and what all lanes cost with them.
  void set_potentials(const PotentialClasses::ReadValues& read, std::int32_t lane_cost);
  void set_potentials_by_node(std::span<const std::int64_t> value_of_node, std::int32_t lane_cost);
  /// Multiplies all potentials by `factor`; lanes cost `lane_cost` from here on.
  void rescale(std::int64_t factor, std::int32_t lane_cost);
  void lower(const BitRows& set, std::int64_t amount) { potentials_.lower(*network_, set, amount); }
  /// By how much potentials on `set` can be lowered until a lane that leaves it is tight.
  [[nodiscard]] std::int64_t room(const BitRows& set) const;

  /// Whose lanes were open a period before too, where they cost the same.
  [[nodiscard]] Word no_dearer_before(std::int32_t t, std::size_t word) const {
    return network_->open_before(t, word);
  }

  using Sweep = TileSweep<TiledLanes>;
  using Scan = TileScan<TiledLanes>;
  /// Every node from which a tight lane leads to `node`, at `position` in period `t`.
  template <class Visit>
  void for_each_tight_into(Node node, std::int32_t t, std::int32_t position, Visit&& visit) const {
    for_each_tight_tile_into(*this, node, t, position, visit);
  }

 private:
  const Network* network_;
  TimedTiles tiles_;
  std::int32_t lane_cost_ = 0;
  PotentialClasses potentials_;
};

}  // namespace surgeflow::flow
