// SPDX-License-Identifier: Apache-2.0
// First flows, in ascending time, and the sets that follow from them.
#include <algorithm>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

template <class Lanes>
void Residual<Lanes>::fill(const IntendedFlow& intended) {
  imbalance_[index(network_->sink())] -= network_->instance().total_supply();
  for (const Supply& supply : network_->supplies()) {
    imbalance_[index(supply.node)] += supply.devices;
  }
  auto shipment = intended.shipments.begin();
  for (Period t{0}; t.value() < network_->periods(); ++t) {
    const Node first = network_->node(t.value(), 0);
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      fill_before_shipping(first + position, intended.treated[index(first + position)]);
    }
    for (; shipment != intended.shipments.end() && shipment->depart == t; ++shipment) {
      ship_as_intended(*shipment);
    }
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      hold_what_is_left(first + position);
      if (market_.exists()) trade(first + position);
    }
    note_bits_of(t.value());  // flows go forward in time: nothing here changes any more
  }
  add_imbalance(network_->sink(), 0);
  excess_ += std::max<Total>(imbalance(network_->sink()), 0);
}

/// Flow on a capped arc: all that it can carry where that gains, as much as is possible where it is
/// tight. Returns how much.
template <class Lanes>
Count Residual<Lanes>::fill_capped(std::size_t kind, Node node, Total possible) {
  const Count most = spare(kind, node);
  if (most == 0) return 0;
  const std::int64_t reduced_cost = capped_reduced_cost(kind, node);
  if (reduced_cost > 0) return 0;
  const Count amount =
      reduced_cost < 0 ? most : static_cast<Count>(std::clamp<Total>(possible, 0, most));
  if (amount == 0) return 0;
  capped_[kind].flow[index(node)] += amount;
  shift(node, network_->capped_target(kind, node), amount);
  return amount;
}

/// Who must be treated or sent is, and patients are treated as intended.
template <class Lanes>
void Residual<Lanes>::fill_before_shipping(Node node, Count intended) {
  for (std::size_t kind = 0; kind < network_->treat_arcs(); ++kind) {
    intended -= fill_capped(kind, node, std::min<Total>(intended, imbalance(node)));
  }
  for (std::size_t kind = network_->first_send_arcs(); kind < capped_.size(); ++kind) {
    fill_capped(kind, node, 0);
  }
}

template <class Lanes>
void Residual<Lanes>::ship_as_intended(const Shipment& shipment) {
  const std::int32_t transit =
      network_->instance().lanes().transit_periods(shipment.origin, shipment.destination);
  const std::int32_t arrival = shipment.depart.value() + transit;
  if (transit == 0 || arrival >= network_->periods() ||
      !network_->instance().lanes().is_open(shipment.origin, shipment.destination,
                                            shipment.depart)) {
    return;
  }
  const Node home = network_->node(shipment.depart.value(), network_->position_of(shipment.origin));
  const Node from = home + network_->gate_offset();
  const Node to = network_->node(arrival, network_->position_of(shipment.destination));
  if (lanes_->value(from) - lanes_->value(to) + lanes_->cost(from, to) != 0) return;
  const Total amount = network_->has_gates() ? pass_gate(home, shipment.quantity)
                                             : std::min<Total>(shipment.quantity, imbalance(from));
  if (amount <= 0) return;
  add_shipped(from, to, static_cast<Count>(amount));
  shift(from, to, amount);
}

/// How much of an amount is at the gate or gets there on tight arcs.
template <class Lanes>
Total Residual<Lanes>::pass_gate(Node node, Total amount) {
  const Node gate = node + network_->gate_offset();
  for (std::size_t kind = network_->first_send_arcs(); kind < capped_.size(); ++kind) {
    const Total wanted = amount - imbalance(gate);
    if (wanted > 0) fill_capped(kind, node, std::min(wanted, imbalance(node)));
  }
  return std::min(amount, imbalance(gate));
}

template <class Lanes>
void Residual<Lanes>::hold_what_is_left(Node node) {
  for (std::size_t kind = network_->treat_arcs(); kind < network_->first_send_arcs(); ++kind) {
    fill_capped(kind, node, imbalance(node));
  }
  const Total left = imbalance(node);
  if (left <= 0) return;
  const Node next = network_->hold_target(node);
  if (!lanes_->same_value(node, next)) {
    // Rather than idle where holding is no use, more than intended are treated.
    for (std::size_t kind = 0; kind < network_->treat_arcs(); ++kind) {
      fill_capped(kind, node, imbalance(node));
    }
    return;
  }
  held_[index(node)] += static_cast<Count>(left);
  shift(node, next, left);
}

/// What is short is bought and what is left over sold where the potential is the price.
template <class Lanes>
void Residual<Lanes>::trade(Node node) {
  const auto left = static_cast<Count>(imbalance(node));
  if (left < 0 && market_.buy_tight().test(node)) {
    add_bought(node, -left);
    shift(network_->sink(), node, -left);
  } else if (left > 0 && market_.sell_tight().test(node)) {
    add_sold(node, left);
    shift(node, network_->sink(), left);
  }
}

/// The sets that follow from flows, potentials and imbalances, a word after the other.
template <class Lanes>
void Residual<Lanes>::note_bits_of(std::int32_t t) {
  for (const PositionRange& range : network_->position_ranges()) {
    for (std::int32_t first = range.first; first < range.last; first += kWordBits) {
      const std::int32_t count = std::min(kWordBits, range.last - first);
      note_bits(network_->node(t, first), count);
      if (network_->is_gate(first)) continue;
      for (std::size_t kind = 0; kind < capped_.size(); ++kind) {
        note_capped_bits(kind, network_->node(t, first), count);
      }
    }
  }
}

template <class Lanes>
void Residual<Lanes>::note_bits(Node first, std::int32_t count) {
  Word steady = 0;
  Word held = 0;
  Word excess = 0;
  Word deficit = 0;
  for (std::int32_t n = 0; n < count; ++n) {
    const Node node = first + n;
    const Total here = imbalance(node);
    steady |= Word{lanes_->same_value(node, network_->hold_target(node))} << n;
    held |= Word{held_[index(node)] > 0} << n;
    excess |= Word{here > 0} << n;
    deficit |= Word{here < 0} << n;
    excess_ += std::max<Total>(here, 0);
  }
  const auto word = static_cast<std::size_t>(first / kWordBits);
  const bool gates = network_->has_gates();
  if (gates) steady_.words()[word] = steady;
  if (!gates || !network_->is_gate(network_->position_of(first)))
    hold_tight_.words()[word] = steady;
  hold_flow_.words()[word] = held;
  excess_nodes_.words()[word] = excess;
  deficit_nodes_.words()[word] = deficit;
}

template <class Lanes>
void Residual<Lanes>::note_capped_bits(std::size_t kind, Node first, std::int32_t count) {
  Word forward = 0;
  Word reverse = 0;
  for (std::int32_t n = 0; n < count; ++n) {
    const Node node = first + n;
    if (network_->capacity(kind, node) == 0 || capped_reduced_cost(kind, node) != 0) continue;
    forward |= Word{spare(kind, node) > 0} << n;
    reverse |= Word{carried(kind, node) > 0} << n;
  }
  const auto word = static_cast<std::size_t>(first / kWordBits);
  capped_[kind].forward.words()[word] = forward;
  capped_[kind].reverse.words()[word] = reverse;
}

template void Residual<TiledLanes>::fill(const IntendedFlow&);
template void Residual<ListedLanes>::fill(const IntendedFlow&);
template void Residual<PricedLanes>::fill(const IntendedFlow&);

}  // namespace surgeflow::flow
