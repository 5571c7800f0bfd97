// SPDX-License-Identifier: Apache-2.0
// Other ways for the devices of a shipment, and the way back from them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shipments/movable_plan.hpp"

namespace surgeflow::shipments {

/// What was pushed, so that it can be taken back.
struct Push {
  ResidualArc arc;
  Count devices = 0;
};

/// Nodes from which one gets somewhere, or to which one gets from there.
struct Reach {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> mark;
  std::uint32_t stamp = 0;

  [[nodiscard]] bool holds(Node node) const {
    return mark[static_cast<std::size_t>(node)] == stamp;
  }
};

class Detours {
 public:
  explicit Detours(MovablePlan& plan);

  /// Nodes that have been visited so far.
  [[nodiscard]] std::int64_t visited() const { return visited_; }

  /// Takes a shipment out of the plan where all its devices find ways of at most `reach` nodes
  /// together; whether they do. What was pushed is added to `pushes`; otherwise all is as before.
  [[nodiscard]] bool eliminate(std::int32_t shipment, std::int32_t reach,
                               std::vector<Push>& pushes);
  /// Sends devices from one node to another; how many found ways.
  Count send(Node from, Node to, Count devices, std::int32_t reach, std::vector<Push>& pushes);
  /// Takes back all pushes beyond the first few.
  void take_back(std::vector<Push>& pushes, std::size_t first);

  /// The first `most` nodes to which one gets from a node, or from which one gets to it.
  void reach_from(Node node, std::size_t most, Reach& reach);
  void reach_to(Node node, std::size_t most, Reach& reach);

 private:
  /// A search from one end.
  struct End {
    Reach reach;
    std::vector<ResidualArc> by;  ///< [node] the arc by which it was reached
    std::size_t next = 0;
  };
  [[nodiscard]] bool find(Node from, Node to, std::int32_t reach);
  void begin(End& end, Node node);
  void gather(Node meeting);

  MovablePlan& plan_;
  End ahead_;
  End behind_;
  std::vector<ResidualArc> way_;
  std::int64_t visited_ = 0;
};

/// Shipments that pushes have left without devices; of open ones none count.
[[nodiscard]] Total emptied_by(const MovablePlan& plan, std::span<const Push> pushes);

/// Movement that pushes add.
[[nodiscard]] Total movement_of(const MovablePlan& plan, std::span<const Push> pushes);

}  // namespace surgeflow::shipments
