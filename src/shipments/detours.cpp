// SPDX-License-Identifier: Apache-2.0
// Breadth-first searches from both ends.
#include "shipments/detours.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::shipments {
namespace {

void clear(Reach& reach, Node first) {
  ++reach.stamp;
  reach.nodes.clear();
  reach.nodes.push_back(first);
  reach.mark[static_cast<std::size_t>(first)] = reach.stamp;
}

/// Whether the node is new. The sink is seen and not left: ways by it come from both ends.
bool see(Reach& reach, Node node, Node sink) {
  auto& mark = reach.mark[static_cast<std::size_t>(node)];
  if (mark == reach.stamp) return false;
  mark = reach.stamp;
  if (node != sink) reach.nodes.push_back(node);
  return true;
}

}  // namespace

Detours::Detours(MovablePlan& plan) : plan_(plan) {
  const auto nodes = static_cast<std::size_t>(plan.sink()) + 1;
  for (End* end : {&ahead_, &behind_}) {
    end->reach.mark.assign(nodes, 0);
    end->by.resize(nodes);
  }
}

void Detours::begin(End& end, Node node) {
  clear(end.reach, node);
  end.by[static_cast<std::size_t>(node)] = {};
  end.next = 0;
}

bool Detours::find(Node from, Node to, std::int32_t reach) {
  begin(ahead_, from);
  begin(behind_, to);
  const Node sink = plan_.sink();
  Node meeting = -1;
  const auto left = [](const End& end) { return end.reach.nodes.size() - end.next; };
  const auto ends_early = [&](const End& end) { return left(end) == 0 && !end.reach.holds(sink); };
  while (meeting < 0 && left(ahead_) + left(behind_) > 0) {
    if (ahead_.reach.nodes.size() + behind_.reach.nodes.size() > static_cast<std::size_t>(reach) ||
        ends_early(ahead_) || ends_early(behind_)) {
      return false;
    }
    ++visited_;
    if (left(behind_) == 0 || (left(ahead_) > 0 && left(ahead_) <= left(behind_))) {
      plan_.visit_from(ahead_.reach.nodes[ahead_.next++], [&](const ResidualArc& arc) {
        if (!see(ahead_.reach, arc.to, sink)) return;
        ahead_.by[static_cast<std::size_t>(arc.to)] = arc;
        if (meeting < 0 && behind_.reach.holds(arc.to)) meeting = arc.to;
      });
    } else {
      plan_.visit_to(behind_.reach.nodes[behind_.next++], [&](const ResidualArc& arc) {
        if (!see(behind_.reach, arc.from, sink)) return;
        behind_.by[static_cast<std::size_t>(arc.from)] = arc;
        if (meeting < 0 && ahead_.reach.holds(arc.from)) meeting = arc.from;
      });
    }
  }
  if (meeting < 0) return false;
  gather(meeting);
  return true;
}

void Detours::gather(Node meeting) {
  way_.clear();
  const auto by = [](const End& end, Node node) { return end.by[static_cast<std::size_t>(node)]; };
  for (ResidualArc arc = by(ahead_, meeting); arc.way != Way::none; arc = by(ahead_, arc.from)) {
    way_.push_back(arc);
  }
  std::ranges::reverse(way_);
  for (ResidualArc arc = by(behind_, meeting); arc.way != Way::none; arc = by(behind_, arc.to)) {
    way_.push_back(arc);
  }
}

Count Detours::send(Node from, Node to, Count devices, std::int32_t reach,
                    std::vector<Push>& pushes) {
  Count sent = 0;
  while (sent < devices && find(from, to, reach)) {
    const Count together = std::min(devices - sent, plan_.room(way_));
    if (together == 0) break;
    for (const ResidualArc& arc : way_) {
      plan_.push(arc, together);
      pushes.push_back({arc, together});
    }
    sent += together;
  }
  return sent;
}

void Detours::take_back(std::vector<Push>& pushes, std::size_t first) {
  for (; pushes.size() > first; pushes.pop_back()) {
    plan_.push(pushes.back().arc, -pushes.back().devices);
  }
}

bool Detours::eliminate(std::int32_t shipment, std::int32_t reach, std::vector<Push>& pushes) {
  const MovableShipment gone = plan_.shipments()[static_cast<std::size_t>(shipment)];
  const std::size_t first = pushes.size();
  pushes.push_back({{gone.from, gone.to, Way::ship, shipment}, -gone.quantity});
  plan_.push(pushes.back().arc, -gone.quantity);
  if (send(gone.from, gone.to, gone.quantity, reach, pushes) == gone.quantity) return true;
  take_back(pushes, first);
  return false;
}

void Detours::reach_from(Node node, std::size_t most, Reach& reach) {
  clear(reach, node);
  for (std::size_t n = 0; n < reach.nodes.size() && reach.nodes.size() < most; ++n) {
    ++visited_;
    plan_.visit_from(reach.nodes[n],
                     [&](const ResidualArc& arc) { see(reach, arc.to, plan_.sink()); });
  }
}

void Detours::reach_to(Node node, std::size_t most, Reach& reach) {
  clear(reach, node);
  for (std::size_t n = 0; n < reach.nodes.size() && reach.nodes.size() < most; ++n) {
    ++visited_;
    plan_.visit_to(reach.nodes[n],
                   [&](const ResidualArc& arc) { see(reach, arc.from, plan_.sink()); });
  }
}

Total emptied_by(const MovablePlan& plan, std::span<const Push> pushes) {
  std::vector<std::int32_t> touched;
  for (const Push& push : pushes) {
    if (push.arc.shipment < 0) continue;
    const auto& shipment = plan.shipments()[static_cast<std::size_t>(push.arc.shipment)];
    if (shipment.quantity == 0 && !shipment.open) touched.push_back(push.arc.shipment);
  }
  std::ranges::sort(touched);
  return std::unique(touched.begin(), touched.end()) - touched.begin();
}

Total movement_of(const MovablePlan& plan, std::span<const Push> pushes) {
  Total movement = 0;
  for (const auto& [arc, devices] : pushes) {
    if (arc.shipment < 0) continue;
    const Total cost = plan.shipments()[static_cast<std::size_t>(arc.shipment)].cost;
    movement += takes_back(arc.way) ? -cost * devices : cost * devices;
  }
  return movement;
}

}  // namespace surgeflow::shipments
