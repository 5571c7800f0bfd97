// SPDX-License-Identifier: Apache-2.0
// A plan as a flow whose devices can be sent on other ways.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/shipments/consolidate.hpp"

namespace surgeflow::shipments {

/// (facility, period) as facility x periods + period; the sink is the number of all of these.
using Node = std::int32_t;

/// Ways of the residual network. Those after the first of each two take a device's way back.
enum class Way : std::uint8_t { none, hold, unhold, treat, untreat, ship, unship };

[[nodiscard]] constexpr bool takes_back(Way way) {
  return way == Way::unhold || way == Way::untreat || way == Way::unship;
}

struct ResidualArc {
  Node from = 0;
  Node to = 0;
  Way way = Way::none;
  std::int32_t shipment = -1;  ///< of ship and unship
};

/// A shipment that is sent, could be, or was.
struct MovableShipment {
  Node from = 0;
  Node to = 0;
  Count quantity = 0;
  std::int32_t cost = 1;  ///< of each device
  /// Devices may be sent by it without opening a shipment, whatever its quantity.
  bool open = false;
  bool movable = true;  ///< whether what it carries may change
};

class MovablePlan {
 public:
  /// Limits are for plans whose patients stay in their places.
  MovablePlan(const Instance& instance, const Plan& plan, const Potentials& potentials,
              UnmetDemand unmet, const Limits& within = {},
              std::vector<CarrierSpace> carriers = {});

  [[nodiscard]] const Instance& instance() const { return instance_; }
  [[nodiscard]] Node sink() const { return sink_; }
  [[nodiscard]] Node node_of(FacilityId i, Period t) const {
    return i.value() * periods_ + t.value();
  }
  [[nodiscard]] FacilityId facility_of(Node node) const { return FacilityId(node / periods_); }
  [[nodiscard]] Period period_of(Node node) const { return Period(node % periods_); }
  [[nodiscard]] const std::vector<MovableShipment>& shipments() const { return shipments_; }
  /// Whether a device could change to the lane without a loss.
  [[nodiscard]] bool is_tight(Node from, Node to) const {
    return in_place_ || worth_of(from) == worth_of(to);
  }
  /// Of those that leave a node, the number of the first, -1 where there is none; then of the next.
  [[nodiscard]] std::int32_t first_from(Node node) const { return first_from_[index(node)]; }
  [[nodiscard]] std::int32_t next_from(std::int32_t n) const { return next_from_[index(n)]; }

  /// Adds one that is not sent yet, over a lane that exists and is open then; its number.
  std::int32_t add(Node from, Node to);
  void set_open(std::int32_t n, bool open) { shipments_[index(n)].open = open; }
  /// Forgets the last one, which must not be sent.
  void remove_last();

  /// Devices that can still take the arc.
  [[nodiscard]] Count room(const ResidualArc& arc) const;
  void push(const ResidualArc& arc, Count devices);
  /// Devices that can take a whole way of arcs with room.
  [[nodiscard]] Count room(std::span<const ResidualArc> way) const;

  /// Where a device is next that is idle at a node, or treats from there on.
  [[nodiscard]] Node held_to(Node node) const {
    return node % periods_ == periods_ - 1 ? sink_ : node + 1;
  }
  [[nodiscard]] Node treated_to(Node node) const {
    const std::int32_t turnaround = turnaround_of(node);
    return node % periods_ + turnaround >= periods_ ? sink_ : node + turnaround;
  }

  /// Calls visit(arc) for the arcs with room from a node, or to one; never for the sink.
  template <class Visit>
  void visit_from(Node node, Visit visit) const;
  template <class Visit>
  void visit_to(Node node, Visit visit) const;

  [[nodiscard]] Plan plan() const;

 private:
  [[nodiscard]] static std::size_t index(std::int32_t n) { return static_cast<std::size_t>(n); }
  [[nodiscard]] std::int32_t turnaround_of(Node node) const {
    return turnaround_[index(node / periods_)];
  }
  [[nodiscard]] std::int64_t worth_of(Node node) const {
    return node == sink_ ? 0 : worth_[index(node)];
  }
  [[nodiscard]] Count hold_room(Node node) const;
  [[nodiscard]] Count unhold_room(Node node) const;
  [[nodiscard]] Count treat_room(Node node) const;
  [[nodiscard]] Count untreat_room(Node node) const;
  [[nodiscard]] Count unship_room(const MovableShipment& shipment) const;
  [[nodiscard]] Count ship_room(const MovableShipment& shipment) const;
  [[nodiscard]] bool counts(const CarrierSpace& carrier, const MovableShipment& shipment) const;
  /// Takes loads for devices that a shipment carries more.
  void load(const MovableShipment& shipment, Count devices);
  [[nodiscard]] Count carrier_room(const CarrierSpace& carrier,
                                   std::span<const ResidualArc> way) const;
  template <class Visit>
  void visit_if_room(const ResidualArc& arc, Visit& visit) const {
    if (room(arc) > 0) visit(arc);
  }

  const Instance& instance_;
  bool in_place_;
  std::int32_t periods_;
  Node sink_;
  std::span<const std::int32_t> worth_;
  std::span<const Count> demand_;
  std::vector<std::int32_t> turnaround_;
  std::vector<Count> idle_;
  std::vector<Count> kept_;  ///< idle devices that must stay; empty: none
  std::vector<Count> treated_;
  std::vector<Count> may_leave_;        ///< devices that may leave beside those that do; empty: any
  std::vector<CarrierSpace> carriers_;  ///< with the loads that are left beside those of the plan
  std::vector<MovableShipment> shipments_;
  std::vector<std::int32_t> first_from_;
  std::vector<std::int32_t> first_to_;
  std::vector<std::int32_t> next_from_;
  std::vector<std::int32_t> next_to_;
};

template <class Visit>
void MovablePlan::visit_from(Node node, Visit visit) const {
  visit_if_room({node, held_to(node), Way::hold}, visit);
  const std::int32_t t = node % periods_;
  if (t > 0) visit_if_room({node, node - 1, Way::unhold}, visit);
  if (!in_place_) {
    visit_if_room({node, treated_to(node), Way::treat}, visit);
    const std::int32_t turnaround = turnaround_of(node);
    if (t >= turnaround) visit_if_room({node, node - turnaround, Way::untreat}, visit);
  }
  for (std::int32_t n = first_from_[index(node)]; n >= 0; n = next_from_[index(n)]) {
    visit_if_room({node, shipments_[index(n)].to, Way::ship, n}, visit);
  }
  for (std::int32_t n = first_to_[index(node)]; n >= 0; n = next_to_[index(n)]) {
    visit_if_room({node, shipments_[index(n)].from, Way::unship, n}, visit);
  }
}

template <class Visit>
void MovablePlan::visit_to(Node node, Visit visit) const {
  const std::int32_t t = node % periods_;
  if (t > 0) visit_if_room({node - 1, node, Way::hold}, visit);
  visit_if_room({held_to(node), node, Way::unhold}, visit);
  if (!in_place_) {
    const std::int32_t turnaround = turnaround_of(node);
    if (t >= turnaround) visit_if_room({node - turnaround, node, Way::treat}, visit);
    visit_if_room({treated_to(node), node, Way::untreat}, visit);
  }
  for (std::int32_t n = first_to_[index(node)]; n >= 0; n = next_to_[index(n)]) {
    visit_if_room({shipments_[index(n)].from, node, Way::ship, n}, visit);
  }
  for (std::int32_t n = first_from_[index(node)]; n >= 0; n = next_from_[index(n)]) {
    visit_if_room({shipments_[index(n)].to, node, Way::unship, n}, visit);
  }
}

}  // namespace surgeflow::shipments
