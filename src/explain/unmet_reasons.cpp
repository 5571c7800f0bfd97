// SPDX-License-Identifier: Apache-2.0
// Looks for idle devices around a facility, and tries what one of each would do.
#include "surgeflow/explain/unmet_reasons.hpp"

#include <algorithm>
#include <tuple>

#include "explain/plan_changes.hpp"
#include "explain/residual_network.hpp"
#include "explain/shortest_path.hpp"

namespace surgeflow::explain {
namespace {

/// A kind of neighbours, nearest first, cut to the nearest.
std::vector<IdleNeighbour> nearest(std::vector<IdleNeighbour> of_a_kind,
                                   const UnmetQuestion& question) {
  std::ranges::sort(of_a_kind, {}, [&](const IdleNeighbour& neighbour) {
    const auto k = static_cast<std::size_t>(neighbour.facility.value());
    const double distance = question.distance_km.empty() ? 0.0 : question.distance_km[k];
    return std::tuple(neighbour.transit_periods, distance, neighbour.facility);
  });
  if (of_a_kind.size() > question.most_of_a_kind) of_a_kind.resize(question.most_of_a_kind);
  return of_a_kind;
}

struct Kinds {
  std::vector<IdleNeighbour> in_time;
  std::vector<IdleNeighbour> too_late;
  std::vector<IdleNeighbour> no_lane;
};

/// Whoever has idle devices, in time or in the period itself.
Kinds look_around(const Instance& instance, const PlanTrace& trace, const UnmetQuestion& question) {
  Kinds kinds;
  const std::int32_t t = question.period.value();
  for (FacilityId k{0}; k.value() < instance.facilities(); ++k) {
    if (k == question.facility) continue;
    IdleNeighbour neighbour{.facility = k};
    neighbour.transit_periods = instance.lanes().transit_periods(k, question.facility);
    neighbour.leave = t - neighbour.transit_periods;
    neighbour.idle_on_day = trace.idle(k, question.period);
    const bool has_lane = neighbour.transit_periods > 0;
    if (has_lane && neighbour.leave >= 0 &&
        instance.lanes().is_open(k, question.facility, Period(neighbour.leave))) {
      neighbour.idle_at_leave = trace.idle(k, Period(neighbour.leave));
    }
    if (neighbour.idle_at_leave > 0) {
      kinds.in_time.push_back(neighbour);
    } else if (neighbour.idle_on_day > 0) {
      neighbour.obstacle = has_lane ? Obstacle::too_late : Obstacle::no_lane;
      (has_lane ? kinds.too_late : kinds.no_lane).push_back(neighbour);
    }
  }
  return kinds;
}

/// Makes the change of which `neighbour` is part: its device leaves, treats here, and is made up
/// for along `way`.
void try_device(ResidualNetwork network, const UnmetQuestion& question,
                const std::vector<ResidualArc>& way, IdleNeighbour& neighbour) {
  const NodeId here = network.node(question.facility, question.period.value());
  const NodeId left = network.node(neighbour.facility, neighbour.leave);
  const NodeId back =
      network.node(question.facility, std::int64_t{question.period.value()} +
                                          network.instance().turnaround_periods(question.facility));
  const NodeId start = network.lane_start(left);
  if (start != left) network.push({ArcKind::send, Direction::forward, left, start}, 1);
  network.push({ArcKind::ship, Direction::forward, start, here}, 1);
  network.push({ArcKind::treat, Direction::forward, here, back}, 1);
  for (const ResidualArc& arc : way) network.push(arc, 1);
  neighbour.gain = network.changes().gain_parts;
  neighbour.movement_saved = network.changes().moves;
  neighbour.treatments = treatment_changes(network);
  for (const TreatmentChange& change : neighbour.treatments) {
    neighbour.patients += change.patients;
  }
}

bool may_leave(const ResidualNetwork& network, NodeId node) {
  const NodeId start = network.lane_start(node);
  return start == node || network.margin({ArcKind::send, Direction::forward, node, start}).room > 0;
}

/// Says of each neighbour with a device in time what would come of its help.
void try_all(const ResidualNetwork& network, const UnmetQuestion& question,
             std::vector<IdleNeighbour>& neighbours) {
  const NodeId back =
      network.node(question.facility, std::int64_t{question.period.value()} +
                                          network.instance().turnaround_periods(question.facility));
  std::vector<NodeId> left;
  for (const IdleNeighbour& neighbour : neighbours) {
    left.push_back(network.node(neighbour.facility, neighbour.leave));
  }
  ShortestPath paths(network);
  paths.search(back, left);
  for (std::size_t n = 0; n < neighbours.size(); ++n) {
    if (!may_leave(network, left[n])) {
      neighbours[n].obstacle = Obstacle::limit;
    } else if (paths.distance(left[n]) == ShortestPath::kUnreached) {
      neighbours[n].obstacle = Obstacle::committed;
    } else {
      try_device(network, question, paths.way_to(left[n]), neighbours[n]);
    }
  }
}

}  // namespace

UnmetReasons explain_unmet(const Instance& instance, const Plan& plan, const Potentials& potentials,
                           const UnmetQuestion& question) {
  const PlanTrace trace = trace_plan(instance, plan);
  UnmetReasons reasons{.unmet = trace.unmet(question.facility, question.period), .neighbours = {}};
  if (reasons.unmet == 0) return reasons;
  Kinds kinds = look_around(instance, trace, question);
  reasons.idle_in_time = static_cast<std::int32_t>(kinds.in_time.size());
  reasons.too_late = static_cast<std::int32_t>(kinds.too_late.size());
  reasons.no_lane = static_cast<std::int32_t>(kinds.no_lane.size());
  reasons.neighbours = nearest(std::move(kinds.in_time), question);
  if (!reasons.neighbours.empty()) {
    try_all(ResidualNetwork(instance, plan, potentials), question, reasons.neighbours);
  }
  for (auto* others : {&kinds.too_late, &kinds.no_lane}) {
    const std::vector<IdleNeighbour> some = nearest(std::move(*others), question);
    reasons.neighbours.insert(reasons.neighbours.end(), some.begin(), some.end());
  }
  return reasons;
}

}  // namespace surgeflow::explain
