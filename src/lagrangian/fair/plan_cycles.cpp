// SPDX-License-Identifier: Apache-2.0
// Subtracts plans, and walks along the difference.
#include "lagrangian/fair/plan_cycles.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace surgeflow::lagrangian {
namespace {

bool goes_before(const Shipment& one, const Shipment& other) {
  return std::tie(one.depart, one.origin, one.destination) <
         std::tie(other.depart, other.origin, other.destination);
}

}  // namespace

PlanCycles::PlanCycles(const Instance& instance, std::span<const std::int32_t> group,
                       const Plan& from, const Plan& to)
    : from_(&from),
      group_(group),
      periods_(instance.periods()),
      sink_(instance.facilities() * instance.periods()),
      gated_(!instance.send_steps().empty()),
      gains_differ_(!instance.treat_steps().empty() || !instance.hold_steps().empty()),
      idle_gains_(!instance.hold_steps().empty()),
      hold_(index_of(sink_), 0),
      treat_(index_of(sink_), 0),
      treated_more_(index_of(sink_), 0) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    turnaround_.push_back(std::min(instance.turnaround_periods(i), periods_));
  }
  std::ranges::transform(to.treated.values(), from.treated.values(), treat_.begin(),
                         [](Count there, Count here) { return there - here; });
  join_shipments(from, to);
  const auto arrives = [&](const Shipment& shipment) {
    return shipment.depart.value() +
           instance.lanes().transit_periods(shipment.origin, shipment.destination);
  };
  for (Shipped& shipped : shipments_) {
    const Shipment& shipment = shipped.shipment;
    shipped.tail = node(shipment.origin, shipment.depart.value());
    shipped.head = node(shipment.destination, arrives(shipment));
  }
  subtract_stocks();
  if (gated_) start_lanes_at_gates();
  leaving_ = index_by(&Shipped::tail);
  arriving_ = index_by(&Shipped::head);
  list_arcs_to_sink();
  decompose();
}

void PlanCycles::join_shipments(const Plan& from, const Plan& to) {
  auto here = from.shipments.begin();
  auto there = to.shipments.begin();
  while (here != from.shipments.end() || there != to.shipments.end()) {
    const bool only_here =
        there == to.shipments.end() || (here != from.shipments.end() && goes_before(*here, *there));
    const bool only_there =
        here == from.shipments.end() || (there != to.shipments.end() && goes_before(*there, *here));
    Shipment shipment = only_there ? *there : *here;
    shipment.quantity = only_there ? 0 : here->quantity;
    ship_.push_back((only_here ? 0 : there->quantity) - shipment.quantity);
    shipments_.push_back({.shipment = shipment});
    if (!only_there) ++here;
    if (!only_here) ++there;
  }
  shipped_more_.assign(ship_.size(), 0);
}

/// I_it = I_i,t-1 + what comes - what leaves, of the difference.
void PlanCycles::subtract_stocks() {
  std::vector<Count> comes(index_of(sink_), 0);
  for (std::size_t n = 0; n < shipments_.size(); ++n) {
    comes[index_of(shipments_[n].tail)] -= ship_[n];
    if (shipments_[n].head != sink_) comes[index_of(shipments_[n].head)] += ship_[n];
  }
  for (std::int32_t node = 0; node < sink_; ++node) {
    const std::int32_t t = node % periods_;
    const std::int32_t turnaround = turnaround_[index_of(node / periods_)];
    Count stock = comes[index_of(node)] - treat_[index_of(node)];
    if (t > 0) stock += hold_[index_of(node - 1)];
    if (t >= turnaround) stock += treat_[index_of(node - turnaround)];
    hold_[index_of(node)] = stock;
  }
}

/// What leaves goes through the gate, so that no cycle takes more through it than either plan.
void PlanCycles::start_lanes_at_gates() {
  gate_.assign(index_of(sink_), 0);
  for (std::size_t n = 0; n < shipments_.size(); ++n) {
    gate_[index_of(shipments_[n].tail)] += ship_[n];
    shipments_[n].tail = gate_of(shipments_[n].tail);
  }
}

PlanCycles::Index PlanCycles::index_by(std::int32_t Shipped::*end) const {
  Index index{.begin = std::vector<std::int32_t>(index_of(nodes()) + 1, 0),
              .items = std::vector<std::int32_t>(shipments_.size()),
              .done = std::vector<std::int32_t>(index_of(nodes()), 0)};
  for (const Shipped& shipped : shipments_) ++index.begin[index_of(shipped.*end) + 1];
  for (std::size_t n = 1; n < index.begin.size(); ++n) index.begin[n] += index.begin[n - 1];
  std::vector<std::int32_t> next(index.begin.begin(), index.begin.end() - 1);
  for (std::size_t n = 0; n < shipments_.size(); ++n) {
    index.items[index_of(next[index_of(shipments_[n].*end)]++)] = static_cast<std::int32_t>(n);
  }
  return index;
}

void PlanCycles::list_arcs_to_sink() {
  for (std::int32_t node = 0; node < sink_; ++node) {
    const std::int32_t t = node % periods_;
    const auto add = [&](Kind kind, Count difference) {
      if (difference < 0) into_sink_.push_back({kind, -1, node, node});
    };
    if (t + 1 == periods_) add(Kind::hold, hold_[index_of(node)]);
    if (t + turnaround_[index_of(node / periods_)] >= periods_)
      add(Kind::treat, treat_[index_of(node)]);
  }
}

Count& PlanCycles::rest(const Arc& arc) {
  switch (arc.kind) {
    case Kind::hold:
      return hold_[index_of(arc.index)];
    case Kind::treat:
      return treat_[index_of(arc.index)];
    case Kind::gate:
      return gate_[index_of(arc.index)];
    case Kind::ship:
      break;
  }
  return ship_[index_of(arc.index)];
}

bool PlanCycles::next_shipment(std::int32_t from, Arc& arc) {
  const auto look = [&](Index& index, std::int32_t Shipped::*other, std::int8_t sign) {
    const std::int32_t begin = index.begin[index_of(from)];
    const std::int32_t many = index.begin[index_of(from) + 1] - begin;
    for (std::int32_t& n = index.done[index_of(from)]; n < many; ++n) {
      const std::int32_t shipment = index.items[index_of(begin + n)];
      if (ship_[index_of(shipment)] * sign <= 0) continue;
      arc = {Kind::ship, sign, shipment, shipments_[index_of(shipment)].*other};
      return true;
    }
    return false;
  };
  return look(leaving_, &Shipped::head, 1) || look(arriving_, &Shipped::tail, -1);
}

bool PlanCycles::next_from_sink(Arc& arc) {
  while (!into_sink_.empty() && rest(into_sink_.back()) == 0) into_sink_.pop_back();
  if (into_sink_.empty()) return false;
  arc = into_sink_.back();
  return true;
}

/// Into a gate, or back out of it.
bool PlanCycles::next_gate(std::int32_t from, Arc& arc) const {
  if (!gated_) return false;
  if (from < sink_) {
    arc = {Kind::gate, 1, from, gate_of(from)};
    return gate_[index_of(from)] > 0;
  }
  const std::int32_t node = from - gate_of(0);
  arc = {Kind::gate, -1, node, node};
  return gate_[index_of(node)] < 0;
}

/// An arc from a node on which some of the difference is left; false where there is none.
bool PlanCycles::next_arc(std::int32_t from, Arc& arc) {
  if (from == sink_) return next_from_sink(arc);
  if (next_shipment(from, arc) || next_gate(from, arc)) return true;
  if (from > sink_) return false;
  const FacilityId i(from / periods_);
  const std::int32_t t = from % periods_;
  const std::int32_t turnaround = turnaround_[index_of(i.value())];
  if (treat_[index_of(from)] > 0) {
    arc = {Kind::treat, 1, from, node(i, t + turnaround)};
  } else if (t >= turnaround && treat_[index_of(from - turnaround)] < 0) {
    arc = {Kind::treat, -1, from - turnaround, from - turnaround};
  } else if (hold_[index_of(from)] > 0) {
    arc = {Kind::hold, 1, from, node(i, t + 1)};
  } else if (t > 0 && hold_[index_of(from - 1)] < 0) {
    arc = {Kind::hold, -1, from - 1, from - 1};
  } else {
    return false;
  }
  return true;
}

void PlanCycles::decompose() {
  constexpr std::int32_t kNotOnPath = -1;
  std::vector<std::int32_t> place(index_of(nodes()), kNotOnPath);
  std::vector<Arc> path;
  std::vector<std::int32_t> nodes;  // nodes[n] is the tail of path[n]
  for (std::int32_t start = 0; start < sink_; ++start) {
    std::int32_t here = start;
    place[index_of(here)] = 0;
    nodes.assign(1, here);
    for (Arc arc; next_arc(here, arc);) {
      path.push_back(arc);
      here = arc.next;
      if (place[index_of(here)] == kNotOnPath) {
        place[index_of(here)] = static_cast<std::int32_t>(path.size());
        nodes.push_back(here);
        continue;
      }
      const std::size_t first = index_of(place[index_of(here)]);
      take_off(std::span(path).subspan(first));
      for (std::size_t n = first + 1; n < nodes.size(); ++n) place[index_of(nodes[n])] = kNotOnPath;
      path.resize(first);
      nodes.resize(first + 1);
    }
    place[index_of(start)] = kNotOnPath;
  }
}

/// Patients of a group more or fewer, in the cycle whose changes begin at `first`.
void PlanCycles::note_change(std::size_t first, const Arc& arc) {
  const std::int32_t group = group_[index_of(arc.index / periods_)];
  if (group < 0) return;
  const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto same = std::find_if(begin, changes_.end(),
                                 [&](const GroupChange& change) { return change.group == group; });
  if (same == changes_.end()) {
    changes_.push_back({group, arc.sign});
  } else {
    same->patients += arc.sign;
  }
}

/// Keeps a loop as a cycle, where it changes whom the groups treat or what is gained, and subtracts
/// it.
void PlanCycles::take_off(std::span<const Arc> loop) {
  Cycle cycle{.first = arcs_.size(), .first_change = changes_.size()};
  cycle.left = std::abs(rest(loop.front()));
  bool gains = false;
  for (const Arc& arc : loop) cycle.left = std::min(cycle.left, std::abs(rest(arc)));
  for (const Arc& arc : loop) {
    rest(arc) -= static_cast<Count>(arc.sign * cycle.left);
    if (arc.kind == Kind::gate || (arc.kind == Kind::hold && !idle_gains_)) continue;
    arcs_.push_back(arc);
    if (arc.kind == Kind::treat) note_change(cycle.first_change, arc);
    gains = gains || (gains_differ_ && arc.kind != Kind::ship);
  }
  const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(cycle.first_change);
  changes_.erase(std::remove_if(begin, changes_.end(),
                                [](const auto& change) { return change.patients == 0; }),
                 changes_.end());
  cycle.last = arcs_.size();
  cycle.last_change = changes_.size();
  if (cycle.first_change == cycle.last_change && !gains) {
    arcs_.resize(cycle.first);
    return;
  }
  cycles_.push_back(cycle);
}

void PlanCycles::apply(std::size_t number) {
  Cycle& cycle = cycles_[number];
  --cycle.left;
  for (std::size_t n = cycle.first; n < cycle.last; ++n) {
    const Arc& arc = arcs_[n];
    if (arc.kind == Kind::hold) continue;  // follows from the others
    Count& more = arc.kind == Kind::ship ? shipped_more_[index_of(arc.index)]
                                         : treated_more_[index_of(arc.index)];
    more += arc.sign;
  }
}

Plan PlanCycles::plan() const {
  Plan plan{from_->treated, {}};
  std::ranges::transform(plan.treated.values(), treated_more_, plan.treated.values().begin(),
                         [](Count treated, Count more) { return treated + more; });
  for (std::size_t n = 0; n < shipments_.size(); ++n) {
    Shipment shipment = shipments_[n].shipment;
    shipment.quantity += shipped_more_[n];
    if (shipment.quantity > 0) plan.shipments.push_back(shipment);
  }
  return plan;
}

}  // namespace surgeflow::lagrangian
