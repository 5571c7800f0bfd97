// SPDX-License-Identifier: Apache-2.0
// Dijkstra with potentials over the residual network of an explicit flow.
#include "flow/reference/shortest_paths.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>

namespace surgeflow::flow::reference {
namespace {

constexpr Worth kUnreached{std::numeric_limits<std::int64_t>::max(),
                           std::numeric_limits<std::int64_t>::max()};

/// The nearest entry on top; among equals the lowest node.
struct Entry {
  Worth distance;
  std::int32_t node = 0;
  auto operator<=>(const Entry&) const = default;
};
using Queue = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

std::size_t index(std::int32_t node) { return static_cast<std::size_t>(node); }

}  // namespace

ShortestPaths::ShortestPaths(const Instance& instance, Network& network)
    : network_(network),
      remaining_(index(network.nodes()), 0),
      potentials_(index(network.nodes())),
      distance_(index(network.nodes())),
      reached_by_(index(network.nodes())) {
  for (std::int32_t u = 0; u < network.cells(); ++u) {
    remaining_[index(u)] = instance.supply(network.facility(u), network.period(u));
  }
  price_empty_flow();
}

/// v_u = max over the arcs u -> w of gain + v_w, latest period first, and in it gates before the
/// nodes that lead to them. A gate is worth no less than (0, 0), as if there were a way out: that
/// holds on every arc too.
void ShortestPaths::price_empty_flow() {
  std::vector<std::int32_t> latest_first(index(network_.sink()));
  std::iota(latest_first.rbegin(), latest_first.rend(), 0);
  std::ranges::stable_sort(latest_first, std::greater<>(),
                           [&](std::int32_t u) { return network_.period(u); });
  for (const std::int32_t u : latest_first) {
    for (const std::int32_t a : network_.leaving(u)) {
      const Arc& arc = network_.arc(a);
      potential(u) = std::max(potential(u), arc.gain + potential(arc.to));
    }
  }
}

Worth ShortestPaths::best_remaining() const {
  Worth best;
  for (std::size_t u = 0; u < remaining_.size(); ++u) {
    if (remaining_[u] > 0) best = std::max(best, potentials_[u]);
  }
  return best;
}

void ShortestPaths::augment() {
  ++searches_;
  search();
  lower_potentials();
  push();
}

Worth ShortestPaths::reduced_cost(const Arc& arc) const {
  return potentials_[index(arc.from)] - potentials_[index(arc.to)] - arc.gain;
}

/// Distances in reduced costs, settled in order until the sink is.
void ShortestPaths::search() {
  std::ranges::fill(distance_, kUnreached);
  settled_.clear();
  Queue queue;
  const auto reach = [&](std::int32_t node, Worth distance, Step step) {
    if (distance >= distance_[index(node)]) return;
    distance_[index(node)] = distance;
    reached_by_[index(node)] = step;
    queue.push({distance, node});
  };
  const Worth best = best_remaining();
  for (std::int32_t u = 0; u < network_.sink(); ++u) {
    if (remaining_[index(u)] > 0) reach(u, best - potential(u), Step{});
  }
  while (true) {
    const auto [distance, u] = queue.top();
    queue.pop();
    if (distance != distance_[index(u)]) continue;
    if (u == network_.sink()) return;
    settled_.push_back(u);
    for (const std::int32_t a : network_.leaving(u)) {
      const Arc& arc = network_.arc(a);
      if (arc.room() > 0) reach(arc.to, distance + reduced_cost(arc), {a, u});
    }
    for (const std::int32_t a : network_.entering(u)) {
      const Arc& arc = network_.arc(a);
      if (arc.flow > 0) reach(arc.from, distance - reduced_cost(arc), {a, u});
    }
  }
}

/// v_u = v_u - max(0, D - d(u)); nodes that were not settled are no nearer than the sink.
void ShortestPaths::lower_potentials() {
  const Worth to_sink = distance_[index(network_.sink())];
  for (const std::int32_t u : settled_) {
    potential(u) = potential(u) - (to_sink - distance_[index(u)]);
  }
}

/// Runs as many devices along the path to the sink as it and its first node have.
void ShortestPaths::push() {
  const auto arc_into = [&](std::int32_t node) -> Arc& {
    return network_.arc(reached_by_[index(node)].arc);
  };
  std::int32_t start = network_.sink();
  Count amount = std::numeric_limits<Count>::max();
  while (reached_by_[index(start)].arc != kNoArc) {
    const Arc& arc = arc_into(start);
    amount = std::min(amount, arc.to == start ? arc.room() : arc.flow);
    start = reached_by_[index(start)].from;
  }
  amount = std::min(amount, remaining_[index(start)]);
  remaining_[index(start)] -= amount;
  for (std::int32_t u = network_.sink(); u != start; u = reached_by_[index(u)].from) {
    Arc& arc = arc_into(u);
    arc.flow += arc.to == u ? amount : -amount;
  }
}

}  // namespace surgeflow::flow::reference
