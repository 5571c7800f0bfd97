// SPDX-License-Identifier: Apache-2.0
// Passes over all nodes that the threads of a network share.
#pragma once

#include <cstdint>

#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/team.hpp"

namespace surgeflow::flow {

/// Calls `visit(word)` for every word of facilities and gates, some at once.
template <class Visit>
void for_each_word_at_once(const Network& network, Visit&& visit) {
  share_out(network.team(), network.words(), visit);
}

/// Calls `visit(t)` for every period, some at once.
template <class Visit>
void for_each_period_at_once(const Network& network, Visit&& visit) {
  share_out(network.team(), network.periods(), visit);
}

/// Calls `visit(facility, period, node)` as for_each_node does, some words of facilities at once.
template <class Visit>
void for_each_node_at_once(const Network& network, Visit&& visit) {
  share_out(network.team(), network.facility_words(), [&](std::int32_t word) {
    const std::int32_t first = word * kWordBits;
    const std::int32_t last = first + network.positions_in(word);
    for (std::int32_t t = 0; t < network.periods(); ++t) {
      for (std::int32_t position = first; position < last; ++position) {
        visit(network.facility_at(position), Period(t), network.node(t, position));
      }
    }
  });
}

}  // namespace surgeflow::flow
