// SPDX-License-Identifier: Apache-2.0
// Flows, and the bit sets that follow from flows and potentials.
#include "flow/primal_dual/residual.hpp"

#include <algorithm>
#include <utility>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

template <class Lanes>
Residual<Lanes>::Residual(Lanes& lanes) : network_(&lanes.network()), lanes_(&lanes) {
  const BitRows empty(network_->periods() + 1, network_->words());
  hold_tight_ = hold_flow_ = treat_forward_ = treat_reverse_ = empty;
  ship_in_ = deficit_nodes_ = empty;
  excess_nodes_ = BitRows(network_->periods() + 2, network_->words());
}

template <class Lanes>
void Residual<Lanes>::restart(std::int64_t treat_gain, Market market) {
  treat_gain_ = treat_gain;
  market_ = std::move(market);
  for (BitRows* const set : {&hold_tight_, &hold_flow_, &treat_forward_, &treat_reverse_, &ship_in_,
                             &excess_nodes_, &deficit_nodes_}) {
    set->clear();
  }
  clear();
}

template <class Lanes>
void Residual<Lanes>::clear() {
  excess_ = 0;
  held_.assign(network_->nodes(), 0);
  treated_.assign(network_->nodes(), 0);
  imbalance_.assign(network_->nodes_and_source(), 0);
  first_out_.assign(network_->nodes(), kNoArc);
  first_in_.assign(network_->nodes(), kNoArc);
  ships_.clear();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      refresh_hold(node);
      if (network_->demand(node) > 0) refresh_treat(node);
      if (market_.exists()) refresh_market(node);
    }
  }
}

template <class Lanes>
void Residual<Lanes>::refresh_hold(Node node) {
  const Node next = network_->hold_target(node);
  hold_tight_.assign(node, lanes_->same_value(node, next) ? 1 : 0);
}

template <class Lanes>
void Residual<Lanes>::refresh_treat(Node node) {
  // rc = v(t) - v(t+P) - gain
  const bool tight =
      lanes_->value(node) - lanes_->value(network_->treat_target(node)) - treat_gain_ == 0;
  treat_forward_.assign(node, tight && treatable(node) > 0 ? 1 : 0);
  treat_reverse_.assign(node, tight && treated(node) > 0 ? 1 : 0);
}

template <class Lanes>
void Residual<Lanes>::refresh_market(Node node) {
  market_.refresh(node, lanes_->value(node) - lanes_->value(network_->sink()));
}

template <class Lanes>
void Residual<Lanes>::fill(const IntendedFlow& intended) {
  const Instance& instance = network_->instance();
  add_imbalance(network_->sink(), -instance.total_supply());
  auto shipment = intended.shipments.begin();
  for (Period t{0}; t.value() < network_->periods(); ++t) {
    const Node first = network_->node(t.value(), 0);
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const FacilityId i = network_->facility_at(position);
      if (const Total supply = instance.supply(i, t); supply != 0) {
        add_imbalance(first + position, supply);
      }
      treat_as_intended(first + position, intended.treated[index(first + position)]);
    }
    for (; shipment != intended.shipments.end() && shipment->depart == t; ++shipment) {
      ship_as_intended(*shipment);
    }
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      hold_what_is_left(first + position);
      if (market_.exists()) trade(first + position);
    }
  }
}

template <class Lanes>
void Residual<Lanes>::treat_as_intended(Node node, Count intended) {
  const Count demand = network_->demand(node);
  if (demand == 0) return;
  const Node back = network_->treat_target(node);
  const std::int64_t reduced_cost = lanes_->value(node) - lanes_->value(back) - treat_gain_;
  if (reduced_cost > 0) return;
  const Total possible = std::clamp<Total>(imbalance(node), 0, std::clamp(intended, 0, demand));
  const Count amount = reduced_cost < 0 ? demand : static_cast<Count>(possible);
  if (amount == 0) return;
  add_treated(node, amount);
  move_imbalance(node, back, amount);
}

template <class Lanes>
void Residual<Lanes>::ship_as_intended(const Shipment& shipment) {
  const std::int32_t transit =
      network_->instance().lanes().transit_periods(shipment.origin, shipment.destination);
  const std::int32_t arrival = shipment.depart.value() + transit;
  if (transit == 0 || arrival >= network_->periods()) return;
  const Node from = network_->node(shipment.depart.value(), network_->position_of(shipment.origin));
  const Node to = network_->node(arrival, network_->position_of(shipment.destination));
  if (lanes_->value(from) - lanes_->value(to) + lanes_->cost(from, to) != 0) return;
  const Total amount = std::min<Total>(shipment.quantity, imbalance(from));
  if (amount <= 0) return;
  add_shipped(from, to, static_cast<Count>(amount));
  move_imbalance(from, to, amount);
}

template <class Lanes>
void Residual<Lanes>::hold_what_is_left(Node node) {
  Total left = imbalance(node);
  if (left <= 0) return;
  if (!hold_tight_.test(node)) {
    // Rather than idle where holding is no use, more than intended are treated.
    if (!treat_forward_.test(node)) return;
    left = std::min<Total>(left, treatable(node));
    add_treated(node, static_cast<Count>(left));
    move_imbalance(node, network_->treat_target(node), left);
    return;
  }
  add_held(node, static_cast<Count>(left));
  move_imbalance(node, network_->hold_target(node), left);
}

/// What is short is bought and what is left over sold where the potential is the price.
template <class Lanes>
void Residual<Lanes>::trade(Node node) {
  const auto left = static_cast<Count>(imbalance(node));
  if (left < 0 && market_.buy_tight().test(node)) {
    add_bought(node, -left);
    move_imbalance(network_->sink(), node, -left);
  } else if (left > 0 && market_.sell_tight().test(node)) {
    add_sold(node, left);
    move_imbalance(node, network_->sink(), left);
  }
}

template <class Lanes>
void Residual<Lanes>::adopt_rescaled(std::int64_t treat_gain) {
  treat_gain_ = treat_gain;
  cancel_ships([&](const ShipArc& arc) {
    return lanes_->value(arc.from) - lanes_->value(arc.to) + lanes_->cost(arc.from, arc.to) != 0;
  });
}

template <class Lanes>
void Residual<Lanes>::lower_potentials(const BitRows& set, std::int64_t amount) {
  cancel_hold_into(set);
  cancel_treat_into(set);
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
  const bool sink_inside = set.test(network_->sink());
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      const bool inside = set.test(node);
      const Node next = network_->hold_target(node);
      if (inside && !set.test(next)) {
        room = std::min(room, lanes_->value(node) - lanes_->value(next));
      }
      if (market_.exists() && inside != sink_inside) {
        const std::int64_t worth = lanes_->value(node) - lanes_->value(network_->sink());
        room = std::min(room, inside ? worth - market_.sell(node) : market_.buy(node) - worth);
      }
      const Node back = network_->treat_target(node);
      if (network_->demand(node) == 0 || set.test(back) == inside) continue;
      // Positive: still to be treated for; negative: treated in full.
      const std::int64_t reduced_cost = lanes_->value(node) - lanes_->value(back) - treat_gain_;
      const std::int64_t away = inside ? reduced_cost : -reduced_cost;
      if (away > 0) room = std::min(room, away);
    }
  }
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
void Residual<Lanes>::cancel_treat_into(const BitRows& set) {
  for (const TurnaroundGroup& group : network_->turnaround_groups()) {
    for (std::int32_t t = 0; t < network_->periods(); ++t) {
      const std::int32_t back = std::min(t + group.periods, network_->periods());
      for (std::int32_t w = 0; w < network_->words(); ++w) {
        const Word entering = treat_reverse_.row(t)[w] & ~set.row(t)[w] & set.row(back)[w] &
                              group.members[static_cast<std::size_t>(w)];
        for_each_bit(entering, network_->node(t, w * kWordBits), [&](Node node) {
          const Count flow = treated(node);
          add_imbalance(node, flow);
          add_imbalance(network_->treat_target(node), -Total{flow});
          add_treated(node, -flow);
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
  for (ShipArc& arc : ships_) {
    if (arc.flow == 0 || !cancels(arc)) continue;
    add_imbalance(arc.from, arc.flow);
    add_imbalance(arc.to, -Total{arc.flow});
    arc.flow = 0;
  }
  forget_empty_ships();
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

/// Reduced costs change only on arcs with one end inside the set.
template <class Lanes>
void Residual<Lanes>::refresh_across(const BitRows& set) {
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Node base = network_->node(t, w * kWordBits);
      const std::int32_t last = network_->facilities() - w * kWordBits;
      const Word real = last >= kWordBits ? ~Word{0} : (Word{1} << last) - 1;
      for_each_bit((set.row(t)[w] ^ set.row(t + 1)[w]) & real, base,
                   [&](Node node) { refresh_hold(node); });
      for (const TurnaroundGroup& group : network_->turnaround_groups()) {
        const std::int32_t back = std::min(t + group.periods, network_->periods());
        for_each_bit(
            (set.row(t)[w] ^ set.row(back)[w]) & group.members[static_cast<std::size_t>(w)], base,
            [&](Node node) { refresh_treat(node); });
      }
    }
  }
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
void Residual<Lanes>::add_treated(Node node, Count amount) {
  treated_[index(node)] += amount;
  refresh_treat(node);
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
