// SPDX-License-Identifier: Apache-2.0
// Least costly changes of a plan: Dijkstra's method in its residual network.
//
// Distances are reduced costs, never negative; a path from u to w then gains v_u - v_w - distance.
// Many arcs cost nothing: what is reached over them is looked at next, last in first out, without
// the heap. A search ends when every target is settled; nodes no nearer than the one target, where
// there is one, are not kept. Cost: a row of lanes for each settled node; on the counties of the
// United States, 565,560 nodes with 3,141 lanes each, seconds at worst.
//
// Reference: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, sections 4.5 and 9.7.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "explain/residual_network.hpp"

namespace surgeflow::explain {

class ShortestPath {
 public:
  static constexpr std::int64_t kUnreached = std::numeric_limits<std::int64_t>::max();

  explicit ShortestPath(const ResidualNetwork& network);

  /// Finds the nearest ways from a node to all targets, or to as many as can be reached. Forgets
  /// the search before.
  void search(NodeId from, std::span<const NodeId> targets);

  /// kUnreached where no way leads there; of targets and settled nodes alone.
  [[nodiscard]] std::int64_t distance(NodeId u) const {
    return distance_[static_cast<std::size_t>(u)];
  }
  /// What the change along the way to a node gains: a key.
  [[nodiscard]] std::int64_t gain(NodeId to) const;
  /// The arcs of the way, last first.
  [[nodiscard]] std::vector<ResidualArc> way_to(NodeId to) const;
  /// Nodes whose distance is final, the source among them.
  [[nodiscard]] std::span<const NodeId> settled() const { return settled_; }

 private:
  struct Entry {
    std::int64_t distance = 0;
    NodeId node = 0;
    auto operator<=>(const Entry&) const = default;
  };

  void forget();
  void reach(const ResidualArc& arc, std::int64_t distance);
  [[nodiscard]] bool settle_next(NodeId& next);
  void look_around(NodeId u);
  [[nodiscard]] std::int64_t worth(NodeId u);

  const ResidualNetwork& network_;
  NodeId source_ = 0;
  std::int64_t limit_ = kUnreached;  ///< no node this far is looked at
  std::int64_t now_ = 0;             ///< distance of the node that is looked at
  NodeId only_target_ = -1;
  std::vector<std::int64_t> distance_;
  std::vector<ResidualArc> reached_by_;
  std::vector<std::uint8_t> is_settled_;
  std::vector<NodeId> reached_;
  std::vector<NodeId> settled_;
  std::vector<NodeId> at_hand_;  ///< reached at no cost from the node that is looked at
  std::vector<Entry> heap_;
  std::map<NodeId, std::int64_t> gate_worth_;  ///< of gates reached
};

}  // namespace surgeflow::explain
