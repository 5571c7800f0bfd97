// SPDX-License-Identifier: Apache-2.0
// Checks what [shipments] asks for.
#include <fmt/format.h>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

/// What shipments can not be made fewer beside.
void check_company_of_shipments(const CaseStatement& statement, const Limits& limits,
                                Findings& findings) {
  if (limits.any() && statement.shipments.minimum) {
    findings.at_key(
        "shipments.minimum",
        {"minimum beside a limit of [rules]",
         "minimum beside the rules weight, patient_tiers, reserve, lending_limit and "
         "lending_cost, and orders",
         fmt::format("{}, or the minimum; fewest and fixed_cost may stay", kDropLimits)});
  }
  if (limits.backup_periods > 0) {
    findings.at_key("shipments.fewest",
                    {"[shipments] beside rules.backup_periods", "other limits beside it",
                     "drop backup_periods, or [shipments]: what is idle elsewhere would cover "
                     "another reserve"});
  }
  if (statement.method == Method::lagrangian) {
    findings.at_key("solver.method", {"\"lagrangian\" with [shipments]", "\"auto\" or \"exact\"",
                                      "shipments are made fewer on the root; drop the key"});
  }
}

std::optional<Count> checked_minimum(const CaseStatement& statement, Findings& findings) {
  const auto& stated = statement.shipments.minimum;
  if (!stated) return std::nullopt;
  const auto refuse = [&](std::string seen, std::string allowed, std::string remedy) {
    findings.at_key("shipments.minimum", {std::move(seen), std::move(allowed), std::move(remedy)});
  };
  if (*stated < 1 || *stated > kMaxTotal) {
    refuse(fmt::format("{}", *stated), fmt::format("1 to {}", kMaxTotal),
           "state how many devices a shipment has at least");
    return std::nullopt;
  }
  if (statement.shipments.keep_unmet) {
    refuse("minimum beside keep_unmet = true", "one of the two",
           "drop keep_unmet: a minimum can cost patients");
  }
  return static_cast<Count>(*stated);
}

}  // namespace

ShipmentRules check_shipments(const CaseStatement& statement, const Limits& limits,
                              Findings& findings) {
  const ShipmentsStatement& stated = statement.shipments;
  if (!stated.any()) return {};
  check_company_of_shipments(statement, limits, findings);
  ShipmentRules rules{.fewest = stated.fewest,
                      .fixed_cost = {},
                      .minimum = checked_minimum(statement, findings),
                      .keep_unmet = stated.keep_unmet};
  if (!stated.fixed_cost) {
    if (rules.fewest || stated.minimum) return rules;
    findings.at_key("shipments.keep_unmet",
                    {"keep_unmet alone", "keep_unmet beside fewest or fixed_cost",
                     "write fewest = true, or drop the key"});
    return rules;
  }
  if (*stated.fixed_cost < 0 || *stated.fixed_cost > kMaxLaneCost) {
    findings.at_key("shipments.fixed_cost",
                    {fmt::format("{}", *stated.fixed_cost), fmt::format("0 to {}", kMaxLaneCost),
                     "state what a shipment costs, in units of movement"});
    return rules;
  }
  rules.fixed_cost = static_cast<Count>(*stated.fixed_cost);
  if (rules.fewest) {
    findings.at_key("shipments.fixed_cost", {"fixed_cost beside fewest = true", "one of the two",
                                             "drop fewest: with fixed_cost shipments are as few as "
                                             "their movement is worth"});
  }
  return rules;
}

}  // namespace surgeflow::checks
