// SPDX-License-Identifier: Apache-2.0
// Flows, and the bit sets that follow from flows and potentials.
#include "flow/primal_dual/residual.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

template <class Lanes>
Residual<Lanes>::Residual(Lanes& lanes) : network_(&lanes.network()), lanes_(&lanes) {
  const BitRows empty(network_->periods() + 1, network_->words());
  hold_tight_ = hold_flow_ = ship_in_ = deficit_nodes_ = empty;
  if (network_->has_gates()) steady_ = empty;
  excess_nodes_ = BitRows(network_->periods() + 2, network_->words());
}

template <class Lanes>
void Residual<Lanes>::restart(std::int64_t treat_gain, Market market) {
  treat_gain_ = treat_gain;
  market_ = std::move(market);
  for (BitRows* const set :
       {&hold_tight_, &hold_flow_, &steady_, &ship_in_, &excess_nodes_, &deficit_nodes_}) {
    set->clear();
  }
  capped_.resize(network_->capped().size());
  for (CappedFlow& arcs : capped_) {
    arcs.flow.assign(network_->nodes(), 0);
    arcs.forward = arcs.reverse = hold_tight_;
  }
  excess_ = 0;
  held_.assign(network_->nodes(), 0);
  imbalance_.assign(network_->nodes_and_source(), 0);
  for (ShipArc& arc : ships_) arc.flow = 0;
  forget_empty_ships();
  first_out_.resize(network_->nodes(), kNoArc);
  first_in_.resize(network_->nodes(), kNoArc);
  if (market_.exists())
    for_each_node(*network_, [&](FacilityId, Period, Node node) { refresh_market(node); });
}

/// At a gate nothing is held, and only whether its potential stays the same counts.
template <class Lanes>
void Residual<Lanes>::refresh_hold(Node node) {
  const Node next = network_->hold_target(node);
  const Word same = lanes_->same_value(node, next) ? 1 : 0;
  if (network_->has_gates()) {
    steady_.assign(node, same);
    if (network_->is_gate(network_->position_of(node))) return;
  }
  hold_tight_.assign(node, same);
}

template <class Lanes>
void Residual<Lanes>::refresh_capped(std::size_t kind, Node node) {
  const bool tight = capped_reduced_cost(kind, node) == 0;
  capped_[kind].forward.assign(node, tight && spare(kind, node) > 0 ? 1 : 0);
  capped_[kind].reverse.assign(node, tight && carried(kind, node) > 0 ? 1 : 0);
}

template <class Lanes>
void Residual<Lanes>::refresh_market(Node node) {
  market_.refresh(node, lanes_->value(node) - lanes_->value(network_->sink()));
}

template <class Lanes>
void Residual<Lanes>::adopt_rescaled(std::int64_t treat_gain) {
  treat_gain_ = treat_gain;
  cancel_ships([&](const ShipArc& arc) {
    return lanes_->value(arc.from) - lanes_->value(arc.to) + lanes_->cost(arc.from, arc.to) != 0;
  });
  for (std::size_t kind = network_->first_send_arcs(); kind < capped_.size(); ++kind) settle(kind);
}

/// What leaving costs is rounded at each scale anew: arcs that lose by it are emptied, arcs that
/// gain filled.
template <class Lanes>
void Residual<Lanes>::settle(std::size_t kind) {
  for_each_node(*network_, [&](FacilityId, Period, Node node) {
    if (network_->capacity(kind, node) == 0) return;
    const std::int64_t reduced_cost = capped_reduced_cost(kind, node);
    const Count change =
        reduced_cost < 0 ? spare(kind, node) : (reduced_cost > 0 ? -carried(kind, node) : 0);
    move_imbalance(node, network_->capped_target(kind, node), change);
    add_carried(kind, node, change);
  });
}

template <class Lanes>
void Residual<Lanes>::lower_potentials(const BitRows& set, std::int64_t amount) {
  cancel_hold_into(set);
  cancel_capped_into(set);
  cancel_ships_into(set);
  if (market_.exists()) cancel_trade_into(set);
  lanes_->lower(set, amount);
  refresh_across(set);
  if (market_.exists()) refresh_market_across(set);
}

template <class Lanes>
std::int64_t Residual<Lanes>::room(const BitRows& set) const {
  std::int64_t room = lanes_->room(set);
  if (room == 1) return room;
  for_each_across(
      set,
      [&](Node node) {
        if (!set.test(node) || network_->is_gate(network_->position_of(node))) return;
        room = std::min(room, lanes_->value(node) - lanes_->value(network_->hold_target(node)));
      },
      [&](std::size_t kind, Node node) {
        if (network_->capacity(kind, node) == 0) return;
        // Positive: carries nothing; negative: carries all it can.
        const std::int64_t reduced_cost = capped_reduced_cost(kind, node);
        const std::int64_t away = set.test(node) ? reduced_cost : -reduced_cost;
        if (away > 0) room = std::min(room, away);
      });
  return market_.exists() ? std::min(room, room_of_trade(set)) : room;
}

template <class Lanes>
std::int64_t Residual<Lanes>::room_of_trade(const BitRows& set) const {
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  const bool sink_inside = set.test(network_->sink());
  for_each_node(*network_, [&](FacilityId, Period, Node node) {
    const bool inside = set.test(node);
    if (inside == sink_inside) return;
    const std::int64_t worth = lanes_->value(node) - lanes_->value(network_->sink());
    room = std::min(room, inside ? worth - market_.sell(node) : market_.buy(node) - worth);
  });
  return room;
}

template <class Lanes>
void Residual<Lanes>::cancel_hold_into(const BitRows& set) {
  const std::int32_t words = network_->words();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < words; ++w) {
      const Word entering = hold_flow_.row(t)[w] & ~set.row(t)[w] & set.row(t + 1)[w];
      for_each_bit(entering, network_->node(t, w * kWordBits), [&](Node node) {
        const Count flow = held(node);
        add_imbalance(node, flow);
        add_imbalance(network_->hold_target(node), -Total{flow});
        add_held(node, -flow);
      });
    }
  }
}

template <class Lanes>
void Residual<Lanes>::cancel_capped_into(const BitRows& set) {
  for (const CappedGroup& group : network_->capped_groups()) {
    for (std::int32_t t = 0; t < network_->periods(); ++t) {
      const Word* const carrying = capped_[group.kind].reverse.row(t);
      const Word* const ends =
          set.row(std::min(t + group.periods, network_->periods())) + group.words;
      for (std::int32_t w = 0; w < network_->facility_words(); ++w) {
        const Word entering =
            carrying[w] & ~set.row(t)[w] & ends[w] & group.members[static_cast<std::size_t>(w)];
        for_each_bit(entering, network_->node(t, w * kWordBits), [&](Node node) {
          const Count flow = carried(group.kind, node);
          add_imbalance(node, flow);
          add_imbalance(network_->capped_target(group.kind, node), -Total{flow});
          add_carried(group.kind, node, -flow);
        });
      }
    }
  }
}

template <class Lanes>
void Residual<Lanes>::cancel_ships_into(const BitRows& set) {
  cancel_ships([&](const ShipArc& arc) { return !set.test(arc.from) && set.test(arc.to); });
}

template <class Lanes>
void Residual<Lanes>::cancel_trade_into(const BitRows& set) {
  const bool sink_inside = set.test(network_->sink());
  const BitRows& trading = sink_inside ? market_.selling() : market_.buying();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Word inside = set.row(t)[w];
      for_each_bit(trading.row(t)[w] & (sink_inside ? ~inside : inside),
                   network_->node(t, w * kWordBits), [&](Node node) {
                     if (sink_inside) {
                       move_imbalance(network_->sink(), node, market_.sold(node));
                       add_sold(node, -market_.sold(node));
                     } else {
                       move_imbalance(node, network_->sink(), market_.bought(node));
                       add_bought(node, -market_.bought(node));
                     }
                   });
    }
  }
}

template <class Lanes>
template <class Cancel>
void Residual<Lanes>::cancel_ships(Cancel&& cancels) {
  bool any = false;
  for (ShipArc& arc : ships_) {
    if (arc.flow == 0 || !cancels(arc)) continue;
    add_imbalance(arc.from, arc.flow);
    add_imbalance(arc.to, -Total{arc.flow});
    arc.flow = 0;
    any = true;
  }
  if (any) forget_empty_ships();
}

template <class Lanes>
void Residual<Lanes>::forget_empty_ships() {
  for (const ShipArc& arc : ships_) {
    first_out_[index(arc.from)] = kNoArc;
    first_in_[index(arc.to)] = kNoArc;
    ship_in_.reset(arc.to);
  }
  std::erase_if(ships_, [](const ShipArc& arc) { return arc.flow == 0; });
  for (std::size_t n = 0; n < ships_.size(); ++n) {
    ShipArc& arc = ships_[n];
    arc.next_out = first_out_[index(arc.from)];
    arc.next_in = first_in_[index(arc.to)];
    first_out_[index(arc.from)] = static_cast<std::int32_t>(n);
    first_in_[index(arc.to)] = static_cast<std::int32_t>(n);
    ship_in_.set(arc.to);
  }
}

/// Calls `hold(node)` and `capped(kind, node)` for the arcs with one end inside the set; gates are
/// among the nodes that hold.
template <class Lanes>
template <class Hold, class Capped>
void Residual<Lanes>::for_each_across(const BitRows& set, Hold&& hold, Capped&& capped) const {
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (const PositionRange& range : network_->position_ranges()) {
      for (std::int32_t first = range.first; first < range.last; first += kWordBits) {
        const std::int32_t w = first / kWordBits;
        const std::int32_t last = range.last - first;
        const Word real = last >= kWordBits ? ~Word{0} : (Word{1} << last) - 1;
        for_each_bit((set.row(t)[w] ^ set.row(t + 1)[w]) & real, network_->node(t, first), hold);
      }
    }
    for (const CappedGroup& group : network_->capped_groups()) {
      const Word* const ends =
          set.row(std::min(t + group.periods, network_->periods())) + group.words;
      for (std::int32_t w = 0; w < network_->facility_words(); ++w) {
        for_each_bit((set.row(t)[w] ^ ends[w]) & group.members[static_cast<std::size_t>(w)],
                     network_->node(t, w * kWordBits),
                     [&](Node node) { capped(group.kind, node); });
      }
    }
  }
}

/// Reduced costs change only on arcs with one end inside the set.
template <class Lanes>
void Residual<Lanes>::refresh_across(const BitRows& set) {
  for_each_across(
      set, [&](Node node) { refresh_hold(node); },
      [&](std::size_t kind, Node node) { refresh_capped(kind, node); });
}

template <class Lanes>
void Residual<Lanes>::refresh_market_across(const BitRows& set) {
  const bool sink_inside = set.test(network_->sink());
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      if (set.test(node) != sink_inside) refresh_market(node);
    }
  }
}

template <class Lanes>
void Residual<Lanes>::add_held(Node node, Count amount) {
  held_[index(node)] += amount;
  hold_flow_.assign(node, held_[index(node)] > 0 ? 1 : 0);
}

template <class Lanes>
void Residual<Lanes>::add_carried(std::size_t kind, Node node, Count amount) {
  capped_[kind].flow[index(node)] += amount;
  refresh_capped(kind, node);
}

template <class Lanes>
void Residual<Lanes>::add_shipped(Node from, Node to, Count amount) {
  for (std::int32_t arc = first_out(from); arc != kNoArc; arc = ship(arc).next_out) {
    if (ship(arc).to == to) {
      add_shipped(arc, amount);
      return;
    }
  }
  const auto number = static_cast<std::int32_t>(ships_.size());
  ships_.push_back({from, to, amount, first_out(from), first_in(to)});
  first_out_[index(from)] = number;
  first_in_[index(to)] = number;
  ship_in_.set(to);
}

template <class Lanes>
void Residual<Lanes>::add_shipped(std::int32_t arc, Count amount) {
  ships_[static_cast<std::size_t>(arc)].flow += amount;
}

template <class Lanes>
void Residual<Lanes>::add_imbalance(Node node, Total amount) {
  Total& imbalance = imbalance_[index(node)];
  excess_ -= std::max<Total>(imbalance, 0);
  imbalance += amount;
  excess_ += std::max<Total>(imbalance, 0);
  excess_nodes_.assign(node, imbalance > 0 ? 1 : 0);
  deficit_nodes_.assign(node, imbalance < 0 ? 1 : 0);
}

template class Residual<TiledLanes>;
template class Residual<ListedLanes>;
template class Residual<PricedLanes>;

}  // namespace surgeflow::flow
