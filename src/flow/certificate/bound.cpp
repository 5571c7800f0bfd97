// SPDX-License-Identifier: Apache-2.0
// Sums the bound, and lists violated complementary slackness.
#include "flow/certificate/bound.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flow/certificate/step_check.hpp"

namespace surgeflow::flow::certificate {
namespace {

void describe_idle_stock(const Instance& instance, const PlanCheck& plan_check,
                         const Potentials& potentials, Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Worth loss =
          potential_at(potentials, i, t.value()) - potential_at(potentials, i, t.value() + 1);
      if (plan_check.idle(i, t) == 0 || loss == Worth{}) continue;
      findings.add("slack stock", [&] {
        return fmt::format("{}: {} devices idle, each loses {} by waiting", findings.at(i, t),
                           plan_check.idle(i, t), in_words(loss));
      });
    }
  }
}

void describe_treatment(const Instance& instance, const Plan& plan, const Potentials& potentials,
                        Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Worth profit = treat_profit(instance, potentials, i, t);
      const Count treated = plan.treated(i, t);
      const Count untreated = instance.demand()(i, t) - treated;
      if (untreated > 0 && profit > Worth{}) {
        findings.add("slack untreated", [&] {
          return fmt::format("{}: {} patients untreated, each worth {} more than a device",
                             findings.at(i, t), untreated, in_words(profit));
        });
      }
      if (treated > 0 && profit < Worth{}) {
        findings.add("slack treated", [&] {
          return fmt::format("{}: {} patients treated, each worth {} less than a device",
                             findings.at(i, t), treated, in_words(Worth{} - profit));
        });
      }
    }
  }
}

void describe_shipments(const Instance& instance, const Plan& plan, const Potentials& potentials,
                        Findings& findings) {
  const LaneTable& lanes = instance.lanes();
  for (const Shipment& shipment : plan.shipments) {
    const FacilityId i = shipment.origin;
    const FacilityId j = shipment.destination;
    const std::int32_t arrive = shipment.depart.value() + lanes.transit_periods(i, j);
    const Worth loss = potential_at(potentials, i, shipment.depart.value()) -
                       potential_at(potentials, j, arrive) + Worth{0, lanes.cost(i, j)};
    if (loss == Worth{}) continue;
    findings.add("slack shipment", [&] {
      return fmt::format("{} devices from {} to {} in period {}: each loses {} on the lane",
                         shipment.quantity, findings.facility(i), findings.facility(j),
                         findings.period(shipment.depart), in_words(loss));
    });
  }
}

}  // namespace

std::int64_t check_hold_arcs(const Instance& instance, const Potentials& potentials,
                             Findings& findings) {
  std::int64_t arcs = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      ++arcs;
      const Worth here = potential_at(potentials, i, t.value());
      const Worth next = potential_at(potentials, i, t.value() + 1);
      if (here >= next) continue;
      findings.add("hold potential", [&] {
        return fmt::format("{}: worth {}, but {} in the next period", findings.at(i, t),
                           in_words(here), in_words(next));
      });
    }
  }
  return arcs;
}

Worth bound_of(const Instance& instance, const Potentials& potentials, int threads) {
  Worth bound = bound_of_steps(instance, potentials, threads);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      bound = bound + Total{instance.supply(i, t)} * potential_at(potentials, i, t.value());
      if (!instance.treat_steps().empty()) continue;
      bound = bound + Total{instance.demand()(i, t)} *
                          std::max(Worth{}, treat_profit(instance, potentials, i, t));
    }
  }
  return bound;
}

void describe_gap(const Instance& instance, const Plan& plan, const PlanCheck& plan_check,
                  const Potentials& potentials, Findings& findings) {
  describe_treatment(instance, plan, potentials, findings);
  describe_shipments(instance, plan, potentials, findings);
  describe_idle_stock(instance, plan_check, potentials, findings);
}

}  // namespace surgeflow::flow::certificate
