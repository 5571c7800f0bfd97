// SPDX-License-Identifier: Apache-2.0
// The arcs that leave a node of the residual network; part of residual_network.hpp.
#pragma once

#include <algorithm>

#include "explain/residual_network.hpp"

namespace surgeflow::explain {

template <class Visit>
void ResidualNetwork::for_each_lane(NodeId start, Visit&& visit) const {
  if (!lanes_open_) return for_each_lane_given_up(start, visit);
  const FacilityId i = facility(start);
  const std::int32_t t = period(start).value();
  const LaneTable& lanes = instance_->lanes();
  const std::span<const std::uint8_t> row = lanes.row(i);
  const std::span<const std::int32_t> costs =
      lanes.has_costs() ? lanes.cost_row(i) : std::span<const std::int32_t>();
  const std::int32_t left = periods_ - t;
  for (std::int32_t j = 0; j < facilities_; ++j) {
    const std::int32_t transit = row[index(j)];
    if (transit == 0 || transit >= left || !lanes.is_open(i, FacilityId(j), Period(t))) continue;
    const NodeId to = (t + transit) * facilities_ + j;
    if (is_closed(start, to)) continue;
    visit(to, costs.empty() ? std::int64_t{1} : std::int64_t{costs[index(j)]});
  }
}

template <class Visit>
void ResidualNetwork::for_each_lane_given_up(NodeId start, Visit&& visit) const {
  for (auto change = changes_.shipped.lower_bound({cell(start), 0});
       change != changes_.shipped.end() && change->first.first == cell(start); ++change) {
    const NodeId to = change->first.second;
    if (change->second >= 0 || is_closed(start, to)) continue;
    visit(to, std::int64_t{instance_->lanes().cost(facility(start), facility(to))});
  }
}

template <class Visit>
void ResidualNetwork::for_each_arc_from_sink(Visit&& visit) const {
  const auto give_back = [&](ArcKind kind, NodeId u) {
    visit(ResidualArc{kind, Direction::backward, sink(), u});
  };
  for (FacilityId i{0}; i.value() < facilities_; ++i) {
    const NodeId last = node(i, periods_ - 1);
    if (idle_[index(last)] > 0) give_back(ArcKind::hold, last);
    const std::int32_t first = std::max(0, periods_ - instance_->turnaround_periods(i));
    for (std::int32_t t = first; t < periods_; ++t) {
      const NodeId u = node(i, t);
      if (treated_[index(u)] > 0) give_back(ArcKind::treat, u);
    }
  }
}

template <class Visit>
void ResidualNetwork::for_each_arc(NodeId u, Visit&& visit) const {
  if (u == sink()) return for_each_arc_from_sink(visit);
  const auto if_room = [&](const ResidualArc& arc) {
    if (margin(arc).room > 0) visit(arc);
  };
  const FacilityId i = facility(u);
  const std::int32_t t = period(u).value();
  if (u > sink()) return if_room({ArcKind::send, Direction::backward, u, cell(u)});
  const std::int32_t turnaround = instance_->turnaround_periods(i);
  if_room({ArcKind::treat, Direction::forward, u, node(i, std::int64_t{t} + turnaround)});
  visit(ResidualArc{ArcKind::hold, Direction::forward, u, node(i, t + 1)});
  if (t >= turnaround) if_room({ArcKind::treat, Direction::backward, u, node(i, t - turnaround)});
  if (t > 0) if_room({ArcKind::hold, Direction::backward, u, node(i, t - 1)});
  if (gates_) if_room({ArcKind::send, Direction::forward, u, lane_start(u)});
  for (auto shipment = shipped_.lower_bound({u, 0});
       shipment != shipped_.end() && shipment->first.first == u; ++shipment) {
    if (shipment->second == 0) continue;
    visit(ResidualArc{ArcKind::ship, Direction::backward, u, lane_start(shipment->first.second)});
  }
}

}  // namespace surgeflow::explain
