// SPDX-License-Identifier: Apache-2.0
// One flow along a horizon, changed along best paths.
#include "lagrangian/limits/valued_care.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::lagrangian {
namespace {

constexpr Count kUnbounded = std::numeric_limits<Count>::max() / 2;
/// Below every path; sums with gains stay in range.
constexpr Count kUnreached = std::numeric_limits<Count>::min() / 2;

std::size_t at(std::int32_t t) { return static_cast<std::size_t>(t); }

/// Takes a longer path, and the leg that it begins or ends with; false where it is no longer.
template <class Leg>
bool improve(Count gain, const Leg& leg, Count& best, Leg& its_leg) {
  if (gain <= best) return false;
  best = gain;
  its_leg = leg;
  return true;
}

}  // namespace

ValuedCare::Arcs::Arcs(std::int32_t length, std::int32_t end)
    : periods(length),
      more{std::vector<std::size_t>(at(end), 0), std::vector<Count>(at(end), kNone)},
      last(more) {}

ValuedCare::ValuedCare(const Instance& instance, FacilityId i, std::span<const Count> supply,
                       std::span<const Count> beds)
    : end_(instance.periods()),
      hold_(1, end_),
      treat_(std::min(instance.turnaround_periods(i), end_), end_),
      ahead_(at(end_ + treat_.periods), 0),
      behind_(ahead_),
      losses_(at(end_), kImpossible),
      next_(at(end_)),
      last_(at(end_)) {
  for (const GainStep& step : instance.hold_steps()) {
    add_step(step.width.row(i), step.gain.row(i), hold_);
  }
  add_step(std::vector<Count>(at(end_), kUnbounded), std::vector<std::int32_t>(at(end_), 0), hold_);
  add_treatments(instance, i);
  if (!beds.empty() && std::ranges::min(beds) < instance.most_devices()) {
    keep_those_with_beds(ValuedCare(instance, i, rises(beds)));
  }
  for (std::int32_t t = 0; t < end_; ++t) {
    note_margins(t, hold_);
    note_margins(t, treat_);
  }
  measure_ahead();
  for (std::int32_t t = 0; t < end_; ++t) push(Period(t), std::max(0, supply[at(t)]));
  measure_behind();
  for (std::int32_t t = 0; t < end_; ++t) change(Period(t), std::min(0, supply[at(t)]));
}

void ValuedCare::add_step(std::span<const Count> capacity, std::span<const std::int32_t> gain,
                          Arcs& arcs) {
  arcs.steps.push_back({.capacity = {capacity.begin(), capacity.end()},
                        .gain = {gain.begin(), gain.end()},
                        .flow = std::vector<Count>(capacity.size(), 0)});
}

void ValuedCare::add_treatments(const Instance& instance, FacilityId i) {
  if (instance.treat_steps().empty()) {
    const std::vector<std::int32_t> each(at(end_), instance.resolution());
    add_step(instance.demand().row(i), each, treat_);
  }
  for (const GainStep& step : instance.treat_steps()) {
    add_step(step.width.row(i), step.gain.row(i), treat_);
  }
}

void ValuedCare::keep_those_with_beds(const ValuedCare& a_device_for_every_bed) {
  for (std::size_t n = 0; n < treat_.steps.size(); ++n) {
    treat_.steps[n].capacity = a_device_for_every_bed.treat_.steps[n].flow;
  }
}

/// Gains fall from step to step, so that those before the one with room are full, and those behind
/// it empty.
void ValuedCare::note_margins(std::int32_t t, Arcs& arcs) {
  arcs.more.gain[at(t)] = kNone;
  arcs.last.gain[at(t)] = kNone;
  for (std::size_t n = 0; n < arcs.steps.size(); ++n) {
    const Step& step = arcs.steps[n];
    const auto note = [&](Margin& margin) {
      margin.step[at(t)] = n;
      margin.gain[at(t)] = step.gain[at(t)];
    };
    if (step.flow[at(t)] > 0) note(arcs.last);
    if (step.flow[at(t)] == step.capacity[at(t)]) continue;
    note(arcs.more);
    return;
  }
}

Count ValuedCare::treated(Period t) const {
  Count treated = 0;
  for (const Step& step : treat_.steps) treated += step.flow[at(t.value())];
  return treated;
}

std::int32_t ValuedCare::target(const Leg& leg) const {
  return std::min(leg.tail + arcs_of(leg).periods, end_);
}

Count ValuedCare::room(const Leg& leg) const {
  const Arcs& arcs = arcs_of(leg);
  const Margin& margin = leg.against ? arcs.last : arcs.more;
  const Step& step = arcs.steps[margin.step[at(leg.tail)]];
  const Count flow = step.flow[at(leg.tail)];
  return leg.against ? flow : step.capacity[at(leg.tail)] - flow;
}

void ValuedCare::move(const Leg& leg, Count devices) {
  Arcs& arcs = leg.treats ? treat_ : hold_;
  const Margin& margin = leg.against ? arcs.last : arcs.more;
  Step& step = arcs.steps[margin.step[at(leg.tail)]];
  const Count along = leg.against ? -devices : devices;
  step.flow[at(leg.tail)] += along;
  value_ += Total{step.gain[at(leg.tail)]} * along;
  if (leg.treats) patients_ += along;
  note_margins(leg.tail, arcs);
}

/// Devices more from a period on, as many at once as the best path takes. What is ahead is measured
/// before and after.
void ValuedCare::push(Period from, Count devices) {
  while (devices > 0) {
    std::vector<Leg> path;
    Count amount = devices;
    for (std::int32_t t = from.value(); t < end_;) {
      const Leg& leg = path.emplace_back(next_[at(t)]);
      amount = std::min(amount, room(leg));
      t = leg.against ? leg.tail : target(leg);
    }
    for (const Leg& leg : path) move(leg, amount);
    devices -= amount;
    measure_ahead();
  }
}

/// Calls `visit(leg)` along the cheapest way to have one device fewer from a period on.
template <class Visit>
void ValuedCare::for_each_leg_to(Period from, Visit&& visit) const {
  for (std::int32_t t = from.value(); t < end_;) {
    const Leg leg = last_[at(t)];
    visit(leg);
    t = leg.against ? target(leg) : leg.tail;
  }
}

Total ValuedCare::patients_lost(Period t) const {
  Total lost = 0;
  for_each_leg_to(t, [&](const Leg& leg) {
    if (leg.treats) lost += leg.against ? 1 : -1;
  });
  return lost;
}

void ValuedCare::change(Period from, Count devices) {
  if (devices == 0) return;
  if (devices > 0) {
    push(from, devices);
    measure_behind();
    return;
  }
  for (; devices < 0; ++devices) {
    for_each_leg_to(from, [&](const Leg& leg) { move(leg, 1); });
    measure_behind();
  }
  measure_ahead();
}

/// What the first of two passes finds is right unless the second finds more.
void ValuedCare::measure_ahead() {
  std::ranges::fill(std::span(ahead_).first(at(end_)), kUnreached);
  const auto along = [&](std::int32_t t, const Arcs& arcs, bool treats) {
    const Count gain = arcs.more.gain[at(t)];
    if (gain == kNone) return;
    improve(gain + ahead_[at(t + arcs.periods)], {treats, false, t}, ahead_[at(t)], next_[at(t)]);
  };
  const auto against = [&](std::int32_t t, const Arcs& arcs, bool treats) {
    const std::int32_t to = t + arcs.periods;
    const Count gain = arcs.last.gain[at(t)];
    if (gain == kNone || to >= end_) return false;
    return improve(ahead_[at(t)] - gain, {treats, true, t}, ahead_[at(to)], next_[at(to)]);
  };
  for (bool again = true; again;) {
    again = false;
    for (std::int32_t t = end_ - 1; t >= 0; --t) {
      along(t, hold_, false);
      along(t, treat_, true);
    }
    for (std::int32_t t = 0; t < end_; ++t) {
      again |= against(t, hold_, false);
      again |= against(t, treat_, true);
    }
  }
}

/// The cheapest loss is minus the longest path.
void ValuedCare::measure_behind() {
  std::ranges::fill(std::span(behind_).first(at(end_)), kUnreached);
  const auto against = [&](std::int32_t t, const Arcs& arcs, bool treats) {
    const Count there = behind_[at(t + arcs.periods)];
    const Count gain = arcs.last.gain[at(t)];
    if (gain == kNone || there == kUnreached) return;
    improve(there - gain, {treats, true, t}, behind_[at(t)], last_[at(t)]);
  };
  const auto along = [&](std::int32_t t, const Arcs& arcs, bool treats) {
    const std::int32_t to = t + arcs.periods;
    const Count gain = arcs.more.gain[at(t)];
    if (gain == kNone || to >= end_ || behind_[at(t)] == kUnreached) return false;
    return improve(behind_[at(t)] + gain, {treats, false, t}, behind_[at(to)], last_[at(to)]);
  };
  for (bool again = true; again;) {
    again = false;
    for (std::int32_t t = end_ - 1; t >= 0; --t) {
      against(t, hold_, false);
      against(t, treat_, true);
    }
    for (std::int32_t t = 0; t < end_; ++t) {
      again |= along(t, hold_, false);
      again |= along(t, treat_, true);
    }
  }
  std::ranges::transform(std::span(behind_).first(at(end_)), losses_.begin(),
                         [](Count gain) { return gain == kUnreached ? kImpossible : -gain; });
}

}  // namespace surgeflow::lagrangian
