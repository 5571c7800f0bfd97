// SPDX-License-Identifier: Apache-2.0
// Solves again with orders committed.
#include "surgeflow/rolling/replan.hpp"

#include <algorithm>
#include <utility>

#include "rolling/orders.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/model/item_counts.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::rolling {
namespace {

/// `orders` less `part` of them, lane by lane.
std::vector<Shipment> beyond(std::span<const Shipment> orders, std::span<const Shipment> part) {
  std::vector<Shipment> rest;
  for (Shipment order : orders) {
    const Shipment lane = without_quantity(order);
    const auto same = std::ranges::lower_bound(part, lane, {}, without_quantity);
    if (same != part.end() && without_quantity(*same) == lane) order.quantity -= same->quantity;
    if (order.quantity > 0) rest.push_back(order);
  }
  return rest;
}

/// Whether every order leaves in `shipments` with all its devices.
bool carries(std::span<const Shipment> shipments, std::span<const Shipment> orders) {
  return beyond(orders, shipments).empty();
}

/// Devices that travel in `shipments` as in `orders`.
Total carried(std::span<const Shipment> shipments, std::span<const Shipment> orders) {
  Total devices = 0;
  for (const Shipment& order : orders) devices += order.quantity;
  for (const Shipment& order : beyond(orders, shipments)) devices -= order.quantity;
  return devices;
}

/// To what lending limits let leave beside a person's orders.
void cut_to_lending_limits(const Instance& instance, const Orders& stated,
                           std::vector<Shipment>& shipments) {
  if (instance.send_steps().empty()) return;
  Panel<Total> left = lending_limit_of(instance);
  for (const Order& order : stated.list) {
    if (order.ships()) left(*order.origin, order.first) -= order.devices;
  }
  for (Shipment& shipment : shipments) {
    Total& here = left(shipment.origin, shipment.depart);
    shipment.quantity = static_cast<Count>(std::clamp<Total>(here, 0, Total{shipment.quantity}));
    here -= shipment.quantity;
  }
  std::erase_if(shipments, [](const Shipment& shipment) { return shipment.quantity == 0; });
}

}  // namespace

OpenOrders look_at_orders(const Case& today, const Instance& instance, std::vector<Shipment> orders,
                          std::int32_t frozen_periods) {
  OpenOrders open{.stated = std::move(orders), .possible = {}, .frozen = {}};
  open.possible = possible_orders(today, instance.lanes(), open.stated);
  cut_to_lending_limits(instance, today.orders, open.possible);
  open.frozen = departing_before(open.possible, Period(frozen_periods));
  return open;
}

std::vector<Shipment> beside_frozen(const OpenOrders& open) {
  return beyond(open.possible, open.frozen);
}

Plan keep_orders(const Case& today, const Instance& instance, const OpenOrders& open,
                 const SolveResult& best, Total change_cost, const Solve& solve) {
  const std::vector<Shipment> all = beside_frozen(open);
  if (carries(best.plan.shipments, all)) return best.plan;
  const Total surviving = carried(best.plan.shipments, all);
  std::vector<Shipment> tried;
  for (const std::vector<Shipment>& wanted :
       {all, tight_orders(all, instance, best.potentials, Tightness::patients),
        tight_orders(all, instance, best.potentials, Tightness::patients_and_moves)}) {
    const std::vector<Shipment> decided = beyond(
        possible_orders(today, instance.lanes(), merged({open.frozen, wanted})), open.frozen);
    if (decided == tried || carried(decided, all) <= surviving) continue;
    tried = decided;
    Plan plan = solve(committed(instance, decided)).plan;
    plan.shipments = merged({plan.shipments, decided});
    const PlanValue value = value_of(instance, plan);
    const Total kept = carried(plan.shipments, all) - surviving;
    if (value.treated < best.value.treated) continue;
    if (value.movement - best.value.movement <= change_cost * kept) return plan;
  }
  return best.plan;
}

ReplanRecord record_changes(const Instance& instance, const OpenOrders& open, const Plan& plan,
                            const Potentials& potentials, const MostTreated& most_treated,
                            const Limits& limits) {
  const Instance unchanged = committed(instance, beside_frozen(open));
  const std::vector<Shipment> now = merged({open.frozen, plan.shipments});
  ReplanRecord record;
  record.changes = compare({open.stated, now, open.frozen}, unchanged, potentials);
  const Limits beds{.staffed_beds = limits.staffed_beds, .in_care = limits.in_care};
  record.unmet_unchanged = unmet_without_sharing(unchanged, beds);
  const Total demand = instance.total_demand();
  const bool kept = carries(now, open.possible);
  const std::optional<Total> treated = kept ? patients_treated(plan) : most_treated(unchanged);
  record.unmet_kept = std::min(record.unmet_unchanged, demand - treated.value_or(0));
  return record;
}

}  // namespace surgeflow::rolling
