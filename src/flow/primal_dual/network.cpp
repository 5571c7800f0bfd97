// SPDX-License-Identifier: Apache-2.0
// Brings an instance into the solver's layout.
#include "flow/primal_dual/network.hpp"

#include <algorithm>
#include <utility>

#include "flow/primal_dual/facility_order.hpp"

namespace surgeflow::flow {
namespace {

void add_member(std::vector<TurnaroundGroup>& groups, std::int32_t periods, std::int32_t position,
                std::size_t words) {
  auto group = std::ranges::find(groups, periods, &TurnaroundGroup::periods);
  if (group == groups.end()) {
    groups.push_back({periods, std::vector<Word>(words, 0)});
    group = groups.end() - 1;
  }
  group->members[static_cast<std::size_t>(position / kWordBits)] |= Word{1}
                                                                    << (position % kWordBits);
}

}  // namespace

Network::Network(const Instance& instance)
    : facility_words_((instance.facilities() + kWordBits - 1) / kWordBits),
      words_(instance.send_steps().empty() ? facility_words_ : 2 * facility_words_),
      order_(facility_order(instance.lanes())),
      position_(order_.size()),
      ranges_{{0, instance.facilities()}} {
  for (std::size_t position = 0; position < order_.size(); ++position) {
    position_[static_cast<std::size_t>(order_[position].value())] =
        static_cast<std::int32_t>(position);
  }
  if (has_gates()) ranges_.push_back({gate_offset(), gate_offset() + instance.facilities()});
  adopt(instance);
}

void Network::adopt(const Instance& instance) {
  instance_ = &instance;
  group_by_turnaround();
  demand_.clear();
  capped_.clear();
  if (instance.treat_steps().empty()) {
    add_capped(instance.demand(), turnaround_groups_);
    if (instance.resolution() != 1) capped_.back().gain.assign(nodes(), instance.resolution());
  } else {
    demand_ = by_node(instance.demand());
  }
  for (const GainStep& step : instance.treat_steps()) {
    add_capped(step.width, turnaround_groups_).gain = by_node(step.gain);
  }
  treat_arcs_ = capped_.size();
  for (const GainStep& step : instance.hold_steps()) {
    add_capped(step.width, all_after(1)).gain = by_node(step.gain);
  }
  first_send_arcs_ = capped_.size();
  for (const CostStep& step : instance.send_steps()) {
    CappedArcs& arcs = add_capped(step.width, all_after(0));
    arcs.words = facility_words_;
    arcs.gain.assign(nodes(), 0);
    arcs.cost = by_node(step.cost);
  }
}

void Network::group_by_turnaround() {
  turnaround_.assign(static_cast<std::size_t>(stride()), 1);
  turnaround_groups_.clear();
  for (std::int32_t position = 0; position < facilities(); ++position) {
    // A device that returns after the horizon returns to the sink, however late.
    const std::int32_t turnaround =
        std::min(instance_->turnaround_periods(facility_at(position)), periods());
    turnaround_[static_cast<std::size_t>(position)] = turnaround;
    add_member(turnaround_groups_, turnaround, position, static_cast<std::size_t>(words_));
  }
}

CappedArcs& Network::add_capped(const Panel<Count>& capacity, std::vector<TurnaroundGroup> groups) {
  return capped_.emplace_back(CappedArcs{.groups = std::move(groups),
                                         .words = 0,
                                         .capacity = by_node(capacity),
                                         .gain = {},
                                         .cost = {}});
}

/// All facilities, whose arcs end so many periods later.
std::vector<TurnaroundGroup> Network::all_after(std::int32_t periods) const {
  std::vector<TurnaroundGroup> groups;
  for (std::int32_t position = 0; position < facilities(); ++position) {
    add_member(groups, periods, position, static_cast<std::size_t>(words_));
  }
  return groups;
}

std::vector<Count> Network::by_node(const Panel<Count>& panel) const {
  std::vector<Count> values(nodes(), 0);
  for_each_node(*this, [&](FacilityId i, Period t, Node node) {
    values[static_cast<std::size_t>(node)] = panel(i, t);
  });
  return values;
}

}  // namespace surgeflow::flow
