// SPDX-License-Identifier: Apache-2.0
// Takes small shipments out, one device after the other where nothing else helps.
#include "shipments/minimum.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::shipments {
namespace {

constexpr std::int32_t kReachOfSmall = 20'000;
/// After so many rounds nothing is filled up any more.
constexpr int kFillingRounds = 3;
constexpr Total kNotReached = std::numeric_limits<Total>::max();

}  // namespace

Minimum::Minimum(MovablePlan& plan, Detours& detours, Count minimum)
    : plan_(plan), detours_(detours), minimum_(minimum) {
  const auto nodes = static_cast<std::size_t>(plan.sink()) + 1;
  loss_.assign(nodes, kNotReached);
  by_.resize(nodes);
  reached_.resize(static_cast<std::size_t>(plan.instance().periods()));
}

bool Minimum::is_small(std::int32_t shipment) const {
  const MovableShipment& one = plan_.shipments()[static_cast<std::size_t>(shipment)];
  return one.quantity > 0 && one.quantity < minimum_ && !one.open;
}

std::vector<std::int32_t> Minimum::small() const {
  std::vector<std::int32_t> found;
  for (std::size_t n = 0; n < plan_.shipments().size(); ++n) {
    if (is_small(static_cast<std::int32_t>(n))) found.push_back(static_cast<std::int32_t>(n));
  }
  std::ranges::stable_sort(found, {}, [&](std::int32_t n) {
    return plan_.shipments()[static_cast<std::size_t>(n)].quantity;
  });
  return found;
}

void Minimum::enforce() {
  plan_.set_least(minimum_);
  std::vector<Push> pushes;
  int round = 0;
  for (auto list = small(); !list.empty(); list = small(), ++round) {
    for (const std::int32_t n : list) {
      if (!is_small(n)) continue;
      pushes.clear();
      const bool movable = plan_.shipments()[static_cast<std::size_t>(n)].movable;
      if (movable && detours_.eliminate(n, kReachOfSmall, pushes)) continue;
      if (movable && round < kFillingRounds && fill_up(n)) continue;
      leave(n);
    }
  }
}

bool Minimum::fill_up(std::int32_t shipment) {
  const MovableShipment one = plan_.shipments()[static_cast<std::size_t>(shipment)];
  const ResidualArc more{one.from, one.to, Way::ship, shipment};
  const Count missing = minimum_ - one.quantity;
  if (plan_.room(more) < missing) return false;
  plan_.set_movable(shipment, false);
  std::vector<Push> pushes;
  const Count found = detours_.send(one.to, one.from, missing, kReachOfSmall, pushes);
  plan_.set_movable(shipment, true);
  // Other ways may have used up what may leave.
  if (found == missing && plan_.room(more) >= missing) {
    plan_.push(more, missing);
    return true;
  }
  detours_.take_back(pushes, 0);
  return false;
}

void Minimum::leave(std::int32_t shipment) {
  const MovableShipment one = plan_.shipments()[static_cast<std::size_t>(shipment)];
  plan_.push({one.from, one.to, Way::ship, shipment}, -one.quantity);
  for (Count n = 0; n < one.quantity; ++n) {
    take_device(one.to);
    add_device(one.from);
  }
}

/// One more at its facility, where it gains most by staying: worth(u) = max(idle + worth(u + 1),
/// patient + worth(u + P)).
void Minimum::add_device(Node node) {
  const Node last = plan_.node_of(plan_.facility_of(node), Period(plan_.instance().periods() - 1));
  std::vector<Total> worth(static_cast<std::size_t>(last - node) + 1);
  const auto worth_at = [&](Node at) {
    return at == plan_.sink() ? 0 : worth[static_cast<std::size_t>(at - node)];
  };
  const auto by_waiting = [&](Node at) {
    return plan_.gain_of_idle(at, plan_.idle_at(at)) + worth_at(plan_.held_to(at));
  };
  const auto by_treating = [&](Node at) {
    if (plan_.unmet_at(at) == 0) return Total{-1};
    return plan_.gain_of_treated(at, plan_.treated_at(at)) + worth_at(plan_.treated_to(at));
  };
  for (Node at = last; at >= node; --at) {
    worth[static_cast<std::size_t>(at - node)] = std::max(by_waiting(at), by_treating(at));
  }
  while (node != plan_.sink()) {
    const bool treats = by_treating(node) >= by_waiting(node);
    const Node next = treats ? plan_.treated_to(node) : plan_.held_to(node);
    plan_.push({node, next, treats ? Way::treat : Way::hold}, 1);
    node = next;
  }
}

/// `arc` takes a device back that is on its way from the arc's end.
void Minimum::look_on(Node node, const ResidualArc& arc, Total loss) {
  const auto next = static_cast<std::size_t>(arc.from);
  const Total sum = loss_[static_cast<std::size_t>(node)] + loss;
  if (sum >= loss_[next]) return;
  if (loss_[next] == kNotReached && arc.from != plan_.sink()) {
    reached_[static_cast<std::size_t>(plan_.period_of(arc.from).value())].push_back(arc.from);
  }
  loss_[next] = sum;
  by_[next] = arc;
}

/// One fewer at a node: the devices that go on from there are as many as come, so that one of them
/// can be followed to the end of the horizon, on the way that gains least.
void Minimum::take_device(Node node) {
  std::vector<Node> touched;
  const auto start = static_cast<std::size_t>(plan_.period_of(node).value());
  loss_[static_cast<std::size_t>(node)] = 0;
  reached_[start].push_back(node);
  for (std::size_t t = start; t < reached_.size(); ++t) {
    for (const Node at : reached_[t]) {
      touched.push_back(at);
      const Count idle = plan_.idle_at(at);
      const Count treated = plan_.treated_at(at);
      if (idle > 0) {
        look_on(at, {plan_.held_to(at), at, Way::unhold}, plan_.gain_of_idle(at, idle - 1));
      }
      if (treated > 0) {
        look_on(at, {plan_.treated_to(at), at, Way::untreat},
                plan_.gain_of_treated(at, treated - 1));
      }
      for (std::int32_t n = plan_.first_from(at); n >= 0; n = plan_.next_from(n)) {
        const MovableShipment& one = plan_.shipments()[static_cast<std::size_t>(n)];
        if (one.quantity > 0) look_on(at, {one.to, at, Way::unship, n}, 0);
      }
    }
    reached_[t].clear();
  }
  for (Node at = plan_.sink(); at != node;) {
    const ResidualArc arc = by_[static_cast<std::size_t>(at)];
    plan_.push(arc, 1);
    at = arc.to;
  }
  for (const Node at : touched) loss_[static_cast<std::size_t>(at)] = kNotReached;
  loss_[static_cast<std::size_t>(plan_.sink())] = kNotReached;
}

}  // namespace surgeflow::shipments
