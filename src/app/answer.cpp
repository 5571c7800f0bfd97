// SPDX-License-Identifier: Apache-2.0
// Sentences for stdout.
#include "app/answer.hpp"

#include <fmt/format.h>

#include "app/consolidation.hpp"
#include "app/summary.hpp"
#include "app/words.hpp"

namespace surgeflow::app {
namespace {

std::string patients(Total number) { return counted(number, "patient", "patients"); }

std::string situation(const archive::PlanDocument& document) {
  const archive::Summary& summary = document.summary;
  return fmt::format("{} to be treated at {} over {} from {}, with {}.\n", patients(summary.demand),
                     counted(summary.facilities, "facility", "facilities"),
                     counted(summary.periods, "period", "periods"),
                     format_date(document.horizon.start),
                     counted(document.instance.total_supply(), "device", "devices"));
}

std::string outcome(const archive::PlanDocument& document, Total unmet_alone) {
  const archive::Summary& summary = document.summary;
  const std::string device = document.item_name.empty() ? "device" : document.item_name;
  const auto go = [](Total number) { return number == 1 ? "goes" : "go"; };
  if (document.transit.scope == Scope::none) {
    return fmt::format("Without sharing {} {} without a {}.\n", patients(summary.unmet),
                       go(summary.unmet), device);
  }
  const Total saved = unmet_alone - summary.unmet;
  const std::string change = saved >= 0 ? grouped(saved) + " fewer" : grouped(-saved) + " more";
  return fmt::format("Without sharing {} {} without a {}; with sharing {} ({}).\n",
                     patients(unmet_alone), go(unmet_alone), device, grouped(summary.unmet),
                     change);
}

std::string movement(const archive::PlanDocument& document) {
  const archive::Summary& summary = document.summary;
  if (document.transit.scope == Scope::none) return {};
  if (summary.units_shipped == 0) return "No device moves.\n";
  return fmt::format("{} {} in {}.\n", counted(summary.units_shipped, "device", "devices"),
                     summary.units_shipped == 1 ? "moves" : "move",
                     counted(summary.shipments, "shipment", "shipments"));
}

std::string_view reason_to_end(const archive::PlanDocument& document) {
  if (document.summary.status == "time_limit") return "The time limit was reached";
  if (document.summary.status == "interrupted") return "The run was interrupted";
  if (document.consolidation && document.consolidation->rules.minimum) {
    return "The search for shipments of the least size ended";
  }
  if (document.consolidation && !document.limits) return "Shipments were made fewer";
  if (document.replan && !document.limits) return "Orders were kept";
  if (document.fairness) return "The search for the fairest plan ended";
  return document.limits ? "The search within the limits ended" : "The gap asked for was reached";
}

/// Where patients or idle devices are weighed.
std::string proof_of_gain(const archive::PlanDocument& document) {
  const std::string_view kept = document.fairness ? " that keeps these shares" : "";
  if (document.summary.status == "optimal") {
    return fmt::format(
        "Certified optimal: by the weights of the rules no plan{} can gain more, and none that "
        "gains as much moves less.\n",
        kept);
  }
  return fmt::format(
      "{} before the optimum was proved: by the weights of the rules this plan gains at most {} "
      "less than the best one{}.\n",
      reason_to_end(document), percent_in_words(document.summary.gap), kept);
}

std::string proof(const archive::PlanDocument& document) {
  const archive::Summary& summary = document.summary;
  if (weighs_gains(document.instance)) return proof_of_gain(document);
  if (summary.status == "optimal" && !document.fairness) {
    return document.transit.scope == Scope::none
               ? "Certified optimal: no plan without sharing can treat more.\n"
               : "Certified optimal: no plan can treat more, and none that treats as many moves "
                 "less.\n";
  }
  const std::string_view reason = reason_to_end(document);
  if (summary.unmet == summary.bound_unmet) {
    if (document.fairness) {
      return fmt::format("{}: no plan that keeps these shares can treat more.\n", reason);
    }
    return fmt::format("{}: no plan can treat more, but one that moves less may exist.\n", reason);
  }
  return fmt::format(
      "{} before the optimum was proved: under any plan {}at least {} go without, {} fewer than "
      "here (gap {}).\n",
      reason,
      document.fairness ? "that keeps these shares "
      : document.limits ? "within the limits "
                        : "",
      patients(summary.bound_unmet), grouped(summary.unmet - summary.bound_unmet),
      percent_in_words(summary.gap));
}

}  // namespace

std::string answer_in_words(const archive::PlanDocument& document, Total unmet_alone) {
  return situation(document) + outcome(document, unmet_alone) + movement(document) +
         consolidation_in_words(document) + proof(document);
}

}  // namespace surgeflow::app
