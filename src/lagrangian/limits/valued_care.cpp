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

ValuedCare::ValuedCare(const Instance& instance, FacilityId i, std::span<const Count> supply,
                       std::span<const Count> beds)
    : end_(instance.periods()),
      gains_(at(end_), 0),
      losses_(at(end_), kImpossible),
      next_(at(end_)),
      last_(at(end_)) {
  const std::vector<Count> unbounded(at(end_), kUnbounded);
  const std::vector<std::int32_t> nothing(at(end_), 0);
  add_kind(1, false, unbounded, nothing);
  for (const GainStep& step : instance.hold_steps()) {
    add_kind(1, false, step.width.row(i), step.gain.row(i));
  }
  add_treat_kinds(instance, i);
  if (!beds.empty() && std::ranges::min(beds) < instance.most_devices()) {
    keep_those_with_beds(ValuedCare(instance, i, rises(beds)));
  }
  measure_ahead();
  for (std::int32_t t = 0; t < end_; ++t) push(Period(t), std::max(0, supply[at(t)]));
  measure_behind();
  for (std::int32_t t = 0; t < end_; ++t) change(Period(t), std::min(0, supply[at(t)]));
}

void ValuedCare::add_kind(std::int32_t periods, bool treats, std::span<const Count> capacity,
                          std::span<const std::int32_t> gain) {
  kinds_.push_back({.periods = periods,
                    .treats = treats,
                    .capacity = {capacity.begin(), capacity.end()},
                    .gain = {gain.begin(), gain.end()},
                    .flow = std::vector<Count>(at(end_), 0)});
}

void ValuedCare::add_treat_kinds(const Instance& instance, FacilityId i) {
  const std::int32_t turnaround = std::min(instance.turnaround_periods(i), end_);
  first_treat_ = kinds_.size();
  if (instance.treat_steps().empty()) {
    const std::vector<std::int32_t> each(at(end_), instance.resolution());
    add_kind(turnaround, true, instance.demand().row(i), each);
  }
  for (const GainStep& step : instance.treat_steps()) {
    add_kind(turnaround, true, step.width.row(i), step.gain.row(i));
  }
}

void ValuedCare::keep_those_with_beds(const ValuedCare& a_device_for_every_bed) {
  for (std::size_t k = first_treat_; k < kinds_.size(); ++k) {
    kinds_[k].capacity = a_device_for_every_bed.kinds_[k].flow;
  }
}

Count ValuedCare::treated(Period t) const {
  Count treated = 0;
  for (const Kind& kind : kinds_) treated += kind.treats ? kind.flow[at(t.value())] : 0;
  return treated;
}

std::int32_t ValuedCare::target(const Kind& kind, std::int32_t t) const {
  return std::min(t + kind.periods, end_);
}

Count ValuedCare::room(const Leg& leg) const {
  const Kind& kind = kinds_[leg.kind];
  const Count flow = kind.flow[at(leg.tail)];
  return leg.against ? flow : kind.capacity[at(leg.tail)] - flow;
}

void ValuedCare::move(const Leg& leg, Count devices) {
  Kind& kind = kinds_[leg.kind];
  const Count along = leg.against ? -devices : devices;
  kind.flow[at(leg.tail)] += along;
  value_ += Total{kind.gain[at(leg.tail)]} * along;
  if (kind.treats) patients_ += along;
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
      t = leg.against ? leg.tail : target(kinds_[leg.kind], leg.tail);
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
    t = leg.against ? target(kinds_[leg.kind], leg.tail) : leg.tail;
  }
}

Total ValuedCare::patients_lost(Period t) const {
  Total lost = 0;
  for_each_leg_to(t, [&](const Leg& leg) {
    if (kinds_[leg.kind].treats) lost += leg.against ? 1 : -1;
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
  std::ranges::fill(gains_, kUnreached);
  const auto ahead = [&](std::int32_t t) { return t < end_ ? gains_[at(t)] : 0; };
  const auto offer = [&](std::int32_t t, Count gain, const Leg& leg) {
    return improve(gain, leg, gains_[at(t)], next_[at(t)]);
  };
  for (bool again = true; again;) {
    again = false;
    for (std::int32_t t = end_ - 1; t >= 0; --t) {
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const Kind& kind = kinds_[k];
        if (kind.flow[at(t)] >= kind.capacity[at(t)]) continue;
        offer(t, kind.gain[at(t)] + ahead(target(kind, t)), {k, t, false});
      }
    }
    for (std::int32_t t = 0; t < end_; ++t) {
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const Kind& kind = kinds_[k];
        const std::int32_t to = target(kind, t);
        if (kind.flow[at(t)] == 0 || to >= end_) continue;
        again |= offer(to, ahead(t) - kind.gain[at(t)], {k, t, true});
      }
    }
  }
}

void ValuedCare::measure_behind() {
  // Longest paths from the end; the cheapest loss is minus their length.
  std::vector<Count> behind(at(end_), kUnreached);
  const auto from = [&](std::int32_t t) { return t < end_ ? behind[at(t)] : 0; };
  const auto offer = [&](std::int32_t t, Count gain, const Leg& leg) {
    return improve(gain, leg, behind[at(t)], last_[at(t)]);
  };
  for (bool again = true; again;) {
    again = false;
    for (std::int32_t t = end_ - 1; t >= 0; --t) {
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const Kind& kind = kinds_[k];
        if (kind.flow[at(t)] == 0 || from(target(kind, t)) == kUnreached) continue;
        offer(t, from(target(kind, t)) - kind.gain[at(t)], {k, t, true});
      }
    }
    for (std::int32_t t = 0; t < end_; ++t) {
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const Kind& kind = kinds_[k];
        const std::int32_t to = target(kind, t);
        if (kind.flow[at(t)] >= kind.capacity[at(t)] || to >= end_ || from(t) == kUnreached) {
          continue;
        }
        again |= offer(to, from(t) + kind.gain[at(t)], {k, t, false});
      }
    }
  }
  std::ranges::transform(behind, losses_.begin(),
                         [](Count gain) { return gain == kUnreached ? kImpossible : -gain; });
}

}  // namespace surgeflow::lagrangian
