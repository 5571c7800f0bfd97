// SPDX-License-Identifier: Apache-2.0
// Cuts the past off a case and puts the state of the morning in its place.
#include "surgeflow/rolling/today.hpp"

#include <algorithm>
#include <utility>

#include "rolling/orders.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/model/rules.hpp"

namespace surgeflow::rolling {
namespace {

constexpr std::int32_t kHoursPerDay = 24;

Panel<Count> coming_panel(const State& state, std::int32_t facilities, std::int32_t periods) {
  Panel<Count> coming(facilities, periods);
  for (const ComingDevices& devices : state.coming) {
    if (devices.usable.value() >= periods) continue;
    coming(devices.facility, devices.usable) += devices.devices;
  }
  return coming;
}

/// Those on patients this morning, and of those on patients at the start of the whole case the ones
/// who still need them.
Panel<Count> in_care_from(const Case& whole, Period first, const State& state) {
  const std::int32_t periods = whole.horizon.periods - first.value();
  Panel<Count> in_care = whole.limits.in_care.facilities() > 0
                             ? panel_from(whole.limits.in_care, first)
                             : Panel<Count>(whole.arrivals.facilities(), periods);
  for (const ComingDevices& devices : state.coming) {
    if (devices.where != Where::on_patients) continue;
    const std::int32_t end = std::min(devices.usable.value(), periods);
    for (Period t{0}; t.value() < end; ++t) in_care(devices.facility, t) += devices.devices;
  }
  return in_care;
}

Limits limits_from(const Case& whole, Period first, const State& state) {
  Limits limits = whole.limits;
  if (limits.count_present() && limits.fleet.empty()) limits.fleet = whole.devices;
  if (limits.count_in_use()) limits.in_care = in_care_from(whole, first, state);
  if (!limits.return_by) return limits;
  if (*limits.return_by < first) {
    limits.return_by.reset();
  } else {
    limits.return_by = Period(limits.return_by->value() - first.value());
  }
  return limits;
}

/// Those of the days ahead; a stretch that has begun goes on.
Orders orders_from(Orders orders, Period first) {
  const auto passed = [&](const Order& order) {
    return (order.ships() ? order.first : order.last) < first;
  };
  std::erase_if(orders.list, passed);
  for (Order& order : orders.list) {
    order.first = Period(std::max(order.first.value() - first.value(), 0));
    order.last = Period(order.last.value() - first.value());
  }
  return orders;
}

Order forced(const Shipment& shipment) {
  Order order;
  order.kind = OrderKind::force;
  order.origin = shipment.origin;
  order.destination = shipment.destination;
  order.first = order.last = shipment.depart;
  order.devices = shipment.quantity;
  return order;
}

/// Devices that have become usable at each facility and have not left: what could leave.
class Reach {
 public:
  Reach(const Case& today, const LaneTable& lanes)
      : today_(today), lanes_(lanes), stock_(today.devices), brought_(coming_from(today)) {}

  /// To be called in the order of departure.
  [[nodiscard]] Count possible(const Shipment& order);

 private:
  static Panel<Count> coming_from(const Case& today) {
    Panel<Count> coming = today.arrivals;
    std::ranges::fill(coming.values(), 0);
    for (FacilityId i{0}; i.value() < coming.facilities(); ++i) {
      const std::int32_t lag = today.in_processing_periods[static_cast<std::size_t>(i.value())];
      for (Period t{0}; t.value() < coming.periods(); ++t) {
        if (today.returning.facilities() > 0) coming(i, t) += today.returning(i, t);
        if (t.value() >= lag) coming(i, t) += today.arrivals(i, Period(t.value() - lag));
      }
    }
    return coming;
  }
  void advance(Period t) {
    for (; now_ <= t; ++now_) {
      for (FacilityId i{0}; i.value() < brought_.facilities(); ++i) {
        stock_[static_cast<std::size_t>(i.value())] += brought_(i, now_);
      }
    }
  }

  const Case& today_;
  const LaneTable& lanes_;
  std::vector<Count> stock_;
  Panel<Count> brought_;
  Period now_{0};  ///< the first period that has not been brought in
};

Count Reach::possible(const Shipment& order) {
  const std::int32_t transit = lanes_.transit_periods(order.origin, order.destination);
  const std::int32_t usable = order.depart.value() + transit;
  if (transit == 0 || usable >= brought_.periods()) return 0;
  advance(order.depart);
  Count& here = stock_[static_cast<std::size_t>(order.origin.value())];
  const Count leaving = std::clamp(order.quantity, 0, std::max(here, 0));
  here -= leaving;
  brought_(order.destination, Period(usable)) += leaving;
  return leaving;
}

/// Devices that the last of orders in conflict may have beside the others: fewer than it asks for.
Count most_possible(const Orders& orders, std::span<const std::size_t> conflict,
                    const FindConflict& find_conflict) {
  Orders some{.file = orders.file, .list = {}};
  for (const std::size_t n : conflict) some.list.push_back(orders.list[n]);
  Order& last = some.list.back();
  Count possible = 0;
  Count impossible = last.devices;
  while (impossible - possible > 1) {
    last.devices = possible + (impossible - possible) / 2;
    (find_conflict(some).empty() ? possible : impossible) = last.devices;
  }
  return possible;
}

}  // namespace

std::vector<Shipment> open_orders(std::span<const Shipment> orders, Period first) {
  std::vector<Shipment> open;
  for (Shipment order : orders) {
    if (order.depart < first) continue;
    order.depart = Period(order.depart.value() - first.value());
    open.push_back(order);
  }
  return open;
}

std::vector<Shipment> departing_before(std::span<const Shipment> orders, Period end) {
  std::vector<Shipment> early;
  for (const Shipment& order : orders) {
    if (order.depart < end) early.push_back(order);
  }
  return early;
}

Panel<Count> panel_from(const Panel<Count>& panel, Period first) {
  Panel<Count> rest(panel.facilities(), panel.periods() - first.value());
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    const auto row = panel.row(i);
    std::copy(row.begin() + first.value(), row.end(), rest.row(i).begin());
  }
  return rest;
}

Case case_from(const Case& whole, Period first, const State& state) {
  Case today = whole;
  const std::int32_t periods = whole.horizon.periods - first.value();
  today.horizon.start +=
      std::chrono::days(first.value() * whole.horizon.period_hours / kHoursPerDay);
  today.horizon.periods = periods;
  today.devices = state.idle;
  today.arrivals = panel_from(whole.arrivals, first);
  today.returning = coming_panel(state, whole.arrivals.facilities(), periods);
  if (whole.stated_demand.facilities() > 0) {
    today.stated_demand = panel_from(whole.stated_demand, first);
  }
  today.limits = limits_from(whole, first, state);
  today.orders = orders_from(whole.orders, first);
  return today;
}

std::vector<Shipment> possible_orders(const Case& today, const LaneTable& lanes,
                                      std::span<const Shipment> orders) {
  Reach reach(today, lanes);
  std::vector<Shipment> possible;
  for (Shipment order : orders) {
    const Order own = forced(order);
    const auto speaks = [&](const Order& other) { return collide(own, other); };
    if (std::ranges::any_of(today.orders.list, speaks)) continue;
    order.quantity = reach.possible(order);
    if (order.quantity > 0) possible.push_back(order);
  }
  return possible;
}

Instance instance_of(const Case& today, const std::vector<Count>& fleets, Panel<Count> demand,
                     LaneTable lanes) {
  InstanceData data{.devices = fleets,
                    .turnaround_periods = today.turnaround_periods,
                    .in_processing_periods = today.in_processing_periods,
                    .demand = std::move(demand),
                    .arrivals = today.arrivals,
                    .lanes = std::move(lanes),
                    .commitments = today.returning};
  apply_rules(today.rules, data);
  data.devices = today.devices;
  return Instance(std::move(data));
}

std::vector<Total> promised_patients(const Case& whole, Period first, const Past& past,
                                     const Panel<Count>& forecast) {
  std::vector<Total> promised;
  for (FacilityId i{0}; i.value() < forecast.facilities(); ++i) {
    const auto n = static_cast<std::size_t>(i.value());
    const auto demand_before = past.demand.row(i);
    std::vector<Count> demand(demand_before.begin(), demand_before.end());
    demand.insert(demand.end(), forecast.row(i).begin(), forecast.row(i).end());
    std::vector<Total> supply(demand.size(), 0);
    std::vector<Total> beds;
    supply.front() += whole.devices[n];
    // A case that starts later than the chain says nothing of the periods before.
    const std::int32_t later = past.demand.periods() - first.value();
    const auto bring = [&](std::int32_t t, Count devices) {
      if (t >= 0 && t < std::ssize(supply)) supply[static_cast<std::size_t>(t)] += devices;
    };
    for (Period t{0}; t.value() < whole.horizon.periods; ++t) {
      bring(later + t.value() + whole.in_processing_periods[n], whole.arrivals(i, t));
      if (whole.returning.facilities() > 0) bring(later + t.value(), whole.returning(i, t));
    }
    for (std::int32_t t = 0; !whole.limits.staffed_beds.empty() && t < std::ssize(supply); ++t) {
      beds.push_back(whole.limits.beds_at(i, Period(std::max(0, t - later))).value());
    }
    Total treated = 0;
    for (const Count here : past.treated.row(i)) treated += here;
    promised.push_back(treated_alone({.supply = supply,
                                      .demand = demand,
                                      .turnaround_periods = whole.turnaround_periods[n],
                                      .beds = beds}) -
                       treated);
  }
  return promised;
}

Orders with_frozen(Orders orders, std::span<const Shipment> frozen) {
  for (const Shipment& shipment : frozen) orders.list.push_back(forced(shipment));
  return orders;
}

Orders obeyable_orders(const Orders& stated, std::vector<Shipment>& frozen, PersonsOrders person,
                       const FindConflict& find_conflict) {
  Orders orders = with_frozen(stated, frozen);
  std::size_t by_a_person = stated.list.size();
  while (!orders.empty()) {
    const std::vector<std::size_t> conflict = find_conflict(orders);
    if (conflict.empty()) break;
    const std::size_t last = conflict.back();
    const bool is_frozen = last >= by_a_person;
    if (!is_frozen && person == PersonsOrders::stay) break;
    const Count kept = is_frozen ? most_possible(orders, conflict, find_conflict) : 0;
    if (is_frozen) frozen[last - by_a_person].quantity = kept;
    orders.list[last].devices = kept;
    if (kept > 0) continue;
    const auto place = static_cast<std::ptrdiff_t>(last);
    orders.list.erase(orders.list.begin() + place);
    if (is_frozen) {
      frozen.erase(frozen.begin() + place - static_cast<std::ptrdiff_t>(by_a_person));
    } else {
      --by_a_person;
    }
  }
  return orders;
}

}  // namespace surgeflow::rolling
