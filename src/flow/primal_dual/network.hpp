// SPDX-License-Identifier: Apache-2.0
// The nodes of the time-expanded network in the solver's layout: period-major, facilities in bit
// order. Lanes are kept apart: as tiles (tiled_lanes.hpp) or as lists (listed_lanes.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::flow {

/// Node (t, position) is number t * stride + position; stride is a multiple of 64. The sink is the
/// first number of row `periods`, and as a set the whole row: a row operation needs no exception.
using Node = std::int32_t;
inline constexpr Node kNowhere = -1;
/// Instead of the number of a row of nodes.
inline constexpr std::int32_t kNoRow = -1;

struct NodeAt {
  Node node = kNowhere;
  std::int32_t t = 0;  ///< its period, which it costs a division to find
};

/// Facilities with the same turnaround.
struct TurnaroundGroup {
  std::int32_t periods = 1;
  std::vector<Word> members;
};

class Network {
 public:
  explicit Network(const Instance& instance);
  /// Another instance with the same lanes and the same horizon.
  void adopt(const Instance& instance);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] std::int32_t facilities() const { return instance_->facilities(); }
  [[nodiscard]] std::int32_t periods() const { return instance_->periods(); }
  [[nodiscard]] std::int32_t words() const { return words_; }
  [[nodiscard]] std::int32_t stride() const { return words_ * kWordBits; }
  [[nodiscard]] std::size_t nodes() const {
    return static_cast<std::size_t>(stride()) * (static_cast<std::size_t>(periods()) + 1);
  }

  /// With room for the source of a market, whose number is the first after these.
  [[nodiscard]] std::size_t nodes_and_source() const { return nodes() + 1; }

  [[nodiscard]] Node node(std::int32_t t, std::int32_t position) const {
    return t * stride() + position;
  }
  [[nodiscard]] Node sink() const { return periods() * stride(); }
  /// Where a market's devices come from (market.hpp): a row of its own after the sink's, which only
  /// sets of labelled nodes have.
  [[nodiscard]] Node source() const { return (periods() + 1) * stride(); }
  [[nodiscard]] std::int32_t period_of(Node node) const { return node / stride(); }
  [[nodiscard]] std::int32_t position_of(Node node) const { return node % stride(); }
  [[nodiscard]] std::int32_t position_of(FacilityId i) const {
    return position_[static_cast<std::size_t>(i.value())];
  }
  /// The facility at each position.
  [[nodiscard]] std::span<const FacilityId> order() const { return order_; }
  [[nodiscard]] FacilityId facility_at(std::int32_t position) const {
    return order_[static_cast<std::size_t>(position)];
  }

  /// Where a device held at `node` is one period later.
  [[nodiscard]] Node hold_target(Node node) const {
    const Node next = node + stride();
    return next < sink() ? next : sink();
  }
  /// Where a device given to a patient at `node` is free again.
  [[nodiscard]] Node treat_target(Node node) const {
    const std::int64_t back =
        node + std::int64_t{turnaround_[static_cast<std::size_t>(position_of(node))]} * stride();
    return back < sink() ? static_cast<Node>(back) : sink();
  }
  [[nodiscard]] std::int32_t turnaround(std::int32_t position) const {
    return turnaround_[static_cast<std::size_t>(position)];
  }
  [[nodiscard]] const std::vector<TurnaroundGroup>& turnaround_groups() const {
    return turnaround_groups_;
  }
  /// Demand of every node.
  [[nodiscard]] std::span<const Count> demand() const { return demand_; }
  [[nodiscard]] Count demand(Node node) const { return demand_[static_cast<std::size_t>(node)]; }

 private:
  const Instance* instance_ = nullptr;
  std::int32_t words_;
  std::vector<FacilityId> order_;
  std::vector<std::int32_t> position_;  ///< of each facility in the order
  std::vector<std::int32_t> turnaround_;
  std::vector<TurnaroundGroup> turnaround_groups_;
  std::vector<Count> demand_;
};

/// Calls `visit(facility, period, node)` for every node but the sink, a word of facilities after
/// the other: nodes are stored by period and panels by facility, and 64 rows of a panel stay in the
/// cache.
template <class Visit>
void for_each_node(const Network& network, Visit&& visit) {
  for (std::int32_t first = 0; first < network.facilities(); first += kWordBits) {
    const std::int32_t last = std::min(first + kWordBits, network.facilities());
    for (std::int32_t t = 0; t < network.periods(); ++t) {
      for (std::int32_t position = first; position < last; ++position) {
        visit(network.facility_at(position), Period(t), network.node(t, position));
      }
    }
  }
}

}  // namespace surgeflow::flow
