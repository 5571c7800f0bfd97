// SPDX-License-Identifier: Apache-2.0
// The search; its essay stands in the header.
#include "explain/shortest_path.hpp"

#include <algorithm>
#include <functional>

namespace surgeflow::explain {
namespace {

std::size_t at(NodeId u) { return static_cast<std::size_t>(u); }

}  // namespace

ShortestPath::ShortestPath(const ResidualNetwork& network)
    : network_(network),
      distance_(at(network.nodes()), kUnreached),
      reached_by_(at(network.nodes())),
      is_settled_(at(network.nodes()), 0) {}

void ShortestPath::start(NodeId from) {
  for (const NodeId u : reached_) {
    distance_[at(u)] = kUnreached;
    is_settled_[at(u)] = 0;
  }
  reached_.clear();
  settled_.clear();
  at_hand_.clear();
  next_at_hand_ = 0;
  heap_.clear();
  gate_worth_.clear();
  limit_ = kUnreached;
  now_ = 0;
  target_ = kNone;
  ties_ = Ties::short_way;
  source_ = from;
  distance_[at(from)] = 0;
  reached_.push_back(from);
  at_hand_.push_back(from);
}

std::int64_t ShortestPath::worth(NodeId u) {
  if (u <= network_.sink()) return network_.worth(u);
  const auto known = gate_worth_.find(u);
  if (known != gate_worth_.end()) return known->second;
  return gate_worth_.emplace(u, network_.gate_worth(u)).first->second;
}

void ShortestPath::reach(const ResidualArc& arc, std::int64_t distance) {
  std::int64_t& best = distance_[at(arc.to)];
  if (distance >= best || distance >= limit_) return;
  if (best == kUnreached) reached_.push_back(arc.to);
  best = distance;
  reached_by_[at(arc.to)] = arc;
  if (arc.to == target_) limit_ = distance;
  if (distance == now_) {
    at_hand_.push_back(arc.to);
  } else {
    heap_.push_back({distance, arc.to});
    std::ranges::push_heap(heap_, std::greater<>());
  }
}

bool ShortestPath::settle_next(NodeId& next) {
  while (next_at_hand_ < at_hand_.size() || !heap_.empty()) {
    if (next_at_hand_ < at_hand_.size() && ties_ == Ties::short_way) {
      next = at_hand_[next_at_hand_++];
    } else if (next_at_hand_ < at_hand_.size()) {
      next = at_hand_.back();
      at_hand_.pop_back();
    } else {
      next = heap_.front().node;
      std::ranges::pop_heap(heap_, std::greater<>());
      heap_.pop_back();
    }
    if (is_settled_[at(next)] != 0) continue;
    is_settled_[at(next)] = 1;
    settled_.push_back(next);
    now_ = distance_[at(next)];
    return true;
  }
  return false;
}

bool ShortestPath::has_better_start(NodeId u) const {
  if (!network_.may_wait_before(u)) return false;
  const NodeId before = network_.node_before(u);
  return is_settled_[at(before)] != 0 &&
         distance_[at(before)] + network_.worth(before) <= now_ + network_.worth(u);
}

void ShortestPath::look_around(NodeId u) {
  const std::int64_t here = now_ + worth(u);
  network_.for_each_arc(u, [&](const ResidualArc& arc) {
    const std::int64_t there = worth(arc.to);
    if (there == std::numeric_limits<std::int64_t>::min()) return;  // a gate that leads nowhere
    reach(arc, here - there - network_.margin(arc).gain);
  });
  const bool starts_lanes = u > network_.sink() || network_.lane_start(u) == u;
  if (u == network_.sink() || !starts_lanes || has_better_start(u)) return;
  network_.for_each_lane(u, [&](NodeId to, std::int64_t cost) {
    const std::int64_t distance = here - network_.worth(to) + cost;
    if (distance < distance_[at(to)]) {
      reach({ArcKind::ship, Direction::forward, u, to}, distance);
    }
  });
}

void ShortestPath::search(NodeId from, NodeId target, Ties ties) {
  start(from);
  target_ = target;
  ties_ = ties;
  NodeId next = from;
  while (limit_ != now_ && settle_next(next)) {
    if (next == target) return;
    look_around(next);
  }
}

void ShortestPath::search(NodeId from, std::span<const NodeId> targets) {
  start(from);
  std::size_t left = targets.size();
  NodeId next = from;
  while (left > 0 && settle_next(next)) {
    if (std::ranges::find(targets, next) != targets.end()) --left;
    look_around(next);
  }
}

std::int64_t ShortestPath::gain(NodeId to) const {
  std::int64_t sum = 0;
  for (const ResidualArc& arc : way_to(to)) sum += network_.margin(arc).gain;
  return sum;
}

std::vector<ResidualArc> ShortestPath::way_to(NodeId to) const {
  std::vector<ResidualArc> way;
  for (NodeId u = to; u != source_; u = way.back().from) way.push_back(reached_by_[at(u)]);
  return way;
}

}  // namespace surgeflow::explain
