// SPDX-License-Identifier: Apache-2.0
// Who may send to whom: a partition of the facilities.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow::transit {

/// Facilities of one group may share with one another and with nobody else. Pools are in none.
struct SharingGroups {
  static constexpr std::int32_t kNone = -1;
  std::vector<std::int32_t> group_of;            ///< [facility]
  std::vector<std::vector<FacilityId>> members;  ///< [group], ascending; groups of one included
};

/// One group for Scope::all, one for each region for Scope::region (in order of first appearance),
/// one for each facility for Scope::none. Throws InputError where a region is needed and missing.
[[nodiscard]] SharingGroups sharing_groups(std::span<const Facility> facilities, Scope scope);

}  // namespace surgeflow::transit
