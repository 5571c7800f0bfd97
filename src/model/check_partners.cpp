// SPDX-License-Identifier: Apache-2.0
// Checks the lines of partners.csv.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

class PartnerCheck {
 public:
  PartnerCheck(const CaseStatement& statement, FacilityIndex& index, Findings& findings)
      : statement_(statement), index_(index), findings_(findings) {
    for (const FacilityRecord& record : statement.facilities) {
      if (!record.region.empty()) regions_.insert(record.region);
    }
  }

  std::vector<PartnerFactor> run() {
    std::vector<PartnerFactor> partners;
    for (const PartnerRecord& record : statement_.partners) {
      check_end(record, "origin", record.origin);
      check_end(record, "destination", record.destination);
      partners.push_back({.origin = record.origin,
                          .destination = record.destination,
                          .hundredths = hundredths_of(record),
                          .line = record.line});
    }
    return partners;
  }

 private:
  void check_end(const PartnerRecord& record, std::string column, const std::string& name) {
    if (name.empty() || index_.find(name) || regions_.contains(name)) return;
    findings_.at_line(statement_.partners_file, record.line, std::move(column),
                      {fmt::format("{} is no facility and no region", in_quotes(name)),
                       "an id or a region as in facilities.csv, or an empty cell for everybody",
                       index_.remedy_for_unknown(name)});
  }

  /// To the nearest hundredth.
  std::int32_t hundredths_of(const PartnerRecord& record) {
    const double stated = record.factor.value_or(0.0);
    const double hundredths = std::round(stated * kWholeFactor);
    if (hundredths >= 1.0 && hundredths <= kMostFactor) {
      return static_cast<std::int32_t>(hundredths);
    }
    findings_.at_line(statement_.partners_file, record.line, "factor",
                      {record.factor ? fmt::format("{}", stated) : "the cell is empty",
                       fmt::format("0.01 to {}", kMostFactor / kWholeFactor),
                       "state less than 1 to prefer the lane, more to avoid it; orders ban it"});
    return kWholeFactor;
  }

  const CaseStatement& statement_;
  FacilityIndex& index_;
  Findings& findings_;
  std::set<std::string_view> regions_;
};

/// What lanes with costs can not stand beside.
void check_company_of_partners(const CaseStatement& statement, const Rules& rules,
                               Findings& findings) {
  const auto refuse = [&](std::string seen, std::string remedy) {
    findings.at_key("partners.file",
                    {std::move(seen), "[partners] where movement is minimised on lanes of any cost",
                     std::move(remedy)});
  };
  if (rules.bound_lending()) {
    refuse("[partners] beside lending_limit or lending_cost", "drop these, or [partners]");
  }
  if (statement.method == Method::lagrangian) {
    refuse("[partners] with solver.method = \"lagrangian\"", "drop the method");
  }
}

}  // namespace

std::vector<PartnerFactor> check_partners(const CaseStatement& statement, const Rules& rules,
                                          FacilityIndex& index, Findings& findings) {
  if (statement.partners.empty()) return {};
  check_company_of_partners(statement, rules, findings);
  return PartnerCheck(statement, index, findings).run();
}

}  // namespace surgeflow::checks
