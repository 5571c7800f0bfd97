// SPDX-License-Identifier: Apache-2.0
// Flows, and the bit sets that follow from flows and potentials.
#include "flow/primal_dual/residual.hpp"

#include <algorithm>

namespace surgeflow::flow {

Residual::Residual(const Network& network, PotentialClasses potentials, std::int64_t treat_gain)
    : network_(&network), potentials_(std::move(potentials)), treat_gain_(treat_gain) {
  const BitRows empty(network.periods() + 1, network.words());
  hold_tight_ = hold_flow_ = treat_forward_ = treat_reverse_ = empty;
  ship_in_ = excess_nodes_ = deficit_nodes_ = empty;
  clear();
}

void Residual::restart(PotentialClasses potentials, std::int64_t treat_gain) {
  potentials_ = std::move(potentials);
  treat_gain_ = treat_gain;
  for (BitRows* const set : {&hold_tight_, &hold_flow_, &treat_forward_, &treat_reverse_, &ship_in_,
                             &excess_nodes_, &deficit_nodes_}) {
    set->clear();
  }
  clear();
}

void Residual::clear() {
  excess_ = 0;
  held_.assign(network_->nodes(), 0);
  treated_.assign(network_->nodes(), 0);
  imbalance_.assign(network_->nodes(), 0);
  first_out_.assign(network_->nodes(), kNoArc);
  first_in_.assign(network_->nodes(), kNoArc);
  ships_.clear();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      refresh_hold(node);
      if (network_->demand(node) > 0) refresh_treat(node);
    }
  }
}

void Residual::refresh_hold(Node node) {
  const Node next = network_->hold_target(node);
  hold_tight_.assign(node, potentials_.class_of(node) == potentials_.class_of(next) ? 1 : 0);
}

void Residual::refresh_treat(Node node) {
  // rc = v(t) - v(t+P) - gain
  const bool tight =
      potentials_.value(node) - potentials_.value(network_->treat_target(node)) - treat_gain_ == 0;
  treat_forward_.assign(node, tight && treatable(node) > 0 ? 1 : 0);
  treat_reverse_.assign(node, tight && treated(node) > 0 ? 1 : 0);
}

void Residual::fill(const IntendedFlow& intended) {
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
    }
  }
}

void Residual::treat_as_intended(Node node, Count intended) {
  const Count demand = network_->demand(node);
  if (demand == 0) return;
  const Node back = network_->treat_target(node);
  const std::int64_t reduced_cost = potentials_.value(node) - potentials_.value(back) - treat_gain_;
  if (reduced_cost > 0) return;
  const Total possible = std::clamp<Total>(imbalance(node), 0, std::clamp(intended, 0, demand));
  const Count amount = reduced_cost < 0 ? demand : static_cast<Count>(possible);
  if (amount == 0) return;
  add_treated(node, amount);
  move_imbalance(node, back, amount);
}

void Residual::ship_as_intended(const Shipment& shipment) {
  const std::int32_t transit =
      network_->instance().lanes().transit_periods(shipment.origin, shipment.destination);
  const std::int32_t arrival = shipment.depart.value() + transit;
  if (transit == 0 || arrival >= network_->periods()) return;
  const Node from = network_->node(shipment.depart.value(), network_->position_of(shipment.origin));
  const Node to = network_->node(arrival, network_->position_of(shipment.destination));
  if (potentials_.value(from) - potentials_.value(to) + network_->lane_cost(from, to) != 0) return;
  const Total amount = std::min<Total>(shipment.quantity, imbalance(from));
  if (amount <= 0) return;
  add_shipped(from, to, static_cast<Count>(amount));
  move_imbalance(from, to, amount);
}

void Residual::hold_what_is_left(Node node) {
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

void Residual::rescale(std::int64_t factor) {
  treat_gain_ *= factor;
  potentials_.scale(*network_, factor);
  cancel_ships([&](const ShipArc& arc) {
    return potentials_.value(arc.from) - potentials_.value(arc.to) +
               network_->lane_cost(arc.from, arc.to) !=
           0;
  });
}

void Residual::lower_potentials(const BitRows& set) {
  cancel_hold_into(set);
  cancel_treat_into(set);
  cancel_ships_into(set);
  potentials_.lower(*network_, set);
  refresh_across(set);
}

void Residual::cancel_hold_into(const BitRows& set) {
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

void Residual::cancel_treat_into(const BitRows& set) {
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

void Residual::cancel_ships_into(const BitRows& set) {
  cancel_ships([&](const ShipArc& arc) { return !set.test(arc.from) && set.test(arc.to); });
}

template <class Cancel>
void Residual::cancel_ships(Cancel&& cancels) {
  for (ShipArc& arc : ships_) {
    if (arc.flow == 0 || !cancels(arc)) continue;
    add_imbalance(arc.from, arc.flow);
    add_imbalance(arc.to, -Total{arc.flow});
    arc.flow = 0;
  }
  forget_empty_ships();
}

void Residual::forget_empty_ships() {
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
void Residual::refresh_across(const BitRows& set) {
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

void Residual::add_held(Node node, Count amount) {
  held_[index(node)] += amount;
  hold_flow_.assign(node, held_[index(node)] > 0 ? 1 : 0);
}

void Residual::add_treated(Node node, Count amount) {
  treated_[index(node)] += amount;
  refresh_treat(node);
}

void Residual::add_shipped(Node from, Node to, Count amount) {
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

void Residual::add_shipped(std::int32_t arc, Count amount) {
  ships_[static_cast<std::size_t>(arc)].flow += amount;
}

void Residual::add_imbalance(Node node, Total amount) {
  Total& imbalance = imbalance_[index(node)];
  excess_ -= std::max<Total>(imbalance, 0);
  imbalance += amount;
  excess_ += std::max<Total>(imbalance, 0);
  excess_nodes_.assign(node, imbalance > 0 ? 1 : 0);
  deficit_nodes_.assign(node, imbalance < 0 ? 1 : 0);
}

}  // namespace surgeflow::flow
