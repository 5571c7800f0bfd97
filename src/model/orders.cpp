// SPDX-License-Identifier: Apache-2.0
// Turns orders into commitments and closed lanes.
#include "surgeflow/model/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "surgeflow/core/error.hpp"

namespace surgeflow {
namespace {

constexpr std::array<std::pair<OrderKind, const char*>, 4> kNames{{{OrderKind::ban, "ban"},
                                                                   {OrderKind::force, "force"},
                                                                   {OrderKind::lock, "lock"},
                                                                   {OrderKind::keep, "keep"}}};

/// Works orders into the numbers of an instance, one after the other.
class Application {
 public:
  Application(const std::string& file, const Limits& limits, InstanceData& data)
      : file_(file), limits_(limits), data_(data), periods_(data.demand.periods()) {
    closed_.assign(data_.lanes.closed().begin(), data_.lanes.closed().end());
    if (data_.commitments.facilities() == 0) {
      data_.commitments = Panel<Count>(data_.demand.facilities(), periods_);
    }
  }

  void apply(const Order& order) {
    switch (order.kind) {
      case OrderKind::ban:
        return ban(order);
      case OrderKind::keep:
        return keep(order);
      case OrderKind::lock:
        if (order.devices > 0) ship(order);
        closed_.push_back({*order.origin, *order.destination, order.first, order.first});
        return;
      case OrderKind::force:
        return ship(order);
    }
  }

  void finish() {
    faults_.throw_if_any();
    data_.lanes.set_closed(std::move(closed_));
  }

 private:
  void ban(const Order& order) {
    const auto close = [&](FacilityId i, FacilityId j) {
      if (data_.lanes.transit_periods(i, j) > 0) closed_.push_back({i, j, order.first, order.last});
    };
    if (order.origin && order.destination) return close(*order.origin, *order.destination);
    for (FacilityId other{0}; other.value() < data_.demand.facilities(); ++other) {
      if (order.origin) {
        close(*order.origin, other);
      } else {
        close(other, *order.destination);
      }
    }
  }

  void ship(const Order& order) {
    const FacilityId i = *order.origin;
    const FacilityId j = *order.destination;
    const std::int32_t transit = data_.lanes.transit_periods(i, j);
    if (transit == 0) {
      return refuse(order, "destination", "there is no lane between the two", "a lane of the case");
    }
    const std::int32_t arrive = order.first.value() + transit;
    if (arrive >= periods_) {
      return refuse(order, "first", "devices that leave then arrive after the end of the plan",
                    "a period from which they arrive within the horizon");
    }
    if (!take_up_sending(i, order.first, order.devices)) {
      return refuse(order, "devices",
                    fmt::format("{} are more than the lending limit lets leave", order.devices),
                    "what the rule lending_limit allows in a period");
    }
    data_.commitments(i, order.first) -= order.devices;
    data_.commitments(j, Period(arrive)) += order.devices;
  }

  void keep(const Order& order) {
    const FacilityId i = *order.origin;
    data_.commitments(i, order.first) -= order.devices;
    if (order.last.value() + 1 < periods_) {
      data_.commitments(i, Period(order.last.value() + 1)) += order.devices;
    }
    for (FacilityId other{0}; other.value() < data_.demand.facilities(); ++other) {
      if (other == i || limits_.covers(data_.lanes.transit_periods(i, other))) {
        take_up_reserve(order, other);
      }
    }
  }

  /// What is kept counts for the reserve of the facility itself, and of all that it covers.
  void take_up_reserve(const Order& order, FacilityId of) {
    for (Period t = order.first; t <= order.last; ++t) {
      Count left = order.devices;
      for (GainStep& step : data_.hold_steps) left -= take(step.width(of, t), left);
    }
  }

  /// False where fewer may leave.
  bool take_up_sending(FacilityId i, Period t, Count devices) {
    if (data_.send_steps.empty()) return true;
    for (CostStep& step : data_.send_steps) devices -= take(step.width(i, t), devices);
    return devices == 0;
  }

  static Count take(Count& width, Count wanted) {
    const Count taken = std::min(width, wanted);
    width -= taken;
    return taken;
  }

  void refuse(const Order& order, std::string column, std::string seen, std::string allowed) {
    faults_.add({{file_, order.line, std::move(column)},
                 std::move(seen),
                 std::move(allowed),
                 "correct the order, or drop it"});
  }

  const std::string& file_;
  const Limits& limits_;
  InstanceData& data_;
  std::int32_t periods_;
  std::vector<ClosedLane> closed_;
  Diagnostics faults_;
};

}  // namespace

bool collide(const Order& one, const Order& other) {
  const auto meet = [](const std::optional<FacilityId>& a, const std::optional<FacilityId>& b) {
    return !a || !b || a == b;
  };
  const bool both_ban = one.kind == OrderKind::ban && other.kind == OrderKind::ban;
  const bool one_keeps = one.kind == OrderKind::keep || other.kind == OrderKind::keep;
  if (both_ban || (one_keeps && one.kind != other.kind)) return false;
  return meet(one.origin, other.origin) && meet(one.destination, other.destination) &&
         one.first <= other.last && other.first <= one.last;
}

bool names_its_ends(const Order& order) {
  if (order.origin && order.origin == order.destination) return false;
  switch (order.kind) {
    case OrderKind::ban:
      return order.origin || order.destination;
    case OrderKind::keep:
      return order.origin && !order.destination;
    case OrderKind::force:
    case OrderKind::lock:
      break;
  }
  return order.origin && order.destination;
}

const char* name_of(OrderKind kind) {
  return std::ranges::find(kNames, kind, &std::pair<OrderKind, const char*>::first)->second;
}

std::optional<OrderKind> order_kind(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (name == known) return kind;
  }
  return std::nullopt;
}

Instance with_orders(const Instance& instance, const Orders& orders, const Limits& limits) {
  InstanceData data = instance.data();
  Application application(orders.file, limits, data);
  for (const Order& order : orders.list) application.apply(order);
  application.finish();
  return Instance(std::move(data));
}

Limits within_orders(Limits limits, const Instance& instance, const Orders& orders) {
  if (orders.empty() || !limits.any()) return limits;
  const std::int32_t periods = instance.periods();
  const Panel<Count> none(instance.facilities(), periods);
  TakenUp& taken = limits.taken;
  if (taken.dispatched.empty()) {
    taken = {.dispatched = std::vector<Count>(static_cast<std::size_t>(periods), 0),
             .kept = none,
             .commitments = none};
  }
  for (const Order& order : orders.list) {
    if (order.kind == OrderKind::keep) {
      for (Period t = order.first; t <= order.last; ++t)
        taken.kept(*order.origin, t) += order.devices;
    }
    if (order.ships()) {
      taken.dispatched[static_cast<std::size_t>(order.first.value())] += order.devices;
    }
  }
  const Instance ordered = with_orders(instance, orders, limits);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < periods; ++t) {
      taken.commitments(i, t) += ordered.supply(i, t) - instance.supply(i, t);
    }
  }
  return limits;
}

}  // namespace surgeflow
