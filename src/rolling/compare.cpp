// SPDX-License-Identifier: Apache-2.0
// Joins two lists of orders by lane and period.
#include "surgeflow/rolling/compare.hpp"

#include <algorithm>
#include <map>

#include "rolling/orders.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::rolling {
namespace {

std::optional<Worth> worth_of(const Shipment& order, const Instance& instance,
                              const Potentials& potentials) {
  const LaneTable& lanes = instance.lanes();
  const Period arrive = arrival_of(lanes, order);
  if (arrive == order.depart || arrive.value() >= instance.periods()) return std::nullopt;
  return Worth{std::int64_t{potentials.patients(order.destination, arrive)} -
                   potentials.patients(order.origin, order.depart),
               potentials.moves(order.destination, arrive) -
                   potentials.moves(order.origin, order.depart) -
                   lanes.cost(order.origin, order.destination)};
}

/// Devices more (or fewer) that are idle at a facility from a period on.
struct MoreDevices {
  Period from{0};
  Total devices = 0;
};

/// Patients whom a facility can treat where nothing is shipped beside the commitments.
Total treated_with(const Instance& instance, FacilityId i, const MoreDevices& more) {
  std::vector<Total> supply(static_cast<std::size_t>(instance.periods()));
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    supply[static_cast<std::size_t>(t.value())] =
        instance.supply(i, t) + (t == more.from ? more.devices : 0);
  }
  return treated_alone({.supply = supply,
                        .demand = instance.demand().row(i),
                        .turnaround_periods = instance.turnaround_periods(i)});
}

/// An order that leaves as it stood changes nothing.
void set_patients(OrderChange& change, const Instance& unchanged) {
  const Total more = Total{change.now} - change.before;
  const Period arrive =
      arrival_of(unchanged.lanes(), {change.depart, change.origin, change.destination, change.now});
  if (more == 0 || arrive == change.depart || arrive.value() >= unchanged.periods()) return;
  change.there = treated_with(unchanged, change.destination, {arrive, more}) -
                 treated_with(unchanged, change.destination, {});
  change.here = treated_with(unchanged, change.origin, {change.depart, -more}) -
                treated_with(unchanged, change.origin, {});
}

}  // namespace

std::string_view name_of(Change change) {
  switch (change) {
    case Change::kept:
      return "kept";
    case Change::changed:
      return "changed";
    case Change::dropped:
      return "dropped";
    case Change::added:
      break;
  }
  return "new";
}

Change OrderChange::change() const {
  if (before == 0) return Change::added;
  if (now == 0) return Change::dropped;
  return before == now ? Change::kept : Change::changed;
}

std::vector<OrderChange> compare(const OrderLists& orders, const Instance& unchanged,
                                 const Potentials& potentials) {
  std::map<Shipment, OrderChange> by_lane;
  const auto note = [&](std::span<const Shipment> some, Count OrderChange::*quantity) {
    for (const Shipment& order : some) by_lane[without_quantity(order)].*quantity += order.quantity;
  };
  note(orders.before, &OrderChange::before);
  note(orders.now, &OrderChange::now);
  note(orders.frozen, &OrderChange::frozen);
  std::vector<OrderChange> changes;
  for (auto& [lane, change] : by_lane) {
    change.depart = lane.depart;
    change.origin = lane.origin;
    change.destination = lane.destination;
    change.worth = worth_of(lane, unchanged, potentials).value_or(Worth{});
    set_patients(change, unchanged);
    changes.push_back(change);
  }
  return changes;
}

ChangeCounts count(std::span<const OrderChange> changes) {
  ChangeCounts counts;
  for (const OrderChange& change : changes) {
    counts.devices_before += change.before;
    counts.devices_surviving += std::min(change.before, change.now);
    switch (change.change()) {
      case Change::kept:
        ++counts.kept;
        break;
      case Change::changed:
        ++counts.changed;
        break;
      case Change::dropped:
        ++counts.dropped;
        break;
      case Change::added:
        ++counts.added;
        break;
    }
  }
  return counts;
}

std::vector<Shipment> tight_orders(std::span<const Shipment> orders, const Instance& instance,
                                   const Potentials& potentials, Tightness tightness) {
  std::vector<Shipment> tight;
  for (const Shipment& order : orders) {
    std::optional<Worth> worth = worth_of(order, instance, potentials);
    if (!worth) continue;
    if (tightness == Tightness::patients) worth->moves = 0;
    if (*worth >= Worth{}) tight.push_back(order);
  }
  return tight;
}

}  // namespace surgeflow::rolling
