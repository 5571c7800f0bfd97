// SPDX-License-Identifier: Apache-2.0
// The nodes of the time-expanded network in the solver's layout: period-major, facilities in bit
// order. Lanes are kept apart: as tiles (tiled_lanes.hpp) or as lists (listed_lanes.hpp).
//
// Where leaving a facility has steps of its own, every facility has a gate: a second node in each
// period, to which devices go over arcs with a capacity and a cost, and from which alone lanes
// lead. Gates stand behind the facilities, word for word.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/team.hpp"
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

/// Devices that come from outside, or fewer than none that a commitment takes.
struct Supply {
  Node node = 0;
  Count devices = 0;
};

/// Positions [first, last).
struct PositionRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

/// Arcs with a capacity, one from each facility and period: a step of treating, holding or sending.
struct CappedArcs {
  std::int32_t words = 0;          ///< from the word of an arc's start to that of its end
  std::vector<Count> capacity;     ///< per node
  std::vector<std::int32_t> gain;  ///< parts of a patient, per node; empty: one each
  std::vector<std::int32_t> cost;  ///< units of lane cost, per node; empty: nothing
};

/// Capped arcs of a kind that take as many periods, and whose they are.
struct CappedGroup {
  std::size_t kind = 0;
  std::int32_t words = 0;
  std::int32_t periods = 0;
  std::vector<Word> members;
};

class Network {
 public:
  /// Passes over all nodes are shared out among so many threads; what they find is the same on any
  /// number.
  explicit Network(const Instance& instance, int threads = 1);
  /// Whether it has the facilities, the periods and the kinds of arcs that this was made for. That
  /// the lanes are the same is for the caller to see.
  [[nodiscard]] bool has_shape_of(const Instance& instance) const;
  /// Another instance of this shape with the same lanes; the one before may be gone.
  void adopt(const Instance& instance, int threads = 1);
  /// Counts gains in so many parts of the instance's each, to the nearest; 1: as they are.
  void round_gains(std::int32_t parts);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  /// Who shares passes over all nodes; nullptr where there is one thread or too few facilities.
  [[nodiscard]] Team* team() const { return team_.get(); }
  [[nodiscard]] std::int32_t facilities() const { return facilities_; }
  [[nodiscard]] std::int32_t periods() const { return periods_; }
  [[nodiscard]] std::int32_t words() const { return words_; }
  /// Of facilities alone: those behind are gates.
  [[nodiscard]] std::int32_t facility_words() const { return facility_words_; }
  /// Of gates: as many, or none.
  [[nodiscard]] std::int32_t gate_words() const { return words_ - facility_words_; }
  [[nodiscard]] bool has_gates() const { return gate_words() > 0; }
  [[nodiscard]] bool is_gate(std::int32_t position) const {
    return position >= facility_words_ * kWordBits;
  }
  /// How many of a word's positions are those of facilities or gates: the first ones.
  [[nodiscard]] std::int32_t positions_in(std::int32_t word) const {
    const std::int32_t place = word < facility_words_ ? word : word - facility_words_;
    return std::min(kWordBits, facilities_ - place * kWordBits);
  }
  /// From a facility's position to that from which its lanes lead.
  [[nodiscard]] std::int32_t gate_offset() const { return gate_words() * kWordBits; }
  /// Where facilities stand, and gates.
  [[nodiscard]] std::span<const PositionRange> position_ranges() const { return ranges_; }
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
  /// The facility at a position, or whose gate it is.
  [[nodiscard]] FacilityId facility_at(std::int32_t position) const {
    const std::int32_t place = is_gate(position) ? position - gate_offset() : position;
    return order_[static_cast<std::size_t>(place)];
  }

  /// Where a device held at `node` is one period later.
  [[nodiscard]] Node hold_target(Node node) const {
    const Node next = node + stride();
    return next < sink() ? next : sink();
  }
  /// Whose lanes of period t > 0 were all open a period before: a bit for each node of a word from
  /// which lanes start.
  [[nodiscard]] Word open_before(std::int32_t t, std::size_t word) const {
    if (open_before_.empty()) return ~Word{0};
    return open_before_[static_cast<std::size_t>(t) * static_cast<std::size_t>(words_) + word];
  }
  /// Treating comes first, a step after the other; then holding, then sending.
  [[nodiscard]] const std::vector<CappedArcs>& capped() const { return capped_; }
  /// The same by the periods that they take, a kind after the other.
  [[nodiscard]] const std::vector<CappedGroup>& capped_groups() const { return groups_; }
  /// How many of these are for patients, and from which on devices are sent.
  [[nodiscard]] std::size_t treat_arcs() const { return treat_arcs_; }
  [[nodiscard]] std::size_t first_send_arcs() const { return first_send_arcs_; }
  [[nodiscard]] Count capacity(std::size_t kind, Node node) const {
    return capped_[kind].capacity[static_cast<std::size_t>(node)];
  }
  /// Where a capped arc from `node` ends.
  [[nodiscard]] Node capped_target(std::size_t kind, Node node) const {
    return capped_target(kind, node, position_of(node));
  }
  /// Of a node whose position is known: it costs a division to find.
  [[nodiscard]] Node capped_target(std::size_t kind, Node node, std::int32_t position) const {
    const std::int64_t to = std::int64_t{node} +
                            std::int64_t{periods_of(kind, position)} * stride() +
                            capped_[kind].words * kWordBits;
    return to < sink() ? static_cast<Node>(to) : sink();
  }
  /// Where the capped arc starts that ends at `at`, a node of a facility or a gate; kNowhere where
  /// there is none.
  [[nodiscard]] NodeAt capped_source(std::size_t kind, const NodeAt& at) const {
    const std::int32_t position = at.node - at.t * stride() - capped_[kind].words * kWordBits;
    if (position < 0 || is_gate(position)) return {};
    const std::int32_t t = at.t - periods_of(kind, position);
    return t < 0 ? NodeAt{} : NodeAt{node(t, position), t};
  }
  /// Where supply is not 0, ascending by node.
  [[nodiscard]] std::span<const Supply> supplies() const { return supplies_; }
  /// The demand of every node.
  [[nodiscard]] std::span<const Count> demand() const {
    return demand_.empty() ? capped_.front().capacity : demand_;
  }

 private:
  /// Of capped arcs from a position; any number where none start there.
  [[nodiscard]] std::int32_t periods_of(std::size_t kind, std::int32_t position) const {
    if (kind < treat_arcs_) return turnaround_[static_cast<std::size_t>(position)];
    return kind < first_send_arcs_ ? 1 : 0;
  }
  void note_openings();
  void list_supplies();
  void add_treat_arcs();
  CappedArcs& add_capped(const Panel<Count>& capacity, std::int32_t words = 0);
  void group_capped();
  [[nodiscard]] std::vector<Count> by_node(const Panel<Count>& panel) const;

  const Instance* instance_ = nullptr;
  std::shared_ptr<Team> team_;
  std::int32_t facilities_;
  std::int32_t periods_;
  std::int32_t facility_words_;
  std::int32_t words_;
  std::vector<FacilityId> order_;
  std::vector<std::int32_t> position_;  ///< of each facility in the order
  std::vector<PositionRange> ranges_;
  std::vector<Word> open_before_;         ///< [period, word]; empty where no lane is ever closed
  std::vector<std::int32_t> turnaround_;  ///< at each position
  std::vector<Supply> supplies_;
  std::vector<Count> demand_;  ///< empty where treating has one step
  std::vector<CappedArcs> capped_;
  std::vector<CappedGroup> groups_;
  std::size_t treat_arcs_ = 1;
  std::size_t first_send_arcs_ = 1;
};

/// Calls `visit(facility, period, node)` for every node of a facility, a word of facilities after
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
