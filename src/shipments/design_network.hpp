// SPDX-License-Identifier: Apache-2.0
// The time-expanded network with a few lanes, kept optimal while what may leave on them changes.
//
// A flow x and potentials v are kept that prove each other: v_from - v_to - gain >= 0 on every arc
// that could carry more, <= 0 on every arc that could carry less. Where an arc's bounds change, the
// devices that it must lose or take find the best other ways: shortest paths in reduced costs,
// after each of which the potentials of the nodes that were nearer fall (R. K. Ahuja, T. L.
// Magnanti, J. B. Orlin, Network Flows, 1993, section 9.7). A change costs a search for each path,
// and all changes can be taken back, the last first.
//
// Worth is counted in pairs, gain first and movement second, so that no weight has to be large
// enough.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// In parts of a patient, then in units of lane cost that are saved.
struct Worth {
  Total gain = 0;
  Total saved = 0;
  auto operator<=>(const Worth&) const = default;
  friend Worth operator+(Worth a, Worth b) { return {a.gain + b.gain, a.saved + b.saved}; }
  friend Worth operator-(Worth a, Worth b) { return {a.gain - b.gain, a.saved - b.saved}; }
  friend Worth operator*(Total n, Worth a) { return {n * a.gain, n * a.saved}; }
};

/// A lane in a period.
struct ShipArc {
  FacilityId origin;
  FacilityId destination;
  Period depart;
  auto operator<=>(const ShipArc&) const = default;
};

/// All that an instance has.
[[nodiscard]] std::vector<ShipArc> ship_arcs(const Instance& instance);

/// Whether movement counts beside gains.
enum class Movement { counted, ignored };

class DesignNetwork {
 public:
  using Ship = std::int32_t;  ///< a ship arc, by its place in the list

  /// The plan must send on arcs of the list alone, and be proved optimal by the potentials among
  /// plans that do so, in gains alone where movement is ignored.
  DesignNetwork(const Instance& instance, std::span<const ShipArc> ships, const Plan& plan,
                const Potentials& potentials, Movement movement = Movement::counted);

  [[nodiscard]] Ship ships() const { return static_cast<Ship>(arcs_.size()) - first_ship_; }
  [[nodiscard]] ShipArc ship(Ship n) const;
  [[nodiscard]] Count sent(Ship n) const { return arc(n).flow; }
  [[nodiscard]] Count least(Ship n) const { return arc(n).least; }
  [[nodiscard]] bool is_closed(Ship n) const { return arc(n).most == 0; }
  /// Of the flow, all potentials regarded: no flow within the bounds is worth more.
  [[nodiscard]] Worth value() const { return value_; }
  [[nodiscard]] Plan plan() const;

  /// At least so many are sent, or none at all; whether there is such a flow. If not, the flow must
  /// be taken back.
  [[nodiscard]] bool require(Ship n, Count least);
  [[nodiscard]] bool close(Ship n);

  /// How far one may go back.
  [[nodiscard]] std::size_t mark() const { return changes_.size(); }
  void take_back(std::size_t mark);
  /// What has been done stays.
  void keep() { changes_.clear(); }
  /// Nodes that searches have left.
  [[nodiscard]] std::int64_t visited() const { return visited_; }

 private:
  using Node = std::int32_t;
  struct Arc {
    Node from = 0;
    Node to = 0;
    Count least = 0;
    Count most = 0;
    Count flow = 0;
    Worth gain;
  };
  /// An arc as it leaves one of its ends.
  struct Half {
    std::int32_t arc = 0;
    bool forward = true;
  };
  enum class Kind : std::uint8_t { flow, least, most, potential, value };
  struct Change {
    Kind kind;
    std::int32_t index;
    Worth before;
  };

  [[nodiscard]] static std::size_t at(std::int32_t n) { return static_cast<std::size_t>(n); }
  [[nodiscard]] const Arc& arc(Ship n) const { return arcs_[at(first_ship_ + n)]; }
  void add_steps(Node node);
  void add_ships(std::span<const ShipArc> ships);
  void link();
  void set_potentials(const Potentials& potentials);
  void set_flow(const Plan& plan);
  void set_bounds(std::int32_t arc, Count least, Count most);
  [[nodiscard]] bool settle(std::int32_t arc);
  [[nodiscard]] bool route(Node from, Node to, Count devices);
  [[nodiscard]] Node search(Node from, Node to);
  [[nodiscard]] Worth reduced(Half half) const;
  void lower_and_raise();
  [[nodiscard]] Count push_along(Node meeting, Count most);
  void push(std::int32_t arc, Count devices);
  [[nodiscard]] Count room(Half half) const {
    const Arc& one = arcs_[at(half.arc)];
    return half.forward ? one.most - one.flow : one.flow - one.least;
  }

  const Instance& instance_;
  Movement movement_;
  Node sink_;
  std::int32_t first_send_ = 0;
  std::int32_t first_ship_ = 0;
  std::vector<Arc> arcs_;
  std::vector<Worth> potential_;
  std::vector<std::int32_t> first_half_;  ///< [node], and one more
  std::vector<Half> halves_;
  Worth value_;
  std::vector<Change> changes_;
  std::int64_t visited_ = 0;

  struct Label {
    Worth distance;
    Half by;
    std::uint32_t seen = 0;
    std::uint32_t settled = 0;
  };
  struct Waiting {
    Worth distance;
    Node node = 0;
    /// The nearest comes first, of these the one of the smallest number: the sink, from which ways
    /// lead everywhere, comes late.
    bool operator<(const Waiting& other) const {
      return distance != other.distance ? distance > other.distance : node > other.node;
    }
  };
  /// A search from one end: forward along residual arcs, or against them. Most are tight, so that
  /// nodes as near as the one visited last wait on a stack beside the heap.
  struct End {
    std::vector<Label> labels;
    std::vector<Waiting> heap;
    std::vector<Node> as_near;
    std::vector<Node> settled;
    Worth radius;
    void begin(Node node, std::uint32_t stamp);
    void wait(Node node, Node sink);
    /// Goes on to the nearest that waits; whether any does.
    [[nodiscard]] bool go_on(std::uint32_t stamp);
    [[nodiscard]] std::size_t waiting() const { return heap.size() + as_near.size(); }
  };
  void visit(End& here, const End& there, bool forward);
  End ahead_;
  End behind_;
  Node meeting_ = -1;
  Worth shortest_;
  std::vector<Half> way_;
  std::uint32_t stamp_ = 0;
};

}  // namespace surgeflow::shipments
