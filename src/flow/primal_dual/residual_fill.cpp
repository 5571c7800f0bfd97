// SPDX-License-Identifier: Apache-2.0
// First flows, in ascending time, and the sets that follow from them.
#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/node_passes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

/// What potentials alone decide is found for all periods at once, before and after.
template <class Lanes>
void Residual<Lanes>::fill(const IntendedFlow& intended) {
  imbalance_[index(network_->sink())] -= network_->instance().total_supply();
  for (const Supply& supply : network_->supplies()) {
    imbalance_[index(supply.node)] += supply.devices;
  }
  for_each_period_at_once(*network_, [&](std::int32_t t) { note_signs_of(t); });
  auto shipment = intended.shipments.begin();
  for (Period t{0}; t.value() < network_->periods(); ++t) {
    for (std::int32_t word = 0; word < network_->facility_words(); ++word) {
      fill_before_shipping(t.value(), word, intended.treated);
    }
    for (; shipment != intended.shipments.end() && shipment->depart == t; ++shipment) {
      ship_as_intended(*shipment);
    }
    hold_what_is_left(t.value());
  }
  std::vector<Total> excess(static_cast<std::size_t>(network_->periods()));
  for_each_period_at_once(
      *network_, [&](std::int32_t t) { excess[static_cast<std::size_t>(t)] = note_bits_of(t); });
  add_imbalance(network_->sink(), 0);
  excess_ = std::accumulate(excess.begin(), excess.end(),
                            std::max<Total>(imbalance(network_->sink()), 0));
}

/// Where potentials stay the same, and which capped arcs are tight (`forward`) or must carry all
/// they can (`reverse`), for as long as flows are filled in.
template <class Lanes>
void Residual<Lanes>::note_signs_of(std::int32_t t) {
  for (std::int32_t word = 0; word < network_->words(); ++word) {
    const Node first = network_->node(t, word * kWordBits);
    const std::int32_t count = network_->positions_in(word);
    Word steady = 0;
    for (std::int32_t n = 0; n < count; ++n) {
      const Node node = first + n;
      steady |= Word{lanes_->same_value(node, network_->hold_target(node))} << n;
    }
    const bool of_gates = word >= network_->facility_words();
    if (network_->has_gates()) steady_.row(t)[word] = steady;
    if (of_gates) continue;
    hold_tight_.row(t)[word] = steady;
    for (std::size_t kind = 0; kind < capped_.size(); ++kind) {
      Word tight = 0;
      Word gains = 0;
      for (std::int32_t n = 0; n < count; ++n) {
        if (network_->capacity(kind, first + n) == 0) continue;
        const Node target = network_->capped_target(kind, first + n, word * kWordBits + n);
        const std::int64_t reduced_cost = capped_reduced_cost(kind, first + n, target);
        tight |= Word{reduced_cost == 0} << n;
        gains |= Word{reduced_cost < 0} << n;
      }
      capped_[kind].forward.row(t)[word] = tight;
      capped_[kind].reverse.row(t)[word] = gains;
    }
  }
}

/// Flow on a capped arc: all that it can carry where that gains, as much as is possible where it is
/// tight. Returns how much.
template <class Lanes>
Count Residual<Lanes>::fill_capped(std::size_t kind, const Place& at, Total possible) {
  const bool gains = capped_[kind].reverse.test(at.node);
  if (!gains && !capped_[kind].forward.test(at.node)) return 0;
  const Count most = spare(kind, at.node);
  const Count amount = gains ? most : static_cast<Count>(std::clamp<Total>(possible, 0, most));
  capped_[kind].flow[index(at.node)] += amount;
  shift(at.node, network_->capped_target(kind, at.node, at.position), amount);
  return amount;
}

/// Who must be treated or sent is, and patients are treated as intended, in a word of facilities.
template <class Lanes>
void Residual<Lanes>::fill_before_shipping(std::int32_t t, std::int32_t word,
                                           std::span<const Count> intended) {
  const Node first = network_->node(t, word * kWordBits);
  std::array<Count, kWordBits> left{};
  std::copy_n(intended.begin() + first, network_->positions_in(word), left.begin());
  for (std::size_t kind = 0; kind < network_->treat_arcs(); ++kind) {
    fill_word(kind, t, word, left);
  }
  for (std::size_t kind = network_->first_send_arcs(); kind < capped_.size(); ++kind) {
    for_each_bit(capped_[kind].reverse.row(t)[word], word * kWordBits, [&](std::int32_t position) {
      fill_capped(kind, {network_->node(t, position), position}, 0);
    });
  }
}

/// As fill_capped for a word of facilities, at most what is left of what was intended for each and
/// at hand there, which is taken from it.
template <class Lanes>
void Residual<Lanes>::fill_word(std::size_t kind, std::int32_t t, std::int32_t word,
                                std::span<Count, kWordBits> left) {
  const Node first = network_->node(t, word * kWordBits);
  const Word gains = capped_[kind].reverse.row(t)[word];
  const Count* const capacity = network_->capped()[kind].capacity.data() + first;
  Count* const flow = capped_[kind].flow.data() + first;
  for_each_bit(gains | capped_[kind].forward.row(t)[word], 0, [&](std::int32_t n) {
    const Count most = capacity[n] - flow[n];
    const auto possible = static_cast<Count>(std::clamp<Total>(
        std::min<Total>(left[static_cast<std::size_t>(n)], imbalance(first + n)), 0, most));
    const Count amount = ((gains >> n) & 1U) != 0 ? most : possible;
    flow[n] += amount;
    left[static_cast<std::size_t>(n)] -= amount;
    shift(first + n, network_->capped_target(kind, first + n, word * kWordBits + n), amount);
  });
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
  const Place at{node, network_->position_of(node)};
  for (std::size_t kind = network_->first_send_arcs(); kind < capped_.size(); ++kind) {
    const Total wanted = amount - imbalance(gate);
    if (wanted > 0) fill_capped(kind, at, std::min(wanted, imbalance(node)));
  }
  return std::min(amount, imbalance(gate));
}

/// First on steps of holding, then on what is tight, and rather than idle where holding is no use,
/// more than intended are treated.
template <class Lanes>
void Residual<Lanes>::hold_what_is_left(std::int32_t t) {
  const Node row = network_->node(t, 0);
  for (std::int32_t word = 0; word < network_->facility_words(); ++word) {
    const std::int32_t first = word * kWordBits;
    const Word real = Word{~Word{0}} >> (kWordBits - network_->positions_in(word));
    for (std::size_t kind = network_->treat_arcs(); kind < network_->first_send_arcs(); ++kind) {
      for_each_bit(real, first, [&](std::int32_t position) {
        fill_capped(kind, {row + position, position}, imbalance(row + position));
      });
    }
    const Word tight = hold_tight_.row(t)[word];
    hold_word(row + first, network_->positions_in(word), tight);
    for_each_bit(real & ~tight, first, [&](std::int32_t position) {
      if (imbalance(row + position) <= 0) return;
      for (std::size_t kind = 0; kind < network_->treat_arcs(); ++kind) {
        fill_capped(kind, {row + position, position}, imbalance(row + position));
      }
    });
    if (!market_.exists()) continue;
    for_each_bit(real, first, [&](std::int32_t position) { trade(row + position); });
  }
}

/// Without a branch: what is to be held is hard to foresee.
template <class Lanes>
void Residual<Lanes>::hold_word(Node first, std::int32_t count, Word tight) {
  const Node next = network_->hold_target(first);
  const std::size_t step = next == network_->sink() ? 0 : 1;
  for (std::int32_t n = 0; n < count; ++n) {
    const Node node = first + n;
    const Total held = ((tight >> n) & 1U) != 0 ? std::max<Total>(imbalance(node), 0) : 0;
    held_[index(node)] += static_cast<Count>(held);
    imbalance_[index(node)] -= held;
    imbalance_[index(next) + step * static_cast<std::size_t>(n)] += held;
  }
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

/// The sets that follow from flows and imbalances, a word after the other. Returns the excess.
template <class Lanes>
Total Residual<Lanes>::note_bits_of(std::int32_t t) {
  Total excess = 0;
  for (std::int32_t word = 0; word < network_->words(); ++word) {
    const Node first = network_->node(t, word * kWordBits);
    const std::int32_t count = network_->positions_in(word);
    excess += note_bits(first, count);
    if (word >= network_->facility_words()) continue;
    for (std::size_t kind = 0; kind < capped_.size(); ++kind) note_capped_bits(kind, first);
  }
  return excess;
}

template <class Lanes>
Total Residual<Lanes>::note_bits(Node first, std::int32_t count) {
  Word held = 0;
  Word excess = 0;
  Word deficit = 0;
  Total sum = 0;
  for (std::int32_t n = 0; n < count; ++n) {
    const Total here = imbalance(first + n);
    held |= Word{held_[index(first + n)] > 0} << n;
    excess |= Word{here > 0} << n;
    deficit |= Word{here < 0} << n;
    sum += std::max<Total>(here, 0);
  }
  const auto word = static_cast<std::size_t>(first / kWordBits);
  hold_flow_.words()[word] = held;
  excess_nodes_.words()[word] = excess;
  deficit_nodes_.words()[word] = deficit;
  return sum;
}

/// From which arcs are tight to which of those could carry more or less.
template <class Lanes>
void Residual<Lanes>::note_capped_bits(std::size_t kind, Node first) {
  const auto word = static_cast<std::size_t>(first / kWordBits);
  const Word tight = capped_[kind].forward.words()[word];
  Word forward = 0;
  Word reverse = 0;
  for_each_bit(tight, 0, [&](std::int32_t n) {
    forward |= Word{spare(kind, first + n) > 0} << n;
    reverse |= Word{carried(kind, first + n) > 0} << n;
  });
  capped_[kind].forward.words()[word] = forward;
  capped_[kind].reverse.words()[word] = reverse;
}

template void Residual<TiledLanes>::fill(const IntendedFlow&);
template void Residual<ListedLanes>::fill(const IntendedFlow&);
template void Residual<PricedLanes>::fill(const IntendedFlow&);

}  // namespace surgeflow::flow
