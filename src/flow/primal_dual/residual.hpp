// SPDX-License-Identifier: Apache-2.0
// The solver's state: potentials, flows that obey complementary slackness, and imbalances.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/market.hpp"
#include "flow/primal_dual/network.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::flow {

/// Flow on one lane in one period; arcs are linked in a list at either end.
struct ShipArc {
  Node from = 0;
  Node to = 0;
  Count flow = 0;
  std::int32_t next_out = -1;
  std::int32_t next_in = -1;
};

inline constexpr std::int32_t kNoArc = -1;

/// Flow on capped arcs of one kind.
struct CappedFlow {
  std::vector<Count> flow;  ///< per node, their start
  BitRows forward;          ///< tight, and could carry more
  BitRows reverse;          ///< tight, and carries something
};

/// What a first flow should look like.
struct IntendedFlow {
  std::span<const Count> treated;       ///< per node
  std::span<const Shipment> shipments;  ///< ordered by departure
};

/// Flows, and lanes with the potentials of their ends (TiledLanes or ListedLanes), with at every
/// moment
///   reduced cost rc(u -> w) = v_u - v_w - gain >= 0 on arcs that could carry more,
///   rc = 0 on arcs that carry flow (<= 0 on full capped arcs).
/// What is missing for a plan is balance: imbalance(node) > 0 is excess (devices that have come
/// and have nowhere to go), < 0 is deficit. Balanced everywhere, the plan is optimal.
template <class Lanes>
class Residual {
 public:
  /// To be followed by a restart.
  explicit Residual(Lanes& lanes);
  /// All flows zero, nothing supplied, at the potentials that the lanes have now; `treat_gain` is
  /// the gain of treating one patient. From here on potentials change through the residual only.
  void restart(std::int64_t treat_gain, Market market = {});

  /// Flow in ascending time, from nothing: who must be treated at the present potentials is; beyond
  /// that patients are treated and devices sent as intended, as far as potentials and stock allow,
  /// and the rest is held where that is tight. Sets the imbalances.
  void fill(const IntendedFlow& intended);
  /// Adopts potentials and costs that were rescaled together with the gain of a patient: cancels
  /// the flow on lanes that are no longer tight. Reduced costs must have stayed non-negative.
  void adopt_rescaled(std::int64_t treat_gain);
  /// Cancels the flow that enters `set` and lowers the potentials inside. The set must be closed
  /// under tight arcs that could carry more, and the amount at most the set's room.
  void lower_potentials(const BitRows& set, std::int64_t amount);
  /// By how much lowering the potentials on a closed set keeps improving the dual at the same rate:
  /// until an arc that leaves it is tight, or a full capped arc that enters it is. At least 1.
  [[nodiscard]] std::int64_t room(const BitRows& set) const;

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const Lanes& lanes() const { return *lanes_; }
  [[nodiscard]] std::int64_t treat_gain() const { return treat_gain_; }
  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] Total excess() const { return excess_; }
  [[nodiscard]] Total imbalance(Node node) const { return imbalance_[index(node)]; }

  [[nodiscard]] const BitRows& hold_tight() const { return hold_tight_; }
  [[nodiscard]] const BitRows& hold_flow() const { return hold_flow_; }
  /// v(t) = v(t+1), of gates as well, where nothing is held.
  [[nodiscard]] const BitRows& steady() const {
    return network_->has_gates() ? steady_ : hold_tight_;
  }
  [[nodiscard]] const BitRows& capped_forward(std::size_t kind) const {
    return capped_[kind].forward;
  }
  [[nodiscard]] const BitRows& capped_reverse(std::size_t kind) const {
    return capped_[kind].reverse;
  }
  [[nodiscard]] const BitRows& ship_in() const { return ship_in_; }
  /// With a row for the market's source, which never has any.
  [[nodiscard]] const BitRows& excess_nodes() const { return excess_nodes_; }
  [[nodiscard]] const BitRows& deficit_nodes() const { return deficit_nodes_; }

  [[nodiscard]] Count held(Node node) const { return held_[index(node)]; }
  /// On a capped arc, and what it could carry beside that.
  [[nodiscard]] Count carried(std::size_t kind, Node node) const {
    return capped_[kind].flow[index(node)];
  }
  [[nodiscard]] Count spare(std::size_t kind, Node node) const {
    return network_->capacity(kind, node) - carried(kind, node);
  }
  /// Patients of all steps.
  [[nodiscard]] Count treated(Node node) const {
    Count treated = 0;
    for (std::size_t kind = 0; kind < network_->treat_arcs(); ++kind) {
      treated += carried(kind, node);
    }
    return treated;
  }
  [[nodiscard]] const ShipArc& ship(std::int32_t arc) const {
    return ships_[static_cast<std::size_t>(arc)];
  }
  [[nodiscard]] std::int32_t first_out(Node node) const { return first_out_[index(node)]; }
  [[nodiscard]] std::int32_t first_in(Node node) const { return first_in_[index(node)]; }
  [[nodiscard]] std::span<const ShipArc> ships() const { return ships_; }

  // Changes of flow on one arc, imbalances untouched: a path changes its two ends only.
  void add_held(Node node, Count amount);
  void add_carried(std::size_t kind, Node node, Count amount);
  void add_shipped(Node from, Node to, Count amount);
  void add_shipped(std::int32_t arc, Count amount);
  void add_sold(Node node, Count amount) { market_.add_sold(node, amount); }
  void add_bought(Node node, Count amount) { market_.add_bought(node, amount); }
  void add_imbalance(Node node, Total amount);
  /// Moves an imbalance along an arc whose flow was changed.
  void move_imbalance(Node from, Node to, Total amount) {
    add_imbalance(from, -amount);
    add_imbalance(to, amount);
  }

 private:
  static std::size_t index(Node node) { return static_cast<std::size_t>(node); }
  [[nodiscard]] std::int64_t capped_reduced_cost(std::size_t kind, Node node) const {
    return capped_reduced_cost(kind, node, network_->capped_target(kind, node));
  }
  [[nodiscard]] std::int64_t capped_reduced_cost(std::size_t kind, Node node, Node target) const;
  /// A flow's two ends while flows are filled in, before bits are kept.
  void shift(Node from, Node to, Total amount) {
    imbalance_[index(from)] -= amount;
    imbalance_[index(to)] += amount;
  }
  /// A node with its position.
  struct Place {
    Node node = 0;
    std::int32_t position = 0;
  };
  Count fill_capped(std::size_t kind, const Place& at, Total possible);
  void note_signs_of(std::int32_t t);
  void fill_before_shipping(std::int32_t t, std::int32_t word, std::span<const Count> intended);
  void ship_as_intended(const Shipment& shipment);
  [[nodiscard]] Total pass_gate(Node node, Total amount);
  void fill_word(std::size_t kind, std::int32_t t, std::int32_t word,
                 std::span<Count, kWordBits> left);
  void hold_what_is_left(std::int32_t t);
  void hold_word(Node first, std::int32_t count, Word tight);
  void trade(Node node);
  [[nodiscard]] Total note_bits_of(std::int32_t t);
  [[nodiscard]] Total note_bits(Node first, std::int32_t count);
  void note_capped_bits(std::size_t kind, Node first);
  void refresh_hold(Node node);
  void settle(std::size_t kind);
  void refresh_capped(std::size_t kind, Node node);
  void refresh_market(Node node);
  void cancel_hold_into(const BitRows& set);
  void cancel_capped_into(const BitRows& set);
  void cancel_ships_into(const BitRows& set);
  void cancel_trade_into(const BitRows& set);
  void refresh_across(const BitRows& set);
  template <class Hold, class Capped>
  void for_each_across(const BitRows& set, Hold&& hold, Capped&& capped) const;
  [[nodiscard]] std::int64_t room_of_trade(const BitRows& set) const;
  void refresh_market_across(const BitRows& set);
  void forget_empty_ships();
  template <class Cancel>
  void cancel_ships(Cancel&& cancels);

  const Network* network_;
  Lanes* lanes_;
  Market market_;
  std::int64_t treat_gain_ = 1;
  Total excess_ = 0;
  std::vector<Count> held_;
  std::vector<CappedFlow> capped_;
  std::vector<Total> imbalance_;
  std::vector<ShipArc> ships_;
  std::vector<std::int32_t> first_out_;
  std::vector<std::int32_t> first_in_;
  BitRows hold_tight_;  ///< v(t) = v(t+1): holding could take more
  BitRows hold_flow_;   ///< something is held, so that holding could take less
  BitRows steady_;      ///< where there are gates
  BitRows ship_in_;     ///< a lane with flow arrives
  BitRows excess_nodes_;
  BitRows deficit_nodes_;
};

/// rc = v_from - v_to - gain + cost
template <class Lanes>
inline std::int64_t Residual<Lanes>::capped_reduced_cost(std::size_t kind, Node node,
                                                         Node target) const {
  const CappedArcs& arcs = network_->capped()[kind];
  std::int64_t reduced_cost = lanes_->value(node) - lanes_->value(target);
  reduced_cost -= arcs.gain.empty() ? treat_gain_ : arcs.gain[index(node)] * treat_gain_;
  if (kind < network_->treat_arcs()) reduced_cost -= lanes_->treat_price(node);
  if (!arcs.cost.empty()) reduced_cost += lanes_->at_scale(arcs.cost[index(node)]);
  return reduced_cost;
}

}  // namespace surgeflow::flow
