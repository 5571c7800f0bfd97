// SPDX-License-Identifier: Apache-2.0
// The difference of two plans as cycles, each of which may be applied by itself.
//
// Both plans are flows with the same supply, so that their difference is a circulation over hold,
// treat and ship arcs, with the sink as one more node; where leaving is limited, also over the gate
// of each facility and period, through which all that leaves goes. A circulation is a sum of cycles
// of which none goes against it on any arc: whichever of them are applied to the first plan, every
// flow stays between that of the first and that of the second plan, and the result is a plan. So
// what another plan does better can be taken over without what it does worse.
//
// Method: from a node walk along arcs that have some of the difference left, until a node is met
// again; the loop is a cycle, of as many units as its least arc has left, and is taken off. Lanes
// come before treating, treating before waiting, which keeps cycles short.
//
// Cost: the length of all cycles, beside a pass over all nodes. Reference: R. K. Ahuja,
// T. L. Magnanti, J. B. Orlin, Network Flows, 1993, theorem 3.5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// A number of a group, node or shipment as an index.
[[nodiscard]] inline std::size_t index_of(std::int32_t number) {
  return static_cast<std::size_t>(number);
}

/// What a cycle passes: a device more, or fewer, that treats or is idle, or is on a lane.
enum class CycleArcKind : std::uint8_t { hold, treat, gate, ship };

struct CycleArc {
  CycleArcKind kind = CycleArcKind::hold;
  std::int8_t sign = 1;    ///< of the difference on it
  std::int32_t index = 0;  ///< of its tail, facility times periods plus period, or of the shipment
  std::int32_t next = 0;   ///< the node it leads to
};

/// Patients of a group more, or fewer where negative.
struct GroupChange {
  std::int32_t group = 0;
  Total patients = 0;
};

class PlanCycles {
 public:
  /// From one plan to another of the same instance; `group` is that of each facility, below 0 where
  /// it has none. Cycles that change neither patients of groups nor gains are left out. What is
  /// given must outlive it.
  PlanCycles(const Instance& instance, std::span<const std::int32_t> group, const Plan& from,
             const Plan& to);

  [[nodiscard]] std::size_t size() const { return cycles_.size(); }
  /// Times that it can still be applied.
  [[nodiscard]] Count left(std::size_t cycle) const { return cycles_[cycle].left; }
  /// What one time changes, by group; none of 0 patients.
  [[nodiscard]] std::span<const GroupChange> changes(std::size_t cycle) const {
    return std::span(changes_).subspan(cycles_[cycle].first_change,
                                       cycles_[cycle].last_change - cycles_[cycle].first_change);
  }
  /// Its arcs on which patients are treated; and devices idle, where idle ones gain.
  [[nodiscard]] std::span<const CycleArc> arcs(std::size_t cycle) const {
    return std::span(arcs_).subspan(cycles_[cycle].first,
                                    cycles_[cycle].last - cycles_[cycle].first);
  }
  /// Once.
  void apply(std::size_t cycle);
  /// The first plan with all that was applied.
  [[nodiscard]] Plan plan() const;

 private:
  using Kind = CycleArcKind;
  using Arc = CycleArc;
  struct Cycle {
    Count left = 0;
    std::size_t first = 0;  ///< of the arcs that are kept of it
    std::size_t last = 0;
    std::size_t first_change = 0;
    std::size_t last_change = 0;
  };
  /// Shipments of either plan, by depart, origin, destination.
  struct Shipped {
    Shipment shipment;  ///< of the first plan; its quantity may be 0
    std::int32_t tail = 0;
    std::int32_t head = 0;
  };
  /// Indices of shipments by node, and how many of each node's are used up.
  struct Index {
    std::vector<std::int32_t> begin;
    std::vector<std::int32_t> items;
    std::vector<std::int32_t> done;
  };

  [[nodiscard]] std::int32_t node(FacilityId i, std::int32_t t) const {
    return t < periods_ ? i.value() * periods_ + t : sink_;
  }
  [[nodiscard]] std::int32_t gate_of(std::int32_t node) const { return sink_ + 1 + node; }
  [[nodiscard]] std::int32_t nodes() const { return gated_ ? gate_of(sink_) : sink_ + 1; }
  void join_shipments(const Plan& from, const Plan& to);
  void subtract_stocks();
  void start_lanes_at_gates();
  [[nodiscard]] Index index_by(std::int32_t Shipped::*end) const;
  void list_arcs_to_sink();
  bool next_shipment(std::int32_t from, Arc& arc);
  bool next_arc(std::int32_t from, Arc& arc);
  [[nodiscard]] bool next_gate(std::int32_t from, Arc& arc) const;
  bool next_from_sink(Arc& arc);
  [[nodiscard]] Count& rest(const Arc& arc);
  void decompose();
  void take_off(std::span<const Arc> loop);
  void note_change(std::size_t first, const Arc& arc);

  const Plan* from_;
  std::span<const std::int32_t> group_;
  std::int32_t periods_;
  std::int32_t sink_;
  bool gated_;         ///< whether leaving is limited
  bool gains_differ_;  ///< whether a cycle can gain where no group's patients change
  bool idle_gains_;
  std::vector<std::int32_t> turnaround_;  ///< [facility]
  std::vector<Shipped> shipments_;
  std::vector<Count> hold_;     ///< differences that are left [node]
  std::vector<Count> treat_;    ///< [node]
  std::vector<Count> gate_;     ///< [node]; empty without gates
  std::vector<Count> ship_;     ///< [shipment]
  std::vector<Arc> into_sink_;  ///< backwards
  Index leaving_;
  Index arriving_;
  std::vector<Arc> arcs_;
  std::vector<GroupChange> changes_;
  std::vector<Cycle> cycles_;
  std::vector<Count> treated_more_;  ///< applied [node]
  std::vector<Count> shipped_more_;  ///< [shipment]
};

}  // namespace surgeflow::lagrangian
