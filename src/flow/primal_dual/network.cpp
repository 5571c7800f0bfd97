// SPDX-License-Identifier: Apache-2.0
// Brings an instance into the solver's layout.
#include "flow/primal_dual/network.hpp"

#include <algorithm>

#include "flow/primal_dual/facility_order.hpp"

namespace surgeflow::flow {
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
