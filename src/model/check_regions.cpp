// SPDX-License-Identifier: Apache-2.0
// Checks the regions of the decomposition.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

/// Facilities of a region where the planner states none.
constexpr std::int64_t kFacilitiesPerRegion = 60;

std::vector<std::int32_t> labels_of(const CaseStatement& statement) {
  std::map<std::string_view, std::int32_t> label_of_region;
  std::vector<std::int32_t> labels;
  for (const FacilityRecord& record : statement.facilities) {
    const auto next = static_cast<std::int32_t>(label_of_region.size());
    labels.push_back(label_of_region.emplace(record.solver_region, next).first->second);
  }
  return labels;
}

CheckedRegions check_count(const CaseStatement& statement, Findings& findings) {
  const auto facilities = static_cast<std::int64_t>(statement.facilities.size());
  const std::int64_t count = *statement.regions;
  if (count < 1 || count > facilities) {
    findings.at_key("solver.regions",
                    {fmt::format("{} regions of {} facilities", count, facilities),
                     fmt::format("1 to {}, or the name of a column of facilities.csv", facilities),
                     "about one region for 60 facilities works well"});
    return {};
  }
  return {.of_facility = {}, .count = static_cast<std::int32_t>(count)};
}

}  // namespace

CheckedRegions check_regions(const CaseStatement& statement, Findings& findings) {
  if (statement.method != Method::lagrangian) return {};
  if (statement.regions) return check_count(statement, findings);
  const auto empty = [](const FacilityRecord& record) { return record.solver_region.empty(); };
  const bool stated = !statement.region_column.empty();
  const bool filled = std::ranges::none_of(statement.facilities, empty);
  if (filled) return {.of_facility = labels_of(statement), .count = 0};
  if (!stated) {
    const auto facilities = static_cast<std::int64_t>(statement.facilities.size());
    return {.of_facility = {},
            .count = static_cast<std::int32_t>(
                std::max<std::int64_t>(facilities / kFacilitiesPerRegion, 1))};
  }
  const Finding finding{"the facility has no region", "a region for each facility",
                        fmt::format("fill the column: solver.regions = \"{}\" needs it; or state "
                                    "a number of regions",
                                    statement.region_column)};
  if (std::ranges::all_of(statement.facilities, empty)) {
    findings.at_facilities(statement.region_column,
                           {"no facility fills the column", finding.allowed, finding.remedy});
    return {};
  }
  for (const FacilityRecord& record : statement.facilities) {
    if (empty(record)) findings.at_facility(record, statement.region_column, finding);
  }
  return {};
}

}  // namespace surgeflow::checks
