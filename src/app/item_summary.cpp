// SPDX-License-Identifier: Apache-2.0
// Counting and writing of the summary of several items.
#include "app/item_summary.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/summary.hpp"

namespace surgeflow::app {
namespace {

/// Patients at one place, and the least that a treatment of one of them gains.
struct Waiting {
  std::int32_t gain = 0;
  Total patients = 0;
};

std::vector<Waiting> waiting_in_tier(const ItemSet& set, std::size_t item, std::size_t tier) {
  std::vector<Waiting> waiting;
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) {
      const Count patients = set.patients(item, tier)(i, t);
      std::int32_t least = std::numeric_limits<std::int32_t>::max();
      for (const Treatment& treatment : set.treatments) {
        const bool treats = treatment.patients_of == item && treatment.tier == tier;
        if (treats) least = std::min(least, set.gain(treatment, i, t));
      }
      if (patients > 0) waiting.push_back({least, patients});
    }
  }
  return waiting;
}

/// No plan that gains so much treats more patients: it treats those first who gain least.
Total most_treated(const ItemSet& set, Total gain) {
  std::vector<Waiting> waiting;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    for (std::size_t tier = 0; tier < set.tiers(item); ++tier) {
      const std::vector<Waiting> here = waiting_in_tier(set, item, tier);
      waiting.insert(waiting.end(), here.begin(), here.end());
    }
  }
  std::ranges::sort(waiting, {}, &Waiting::gain);
  Total treated = 0;
  for (const auto& [each, patients] : waiting) {
    const Total within = each == 0 ? patients : std::min(patients, std::max<Total>(0, gain) / each);
    treated += within;
    gain -= within * each;
  }
  return treated;
}

/// The most that a tied item gains, whatever the others do.
Total most_gain(const Instance& instance) {
  Total most = instance.resolution() * instance.total_demand();
  for (const GainStep& step : instance.hold_steps()) {
    for (std::size_t n = 0; n < step.width.values().size(); ++n) {
      most += Total{step.width.values()[n]} * step.gain.values()[n];
    }
  }
  return most;
}

}  // namespace

archive::Summary count_item_summary(const archive::ItemDocument& document,
                                    const ItemReport& report) {
  const ItemSet& set = document.set;
  archive::Summary summary;
  summary.demand = set.total_demand();
  summary.treated = patients_treated(document.plans());
  summary.unmet = summary.demand - summary.treated;
  for (const archive::PlanDocument& item : document.items) {
    summary.units_shipped += units_shipped(item.plan);
    summary.shipments += static_cast<Total>(item.plan.shipments.size());
    summary.movement_cost += value_of(item.instance, item.plan).movement;
  }
  summary.bound_unmet =
      report.optimal ? summary.unmet : summary.demand - most_treated(set, report.bound);
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
    return check_certificate(one.instance, one.orders, one.plan, one.potentials, threads, {},
                             one.limits);
  }
  CertificateReport certificate;
  certificate.feasible = report.feasible;
  certificate.bound_valid = report.bound_valid;
  certificate.optimal = report.optimal;
  certificate.value = value_of(one.instance, one.plan);
  certificate.bound = {.treated = most_gain(one.instance), .movement = 0};
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
    if (item.consolidation) {
      items[item.item_name]["consolidation"] = consolidation_json(*item.consolidation);
    }
  }
  return json.dump(2) + "\n";
}

}  // namespace surgeflow::app
