// SPDX-License-Identifier: Apache-2.0
// Counting and writing of a summary.
#include "app/summary.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "app/output_file.hpp"

namespace surgeflow::app {
namespace {

/// Patients of one step, and what each of them gains.
struct Class {
  std::int32_t gain = 0;
  Total patients = 0;
};

std::vector<Class> classes_of(const Instance& instance) {
  if (instance.treat_steps().empty()) return {{instance.resolution(), instance.total_demand()}};
  std::vector<Class> classes;
  for (const GainStep& step : instance.treat_steps()) {
    for (std::size_t n = 0; n < step.width.values().size(); ++n) {
      classes.push_back({step.gain.values()[n], step.width.values()[n]});
    }
  }
  return classes;
}

/// No plan that gains so much treats more: it treats those first who gain least.
Total most_treated(const Instance& instance, Total gain) {
  std::vector<Class> classes = classes_of(instance);
  std::ranges::sort(classes, {}, &Class::gain);
  Total treated = 0;
  for (const auto& [each, patients] : classes) {
    const Total within = each == 0 ? patients : std::min(patients, std::max<Total>(0, gain) / each);
    treated += within;
    gain -= within * each;
  }
  return treated;
}

nlohmann::ordered_json care_json(const char* name, const review::Care& care) {
  return {{name, care.name},
          {"demand", care.demand},
          {"unmet", care.demand - care.treated},
          {"unmet_share", care.unmet_share()}};
}

nlohmann::ordered_json equity_json(const Reviewed& reviewed) {
  nlohmann::ordered_json json;
  json["gini_treated"] = reviewed.gini;
  json["gini_treated_without_sharing"] = reviewed.gini_without_sharing;
  json["worst_facility"] = care_json("id", *reviewed.worst_facility);
  if (reviewed.worst_region) json["worst_region"] = care_json("name", *reviewed.worst_region);
  return json;
}

nlohmann::ordered_json shares_json(const FairReview::Shares& shares) {
  return {{"smallest_share_treated", 1.0 - shares.worst.unmet_share()},
          {"worst_group", shares.worst.name},
          {"gini_treated", shares.gini}};
}

nlohmann::ordered_json fairness_json(const FairReview& fairness) {
  nlohmann::ordered_json json;
  json["by"] = name_of(fairness.by);
  json["levels"] = fairness.levels;
  json["smallest_share_bound"] =
      static_cast<double>(fairness.bound.treated) / static_cast<double>(fairness.bound.demand);
  json["with"] = shares_json(fairness.with);
  json["without"] = shares_json(fairness.without);
  json["price_patients"] = fairness.price;
  return json;
}

/// In the currency; amounts are whole hundredths.
nlohmann::ordered_json money_json(const Reviewed& reviewed) {
  const auto in_currency = [](Amount amount) {
    return static_cast<double>(amount) / static_cast<double>(kHundredths);
  };
  nlohmann::ordered_json json;
  json["currency"] = reviewed.currency;
  Amount total = 0;
  for (const auto& [what, amount] : reviewed.sums) {
    json[what] = in_currency(amount);
    total += amount;
  }
  json["total"] = in_currency(total);
  return json;
}

nlohmann::ordered_json use_json(const archive::PartnerUse& use) {
  return {{"preferred", use.preferred}, {"avoided", use.avoided}, {"movement", use.movement}};
}

/// (best - value) / best of quantities of which more is better.
double gap_below(Total best, Total value) {
  return static_cast<double>(best - value) / static_cast<double>(std::max<Total>(1, best));
}

}  // namespace

nlohmann::ordered_json consolidation_json(const Consolidation& consolidation) {
  return {{"shipments_before", consolidation.shipments_before},
          {"movement_before", consolidation.movement_before},
          {"least_shipments", consolidation.least_shipments},
          {"keep_unmet", consolidation.rules.keep_unmet}};
}

bool weighs_gains(const Instance& instance) {
  return !instance.treat_steps().empty() || !instance.hold_steps().empty();
}

archive::Summary count_summary(const Instance& instance, const Plan& plan,
                               const CertificateReport& certificate) {
  archive::Summary summary;
  summary.demand = instance.total_demand();
  summary.treated = patients_treated(plan);
  summary.unmet = summary.demand - summary.treated;
  summary.units_shipped = units_shipped(plan);
  summary.shipments = static_cast<Total>(plan.shipments.size());
  summary.movement_cost = certificate.value.movement;
  if (weighs_gains(instance) && certificate.optimal) {
    summary.bound_unmet = summary.unmet;
  } else {
    summary.bound_unmet = summary.demand - most_treated(instance, certificate.bound.treated);
  }
  summary.gap = weighs_gains(instance)
                    ? gap_below(certificate.bound.treated, certificate.value.treated)
                    : gap_below(summary.demand - summary.bound_unmet, summary.treated);
  summary.facilities = instance.facilities();
  summary.periods = instance.periods();
  summary.lanes = instance.lanes().lanes();
  summary.certified = certificate.optimal;
  return summary;
}

std::string summary_json(const archive::Summary& summary, const Reviewed& reviewed,
                         const std::optional<Consolidation>& consolidation) {
  nlohmann::ordered_json json;
  json["status"] = summary.status;
  json["demand"] = summary.demand;
  json["treated"] = summary.treated;
  json["unmet"] = summary.unmet;
  json["units_shipped"] = summary.units_shipped;
  json["shipments"] = summary.shipments;
  json["movement_cost"] = summary.movement_cost;
  json["bound_unmet"] = summary.bound_unmet;
  json["gap"] = summary.gap;
  json["facilities"] = summary.facilities;
  json["periods"] = summary.periods;
  json["lanes"] = summary.lanes;
  json["regions"] = summary.regions;
  json["iterations"] = summary.iterations;
  json["seconds"] = {{"total", summary.seconds.total},   {"load", summary.seconds.load},
                     {"demand", summary.seconds.demand}, {"transit", summary.seconds.transit},
                     {"solve", summary.seconds.solve},   {"verify", summary.seconds.verify},
                     {"write", summary.seconds.write}};
  json["peak_rss_bytes"] = summary.peak_rss_bytes;
  json["ranks"] = summary.ranks;
  json["threads"] = summary.threads;
  json["certified"] = summary.certified;
  if (!summary.rule_prices.empty()) {
    nlohmann::ordered_json& prices = json["rule_prices"];
    for (const auto& [rule, patients] : summary.rule_prices) prices[rule] = patients;
  }
  if (consolidation) {
    json["consolidation"] = consolidation_json(*consolidation);
  }
  if (summary.partners) {
    json["partners"] = {{"with", use_json(summary.partners->with)},
                        {"without", use_json(summary.partners->without)}};
  }
  if (reviewed.reserve) {
    json["reserve"] = {{"asked", reviewed.reserve->asked},
                       {"own", reviewed.reserve->own},
                       {"covered", reviewed.reserve->covered}};
  }
  if (reviewed.worst_facility) json["equity"] = equity_json(reviewed);
  if (reviewed.fairness) json["fairness"] = fairness_json(*reviewed.fairness);
  if (!reviewed.sums.empty()) json["money"] = money_json(reviewed);
  json["version"] = summary.version;
  json["commit"] = summary.commit;
  json["case_sha256"] = summary.case_sha256;
  return json.dump(2) + "\n";
}

void write_summary(const Environment& environment, const std::string& path,
                   const std::string& json) {
  if (path.empty()) return;
  OutputFile file(path);
  file.stream() << json;
  file.commit();
  environment.out << "Summary: " << path << '\n';
}

std::int64_t peak_memory_bytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace surgeflow::app
