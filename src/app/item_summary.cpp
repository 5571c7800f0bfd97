// SPDX-License-Identifier: Apache-2.0
// Counting and writing of the summary of several items.
#include "app/item_summary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/summary.hpp"

namespace surgeflow::app {
namespace {

/// No plan that gains so much treats more patients.
Total most_treated(const ItemSet& set, Total gain) {
  std::int32_t least = set.resolution;
  for (const Treatment& treatment : set.treatments) least = std::min(least, treatment.gain);
  return std::min(set.total_demand(), gain / least);
}

}  // namespace

archive::Summary count_item_summary(const ItemSet& set, const ItemPlans& plans,
                                    const ItemReport& report) {
  archive::Summary summary;
  summary.demand = set.total_demand();
  summary.treated = patients_treated(plans);
  summary.unmet = summary.demand - summary.treated;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    const Plan& plan = plans.plans[item];
    summary.units_shipped += units_shipped(plan);
    summary.shipments += static_cast<Total>(plan.shipments.size());
    for (const Shipment& shipment : plan.shipments) {
      const LaneTable& lanes = set.items[item].instance.lanes();
      summary.movement_cost +=
          Total{lanes.cost(shipment.origin, shipment.destination)} * shipment.quantity;
    }
  }
  summary.bound_unmet = summary.demand - most_treated(set, report.bound);
  summary.gap = static_cast<double>(report.bound - report.gain) /
                static_cast<double>(std::max<Total>(1, report.bound));
  summary.facilities = set.facilities();
  summary.periods = set.periods();
  summary.lanes = set.items.front().instance.lanes().lanes();
  summary.certified = report.optimal;
  return summary;
}

CertificateReport certificate_of_item(const archive::ItemDocument& document, std::size_t item,
                                      const ItemReport& report, int threads) {
  const archive::PlanDocument& one = document.items[item];
  if (!document.set.is_tied(item)) {
    return check_certificate(one.instance, one.plan, one.potentials, threads);
  }
  CertificateReport certificate;
  certificate.feasible = report.feasible;
  certificate.bound_valid = report.bound_valid;
  certificate.optimal = report.optimal;
  certificate.value = value_of(one.instance, one.plan);
  certificate.bound = {.treated = one.instance.total_demand(), .movement = 0};
  return certificate;
}

std::string item_summary_json(const archive::ItemDocument& document) {
  auto json = nlohmann::ordered_json::parse(summary_json(document.summary, Reviewed()));
  nlohmann::ordered_json& items = json["items"];
  for (const archive::PlanDocument& item : document.items) {
    const archive::Summary& summary = item.summary;
    items[item.item_name] = {{"demand", summary.demand},
                             {"treated", summary.treated},
                             {"unmet", summary.unmet},
                             {"units_shipped", summary.units_shipped},
                             {"shipments", summary.shipments},
                             {"movement_cost", summary.movement_cost},
                             {"devices", item.instance.total_supply()}};
  }
  return json.dump(2) + "\n";
}

}  // namespace surgeflow::app
