// SPDX-License-Identifier: Apache-2.0
// How evenly a plan treats.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::review {

/// Patients of a facility, or of a region.
struct Care {
  std::string name;  ///< the facility's id, or the region
  Total demand = 0;  ///< patients, > 0
  Total treated = 0;

  [[nodiscard]] double unmet_share() const {
    return static_cast<double>(demand - treated) / static_cast<double>(demand);
  }
};

/// Gini coefficient of the share treated, s_i = treated_i / demand_i, each weighted by its
/// patients:
///
///   sum_ij d_i d_j |s_i - s_j| / (2 D^2 s) = sum_ij |treated_i d_j - treated_j d_i| / (2 D T)
///
/// with D and T all patients and all treated. 0 where all shares are equal, or nobody is treated.
[[nodiscard]] double gini(std::span<const Care> places);

/// Who has the greatest share of patients without a device; of several the first. There must be
/// one.
[[nodiscard]] const Care& worst_off(std::span<const Care> places);

/// Facilities with patients.
[[nodiscard]] std::vector<Care> care_of_facilities(std::span<const Facility> facilities,
                                                   const Instance& instance, const Plan& plan);
/// The same with nothing shipped.
[[nodiscard]] std::vector<Care> care_without_sharing(std::span<const Facility> facilities,
                                                     const Instance& instance);
/// Regions with patients, by name; facilities without a region are left out.
[[nodiscard]] std::vector<Care> care_of_regions(std::span<const Facility> facilities,
                                                const Instance& instance, const Plan& plan);

}  // namespace surgeflow::review
