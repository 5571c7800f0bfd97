// SPDX-License-Identifier: Apache-2.0
// Consolidates, checks and says what came of it.
#include "app/consolidation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "app/failure.hpp"
#include "app/summary.hpp"
#include "app/words.hpp"
#include "flow/stop_status.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/shipments/consolidate.hpp"
#include "surgeflow/shipments/least_size.hpp"
#include "surgeflow/shipments/place_bound.hpp"
#include "surgeflow/shipments/shipment_bound.hpp"

namespace surgeflow::app {
namespace {

shipments::ConsolidationOptions options_of(const ShipmentRules& rules, Limits within, bool proved) {
  shipments::ConsolidationOptions options{.within = std::move(within)};
  if (rules.keep_unmet || !proved || options.within.any()) {
    options.unmet = shipments::UnmetDemand::in_place;
  }
  if (rules.fixed_cost) options.fixed_cost = *rules.fixed_cost;
  return options;
}

shipments::LeastSizeOptions size_options_of(const ShipmentRules& rules) {
  shipments::LeastSizeOptions options{.minimum = *rules.minimum};
  if (rules.fewest) options.then = shipments::LeastSizeOptions::Then::fewest_shipments;
  options.fixed_cost = rules.fixed_cost.value_or(0);
  return options;
}

/// A plan without small shipments in the place of the result's; what is ordered is in neither, and
/// leaves in any size.
Plan with_least_size(const Instance& ordered, const ShipmentRules& rules,
                     const SolveControl& control, SolveResult& result) {
  shipments::LeastSizePlan found =
      shipments::plan_within_least_size(ordered, result, size_options_of(rules), control.stop);
  if (found.stopped != StopReason::none) result.status = flow::status_of(found.stopped);
  return std::move(found.plan);
}

/// A plan of fewer shipments in the place of the result's; those that are ordered are in neither.
Plan with_fewer(const Instance& ordered, const Orders& orders,
                const shipments::ConsolidationOptions& options, const SolveControl& control,
                const SolveResult& result) {
  return shipments::consolidate(ordered, result.plan, result.potentials, standing_shipments(orders),
                                options, control.stop);
}

/// What a search may not do is an error of the program.
void refuse_loss(const ShipmentRules& rules, const CertificateReport& before,
                 const CertificateReport& after) {
  if (after.feasible && (rules.minimum || after.value.treated >= before.value.treated)) return;
  throw InternalError("a plan of fewer shipments does not obey the model, or gains less");
}

std::string_view bound_in_words(const archive::PlanDocument& document, Planned planned) {
  if (planned == Planned::beside_others) return "gives it the same treatments";
  if (document.consolidation->rules.keep_unmet) return "keeps unmet demand where it is";
  return weighs_gains(document.instance) ? "gains as much" : "treats as many";
}

}  // namespace

std::vector<Shipment> standing_shipments(const Orders& orders) {
  return with_ordered({}, orders).shipments;
}

Total least_shipments(const Instance& ordered, const Plan& plan, const Potentials& potentials,
                      const CertificateReport& certificate, const Limits& limits, bool in_place,
                      Planned planned) {
  // Within limits potentials are in another unit, and prove less; those at prices of ties are no
  // proof of one plan.
  const bool proved = planned == Planned::alone && !limits.any() && certificate.bound_valid &&
                      certificate.feasible &&
                      certificate.value.treated == certificate.bound.treated;
  const Total of_all = proved ? shipments::least_shipments(ordered, potentials) : 0;
  if (!in_place || !certificate.feasible) return of_all;
  return std::max(of_all, shipments::least_shipments_in_place(ordered, plan));
}

std::optional<Consolidation> consolidate(const Instance& instance, const Case& planning_case,
                                         const SolveControl& control, Solution& solution) {
  const ShipmentRules& rules = planning_case.shipments;
  if (!rules.any()) return std::nullopt;
  const Stopwatch watch;
  const Orders& orders = planning_case.orders;
  SolveResult& result = solution.result;
  const bool proved = solution.certificate.optimal;
  const Limits& limits = planning_case.limits;
  const Instance ordered = with_orders(instance, orders, limits);
  const auto shipments_before = static_cast<Total>(result.plan.shipments.size());
  result.plan = without_ordered(std::move(result.plan), orders).plan;
  result.value = value_of(ordered, result.plan);
  Consolidation record{.rules = rules,
                       .shipments_before = shipments_before,
                       .movement_before = result.value.movement};
  const shipments::ConsolidationOptions options =
      options_of(rules, within_orders(limits, instance, orders), proved);
  const Plan plan = rules.minimum ? with_least_size(ordered, rules, control, result)
                                  : with_fewer(ordered, orders, options, control, result);
  solution.solve_seconds += watch.seconds();
  const Stopwatch verify_watch;
  result.plan = with_ordered(plan, orders);
  CertificateReport report = check_certificate(instance, orders, result.plan, result.potentials,
                                               control.threads, {}, solution.limits);
  solution.verify_seconds += verify_watch.seconds();
  record.rules.keep_unmet = !rules.minimum && options.unmet == shipments::UnmetDemand::in_place;
  record.least_shipments =
      least_shipments(ordered, plan, result.potentials, report, limits, record.rules.keep_unmet);
  refuse_loss(rules, solution.certificate, report);
  solution.certificate = std::move(report);
  if (result.status == SolveStatus::optimal && !solution.certificate.optimal) {
    result.status = SolveStatus::gap_reached;
  }
  result.value = solution.certificate.value;
  return record;
}

std::string consolidation_in_words(const archive::PlanDocument& document, Planned planned) {
  if (!document.consolidation) return {};
  const Consolidation& before = *document.consolidation;
  std::string text =
      fmt::format("{} instead of {}, at a movement of {} instead of {}",
                  counted(document.summary.shipments, "shipment", "shipments"),
                  grouped(before.shipments_before), grouped(document.summary.movement_cost),
                  grouped(before.movement_before));
  if (before.least_shipments > 0) {
    text += fmt::format("; no plan that {} has fewer than {}", bound_in_words(document, planned),
                        grouped(before.least_shipments));
  }
  return text + ".\n";
}

}  // namespace surgeflow::app
