// SPDX-License-Identifier: Apache-2.0
// Writes down every arc of the time-expanded network.
#include "flow/reference/network.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flow/reference/reference.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::flow::reference {
namespace {

/// At least as many as there are.
std::int64_t count_arcs(const Instance& instance) {
  const auto nodes = static_cast<std::int64_t>(instance.demand().values().size());
  const auto treat = std::ranges::count_if(instance.demand().values(),
                                           [](Count patients) { return patients > 0; });
  const std::size_t steps =
      instance.treat_steps().size() + instance.hold_steps().size() + instance.send_steps().size();
  return nodes + treat + nodes * static_cast<std::int64_t>(steps) +
         instance.lanes().ship_arcs(instance.periods());
}

void require_small(const Instance& instance) {
  const std::int64_t arcs = count_arcs(instance);
  if (arcs <= kReferenceArcLimit) return;
  Diagnostic diagnostic;
  diagnostic.place.file = "instance";
  diagnostic.seen = fmt::format("{} facilities over {} periods make {} arcs, too many to write out",
                                instance.facilities(), instance.periods(), arcs);
  diagnostic.allowed = fmt::format("at most {} arcs for the reference method", kReferenceArcLimit);
  diagnostic.remedy = "use the primal_dual method, which stores no lanes as arcs";
  throw InputError(std::move(diagnostic));
}

}  // namespace

Network::Network(const Instance& instance) : periods_(instance.periods()) {
  require_small(instance);
  cells_ = narrow<std::int32_t>(instance.demand().values().size());
  sink_ = instance.send_steps().empty() ? cells_ : 2 * cells_;
  arcs_.reserve(static_cast<std::size_t>(count_arcs(instance)));
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < periods_; ++t) {
      add_hold(instance, i, t);
      add_treat(instance, i, t);
      add_ship(instance, i, t);
    }
  }
  leaving_ = group_by(&Arc::from);
  entering_ = group_by(&Arc::to);
}

std::int32_t Network::node(FacilityId i, std::int32_t period) const {
  return period < periods_ ? i.value() * periods_ + period : sink_;
}

void Network::add_steps(ArcKind kind, std::span<const GainStep> steps, FacilityId i, Period t,
                        std::int32_t to) {
  for (const GainStep& step : steps) {
    if (step.width(i, t) == 0) continue;
    arcs_.push_back(
        {kind, node(i, t.value()), to, step.width(i, t), 0, {.patients = step.gain(i, t)}});
  }
}

void Network::add_hold(const Instance& instance, FacilityId i, Period t) {
  const std::int32_t next = node(i, t.value() + 1);
  arcs_.push_back({ArcKind::hold, node(i, t.value()), next, kUnlimited, 0, {}});
  add_steps(ArcKind::hold, instance.hold_steps(), i, t, next);
}

void Network::add_treat(const Instance& instance, FacilityId i, Period t) {
  // A turnaround may be any number; what returns after the horizon runs to the sink.
  const std::int32_t back = node(i, t.value() + std::min(instance.turnaround_periods(i), periods_));
  if (const Count patients = instance.demand()(i, t);
      patients > 0 && instance.treat_steps().empty()) {
    const Worth gain{.patients = instance.resolution()};
    arcs_.push_back({ArcKind::treat, node(i, t.value()), back, patients, 0, gain});
  }
  add_steps(ArcKind::treat, instance.treat_steps(), i, t, back);
}

void Network::add_ship(const Instance& instance, FacilityId i, Period t) {
  const std::int32_t from = node(i, t.value());
  const std::int32_t start = instance.send_steps().empty() ? from : cells_ + from;
  for (const CostStep& step : instance.send_steps()) {
    if (step.width(i, t) == 0) continue;
    arcs_.push_back({ArcKind::send, from, start, step.width(i, t), 0, {.moves = -step.cost(i, t)}});
  }
  for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
    const std::int32_t transit = instance.lanes().transit_periods(i, j);
    if (transit == 0 || t.value() + transit >= periods_) continue;
    if (!instance.lanes().is_open(i, j, t)) continue;
    const Worth gain{.moves = -instance.lanes().cost(i, j)};
    arcs_.push_back({ArcKind::ship, start, node(j, t.value() + transit), kUnlimited, 0, gain});
  }
}

Network::Incidence Network::group_by(std::int32_t Arc::*end) const {
  Incidence incidence;
  incidence.start.assign(static_cast<std::size_t>(nodes()) + 1, 0);
  for (const Arc& arc : arcs_) ++incidence.start[static_cast<std::size_t>(arc.*end) + 1];
  for (std::size_t u = 1; u < incidence.start.size(); ++u) {
    incidence.start[u] += incidence.start[u - 1];
  }
  incidence.arcs.resize(arcs_.size());
  std::vector<std::int32_t> next = incidence.start;
  for (std::size_t a = 0; a < arcs_.size(); ++a) {
    const auto slot = next[static_cast<std::size_t>(arcs_[a].*end)]++;
    incidence.arcs[static_cast<std::size_t>(slot)] = static_cast<std::int32_t>(a);
  }
  return incidence;
}

std::span<const std::int32_t> Network::Incidence::at(std::int32_t node) const {
  const auto first = static_cast<std::size_t>(start[static_cast<std::size_t>(node)]);
  const auto last = static_cast<std::size_t>(start[static_cast<std::size_t>(node) + 1]);
  return std::span(arcs).subspan(first, last - first);
}

std::span<const std::int32_t> Network::leaving(std::int32_t node) const {
  return leaving_.at(node);
}
std::span<const std::int32_t> Network::entering(std::int32_t node) const {
  return entering_.at(node);
}

}  // namespace surgeflow::flow::reference
