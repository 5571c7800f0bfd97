// SPDX-License-Identifier: Apache-2.0
// Says which orders contradict each other, or what limits.
#include "app/order_conflicts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "app/words.hpp"
#include "lagrangian/limits/limit_conflict.hpp"
#include "lagrangian/limits/provision.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::app {
namespace {

using lagrangian::ConflictSearchDepth;
using lagrangian::LimitConflict;

std::string id_of(const Case& planning_case, FacilityId i) {
  return planning_case.facilities[static_cast<std::size_t>(i.value())].id;
}

std::string in_words(const Order& order, const Case& planning_case) {
  const auto id = [&](const std::optional<FacilityId>& facility) -> std::string {
    return facility ? id_of(planning_case, *facility) : "every facility";
  };
  const Horizon& horizon = planning_case.horizon;
  const std::string stretch =
      fmt::format("{} to {}", horizon.label(order.first), horizon.label(order.last));
  switch (order.kind) {
    case OrderKind::ban:
      return fmt::format("nothing from {} to {}, {}", id(order.origin), id(order.destination),
                         stretch);
    case OrderKind::keep:
      return fmt::format("{} devices idle at {}, {}", order.devices, id(order.origin), stretch);
    case OrderKind::force:
    case OrderKind::lock:
      break;
  }
  return fmt::format("{} {} devices from {} to {} on {}",
                     order.kind == OrderKind::lock ? "exactly" : "at least", order.devices,
                     id(order.origin), id(order.destination), horizon.label(order.first));
}

std::string shortage_in_words(const Case& planning_case, const Shortage& shortage) {
  return fmt::format("{} short at {} on {}", counted(shortage.devices, "device is", "devices are"),
                     id_of(planning_case, shortage.facility),
                     planning_case.horizon.label(shortage.period));
}

/// The lines of orders, and what to do.
std::string listed(const Case& planning_case, const std::vector<std::size_t>& orders) {
  std::string text;
  for (const std::size_t n : orders) {
    const Order& order = planning_case.orders.list[n];
    text += fmt::format("\n  {}:{}: {}: {}", planning_case.orders.file, order.line,
                        name_of(order.kind), in_words(order, planning_case));
  }
  return text;
}

[[noreturn]] void refuse(const Case& planning_case, const OrderConflict& conflict) {
  const Shortage shortage{conflict.facility, conflict.period, conflict.short_devices};
  throw InfeasibleError(fmt::format(
      "no plan can obey {}: {}{}\nDrop one of them, or ask for less.",
      conflict.orders.size() == 1 ? "this order"
                                  : "these orders together, and could without any "
                                    "one of them",
      shortage_in_words(planning_case, shortage), listed(planning_case, conflict.orders)));
}

Count leaving_by_order(const Orders& orders, const LimitConflict& conflict, Period t) {
  Count devices = 0;
  for (const std::size_t n : conflict.orders) {
    const Order& order = orders.list[n];
    if (order.ships() && order.first == t) devices += order.devices;
  }
  return devices;
}

/// ": 2 devices leave on 2020-03-31, and 1 may"
std::string reason(const Case& planning_case, const LimitConflict& conflict) {
  if (conflict.crowded) {
    return fmt::format(": {} on {}, and {} may",
                       counted(leaving_by_order(planning_case.orders, conflict, *conflict.crowded),
                               "device leaves", "devices leave"),
                       planning_case.horizon.label(*conflict.crowded),
                       *planning_case.limits.dispatch);
  }
  if (conflict.shortage) {
    return fmt::format(": {}, beside those that must be there by the limits",
                       shortage_in_words(planning_case, *conflict.shortage));
  }
  if (conflict.worse_off) {
    const auto& [facility, most, least] = *conflict.worse_off;
    return fmt::format(": {} treats at most {}, and {}", id_of(planning_case, facility),
                       counted(most, "patient", "patients"),
                       planning_case.limits.promised.empty()
                           ? fmt::format("{} with nothing shipped", least)
                           : fmt::format("is owed {}", least));
  }
  return {};
}

std::string limits_in_words(const LimitConflict& conflict) {
  std::vector<std::string> names;
  for (const std::string_view name : conflict.limits) {
    names.push_back(name == kStaffedBedsRule ? std::string(name) : fmt::format("rules.{}", name));
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

[[noreturn]] void refuse(const Case& planning_case, const LimitConflict& conflict) {
  const bool one = conflict.orders.size() == 1;
  throw InfeasibleError(
      fmt::format("{} {} within {}{}{}{}\nDrop one of them, ask for less, or change the limit.",
                  conflict.proved ? "no plan can obey" : "no plan was found that obeys",
                  one ? "this order" : "these orders together", limits_in_words(conflict),
                  one ? "" : ", which is possible without any one of them",
                  reason(planning_case, conflict), listed(planning_case, conflict.orders)));
}

void require_possible_within(const Instance& instance, const Case& planning_case,
                             ConflictSearchDepth depth, const SolveControl& control) {
  const auto conflict = lagrangian::find_limit_conflict(
      instance, planning_case.orders, planning_case.limits, depth, control.stop, control.threads);
  if (conflict) refuse(planning_case, *conflict);
}

}  // namespace

void require_presence(const Instance& instance, const Case& planning_case,
                      const SolveControl& control) {
  const Limits& limits = planning_case.limits;
  if (!limits.count_present() || !lagrangian::takes_devices(instance, limits)) return;
  const lagrangian::ProvisionWithin provision =
      lagrangian::provide_within(instance, limits, control.stop, control.threads);
  if (provision.plan) return;
  const auto& [i, t, devices] = provision.shortage.value();
  throw InfeasibleError(fmt::format(
      "{} rules.{}{}: {}, where {} must be there, idle or in use\nPlan without the limit, or with "
      "one that leaves room for them.",
      provision.proved_impossible ? "no plan can obey" : "no plan was found that obeys",
      limits.return_by == t ? "return_by" : "away_limit",
      limits.dispatch ? " within rules.dispatch_limit" : "",
      shortage_in_words(planning_case, provision.shortage.value()),
      limits.least_at(i, t, instance.devices(i)) + limits.in_care_at(i, t)));
}

void require_possible_orders(const Instance& instance, const Case& planning_case,
                             const SolveControl& control) {
  const auto conflict = find_conflict(instance, planning_case.orders, control.threads);
  if (conflict) refuse(planning_case, *conflict);
  if (!planning_case.limits.any()) return;
  require_possible_within(instance, planning_case, ConflictSearchDepth::provision, control);
}

void refuse_unfound_plan(const Instance& instance, const Case& planning_case,
                         const SolveControl& control) {
  const Orders& orders = planning_case.orders;
  if (!orders.empty() && control.stop.check() == StopReason::none) {
    require_possible_within(instance, planning_case, ConflictSearchDepth::care, control);
  }
  throw InfeasibleError(fmt::format(
      "no plan was found that {} and leaves nobody worse off (rules.no_worse_off); that there is "
      "none is not proved\nAsk for less, drop the rule, or plan without a time limit.",
      orders.empty() ? "brings back the devices that must be there"
                     : fmt::format("obeys all orders of {}", orders.file)));
}

}  // namespace surgeflow::app
