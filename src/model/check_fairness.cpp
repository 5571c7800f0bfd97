// SPDX-License-Identifier: Apache-2.0
// Checks whose shares are to be made even, and what can not stand beside that.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

constexpr const char* kFairByKey = "rules.fair_by";
constexpr std::array kComparable = {FairGroups::facilities, FairGroups::regions};

void refuse_company_of_fairness(const CaseStatement& statement, const Limits& limits,
                                Findings& findings) {
  const auto refuse = [&](bool stated, std::string seen, std::string remedy) {
    if (!stated) return;
    findings.at_key(kFairByKey,
                    {std::move(seen),
                     "fair_by beside orders and the rules weight, patient_tiers, reserve, "
                     "lending_limit and lending_cost",
                     std::move(remedy)});
  };
  refuse(limits.any(), "fair_by beside a limit", fmt::format("{}, or fair_by", kDropLimits));
  refuse(statement.shipments.any(), "fair_by beside [shipments]", "drop [shipments], or fair_by");
  if (statement.method == Method::exact) {
    findings.at_key("solver.method",
                    {"'exact' with rules.fair_by, which no network can hold",
                     "\"auto\" or \"lagrangian\"", "remove the method, or fair_by"});
  }
}

void require_regions(const CaseStatement& statement, Findings& findings) {
  for (const FacilityRecord& record : statement.facilities) {
    if (!record.region.empty() || record.lead_periods) continue;
    findings.at_facility(record, "region",
                         {"the cell is empty, or there is no such column",
                          "a region, since rules.fair_by compares them",
                          "state the facility's region, or write fair_by = \"facility\""});
  }
}

}  // namespace

std::optional<FairGroups> check_fairness(const CaseStatement& statement, const Limits& limits,
                                         Findings& findings) {
  if (statement.fair_by.empty()) return std::nullopt;
  const auto by = std::ranges::find_if(
      kComparable, [&](FairGroups groups) { return name_of(groups) == statement.fair_by; });
  if (by == kComparable.end()) {
    findings.at_key(kFairByKey, {in_quotes(statement.fair_by), "\"facility\" or \"region\"",
                                 "say whose shares of patients treated are made even"});
    return std::nullopt;
  }
  refuse_company_of_fairness(statement, limits, findings);
  if (*by == FairGroups::regions) require_regions(statement, findings);
  return *by;
}

}  // namespace surgeflow::checks
