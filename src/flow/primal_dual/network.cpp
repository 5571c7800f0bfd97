// SPDX-License-Identifier: Apache-2.0
// Brings an instance into the solver's layout.
#include "flow/primal_dual/network.hpp"

#include <algorithm>

namespace surgeflow::flow {

Network::Network(const Instance& instance)
    : instance_(&instance),
      words_((instance.facilities() + kWordBits - 1) / kWordBits),
      order_(facility_order(instance.lanes())),
      turnaround_(static_cast<std::size_t>(stride()), 1),
      demand_(nodes(), 0),
      symmetric_(is_symmetric(instance.lanes())) {
  position_.resize(order_.size());
  for (std::int32_t position = 0; position < facilities(); ++position) {
    const FacilityId i = facility_at(position);
    position_[static_cast<std::size_t>(i.value())] = position;
    // A device that returns after the horizon returns to the sink, however late.
    const std::int32_t turnaround = std::min(instance.turnaround_periods(i), periods());
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
    for (Period t{0}; t.value() < periods(); ++t) {
      demand_[static_cast<std::size_t>(node(t.value(), position))] = instance.demand()(i, t);
    }
  }
  set_cost_scale(LaneTiles::kNoCost);
}

void Network::set_cost_scale(std::int32_t cost_shift) {
  using Direction = LaneTiles::Direction;
  cost_shift_ = cost_shift;
  if (outgoing_ && !instance_->lanes().has_costs()) {
    outgoing_->set_one_cost(1 >> cost_shift);
    if (incoming_) incoming_->set_one_cost(1 >> cost_shift);
    return;
  }
  outgoing_.reset();
  incoming_.reset();
  outgoing_.emplace(instance_->lanes(), order_, periods(), Direction::outgoing, cost_shift);
  if (!symmetric_) {
    incoming_.emplace(instance_->lanes(), order_, periods(), Direction::incoming, cost_shift);
  }
}

}  // namespace surgeflow::flow
