// SPDX-License-Identifier: Apache-2.0
// Shortest paths in reduced costs.
#include "shipments/design_network.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace surgeflow::shipments {
namespace {

constexpr Count kUnbounded = std::numeric_limits<Count>::max() / 2;

}  // namespace

std::vector<ShipArc> ship_arcs(const Instance& instance) {
  const LaneTable& lanes = instance.lanes();
  std::vector<ShipArc> found;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (Period t{0}; t.value() + transit < instance.periods(); ++t) {
        if (lanes.is_open(i, j, t)) found.push_back({i, j, t});
      }
    }
  }
  return found;
}

DesignNetwork::DesignNetwork(const Instance& instance, std::span<const ShipArc> ships,
                             const Plan& plan, const Potentials& potentials, Movement movement)
    : instance_(instance), movement_(movement), sink_(instance.facilities() * instance.periods()) {
  for (Node node = 0; node < sink_; ++node) add_steps(node);
  add_ships(ships);
  link();
  set_flow(plan);
  set_potentials(potentials);
}

/// Arcs of holding and treating from a node, those that gain most first.
void DesignNetwork::add_steps(Node node) {
  const std::int32_t periods = instance_.periods();
  const std::int32_t t = node % periods;
  const std::int32_t turnaround = instance_.turnaround_periods(FacilityId(node / periods));
  const Node held_to = t == periods - 1 ? sink_ : node + 1;
  const Node treated_to = turnaround >= periods - t ? sink_ : node + turnaround;
  const auto add = [&](Node to, Count most, Total gain) {
    arcs_.push_back({.from = node, .to = to, .most = most, .gain = {gain, 0}});
  };
  for (const GainStep& step : instance_.hold_steps()) {
    add(held_to, step.width.values()[at(node)], step.gain.values()[at(node)]);
  }
  add(held_to, kUnbounded, 0);
  for (const GainStep& step : instance_.treat_steps()) {
    add(treated_to, step.width.values()[at(node)], step.gain.values()[at(node)]);
  }
  if (instance_.treat_steps().empty()) {
    add(treated_to, instance_.demand().values()[at(node)], instance_.resolution());
  }
}

/// Where leaving has steps they lead to a gate, from which the lanes start.
void DesignNetwork::add_ships(std::span<const ShipArc> ships) {
  const LaneTable& lanes = instance_.lanes();
  const bool gated = !instance_.send_steps().empty();
  const Total counts = movement_ == Movement::counted ? 1 : 0;
  first_send_ = static_cast<std::int32_t>(arcs_.size());
  for (Node node = 0; gated && node < sink_; ++node) {
    for (const CostStep& step : instance_.send_steps()) {
      arcs_.push_back({.from = node,
                       .to = sink_ + 1 + node,
                       .most = step.width.values()[at(node)],
                       .gain = {0, -counts * step.cost.values()[at(node)]}});
    }
  }
  first_ship_ = static_cast<std::int32_t>(arcs_.size());
  const std::int32_t periods = instance_.periods();
  for (const auto& [origin, destination, depart] : ships) {
    const Node from = origin.value() * periods + depart.value();
    const Node to =
        destination.value() * periods + depart.value() + lanes.transit_periods(origin, destination);
    arcs_.push_back({.from = gated ? sink_ + 1 + from : from,
                     .to = to,
                     .most = kUnbounded,
                     .gain = {0, -counts * lanes.cost(origin, destination)}});
  }
}

void DesignNetwork::link() {
  const Node nodes = sink_ + 1 + (instance_.send_steps().empty() ? 0 : sink_);
  first_half_.assign(at(nodes) + 1, 0);
  for (const Arc& one : arcs_) {
    ++first_half_[at(one.from) + 1];
    ++first_half_[at(one.to) + 1];
  }
  std::partial_sum(first_half_.begin(), first_half_.end(), first_half_.begin());
  halves_.resize(2 * arcs_.size());
  std::vector<std::int32_t> next(first_half_.begin(), first_half_.end() - 1);
  for (std::int32_t n = 0; n < static_cast<std::int32_t>(arcs_.size()); ++n) {
    halves_[at(next[at(arcs_[at(n)].from)]++)] = {n, true};
    halves_[at(next[at(arcs_[at(n)].to)]++)] = {n, false};
  }
  potential_.resize(at(nodes));
  ahead_.labels.resize(at(nodes));
  behind_.labels.resize(at(nodes));
}

void DesignNetwork::set_flow(const Plan& plan) {
  const PlanTrace trace = trace_plan(instance_, plan);
  const auto fill = [&](std::int32_t& n, std::int32_t last, Total devices) {
    for (; n < last; ++n) {
      Arc& one = arcs_[at(n)];
      one.flow = static_cast<Count>(std::min<Total>(devices, one.most));
      devices -= one.flow;
      value_ = value_ + one.flow * one.gain;
    }
  };
  const auto holds = static_cast<std::int32_t>(instance_.hold_steps().size()) + 1;
  const auto treats =
      std::max(std::int32_t{1}, static_cast<std::int32_t>(instance_.treat_steps().size()));
  const auto sends = static_cast<std::int32_t>(instance_.send_steps().size());
  std::int32_t n = 0;
  for (Node node = 0; node < sink_; ++node) {
    fill(n, n + holds, trace.idle.values()[at(node)]);
    fill(n, n + treats, plan.treated.values()[at(node)]);
  }
  for (Node node = 0; sends > 0 && node < sink_; ++node) {
    fill(n, n + sends, trace.sent.values()[at(node)]);
  }
  for (; n < static_cast<std::int32_t>(arcs_.size()); ++n) {
    const ShipArc here = ship(n - first_ship_);
    const auto found = std::ranges::lower_bound(
        plan.shipments, Shipment{here.depart, here.origin, here.destination, 0});
    if (found == plan.shipments.end() || found->depart != here.depart ||
        found->origin != here.origin || found->destination != here.destination) {
      continue;
    }
    arcs_[at(n)].flow = found->quantity;
    value_ = value_ + found->quantity * arcs_[at(n)].gain;
  }
}

/// A gate is worth what the best of its lanes leads to.
void DesignNetwork::set_potentials(const Potentials& potentials) {
  for (Node node = 0; node < sink_; ++node) {
    potential_[at(node)].gain = potentials.patients.values()[at(node)];
    if (movement_ == Movement::ignored) continue;
    potential_[at(node)].saved = potentials.moves.values()[at(node)];
  }
  for (Node gate = sink_ + 1; gate < static_cast<Node>(potential_.size()); ++gate) {
    bool lanes = false;
    for (std::int32_t h = first_half_[at(gate)]; h < first_half_[at(gate) + 1]; ++h) {
      if (!halves_[at(h)].forward) continue;
      const Arc& one = arcs_[at(halves_[at(h)].arc)];
      const Worth worth = potential_[at(one.to)] + one.gain;
      potential_[at(gate)] = lanes ? std::max(potential_[at(gate)], worth) : worth;
      lanes = true;
    }
    if (!lanes) potential_[at(gate)] = potential_[at(gate - sink_ - 1)];
  }
}

ShipArc DesignNetwork::ship(Ship n) const {
  const Arc& one = arc(n);
  const Node from = one.from > sink_ ? one.from - sink_ - 1 : one.from;
  const std::int32_t periods = instance_.periods();
  return {FacilityId(from / periods), FacilityId(one.to / periods), Period(from % periods)};
}

Plan DesignNetwork::plan() const {
  Plan plan{.treated = Panel<Count>(instance_.facilities(), instance_.periods()), .shipments = {}};
  const std::size_t holds = instance_.hold_steps().size() + 1;
  const std::size_t steps = holds + std::max<std::size_t>(1, instance_.treat_steps().size());
  for (std::size_t n = 0; n < at(first_send_); ++n) {
    if (n % steps >= holds) plan.treated.values()[n / steps] += arcs_[n].flow;
  }
  for (Ship n = 0; n < ships(); ++n) {
    if (sent(n) == 0) continue;
    const auto [origin, destination, depart] = ship(n);
    plan.shipments.push_back({depart, origin, destination, sent(n)});
  }
  std::ranges::sort(plan.shipments);
  return plan;
}

bool DesignNetwork::require(Ship n, Count least) {
  set_bounds(first_ship_ + n, least, kUnbounded);
  return settle(first_ship_ + n);
}

bool DesignNetwork::close(Ship n) {
  set_bounds(first_ship_ + n, 0, 0);
  return settle(first_ship_ + n);
}

void DesignNetwork::set_bounds(std::int32_t n, Count least, Count most) {
  Arc& one = arcs_[at(n)];
  changes_.push_back({Kind::least, n, {one.least, 0}});
  changes_.push_back({Kind::most, n, {one.most, 0}});
  one.least = least;
  one.most = most;
}

void DesignNetwork::push(std::int32_t n, Count devices) {
  Arc& one = arcs_[at(n)];
  changes_.push_back({Kind::flow, n, {one.flow, 0}});
  one.flow += devices;
  value_ = value_ + devices * one.gain;
}

bool DesignNetwork::settle(std::int32_t n) {
  const Arc one = arcs_[at(n)];
  const Count flow = std::clamp(one.flow, one.least, one.most);
  if (flow == one.flow) return true;
  changes_.push_back({Kind::value, 0, value_});
  push(n, flow - one.flow);
  if (flow < one.flow) return route(one.from, one.to, one.flow - flow);
  return route(one.to, one.from, flow - one.flow);
}

bool DesignNetwork::route(Node from, Node to, Count devices) {
  while (devices > 0) {
    const Node meeting = search(from, to);
    if (meeting < 0) return false;
    lower_and_raise();
    devices -= push_along(meeting, devices);
  }
  return true;
}

Count DesignNetwork::push_along(Node meeting, Count most) {
  way_.clear();
  const auto gather = [&](const End& end, bool forward) {
    for (Node node = meeting;;) {
      const Half by = end.labels[at(node)].by;
      if (by.arc < 0) return;
      way_.push_back(by);
      const Arc& one = arcs_[at(by.arc)];
      node = by.forward == forward ? one.from : one.to;
    }
  };
  gather(ahead_, true);
  gather(behind_, false);
  for (const Half half : way_) most = std::min(most, room(half));
  for (const Half half : way_) push(half.arc, half.forward ? most : -most);
  return most;
}

void DesignNetwork::End::begin(Node node, std::uint32_t stamp) {
  heap.clear();
  as_near.assign(1, node);
  settled.clear();
  radius = {};
  labels[at(node)] = {.distance = {}, .by = {.arc = -1}, .seen = stamp};
}

void DesignNetwork::End::wait(Node node, Node sink) {
  const Worth distance = labels[at(node)].distance;
  if (distance == radius && node != sink) return as_near.push_back(node);
  heap.push_back({distance, node});
  std::push_heap(heap.begin(), heap.end());
}

bool DesignNetwork::End::go_on(std::uint32_t stamp) {
  const auto is_settled = [&](Node node) { return labels[at(node)].settled == stamp; };
  while (!as_near.empty() && is_settled(as_near.back())) as_near.pop_back();
  while (as_near.empty() && !heap.empty()) {
    const auto [distance, node] = heap.front();
    std::pop_heap(heap.begin(), heap.end());
    heap.pop_back();
    if (is_settled(node)) continue;
    radius = distance;
    as_near.push_back(node);
  }
  return !as_near.empty();
}

Worth DesignNetwork::reduced(Half half) const {
  const Arc& one = arcs_[at(half.arc)];
  const Worth difference = potential_[at(one.from)] - potential_[at(one.to)] - one.gain;
  return half.forward ? difference : Worth{} - difference;
}

/// Where shortest ways from both ends meet; -1 where there are none.
DesignNetwork::Node DesignNetwork::search(Node from, Node to) {
  ++stamp_;
  meeting_ = -1;
  ahead_.begin(from, stamp_);
  behind_.begin(to, stamp_);
  while (ahead_.go_on(stamp_) && behind_.go_on(stamp_)) {
    if (meeting_ >= 0 && ahead_.radius + behind_.radius >= shortest_) break;
    if (ahead_.waiting() <= behind_.waiting()) {
      visit(ahead_, behind_, true);
    } else {
      visit(behind_, ahead_, false);
    }
  }
  return meeting_;
}

void DesignNetwork::visit(End& here, const End& there, bool forward) {
  const Node node = here.as_near.back();
  here.as_near.pop_back();
  here.labels[at(node)].settled = stamp_;
  here.settled.push_back(node);
  const Worth so_far = here.labels[at(node)].distance;
  for (std::int32_t h = first_half_[at(node)]; h < first_half_[at(node) + 1]; ++h) {
    // Against the search's direction the arc's other way is taken.
    const Half half{halves_[at(h)].arc, halves_[at(h)].forward == forward};
    if (room(half) <= 0) continue;
    ++visited_;
    const Arc& one = arcs_[at(half.arc)];
    const Node next = one.from == node ? one.to : one.from;
    Label& label = here.labels[at(next)];
    if (label.settled == stamp_) continue;
    const Worth distance = so_far + reduced(half);
    if (label.seen == stamp_ && label.distance <= distance) continue;
    label.distance = distance;
    label.by = half;
    label.seen = stamp_;
    here.wait(next, sink_);
    const Label& other = there.labels[at(next)];
    if (other.seen != stamp_) continue;
    const Worth whole = distance + other.distance;
    if (meeting_ >= 0 && whole >= shortest_) continue;
    meeting_ = next;
    shortest_ = whole;
  }
}

/// Nodes that are nearer to the start than the search from there got fall by the difference, and
/// those nearer to the end rise, so that all that the shortest way loses is made up for.
void DesignNetwork::lower_and_raise() {
  const Worth fall = ahead_.as_near.empty() ? shortest_ : std::min(shortest_, ahead_.radius);
  const Worth rise = shortest_ - fall;
  const auto change = [&](Node node, Worth by) {
    changes_.push_back({Kind::potential, node, potential_[at(node)]});
    potential_[at(node)] = potential_[at(node)] + by;
  };
  for (const Node node : ahead_.settled) {
    const Worth distance = ahead_.labels[at(node)].distance;
    if (distance < fall) change(node, distance - fall);
  }
  for (const Node node : behind_.settled) {
    const Worth distance = behind_.labels[at(node)].distance;
    if (distance < rise) change(node, rise - distance);
  }
}

void DesignNetwork::take_back(std::size_t mark) {
  for (; changes_.size() > mark; changes_.pop_back()) {
    const auto& [kind, index, before] = changes_.back();
    switch (kind) {
      case Kind::flow:
        arcs_[at(index)].flow = static_cast<Count>(before.gain);
        break;
      case Kind::least:
        arcs_[at(index)].least = static_cast<Count>(before.gain);
        break;
      case Kind::most:
        arcs_[at(index)].most = static_cast<Count>(before.gain);
        break;
      case Kind::potential:
        potential_[at(index)] = before;
        break;
      case Kind::value:
        value_ = before;
        break;
    }
  }
}

}  // namespace surgeflow::shipments
