// SPDX-License-Identifier: Apache-2.0
// Flows of a plan, and what one device more or less on each of them gains.
#include "explain/residual_network.hpp"

#include <algorithm>
#include <cstddef>

#include "surgeflow/core/checked.hpp"

namespace surgeflow::explain {
namespace {

inline constexpr Count kAnyNumber = std::numeric_limits<Count>::max();

/// Of the device after the first `flow` ones, and those that are like it; no room after all steps.
template <class Step>
Margin of_next(std::span<const Step> steps, Panel<std::int32_t> Step::*each, FacilityId i, Period t,
               Count flow) {
  for (const Step& step : steps) {
    const Count width = step.width(i, t);
    if (flow < width) return {(step.*each)(i, t), width - flow};
    flow -= width;
  }
  return {};
}

/// Of the last of `flow` devices, and those before that are like it; those after all steps gain 0.
template <class Step>
Margin of_last(std::span<const Step> steps, Panel<std::int32_t> Step::*each, FacilityId i, Period t,
               Count flow) {
  for (const Step& step : steps) {
    const Count width = step.width(i, t);
    if (flow <= width) return {(step.*each)(i, t), flow};
    flow -= width;
  }
  return {0, flow};
}

template <class Key>
void change(std::map<Key, Count>& flows, const Key& key, Count devices) {
  const auto entry = flows.try_emplace(key, 0).first;
  entry->second += devices;
  if (entry->second == 0) flows.erase(entry);
}

}  // namespace

ResidualNetwork::ResidualNetwork(const Instance& instance, const Plan& plan,
                                 const Potentials& potentials)
    : instance_(&instance),
      scale_(instance, potentials),
      facilities_(instance.facilities()),
      periods_(instance.periods()),
      cells_(facilities_ * periods_),
      nodes_(instance.send_steps().empty() ? cells_ + 1 : narrow<NodeId>(2LL * cells_ + 1)),
      gates_(!instance.send_steps().empty()),
      worth_(index(cells_) + 1, 0),
      idle_(index(cells_)),
      treated_(index(cells_)),
      sent_(index(cells_)) {
  const PlanTrace trace = trace_plan(instance, plan);
  for (FacilityId i{0}; i.value() < facilities_; ++i) {
    for (Period t{0}; t.value() < periods_; ++t) {
      const std::size_t u = index(node(i, t.value()));
      worth_[u] = scale_.key(potentials.patients(i, t), potentials.moves(i, t));
      idle_[u] = narrow<Count>(trace.idle(i, t));
      treated_[u] = plan.treated(i, t);
      sent_[u] = trace.sent(i, t);
    }
  }
  for (const ClosedLane& lane : instance.lanes().closed()) {
    if (lane.last.value() + 1 < periods_) opening_.insert(node(lane.origin, lane.last.value() + 1));
  }
  for (const Shipment& shipment : plan.shipments) {
    const std::int32_t transit =
        instance.lanes().transit_periods(shipment.origin, shipment.destination);
    const NodeId from = node(shipment.origin, shipment.depart.value());
    shipped_[{node(shipment.destination, shipment.depart.value() + transit), from}] +=
        shipment.quantity;
  }
}

NodeId ResidualNetwork::node(FacilityId i, std::int64_t period) const {
  if (period >= periods_) return sink();
  return static_cast<NodeId>(period) * facilities_ + i.value();
}

Count ResidualNetwork::lane_flow(NodeId from, NodeId to) const {
  const auto found = shipped_.find({to, from});
  return found == shipped_.end() ? 0 : found->second;
}

Count ResidualNetwork::lane_room(NodeId from, NodeId to) const {
  if (lanes_open_) return kAnyNumber;
  const auto change = changes_.shipped.find({from, to});
  return change == changes_.shipped.end() ? 0 : std::max(0, -change->second);
}

Count ResidualNetwork::close_lane(const Shipment& shipment) {
  const LaneTable& lanes = instance_->lanes();
  closed_from_ = node(shipment.origin, shipment.depart.value());
  closed_to_ =
      node(shipment.destination,
           shipment.depart.value() + lanes.transit_periods(shipment.origin, shipment.destination));
  const Count devices = lane_flow(closed_from_, closed_to_);
  push({ArcKind::ship, Direction::backward, closed_to_, lane_start(closed_from_)}, devices);
  return devices;
}

std::int64_t ResidualNetwork::gate_worth(NodeId gate) const {
  std::int64_t best = std::numeric_limits<std::int64_t>::min();
  for_each_lane(
      gate, [&](NodeId to, std::int64_t cost) { best = std::max(best, worth_[index(to)] - cost); });
  const ResidualArc back{ArcKind::send, Direction::backward, gate, cell(gate)};
  if (const Margin last = margin(back); last.room > 0) {
    best = std::max(best, worth_[index(cell(gate))] + last.gain);
  }
  return best;
}

Margin ResidualNetwork::margin(const ResidualArc& arc) const {
  const NodeId tail = arc.tail();
  const FacilityId i = facility(tail);
  const Period t = period(tail);
  const bool forward = arc.direction == Direction::forward;
  const auto by_gain = [&](std::span<const GainStep> steps, Count devices) {
    Margin margin = forward ? of_next(steps, &GainStep::gain, i, t, devices)
                            : of_last(steps, &GainStep::gain, i, t, devices);
    margin.gain = scale_.key(forward ? margin.gain : -margin.gain, 0);
    return margin;
  };
  switch (arc.kind) {
    case ArcKind::hold: {
      const Margin margin = by_gain(instance_->hold_steps(), idle_[index(tail)]);
      return forward && margin.room == 0 ? Margin{0, kAnyNumber} : margin;
    }
    case ArcKind::treat: {
      const Count treated = treated_[index(tail)];
      if (!instance_->treat_steps().empty()) return by_gain(instance_->treat_steps(), treated);
      const std::int64_t gain = scale_.key(instance_->resolution(), 0);
      return forward ? Margin{gain, instance_->demand()(i, t) - treated} : Margin{-gain, treated};
    }
    case ArcKind::send: {
      const Count sent = sent_[index(tail)];
      const Margin margin = forward ? of_next(instance_->send_steps(), &CostStep::cost, i, t, sent)
                                    : of_last(instance_->send_steps(), &CostStep::cost, i, t, sent);
      return {forward ? -margin.gain : margin.gain, margin.room};
    }
    case ArcKind::ship: {
      const std::int64_t cost = instance_->lanes().cost(i, facility(arc.head()));
      return forward ? Margin{-cost, lane_room(cell(tail), arc.head())}
                     : Margin{cost, lane_flow(cell(tail), arc.head())};
    }
  }
  return {};
}

Count& ResidualNetwork::flow(const ResidualArc& arc) {
  const NodeId tail = cell(arc.tail());
  if (arc.kind == ArcKind::hold) return idle_[index(tail)];
  if (arc.kind == ArcKind::treat) return treated_[index(tail)];
  if (arc.kind == ArcKind::send) return sent_[index(tail)];
  return shipped_[{arc.head(), tail}];
}

void ResidualNetwork::push(const ResidualArc& arc, Count devices) {
  const std::int64_t gain = margin(arc).gain;
  const Count more = arc.direction == Direction::forward ? devices : -devices;
  flow(arc) += more;
  changes_.gain_parts += devices * scale_.patients(gain);
  changes_.moves += devices * scale_.moves(gain);
  if (arc.kind == ArcKind::treat) change(changes_.treated, arc.tail(), more);
  if (arc.kind == ArcKind::ship) {
    change(changes_.shipped, {cell(arc.tail()), arc.head()}, more);
  }
}

Potentials ResidualNetwork::potentials() const {
  Potentials potentials{Panel<std::int32_t>(facilities_, periods_),
                        Panel<std::int64_t>(facilities_, periods_)};
  for (FacilityId i{0}; i.value() < facilities_; ++i) {
    for (Period t{0}; t.value() < periods_; ++t) {
      const std::int64_t key = worth(node(i, t.value())) - worth(sink());
      potentials.patients(i, t) = narrow<std::int32_t>(scale_.patients(key));
      potentials.moves(i, t) = scale_.moves(key);
    }
  }
  return potentials;
}

}  // namespace surgeflow::explain
