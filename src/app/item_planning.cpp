// SPDX-License-Identifier: Apache-2.0
// Case, instances, plans, documents and words of several items.
#include "app/item_planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "app/consolidation.hpp"
#include "app/failure.hpp"
#include "app/item_consolidation.hpp"
#include "app/item_prices.hpp"
#include "app/item_summary.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/summary.hpp"
#include "app/version.hpp"
#include "app/words.hpp"
#include "flow/stop_status.hpp"
#include "lagrangian/items/items.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/item_case.hpp"
#include "surgeflow/model/item_counts.hpp"
#include "surgeflow/transit/modes.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

/// Instances of all items, over the lanes that they share.
std::vector<Instance> make_instances(const ItemCase& items, int threads,
                                     archive::Summary::Seconds& seconds) {
  std::vector<Panel<Count>> demand;
  Stopwatch watch;
  for (const Case& one : items.cases) demand.push_back(epidemic::forecast_patients(one, threads));
  seconds.demand = watch.seconds();
  watch = {};
  const Case& first = items.cases.front();
  const LaneTable lanes = transit::make_lane_table(first.facilities, first.transit, threads);
  std::vector<Instance> instances;
  for (std::size_t item = 0; item < items.cases.size(); ++item) {
    instances.push_back(make_instance(items.cases[item], std::move(demand[item]), lanes));
  }
  seconds.transit = watch.seconds();
  return instances;
}

/// Lanes that count for carriers by mode.
void choose_lanes(const ItemCase& items, int threads, std::vector<Carrier>& carriers) {
  const Case& first = items.cases.front();
  for (std::size_t m = 0; m < carriers.size(); ++m) {
    if (const auto mode = items.carrier_modes[m]) {
      carriers[m].lanes =
          transit::lanes_by_mode(first.facilities, *first.transit.routes, *mode, threads);
    }
  }
}

std::vector<Instance> instances_of(const ItemSet& set) {
  std::vector<Instance> instances;
  for (const Item& item : set.items) instances.push_back(item.instance);
  return instances;
}

std::vector<Orders> orders_of(const ItemCase& items) {
  std::vector<Orders> orders;
  for (const Case& one : items.cases) orders.push_back(one.orders);
  return orders;
}

/// The last order that takes devices from i up to t.
const Order* last_taking(const Orders& orders, FacilityId i, Period t) {
  const Order* last = nullptr;
  for (const Order& order : orders.list) {
    const bool takes = order.devices > 0 && order.origin == i && order.first <= t;
    if (takes && (last == nullptr || last->first <= order.first)) last = &order;
  }
  return last;
}

/// What is ordered must be there without other shipments, beside what the item's limits ask to be
/// there: a search within ties may bring none.
void refuse_if_short(const Item& item, const Case& one) {
  if (one.orders.empty()) return;
  const Instance& instance = item.instance;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      present += instance.supply(i, t);
      const Count least = item.limits.least_at(i, t, instance.devices(i));
      if (present >= least) continue;
      const Order* const order = last_taking(one.orders, i, t);
      throw InputError(
          {{one.orders.file, order == nullptr ? 0 : order->line, "devices"},
           fmt::format("item {}: {} short at {} on {}{}", one.item_name,
                       counted(least - present, "device is", "devices are"),
                       one.facilities[static_cast<std::size_t>(i.value())].id, one.horizon.label(t),
                       least > 0 ? ", beside those that must be there by its limits" : ""),
           "with several items, devices that are there without other shipments",
           "order what brings them too, ask for less, or plan the item as a case of its own"});
    }
  }
}

/// Fewer shipments may move more than the fewest devices, and lose nothing.
void note_consolidation(const ItemReport& report, lagrangian::ItemResult& result) {
  if (report.gain < result.gain) {
    throw InternalError("plans of fewer shipments gain less than those before");
  }
  if (result.status == SolveStatus::optimal && !report.optimal) {
    result.status = SolveStatus::gap_reached;
  }
}

void refuse_if_refuted(const ItemReport& report, SolveStatus status) {
  if (report.feasible && report.bound_valid && (status != SolveStatus::optimal || report.optimal)) {
    return;
  }
  std::string details = "the certificate refutes the plans of the items";
  for (const CertificateFailure& failure : report.failures) {
    details += fmt::format("; {}: {}", failure.check, failure.detail);
  }
  throw InternalError(details);
}

std::string status_in_words(SolveStatus status, bool optimal) {
  if (optimal) return "optimal";
  switch (status) {
    case SolveStatus::time_limit:
      return "time_limit";
    case SolveStatus::interrupted:
      return "interrupted";
    case SolveStatus::optimal:
    case SolveStatus::gap_reached:
      break;
  }
  return "feasible";
}

/// One item as a plan by itself.
archive::PlanDocument document_of_item(const Case& planning_case, const Instance& without_orders,
                                       const ItemSet& set, const lagrangian::ItemResult& result,
                                       std::size_t item,
                                       const std::optional<Consolidation>& consolidation,
                                       const archive::Provenance& provenance) {
  TransitRule transit = planning_case.transit;
  transit.lanes.clear();
  transit.routes.reset();
  const bool tied = set.is_tied(item);
  std::optional<LimitClaim> limits;
  if (planning_case.limits.any()) {
    limits = LimitClaim{planning_case.limits, result.proof.limits[item]};
  }
  return {.case_name = planning_case.name,
          .description = planning_case.description,
          .item_name = planning_case.item_name,
          .horizon = planning_case.horizon,
          .facilities = planning_case.facilities,
          .transit = std::move(transit),
          .instance = tied ? with_equal_patients(without_orders, allotted(set, result.plans, item))
                           : without_orders,
          .plan = with_ordered(result.plans.plans[item], planning_case.orders),
          .potentials = result.proof.potentials[item],
          .limits = std::move(limits),
          .orders = planning_case.orders,
          .consolidation = consolidation,
          .summary = {},
          .provenance = provenance,
          .price_parts = tied ? set.resolution * result.proof.prices.resolution : 1};
}

/// Numbers that items and their sum share.
void add_run(const archive::Summary& run, archive::Summary& summary) {
  summary.status = run.status;
  summary.regions = run.regions;
  summary.iterations = run.iterations;
  summary.seconds = run.seconds;
  summary.threads = run.threads;
  summary.ranks = run.ranks;
  summary.version = run.version;
  summary.commit = run.commit;
  summary.case_sha256 = run.case_sha256;
}

/// Patients of one item, in all tiers, who are given another.
Total treated_by(const archive::ItemDocument& document, std::size_t item, std::size_t of) {
  Total treated = 0;
  for (std::size_t k = 0; k < document.set.treatments.size(); ++k) {
    const Treatment& treatment = document.set.treatments[k];
    if (treatment.item != item || treatment.patients_of != of) continue;
    for (const Count here : document.patients[k].values()) treated += here;
  }
  return treated;
}

/// What the greatest gain counts, where that is not patients alone.
std::string_view counted_by_gain(const ItemSet& set) {
  const bool weighs =
      std::ranges::any_of(set.items, [](const Item& item) { return weighs_gains(item.instance); });
  return weighs ? "counting what patients and reserves count"
                : "counting what each treatment is worth";
}

/// Numbers of all items together, and of each.
void add_summaries(const archive::Summary& run, const ItemReport& report, int threads,
                   archive::ItemDocument& document) {
  document.summary = count_item_summary(document, report);
  add_run(run, document.summary);
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    archive::PlanDocument& one = document.items[item];
    const CertificateReport certificate = certificate_of_item(document, item, report, threads);
    one.summary = count_summary(one.instance, one.plan, certificate);
    add_run(run, one.summary);
    if (!document.set.is_tied(item) && certificate.optimal) one.summary.status = "optimal";
    if (document.set.is_tied(item)) one.summary.certified = report.optimal;
  }
}

std::string words_of_item(const archive::ItemDocument& document, std::size_t item) {
  const ItemSet& set = document.set;
  const archive::PlanDocument& one = document.items[item];
  std::string words = fmt::format("{}: {} {}", one.item_name, grouped(one.instance.total_supply()),
                                  set.is_used(item) ? "units" : "devices");
  for (const Treatment& treatment : set.treatments) {
    if (treatment.item != item || treatment.tier > 0) continue;
    const Total treated = treated_by(document, item, treatment.patients_of);
    const Item& needed = set.items[treatment.patients_of];
    if (treatment.patients_of == item) {
      words += fmt::format(", {} of {} treated", grouped(treated),
                           counted(needed.instance.total_demand(), "patient", "patients"));
    } else {
      words += fmt::format(", {} in place of {}", grouped(treated), needed.name);
    }
  }
  if (set.is_used(item)) words += fmt::format(", {} used", grouped(patients_treated(one.plan)));
  words += fmt::format("; {} moved in {}.\n", grouped(one.summary.units_shipped),
                       counted(one.summary.shipments, "shipment", "shipments"));
  if (!one.consolidation || one.consolidation->shipments_before == 0) return words;
  const Planned planned = set.is_tied(item) ? Planned::beside_others : Planned::alone;
  return words + "  " + consolidation_in_words(one, planned);
}

std::string_view reason_to_end(const archive::ItemDocument& document) {
  const archive::Summary& summary = document.summary;
  const std::string& status = summary.status;
  if (status == "time_limit") return "The time limit was reached";
  if (status == "interrupted") return "The run was interrupted";
  if (summary.gap == 0.0 && document.items.front().consolidation)
    return "Shipments were made fewer";
  const bool limited = std::ranges::any_of(
      document.items, [](const archive::PlanDocument& item) { return item.limits.has_value(); });
  return limited ? "The search within ties and limits ended" : "The search within the ties ended";
}

}  // namespace

archive::ItemDocument plan_items(const Environment& environment, const formats::CaseFile& file,
                                 double load_seconds, const SolveControl& control) {
  archive::Summary run;
  run.seconds.load = load_seconds;
  const ItemCase items = check_items(file.statement);
  ItemSet set = make_item_set(items, make_instances(items, control.threads, run.seconds));
  choose_lanes(items, control.threads, set.carriers);
  const std::vector<Instance> without_orders = instances_of(set);
  give_orders(set, orders_of(items));
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    refuse_if_short(set.items[item], items.cases[item]);
  }
  Stopwatch watch;
  lagrangian::ItemResult result =
      lagrangian::solve_items(set, {.gap = items.cases.front().gap}, control);
  const std::vector<std::optional<Consolidation>> consolidations =
      consolidate_items(items, set, without_orders, control, result);
  run.seconds.solve = watch.seconds();
  watch = {};
  const ItemReport report = check_items(set, result.plans, result.proof, control.threads);
  if (consolidations.front()) note_consolidation(report, result);
  refuse_if_refuted(report, result.status);
  run.seconds.verify = watch.seconds();
  run.status = status_in_words(result.status, report.optimal);
  run.regions = count_regions(items.cases.front().facilities);
  run.iterations = result.iterations;
  run.threads = control.threads;
  run.ranks = environment.ranks;
  run.version = build_info().version;
  run.commit = build_info().commit;
  run.case_sha256 = file.sha256;

  archive::ItemDocument document;
  document.provenance = make_provenance(environment.arguments, file);
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    document.items.push_back(document_of_item(items.cases[item], without_orders[item], set, result,
                                              item, consolidations[item], document.provenance));
  }
  document.set = std::move(set);
  document.patients = std::move(result.plans.patients);
  document.prices = std::move(result.proof.prices);
  add_summaries(run, report, control.threads, document);
  if (flow::stop_reason(result.status) == StopReason::none)
    document.summary.rule_prices = price_item_rules(items, document, control);
  return document;
}

std::string item_answer_in_words(const archive::ItemDocument& document) {
  const archive::Summary& summary = document.summary;
  const archive::PlanDocument& first = document.items.front();
  std::string words = fmt::format("{} to be treated at {} over {} from {}, with {} items.\n",
                                  counted(summary.demand, "patient", "patients"),
                                  counted(summary.facilities, "facility", "facilities"),
                                  counted(summary.periods, "period", "periods"),
                                  format_date(first.horizon.start), document.items.size());
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    words += words_of_item(document, item);
  }
  words += fmt::format("All together {} are treated and {} go without.\n",
                       counted(summary.treated, "patient", "patients"), grouped(summary.unmet));
  if (summary.status == "optimal") {
    return words +
           "Certified optimal: no plan can treat more, and none that treats as many moves less.\n";
  }
  if (summary.gap == 0.0) {
    return words + fmt::format("{}: no plan can {} more, but one that moves less may exist.\n",
                               reason_to_end(document),
                               document.set.resolution > 1 ? "gain" : "treat");
  }
  return words +
         fmt::format("{} before the optimum was proved: {} at most {} less than the best one.\n",
                     reason_to_end(document),
                     document.set.resolution > 1
                         ? fmt::format("{}, this plan gains", counted_by_gain(document.set))
                         : "this plan treats",
                     percent_in_words(summary.gap));
}

}  // namespace surgeflow::app
