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

std::vector<std::int32_t> regions_of(std::span<const Facility> facilities) {
  std::vector<std::int32_t> region_of;
  std::unordered_map<std::string_view, std::int32_t> known;
  Diagnostics findings;
  for (const Facility& facility : facilities) {
    if (facility.region.empty()) findings.add(missing_region(facility));
    const auto next = static_cast<std::int32_t>(known.size());
    region_of.push_back(known.try_emplace(facility.region, next).first->second);
  }
  findings.throw_if_any();
  return region_of;
}

std::int32_t group_for(Scope scope, std::int32_t facility) {
  return scope == Scope::all ? 0 : facility;
}

}  // namespace

SharingGroups sharing_groups(std::span<const Facility> facilities, Scope scope) {
  SharingGroups groups;
  const auto count = static_cast<std::int32_t>(facilities.size());
  if (scope == Scope::region) {
    groups.group_of = regions_of(facilities);
  } else {
    for (std::int32_t i = 0; i < count; ++i) groups.group_of.push_back(group_for(scope, i));
  }
  for (std::int32_t i = 0; i < count; ++i) {
    const auto group = static_cast<std::size_t>(groups.group_of[static_cast<std::size_t>(i)]);
    if (group == groups.members.size()) groups.members.emplace_back();
    groups.members[group].push_back(FacilityId(i));
  }
  return groups;
}

}  // namespace surgeflow::transit
