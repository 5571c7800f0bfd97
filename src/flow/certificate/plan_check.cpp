// SPDX-License-Identifier: Apache-2.0
// Checks a plan from the equations, with arithmetic of its own.
#include "flow/certificate/plan_check.hpp"

#include <fmt/format.h>

#include <string>
#include <tuple>

#include "flow/certificate/step_check.hpp"

namespace surgeflow::flow::certificate {
namespace {

void check_treated(const Instance& instance, const Plan& plan, Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count treated = plan.treated(i, t);
      const Count demand = instance.demand()(i, t);
      if (treated < 0) {
        findings.add("negative treated",
                     [&] { return fmt::format("{}: {} patients", findings.at(i, t), treated); });
      }
      if (treated > demand) {
        findings.add("treated above demand", [&] {
          return fmt::format("{}: {} treated of {} patients", findings.at(i, t), treated, demand);
        });
      }
    }
  }
}

std::string in_words(const Shipment& shipment, const Findings& findings) {
  return fmt::format("{} devices from {} to {} in period {}", shipment.quantity,
                     findings.facility(shipment.origin), findings.facility(shipment.destination),
                     findings.period(shipment.depart));
}

/// The name of the first check that a shipment fails by itself; empty where it is possible.
std::string_view shipment_fault(const Instance& instance, const Shipment& shipment) {
  const auto known = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < instance.facilities();
  };
  if (!known(shipment.origin) || !known(shipment.destination)) return "unknown facility";
  if (shipment.depart.value() < 0 || shipment.depart.value() >= instance.periods()) {
    return "departs outside the horizon";
  }
  const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
  if (transit == 0) return "unknown lane";
  if (!instance.lanes().is_open(shipment.origin, shipment.destination, shipment.depart)) {
    return "closed lane";
  }
  if (shipment.depart.value() + transit >= instance.periods()) return "arrives after the horizon";
  if (shipment.quantity <= 0) return "shipment quantity";
  return {};
}

/// Depart, origin, destination must ascend strictly, so that no shipment is stated twice.
void check_order(const Plan& plan, Findings& findings) {
  const auto key = [](const Shipment& shipment) {
    return std::tuple(shipment.depart, shipment.origin, shipment.destination);
  };
  for (std::size_t n = 1; n < plan.shipments.size(); ++n) {
    const Shipment& before = plan.shipments[n - 1];
    const Shipment& shipment = plan.shipments[n];
    if (key(before) < key(shipment)) continue;
    const bool twice = key(before) == key(shipment);
    findings.add(twice ? "duplicate shipment" : "shipment order", [&] {
      return fmt::format("shipment {}: {}, after {}", n, in_words(shipment, findings),
                         in_words(before, findings));
    });
  }
}

/// Arrivals minus departures [facility, period]; adds the movement to `check`, and departures to
/// `sent`.
Panel<Total> net_shipped(const Instance& instance, const Plan& plan, PlanCheck& check,
                         Panel<Total>& sent, Findings& findings) {
  Panel<Total> net(instance.facilities(), instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    if (const auto fault = shipment_fault(instance, shipment); !fault.empty()) {
      findings.add(fault, [&] { return in_words(shipment, findings); });
      continue;
    }
    const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
    net(shipment.origin, shipment.depart) -= shipment.quantity;
    sent(shipment.origin, shipment.depart) += shipment.quantity;
    net(shipment.destination, Period(shipment.depart.value() + transit)) += shipment.quantity;
    check.value.moves -=
        Wide{shipment.quantity} * instance.lanes().cost(shipment.origin, shipment.destination);
  }
  return net;
}

/// Follows one facility; after the first period that lacks devices the rest would only repeat it.
void check_balance(const Instance& instance, const Plan& plan, FacilityId i, Panel<Total>& stock,
                   Findings& findings) {
  const std::int32_t turnaround = instance.turnaround_periods(i);
  Total idle = 0;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const Total returned =
        t.value() >= turnaround ? plan.treated(i, Period(t.value() - turnaround)) : 0;
    idle += instance.supply(i, t) + returned - plan.treated(i, t) + stock(i, t);
    stock(i, t) = idle;
    if (idle >= 0) continue;
    findings.add("balance", [&] {
      return fmt::format("{}: {} devices more are used or sent than there are", findings.at(i, t),
                         -idle);
    });
    return;
  }
}

}  // namespace

PlanCheck check_plan(const Instance& instance, const Plan& plan, Findings& findings) {
  PlanCheck check;
  const std::int64_t before = findings.total();
  if (plan.treated.facilities() != instance.facilities() ||
      plan.treated.periods() != instance.periods()) {
    findings.add("plan shape", [&] {
      return fmt::format("treated has {} facilities and {} periods, the instance {} and {}",
                         plan.treated.facilities(), plan.treated.periods(), instance.facilities(),
                         instance.periods());
    });
    return check;
  }
  check_treated(instance, plan, findings);
  check_order(plan, findings);
  Panel<Total> sent(instance.facilities(), instance.periods());
  check.idle = net_shipped(instance, plan, check, sent, findings);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    check_balance(instance, plan, i, check.idle, findings);
  }
  check_departures(instance, sent, findings);
  check.value = check.value + gain_of_steps(instance, plan, check.idle, sent);
  check.feasible = findings.total() == before;
  return check;
}

}  // namespace surgeflow::flow::certificate
