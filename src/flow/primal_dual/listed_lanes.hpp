// SPDX-License-Identifier: Apache-2.0
// Some of the lanes as lists, each with its own cost, and the potentials of all nodes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// A lane as seen from one of its ends.
struct ListedLane {
  Node step = 0;              ///< from a node at this end to the node at the other end
  std::int32_t periods = 0;   ///< s_ij
  std::int32_t position = 0;  ///< of the facility at the other end
  std::int32_t place = 0;     ///< in the list of the other end
  std::int32_t cost = 0;      ///< c_ij
};

/// One of the two ways to know which lanes are tight (the other is tiled_lanes.hpp); Residual,
/// Search and Augmentation work with either. Few of all lanes matter where costs differ, and only
/// those that were added are seen here: what is found is optimal for them, and pricing
/// (pricing.hpp) says which others to add. Every node keeps a bit for each lane of its facility:
/// set where the lane is tight.
class ListedLanes {
 public:
  /// As in TiledLanes; many, since a node knows its few tight lanes.
  static constexpr double kRoundShare = 1.0;
  static constexpr double kSearchShare = 0.02;
  static constexpr bool kLongSteps = false;

  /// No lanes, and potentials 0.
  explicit ListedLanes(const Network& network);

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] std::span<const std::int64_t> values() const { return values_; }
  [[nodiscard]] std::int64_t value(Node node) const {
    return values_[static_cast<std::size_t>(node)];
  }
  [[nodiscard]] bool same_value(Node one, Node other) const { return value(one) == value(other); }
  /// Cost of any lane, listed or not, at the present scale.
  [[nodiscard]] std::int64_t cost(Node from, Node to) const {
    const FacilityId i = network_->facility_at(network_->position_of(from));
    const FacilityId j = network_->facility_at(network_->position_of(to));
    return network_->instance().lanes().cost(i, j) >> cost_shift_;
  }
  /// Lanes cost c_ij >> cost_shift.
  [[nodiscard]] std::int32_t cost_shift() const { return cost_shift_; }
  /// What one unit of lane cost at the present scale stands for.
  [[nodiscard]] std::int64_t cost_unit() const { return std::int64_t{1} << cost_shift_; }
  /// A cost of movement at the present scale.
  [[nodiscard]] std::int64_t at_scale(std::int64_t cost) const { return cost >> cost_shift_; }
  /// Treating has its gain alone.
  [[nodiscard]] static std::int64_t treat_price(Node) { return 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Lists the lane from one position to another where there is one that can arrive within the
  /// horizon; what is listed already stays. To be followed by make_feasible.
  void add(std::int32_t from, std::int32_t to);
  /// Sets the potentials of all nodes, the sink among them, and the scale of costs, and makes them
  /// feasible.
  void set_potentials(std::span<const std::int64_t> value_of_node, std::int32_t cost_shift);
  /// Repairs the potentials: raises them to what they are one period later, then lowers them as
  /// little as the listed lanes ask.
  void make_feasible();
  /// Multiplies potentials by a power of two and refines costs by as many bits.
  void refine(std::int32_t bits);
  void lower(const BitRows& set, std::int64_t amount);
  /// By how much potentials on `set` can be lowered until a listed lane that leaves it is tight.
  [[nodiscard]] std::int64_t room(const BitRows& set) const;

  /// Whose lanes were open a period before too, where they cost the same.
  [[nodiscard]] Word no_dearer_before(std::int32_t t, std::size_t word) const {
    return network_->open_before(t, word);
  }

  class Sweep;
  class Scan;
  /// Every node from which a tight lane leads to `node`, at `position` in period `t`.
  template <class Visit>
  void for_each_tight_into(Node node, std::int32_t t, std::int32_t position, Visit&& visit) const {
    const auto lanes = incoming_.of(position);
    incoming_.for_each_tight(t, position, [&](std::size_t n) { visit(node + lanes[n].step); });
  }

 private:
  /// The lanes of all facilities seen from one end, and a bit for each lane and period.
  struct End {
    std::vector<std::vector<ListedLane>> lanes;  ///< by position
    std::vector<std::size_t> first_word;         ///< by position, within a period
    std::size_t words = 0;                       ///< of a period
    std::vector<Word> tight;

    [[nodiscard]] std::span<const ListedLane> of(std::int32_t position) const {
      return lanes[static_cast<std::size_t>(position)];
    }
    [[nodiscard]] const Word* tight_words(std::int32_t t, std::int32_t position) const {
      return tight.data() + static_cast<std::size_t>(t) * words +
             first_word[static_cast<std::size_t>(position)];
    }
    template <class Visit>
    void for_each_tight(std::int32_t t, std::int32_t position, Visit&& visit) const {
      const Word* word = tight_words(t, position);
      const auto count = static_cast<std::int32_t>(of(position).size());
      for (std::int32_t n = 0; n < count; n += kWordBits, ++word) {
        for_each_bit(*word, n, [&](std::int32_t k) { visit(static_cast<std::size_t>(k)); });
      }
    }
    void forget_tight(std::int32_t periods);
    void assign(std::int32_t t, std::int32_t position, std::size_t n, Word tight_bit);
  };

  [[nodiscard]] std::int64_t cost(const ListedLane& lane) const { return lane.cost >> cost_shift_; }
  [[nodiscard]] std::int64_t reduced_cost(Node from, const ListedLane& lane) const {
    return value(from) - value(from + lane.step) + cost(lane);
  }
  /// Whether devices can leave in a period by a lane of those that start at a position.
  [[nodiscard]] bool is_open(std::int32_t position, const ListedLane& lane, std::int32_t t) const {
    return network_->instance().lanes().is_open(network_->facility_at(position),
                                                network_->facility_at(lane.position), Period(t));
  }
  void raise_to_hold();
  void lower_to_lanes();
  void find_tight();
  void assign_tight(std::int32_t t, std::int32_t position, std::size_t n);
  void transpose(const BitRows& set);
  template <class Visit>
  void for_each_crossing(const BitRows& set, Visit&& visit);

  const Network* network_;
  End outgoing_;
  End incoming_;
  std::size_t size_ = 0;
  std::int32_t cost_shift_ = 0;
  std::vector<std::int64_t> values_;
  std::vector<Word> set_by_facility_;  ///< a set of nodes by position and period
};

/// Follows tight lanes from a row of nodes.
class ListedLanes::Sweep {
 public:
  explicit Sweep(const Network& /*network*/) {}
  void start(const ListedLanes& /*lanes*/) {}
  /// Calls `reach(period, word, nodes)` for nodes that are not labelled and to which a tight lane
  /// leads from the frontier, a row of nodes of period `t`; they must be labelled on return.
  template <class Reach>
  void send(const ListedLanes& lanes, std::int32_t t, std::span<const Word> frontier,
            const BitRows& labelled, Reach&& reach) {
    for (std::size_t w = 0; w < frontier.size(); ++w) {
      for_each_bit(frontier[w], static_cast<std::int32_t>(w) * kWordBits, [&](std::int32_t from) {
        const Node node = lanes.network().node(t, from);
        const std::span<const ListedLane> of = lanes.outgoing_.of(from);
        lanes.outgoing_.for_each_tight(t, from, [&](std::size_t n) {
          const ListedLane& lane = of[n];
          if (labelled.test(node + lane.step)) return;
          reach(t + lane.periods, lane.position / kWordBits,
                Word{1} << (lane.position % kWordBits));
        });
      });
    }
  }
};

/// Looks for tight lanes into a node, one after the other.
class ListedLanes::Scan {
 public:
  void start(const ListedLanes& /*lanes*/, std::size_t /*labels*/) {}
  void note_raised(const ListedLanes& /*lanes*/, Node /*node*/, std::int32_t /*t*/,
                   std::size_t /*label*/) {}
  /// The next start of a lane among `feeders`; `next` is where the scan of `node` stands, 0 at
  /// first.
  [[nodiscard]] NodeAt find(const ListedLanes& lanes, Node node, std::int32_t t, std::size_t label,
                            const BitRows& feeders, std::uint32_t& next);
};

}  // namespace surgeflow::flow
