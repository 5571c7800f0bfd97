// SPDX-License-Identifier: Apache-2.0
// What can be changed in a plan: the residual network of an optimal plan, lanes not written down.
//
// A plan is a flow in the time-expanded network (model: hold, treat and ship arcs between nodes
// (i,t), and the sink after the horizon; with steps, parallel arcs of falling gain, and a gate
// before the lanes of each node). An arc of the residual network is a change of it by one device:
// forward, where the arc has room, at the gain of its next device; backward, where it carries flow,
// giving up the gain of its last. The plan's potentials v make the reduced cost v_u - v_w - gain of
// every such arc u -> w non-negative, which says that the plan is optimal, and lets Dijkstra's
// method find the least costly way to change it.
//
// Lanes of all periods stay as they are in the lane table; a node's row is looked at when a search
// gets there. Nodes are numbered by period first, so that what a row leads to lies close together.
//
// A gate has the potential max(v_j,t+s - c_ij over its lanes, v_it + cost of the last device sent),
// the least one under which its arcs obey the condition; it is found when a search gets there.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "explain/worth_scale.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

using NodeId = std::int32_t;

enum class ArcKind : std::uint8_t { hold, treat, send, ship };
enum class Direction : std::uint8_t { forward, backward };

/// One more (forward) or one fewer (backward) on an arc of the model, seen along the change.
struct ResidualArc {
  ArcKind kind = ArcKind::hold;
  Direction direction = Direction::forward;
  NodeId from = 0;
  NodeId to = 0;

  /// The ends of the model's arc.
  [[nodiscard]] NodeId tail() const { return direction == Direction::forward ? from : to; }
  [[nodiscard]] NodeId head() const { return direction == Direction::forward ? to : from; }
};

/// What the next change along an arc gains, and how many changes gain as much.
struct Margin {
  std::int64_t gain = 0;  ///< key
  Count room = 0;
};

/// Changes to a plan so far; by the model's arcs, those that do not cancel out.
struct PlanChanges {
  std::map<NodeId, Count> treated;
  std::map<std::pair<NodeId, NodeId>, Count> shipped;  ///< by node of departure and of arrival
  std::int64_t gain_parts = 0;                         ///< of patients and idle devices
  std::int64_t moves = 0;                              ///< saved
};

class ResidualNetwork {
 public:
  /// The plan must be optimal and the potentials prove it; the instance, whose table of lanes must
  /// be whole, must outlive the network.
  ResidualNetwork(const Instance& instance, const Plan& plan, const Potentials& potentials);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] const WorthScale& scale() const { return scale_; }
  [[nodiscard]] NodeId nodes() const { return nodes_; }
  [[nodiscard]] NodeId sink() const { return cells_; }
  /// The sink where `period` is after the horizon.
  [[nodiscard]] NodeId node(FacilityId i, std::int64_t period) const;
  /// Where the lanes of a node start: the node itself, or its gate.
  [[nodiscard]] NodeId lane_start(NodeId u) const { return gates_ ? cells_ + 1 + u : u; }
  /// Whether all lanes of a node can be taken from the facility's node before it too.
  [[nodiscard]] bool may_wait_before(NodeId u) const {
    return lanes_open_ && !gates_ && u >= facilities_ && u - facilities_ != closed_from_ &&
           !opening_.contains(u);
  }
  [[nodiscard]] NodeId node_before(NodeId u) const { return u - facilities_; }
  /// Where a node or gate is.
  [[nodiscard]] FacilityId facility(NodeId u) const { return FacilityId(cell(u) % facilities_); }
  [[nodiscard]] Period period(NodeId u) const { return Period(cell(u) / facilities_); }

  /// Takes the flow off a lane in a period, and closes it there. Gives back how many devices are
  /// then too many at the start of the lane and too few at its end. Once only.
  Count close_lane(const Shipment& shipment);

  /// From here on shipments can be given up and taken up again, and none can be made besides.
  void close_other_lanes() { lanes_open_ = false; }

  /// v of a node, gates left out.
  [[nodiscard]] std::int64_t worth(NodeId u) const { return worth_[index(u)]; }
  /// v of a gate; least of all numbers where neither lanes nor sent devices are there.
  [[nodiscard]] std::int64_t gate_worth(NodeId gate) const;
  /// Without any room where the change can not be made.
  [[nodiscard]] Margin margin(const ResidualArc& arc) const;

  /// Calls `visit(arc)` for each residual arc that leaves a node, except forward lanes.
  template <class Visit>
  void for_each_arc(NodeId u, Visit&& visit) const;
  /// Calls `visit(to, cost)` for each lane with room that starts at a node or gate.
  template <class Visit>
  void for_each_lane(NodeId start, Visit&& visit) const;

  void push(const ResidualArc& arc, Count devices);
  /// v_u rises by `reduced_distance` at the node, for a later search.
  void raise(NodeId u, std::int64_t reduced_distance) { worth_[index(u)] += reduced_distance; }

  [[nodiscard]] const PlanChanges& changes() const { return changes_; }
  /// The present potentials, the sink's set to (0, 0).
  [[nodiscard]] Potentials potentials() const;

 private:
  [[nodiscard]] static std::size_t index(NodeId u) { return static_cast<std::size_t>(u); }
  [[nodiscard]] NodeId cell(NodeId u) const { return u > cells_ ? u - cells_ - 1 : u; }
  [[nodiscard]] Count& flow(const ResidualArc& arc);
  [[nodiscard]] Count lane_flow(NodeId from, NodeId to) const;

  template <class Visit>
  void for_each_arc_from_sink(Visit&& visit) const;
  template <class Visit>
  void for_each_lane_given_up(NodeId start, Visit&& visit) const;
  [[nodiscard]] bool is_closed(NodeId start, NodeId to) const {
    return to == closed_to_ && cell(start) == closed_from_;
  }
  /// How many more may go on a lane.
  [[nodiscard]] Count lane_room(NodeId from, NodeId to) const;

  const Instance* instance_;
  WorthScale scale_;
  std::int32_t facilities_;
  std::int32_t periods_;
  NodeId cells_;
  NodeId nodes_;
  bool gates_;
  std::vector<std::int64_t> worth_;
  std::vector<Count> idle_;
  std::vector<Count> treated_;
  std::vector<Count> sent_;
  std::map<std::pair<NodeId, NodeId>, Count> shipped_;  ///< by node of arrival and of departure
  bool lanes_open_ = true;
  std::set<NodeId> opening_;  ///< with a lane that was closed a period before
  NodeId closed_from_ = -1;
  NodeId closed_to_ = -1;
  PlanChanges changes_;
};

}  // namespace surgeflow::explain

#include "explain/residual_network_templates.hpp"
