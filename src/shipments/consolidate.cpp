// SPDX-License-Identifier: Apache-2.0
// Rounds of eliminations, then of openings.
#include "surgeflow/shipments/consolidate.hpp"

#include <algorithm>
#include <limits>

#include "shipments/detours.hpp"
#include "shipments/movable_plan.hpp"
#include "shipments/openings.hpp"
#include "shipments/worth_while.hpp"

namespace surgeflow::shipments {
namespace {

constexpr std::int32_t kFirstReach = 1000;
constexpr std::int32_t kReachGrowth = 4;
/// A round that saves less than one shipment in so many is the last of its reach.
constexpr std::int64_t kWorthARound = 100;

class Consolidation {
 public:
  Consolidation(MovablePlan& plan, const ConsolidationOptions& options, const StopCondition& stop)
      : plan_(plan), detours_(plan), options_(options), stop_(stop) {}

  void run() {
    const std::int64_t whole = std::int64_t{2} * plan_.sink();
    if (!options_.fixed_cost) {
      options_.fixed_cost = cost_of_a_device();
      eliminate_rounds(kFirstReach);
      options_.fixed_cost.reset();
    }
    for (std::int64_t reach = kFirstReach; !is_over(); reach *= kReachGrowth) {
      eliminate_rounds(static_cast<std::int32_t>(reach));
      if (reach > whole) break;
    }
    Openings openings(plan_, detours_, options_);
    while (!is_over() && open_all(openings) > 0) {
    }
  }

 private:
  [[nodiscard]] bool is_over() const {
    return detours_.visited() >= options_.effort || stop_.check() != StopReason::none;
  }

  /// Movement of one device on the lanes of the plan, rounded up.
  [[nodiscard]] Total cost_of_a_device() const {
    Total devices = 0;
    Total movement = 0;
    for (const MovableShipment& shipment : plan_.shipments()) {
      devices += shipment.quantity;
      movement += Total{shipment.cost} * shipment.quantity;
    }
    return devices == 0 ? 0 : (movement + devices - 1) / devices;
  }

  void eliminate_rounds(std::int32_t reach) {
    while (!is_over() && eliminate_all(reach) * kWorthARound > static_cast<Total>(sent().size())) {
    }
  }

  /// Those that count, the smallest first.
  [[nodiscard]] std::vector<std::int32_t> sent() const {
    std::vector<std::int32_t> order;
    const auto& all = plan_.shipments();
    for (std::size_t n = 0; n < all.size(); ++n) {
      if (all[n].quantity > 0 && !all[n].open && all[n].movable) {
        order.push_back(static_cast<std::int32_t>(n));
      }
    }
    std::ranges::stable_sort(
        order, {}, [&](std::int32_t n) { return all[static_cast<std::size_t>(n)].quantity; });
    return order;
  }

  Total eliminate_all(std::int32_t reach) {
    Total gone = 0;
    std::vector<Push> pushes;
    for (const std::int32_t n : sent()) {
      if (is_over()) break;
      if (plan_.shipments()[static_cast<std::size_t>(n)].quantity == 0) continue;
      pushes.clear();
      if (!detours_.eliminate(n, reach, pushes)) continue;
      const Total fewer = emptied_by(plan_, pushes);
      if (is_worth_while(fewer, movement_of(plan_, pushes), options_)) {
        gone += fewer;
      } else {
        detours_.take_back(pushes, 0);
      }
    }
    return gone;
  }

  Total open_all(Openings& openings) {
    Total fewer = 0;
    for (const std::int32_t n : sent()) {
      if (is_over()) break;
      fewer += openings.try_near(n);
    }
    return fewer;
  }

  MovablePlan& plan_;
  Detours detours_;
  ConsolidationOptions options_;
  const StopCondition& stop_;
};

bool same_lane(const MovableShipment& one, Node from, Node to) {
  return one.from == from && one.to == to;
}

/// What leaves anyway takes more devices without opening a shipment.
void open_standing(MovablePlan& plan, std::span<const Shipment> standing) {
  const LaneTable& lanes = plan.instance().lanes();
  for (const Shipment& shipment : standing) {
    if (!lanes.is_open(shipment.origin, shipment.destination, shipment.depart)) continue;
    const auto transit = lanes.transit_periods(shipment.origin, shipment.destination);
    const Node from = plan.node_of(shipment.origin, shipment.depart);
    const Node to = plan.node_of(shipment.destination, Period(shipment.depart.value() + transit));
    std::int32_t n = plan.first_from(from);
    while (n >= 0 && !same_lane(plan.shipments()[static_cast<std::size_t>(n)], from, to)) {
      n = plan.next_from(n);
    }
    plan.set_open(n < 0 ? plan.add(from, to) : n, true);
  }
}

}  // namespace

Plan consolidate(const Instance& instance, const Plan& plan, const Potentials& potentials,
                 std::span<const Shipment> standing, const ConsolidationOptions& options,
                 const StopCondition& stop) {
  MovablePlan movable(instance, plan, potentials, options.unmet, options.within, options.carriers);
  open_standing(movable, standing);
  Consolidation(movable, options, stop).run();
  return movable.plan();
}

}  // namespace surgeflow::shipments
