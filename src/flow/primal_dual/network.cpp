// SPDX-License-Identifier: Apache-2.0
// Brings an instance into the solver's layout.
#include "flow/primal_dual/network.hpp"

#include <algorithm>
#include <utility>

#include "flow/primal_dual/facility_order.hpp"
#include "flow/primal_dual/node_passes.hpp"
#include "flow/primal_dual/prefetch.hpp"

namespace surgeflow::flow {
namespace {

/// The team at hand where it has as many threads.
std::shared_ptr<Team> team_of(const std::shared_ptr<Team>& present, const Instance& instance,
                              int threads) {
  if (instance.facilities() < kManyFacilities || threads <= 1) return {};
  if (present != nullptr && present->threads() == threads) return present;
  return std::make_shared<Team>(threads);
}

}  // namespace

Network::Network(const Instance& instance, int threads)
    : team_(team_of({}, instance, threads)),
      facilities_(instance.facilities()),
      periods_(instance.periods()),
      facility_words_((instance.facilities() + kWordBits - 1) / kWordBits),
      words_(instance.send_steps().empty() ? facility_words_ : 2 * facility_words_),
      order_(facility_order(instance.lanes(), team_.get())),
      position_(order_.size()),
      ranges_{{0, instance.facilities()}} {
  for (std::size_t position = 0; position < order_.size(); ++position) {
    position_[static_cast<std::size_t>(order_[position].value())] =
        static_cast<std::int32_t>(position);
  }
  if (has_gates()) ranges_.push_back({gate_offset(), gate_offset() + instance.facilities()});
  adopt(instance, threads);
  note_openings();
}

void Network::note_openings() {
  const std::span<const ClosedLane> closed_lanes = instance_->lanes().closed();
  if (closed_lanes.empty()) return;
  open_before_.assign(static_cast<std::size_t>(periods() * words_), ~Word{0});
  for (const ClosedLane& closed : closed_lanes) {
    const std::int32_t opening = closed.last.value() + 1;
    if (opening >= periods()) continue;
    const std::int32_t position = position_of(closed.origin) + gate_offset();
    open_before_[static_cast<std::size_t>(opening * words_ + position / kWordBits)] &=
        ~(Word{1} << (position % kWordBits));
  }
}

bool Network::has_shape_of(const Instance& instance) const {
  return facilities_ == instance.facilities() && periods_ == instance.periods() &&
         has_gates() != instance.send_steps().empty();
}

void Network::adopt(const Instance& instance, int threads) {
  instance_ = &instance;
  team_ = team_of(team_, instance, threads);
  turnaround_.assign(static_cast<std::size_t>(stride()), 1);
  for (std::int32_t position = 0; position < facilities(); ++position) {
    // A device that returns after the horizon returns to the sink, however late.
    turnaround_[static_cast<std::size_t>(position)] =
        std::min(instance.turnaround_periods(facility_at(position)), periods());
  }
  list_supplies();
  capped_.clear();
  add_treat_arcs();
  treat_arcs_ = capped_.size();
  for (const GainStep& step : instance.hold_steps()) {
    add_capped(step.width).gain = by_node(step.gain);
  }
  first_send_arcs_ = capped_.size();
  for (const CostStep& step : instance.send_steps()) {
    CappedArcs& arcs = add_capped(step.width, facility_words_);
    arcs.gain.assign(nodes(), 0);
    arcs.cost = by_node(step.cost);
  }
  group_capped();
}

namespace {

/// Notes the periods in which something of a row is usable, so many periods later. Most rows are
/// empty, and that is soon seen.
void note_devices(std::span<const Count> row, std::int32_t later, std::vector<bool>& supplied) {
  Count any = 0;
  for (const Count devices : row) any |= devices;
  if (any == 0) return;
  for (std::size_t t = 0; t < row.size(); ++t) {
    if (row[t] == 0) continue;
    const std::size_t usable = t + static_cast<std::size_t>(later);
    if (usable < supplied.size()) supplied[usable] = true;
  }
}

}  // namespace

/// Devices come in few periods, so that those are found first, along the rows of the instance.
void Network::list_supplies() {
  std::vector<bool> supplied(static_cast<std::size_t>(periods()), false);
  supplied[0] = true;
  for (FacilityId i{0}; i.value() < facilities(); ++i) {
    note_devices(instance_->arrivals().row(i), instance_->in_processing_periods(i), supplied);
    if (instance_->has_commitments()) note_devices(instance_->commitments().row(i), 0, supplied);
  }
  supplies_.clear();
  for (Period t{0}; t.value() < periods(); ++t) {
    if (!supplied[static_cast<std::size_t>(t.value())]) continue;
    for (std::int32_t position = 0; position < facilities(); ++position) {
      const Count devices = instance_->supply(facility_at(position), t);
      if (devices != 0) supplies_.push_back({node(t.value(), position), devices});
    }
  }
}

void Network::add_treat_arcs() {
  demand_.clear();
  if (instance_->treat_steps().empty()) {
    CappedArcs& arcs = add_capped(instance_->demand());
    if (instance_->resolution() != 1) arcs.gain.assign(nodes(), instance_->resolution());
    return;
  }
  demand_ = by_node(instance_->demand());
  for (const GainStep& step : instance_->treat_steps()) {
    add_capped(step.width).gain = by_node(step.gain);
  }
}

void Network::round_gains(std::int32_t parts) {
  const auto rounded = [parts](std::int32_t gain) { return (gain + parts / 2) / parts; };
  std::size_t kind = 0;
  if (instance_->treat_steps().empty()) {
    capped_[kind++].gain.assign(nodes(), rounded(instance_->resolution()));
  }
  for (const auto steps : {instance_->treat_steps(), instance_->hold_steps()}) {
    for (const GainStep& step : steps) {
      std::vector<std::int32_t>& gain = capped_[kind++].gain;
      gain = by_node(step.gain);
      std::ranges::transform(gain, gain.begin(), rounded);
    }
  }
}

CappedArcs& Network::add_capped(const Panel<Count>& capacity, std::int32_t words) {
  return capped_.emplace_back(
      CappedArcs{.words = words, .capacity = by_node(capacity), .gain = {}, .cost = {}});
}

void Network::group_capped() {
  groups_.clear();
  for (std::size_t kind = 0; kind < capped_.size(); ++kind) {
    const auto first = static_cast<std::ptrdiff_t>(groups_.size());
    for (std::int32_t position = 0; position < facilities(); ++position) {
      const std::int32_t taken = periods_of(kind, position);
      auto group = std::find_if(groups_.begin() + first, groups_.end(),
                                [&](const CappedGroup& known) { return known.periods == taken; });
      if (group == groups_.end()) {
        groups_.push_back({kind, capped_[kind].words, taken,
                           std::vector<Word>(static_cast<std::size_t>(facility_words_), 0)});
        group = groups_.end() - 1;
      }
      group->members[static_cast<std::size_t>(position / kWordBits)] |= Word{1}
                                                                        << (position % kWordBits);
    }
  }
}

std::vector<Count> Network::by_node(const Panel<Count>& panel) const {
  std::vector<Count> values(nodes(), 0);
  for_each_node_at_once(*this, [&](FacilityId i, Period t, Node node) {
    prefetch_ahead(panel, i, t);
    values[static_cast<std::size_t>(node)] = panel(i, t);
  });
  return values;
}

}  // namespace surgeflow::flow
