// SPDX-License-Identifier: Apache-2.0
// Brings an instance into the solver's layout.
#include "flow/primal_dual/network.hpp"

#include <algorithm>

namespace surgeflow::flow {
namespace {

/// Transit time with a missing lane as the farthest.
std::int32_t farness(const LaneTable& lanes, FacilityId from, FacilityId to) {
  if (from == to) return 0;
  const std::int32_t periods = lanes.transit_periods(from, to);
  return periods == 0 ? 256 : periods;
}

FacilityId farthest_from(const LaneTable& lanes, FacilityId from,
                         std::span<const FacilityId> candidates) {
  return *std::max_element(candidates.begin(), candidates.end(), [&](FacilityId a, FacilityId b) {
    return farness(lanes, from, a) < farness(lanes, from, b);
  });
}

void bisect(const LaneTable& lanes, std::span<FacilityId> part) {
  if (part.size() <= static_cast<std::size_t>(kWordBits)) return;
  const FacilityId one = farthest_from(lanes, part.front(), part);
  const FacilityId other = farthest_from(lanes, one, part);
  std::vector<std::int32_t> side(static_cast<std::size_t>(lanes.facilities()));
  for (const FacilityId i : part) {
    side[static_cast<std::size_t>(i.value())] = farness(lanes, one, i) - farness(lanes, other, i);
  }
  std::sort(part.begin(), part.end(), [&](FacilityId a, FacilityId b) {
    const auto side_a = side[static_cast<std::size_t>(a.value())];
    const auto side_b = side[static_cast<std::size_t>(b.value())];
    return side_a != side_b ? side_a < side_b : a < b;
  });
  const std::size_t words = (part.size() + kWordBits - 1) / kWordBits;
  const std::size_t half = (words / 2) * kWordBits;
  bisect(lanes, part.first(half));
  bisect(lanes, part.subspan(half));
}

}  // namespace

std::vector<FacilityId> facility_order(const LaneTable& lanes) {
  std::vector<FacilityId> order;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) order.push_back(i);
  bisect(lanes, order);
  return order;
}

Network::Network(const Instance& instance)
    : words_((instance.facilities() + kWordBits - 1) / kWordBits),
      order_(facility_order(instance.lanes())),
      position_(order_.size()) {
  for (std::size_t position = 0; position < order_.size(); ++position) {
    position_[static_cast<std::size_t>(order_[position].value())] =
        static_cast<std::int32_t>(position);
  }
  adopt(instance);
}

void Network::adopt(const Instance& instance) {
  instance_ = &instance;
  turnaround_.assign(static_cast<std::size_t>(stride()), 1);
  turnaround_groups_.clear();
  for (std::int32_t position = 0; position < facilities(); ++position) {
    // A device that returns after the horizon returns to the sink, however late.
    const std::int32_t turnaround =
        std::min(instance.turnaround_periods(facility_at(position)), periods());
    turnaround_[static_cast<std::size_t>(position)] = turnaround;
    auto group = std::find_if(turnaround_groups_.begin(), turnaround_groups_.end(),
                              [&](const auto& known) { return known.periods == turnaround; });
    if (group == turnaround_groups_.end()) {
      turnaround_groups_.push_back(
          {turnaround, std::vector<Word>(static_cast<std::size_t>(words_), 0)});
      group = turnaround_groups_.end() - 1;
    }
    group->members[static_cast<std::size_t>(position / kWordBits)] |= Word{1}
                                                                      << (position % kWordBits);
  }
  demand_.assign(nodes(), 0);
  for_each_node(*this, [&](FacilityId i, Period t, Node node) {
    demand_[static_cast<std::size_t>(node)] = instance.demand()(i, t);
  });
}

}  // namespace surgeflow::flow
