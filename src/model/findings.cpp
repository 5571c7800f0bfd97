// SPDX-License-Identifier: Apache-2.0
// Puts places to findings.
#include "model/findings.hpp"

#include <utility>

namespace surgeflow::checks {

void Findings::at_key(const std::string& key, Finding finding) {
  const auto stated = statement_->places.find(key);
  const Place place =
      stated == statement_->places.end() ? Place{statement_->file, 0, key} : stated->second;
  diagnostics_.add(
      {place, std::move(finding.seen), std::move(finding.allowed), std::move(finding.remedy)});
}

void Findings::at_line(const std::string& file, std::int64_t line, std::string column,
                       Finding finding) {
  diagnostics_.add({{file, line, std::move(column)},
                    std::move(finding.seen),
                    std::move(finding.allowed),
                    std::move(finding.remedy)});
}

void Findings::at_facility(const FacilityRecord& record, std::string column, Finding finding) {
  at_line(statement_->facilities_file, record.line, std::move(column), std::move(finding));
}

void Findings::at_facilities(std::string column, Finding finding) {
  at_line(statement_->facilities_file, 1, std::move(column), std::move(finding));
}

}  // namespace surgeflow::checks
