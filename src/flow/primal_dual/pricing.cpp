// SPDX-License-Identifier: Apache-2.0
// Passes over all lanes, origin by origin.
#include "flow/primal_dual/pricing.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::flow {
namespace {

/// Periods that are dismissed at once.
constexpr std::int32_t kBlock = 8;
constexpr std::int64_t kNotKnown = -1;
/// More than any slack, and small enough to be doubled a few times.
constexpr std::int64_t kNoLane = std::int64_t{1} << 52;
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min() / 2;

bool is_within(std::span<const ClosedLane> closed, std::int32_t t) {
  return std::ranges::any_of(closed, [&](const ClosedLane& lane) {
    return lane.first.value() <= t && t <= lane.last.value();
  });
}

}  // namespace

Pricing::Pricing(const Network& network, int threads)
    : network_(&network), threads_(std::max(1, threads)) {}

Pricing::Potentials Pricing::by_facility(std::span<const std::int64_t> values) const {
  const auto periods = static_cast<std::size_t>(network_->periods());
  const std::int64_t sink = values[static_cast<std::size_t>(network_->sink())];
  Potentials potentials(periods * static_cast<std::size_t>(network_->facilities()));
  for_each_node(*network_, [&](FacilityId, Period t, Node node) {
    const auto position = static_cast<std::size_t>(network_->position_of(node));
    potentials[position * periods + static_cast<std::size_t>(t.value())] =
        values[static_cast<std::size_t>(node)] - sink;
  });
  return potentials;
}

/// Takes from every slack by how much potentials at both ends may have used it up. Finer costs at
/// least double with the potentials, and so does slack.
void Pricing::forget_moved(const Potentials& now, std::int32_t cost_shift) {
  const auto words = static_cast<std::size_t>(network_->words());
  const auto facilities = static_cast<std::size_t>(network_->facilities());
  const auto periods = static_cast<std::size_t>(network_->periods());
  if (slack_.empty()) {
    slack_.assign(facilities * words, kNotKnown);
    return;
  }
  const std::int64_t factor = std::int64_t{1} << (cost_shift_ - cost_shift);
  std::vector<std::int64_t> fallen(facilities, 0);
  std::vector<std::int64_t> risen(words, 0);
  for (std::size_t position = 0; position < facilities; ++position) {
    for (std::size_t t = position * periods; t < (position + 1) * periods; ++t) {
      const std::int64_t rise = now[t] - potentials_[t] * factor;
      fallen[position] = std::max(fallen[position], -rise);
      risen[position / kWordBits] = std::max(risen[position / kWordBits], rise);
    }
  }
  for (std::size_t position = 0; position < facilities; ++position) {
    for (std::size_t w = 0; w < words; ++w) {
      std::int64_t& slack = slack_[position * words + w];
      if (slack >= 0) slack = slack * factor - fallen[position] - risen[w];
    }
  }
}

std::vector<LaneEnds> Pricing::violated(std::span<const std::int64_t> values,
                                        std::int32_t cost_shift, std::size_t most_per_origin) {
  Potentials now = by_facility(values);
  forget_moved(now, cost_shift);
  potentials_ = std::move(now);
  cost_shift_ = cost_shift;
  std::vector<std::vector<Violation>> of_origin(static_cast<std::size_t>(network_->facilities()));
#pragma omp parallel for schedule(dynamic, 8) num_threads(threads_)
  for (std::int32_t from = 0; from < network_->facilities(); ++from) {
    std::vector<Violation> found = violated_from(from, cost_shift);
    std::ranges::sort(found, [](const Violation& one, const Violation& other) {
      return one.amount != other.amount ? one.amount > other.amount : one.to < other.to;
    });
    found.resize(std::min(found.size(), most_per_origin));
    of_origin[static_cast<std::size_t>(from)] = std::move(found);
  }
  std::vector<LaneEnds> lanes;
  for (std::int32_t from = 0; from < network_->facilities(); ++from) {
    for (const Violation& violation : of_origin[static_cast<std::size_t>(from)]) {
      lanes.push_back({from, violation.to});
    }
  }
  return lanes;
}

std::vector<Pricing::Violation> Pricing::violated_from(std::int32_t from, std::int32_t cost_shift) {
  const LaneTable& lanes = network_->instance().lanes();
  const auto periods = static_cast<std::size_t>(network_->periods());
  const std::span<const FacilityId> order = network_->order();
  const FacilityId i = network_->facility_at(from);
  const std::int64_t* const origin = &potentials_[static_cast<std::size_t>(from) * periods];
  std::vector<Violation> violations;
  for (std::size_t first = 0; first < order.size(); first += kWordBits) {
    std::int64_t& slack =
        slack_[static_cast<std::size_t>(from * network_->words()) + first / kWordBits];
    if (slack >= 0) continue;
    slack = kNoLane;
    for (std::size_t to = first; to < std::min(first + kWordBits, order.size()); ++to) {
      const std::int32_t transit = lanes.transit_periods(i, order[to]);
      if (transit == 0 || transit >= network_->periods()) continue;
      const std::int64_t cost = lanes.cost(i, order[to]) >> cost_shift;
      const std::int64_t gain = most_gain(
          {origin, &potentials_[to * periods], transit, cost, lanes.closed_of(i, order[to])});
      slack = std::min(slack, cost - gain);
      if (gain > cost) violations.push_back({gain - cost, static_cast<std::int32_t>(to)});
    }
  }
  return violations;
}

/// The most of v_j,t+s - v_it over all periods, or a bound of it that is not above the cost.
std::int64_t Pricing::most_gain(const PricedLane& lane) const {
  const auto& [origin, destination, transit, cost, closed] = lane;
  const std::int32_t last = network_->periods() - 1;
  std::int64_t bound = kLowest;
  for (std::int32_t u = transit; u <= last; u += kBlock) {
    bound = std::max(bound, destination[u] - origin[std::min(u + kBlock - 1, last) - transit]);
  }
  if (bound <= cost) return bound;
  std::int64_t most = kLowest;
  for (std::int32_t u = transit; u <= last; u += kBlock) {
    const std::int32_t end = std::min(u + kBlock - 1, last);
    if (destination[u] - origin[end - transit] <= most) continue;
    for (std::int32_t v = u; v <= end; ++v) {
      if (is_within(closed, v - transit)) continue;
      most = std::max(most, destination[v] - origin[v - transit]);
    }
  }
  return most;
}

std::vector<std::int64_t> Pricing::raised(std::span<const std::int64_t> values,
                                          std::int32_t cost_shift) const {
  const LaneTable& lanes = network_->instance().lanes();
  std::vector<std::int64_t> raised(values.begin(), values.end());
  const auto at = [&](Node node) -> std::int64_t& {
    return raised[static_cast<std::size_t>(node)];
  };
  // Backwards in time: where a lane arrives is as high as it will be. Where the potential does not
  // fall after the arrival, the condition follows from that of a period later.
  for (std::int32_t t = network_->periods() - 1; t > 0; --t) {
    for (std::int32_t to = 0; to < network_->facilities(); ++to) {
      const Node node = network_->node(t, to);
      const std::int64_t later = at(network_->hold_target(node));
      at(node) = std::max(at(node), later);
      if (at(node) == later) continue;
      for (std::int32_t from = 0; from < network_->facilities(); ++from) {
        const FacilityId i = network_->facility_at(from);
        const FacilityId j = network_->facility_at(to);
        const std::int32_t departure = t - lanes.transit_periods(i, j);
        if (departure == t || departure < 0 || !lanes.is_open(i, j, Period(departure))) continue;
        std::int64_t& origin = at(network_->node(departure, from));
        origin = std::max(origin, at(node) - (lanes.cost(i, j) >> cost_shift));
      }
    }
    // Not so for lanes that are closed a period later.
    for (const ClosedLane& closed : lanes.closed()) {
      const FacilityId i = closed.origin;
      const FacilityId j = closed.destination;
      const std::int32_t departure = closed.first.value() - 1;
      if (departure < 0 || departure == t || departure + lanes.transit_periods(i, j) != t) continue;
      std::int64_t& origin = at(network_->node(departure, network_->position_of(i)));
      const std::int64_t worth = at(network_->node(t, network_->position_of(j)));
      origin = std::max(origin, worth - (lanes.cost(i, j) >> cost_shift));
    }
  }
  for (std::int32_t from = 0; from < network_->facilities(); ++from) {
    const Node node = network_->node(0, from);
    at(node) = std::max(at(node), at(network_->hold_target(node)));
  }
  return raised;
}

}  // namespace surgeflow::flow
