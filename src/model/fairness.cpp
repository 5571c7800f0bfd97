// SPDX-License-Identifier: Apache-2.0
// Numbers groups and sums over them.
#include "surgeflow/model/fairness.hpp"

#include <algorithm>
#include <map>

#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

const std::string& name_in(const Facility& facility, FairGroups by) {
  return by == FairGroups::regions ? facility.region : facility.id;
}

}  // namespace

std::string_view name_of(FairGroups by) {
  return by == FairGroups::regions ? "region" : "facility";
}

std::vector<std::int32_t> group_facilities(std::span<const Facility> facilities,
                                           const Panel<Count>& demand, FairGroups by) {
  std::map<std::string_view, std::int32_t> numbers;
  std::vector<std::int32_t> group;
  for (FacilityId i{0}; i.value() < demand.facilities(); ++i) {
    const std::string& name = name_in(facilities[static_cast<std::size_t>(i.value())], by);
    const bool has_patients =
        std::ranges::any_of(demand.row(i), [](Count patients) { return patients > 0; });
    if (name.empty() || !has_patients) {
      group.push_back(PatientFloors::kNoGroup);
      continue;
    }
    const auto next = static_cast<std::int32_t>(numbers.size());
    group.push_back(numbers.try_emplace(name, next).first->second);
  }
  return group;
}

std::vector<std::string> names_of_groups(std::span<const Facility> facilities,
                                         std::span<const std::int32_t> group, FairGroups by) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] == static_cast<std::int32_t>(names.size())) {
      names.push_back(name_in(facilities[i], by));
    }
  }
  return names;
}

std::vector<Total> sum_by_group(const Panel<Count>& patients, std::span<const std::int32_t> group) {
  std::int32_t last = PatientFloors::kNoGroup;
  for (const std::int32_t g : group) last = std::max(last, g);
  std::vector<Total> sums(static_cast<std::size_t>(last + 1), 0);
  for (FacilityId i{0}; i.value() < patients.facilities(); ++i) {
    const std::int32_t g = group[static_cast<std::size_t>(i.value())];
    if (g == PatientFloors::kNoGroup) continue;
    for (const Count here : patients.row(i)) sums[static_cast<std::size_t>(g)] += here;
  }
  return sums;
}

}  // namespace surgeflow
