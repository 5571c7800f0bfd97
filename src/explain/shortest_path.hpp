// SPDX-License-Identifier: Apache-2.0
// Least costly changes of a plan: Dijkstra's method in its residual network.
//
// Distances are reduced costs, never negative; a path from u to w then gains v_u - v_w - distance.
// Many arcs cost nothing. What is reached over them is looked at next, without the heap. First in
// first out, this finds short ways among those that cost the same, which are easier to explain.
// Last in first out, it is soon at the sink, to which hundreds of arcs may lead, where the way does
// not matter. A search for one target ends as soon as it is reached at the distance that is looked
// at, and keeps no nodes that are no nearer than it; one for several ends when all are settled.
//
// Cost: a row of lanes for each settled node, and a heap of those that are reached. Lanes of a node
// are left out where the same facility can be left a period earlier at no more: the way over that
// lane and a wait at its end, which any number may do at no loss, costs no more. That spares most.
//
// Reference: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, sections 4.5 and 9.7.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "explain/residual_network.hpp"

namespace surgeflow::explain {

/// Which way to find among those that cost the same.
enum class Ties { short_way, any_way };

class ShortestPath {
 public:
  static constexpr std::int64_t kUnreached = std::numeric_limits<std::int64_t>::max();

  explicit ShortestPath(const ResidualNetwork& network);

  /// Finds a least costly way between two nodes. Forgets the search before.
  void search(NodeId from, NodeId target, Ties ties = Ties::short_way);
  /// The same to each of several, or to those that can be reached.
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

  static constexpr NodeId kNone = -1;

  void start(NodeId from);
  void reach(const ResidualArc& arc, std::int64_t distance);
  [[nodiscard]] bool settle_next(NodeId& next);
  void look_around(NodeId u);
  /// Whether each lane from u is no better than to leave a period earlier and wait at its end.
  [[nodiscard]] bool has_better_start(NodeId u) const;
  [[nodiscard]] std::int64_t worth(NodeId u);

  const ResidualNetwork& network_;
  NodeId source_ = 0;
  std::int64_t limit_ = kUnreached;  ///< no node this far is looked at
  std::int64_t now_ = 0;             ///< distance of the node that is looked at
  NodeId target_ = kNone;            ///< where there is only one
  Ties ties_ = Ties::short_way;
  std::vector<std::int64_t> distance_;
  std::vector<ResidualArc> reached_by_;
  std::vector<std::uint8_t> is_settled_;
  std::vector<NodeId> reached_;
  std::vector<NodeId> settled_;
  std::vector<NodeId> at_hand_;   ///< as far as the node that is looked at; those before the next
  std::size_t next_at_hand_ = 0;  ///< have been taken
  std::vector<Entry> heap_;
  std::map<NodeId, std::int64_t> gate_worth_;  ///< of gates reached
};

}  // namespace surgeflow::explain
