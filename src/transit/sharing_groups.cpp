// SPDX-License-Identifier: Apache-2.0
// Groups facilities by the scope of sharing.
#include "transit/sharing_groups.hpp"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "surgeflow/core/error.hpp"

namespace surgeflow::transit {
namespace {

Diagnostic missing_region(const Facility& facility) {
  Diagnostic finding;
  finding.place.file = "facilities";
  finding.place.column = "region";
  finding.seen = fmt::format("facility '{}' has no region", facility.id);
  finding.allowed = "a region for every facility where sharing stays within regions";
  finding.remedy = "fill in the column, or set [sharing] scope = \"all\"";
  return finding;
}

void require_regions(std::span<const Facility> facilities) {
  Diagnostics findings;
  for (const Facility& facility : facilities) {
    if (!facility.is_pool() && facility.region.empty()) findings.add(missing_region(facility));
  }
  findings.throw_if_any();
}

}  // namespace

SharingGroups sharing_groups(std::span<const Facility> facilities, Scope scope) {
  if (scope == Scope::region) require_regions(facilities);
  SharingGroups groups;
  std::unordered_map<std::string_view, std::size_t> known;
  const auto group_for = [&](const Facility& facility) -> std::size_t {
    const std::size_t next = groups.members.size();
    if (scope == Scope::none) return next;
    return known.try_emplace(scope == Scope::all ? "" : facility.region, next).first->second;
  };
  for (std::size_t i = 0; i < facilities.size(); ++i) {
    if (facilities[i].is_pool()) {
      groups.group_of.push_back(SharingGroups::kNone);
      continue;
    }
    const std::size_t group = group_for(facilities[i]);
    if (group == groups.members.size()) groups.members.emplace_back();
    groups.group_of.push_back(static_cast<std::int32_t>(group));
    groups.members[group].push_back(FacilityId(static_cast<std::int32_t>(i)));
  }
  return groups;
}

}  // namespace surgeflow::transit
