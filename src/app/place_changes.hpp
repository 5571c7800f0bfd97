// SPDX-License-Identifier: Apache-2.0
// Changes of treatments, gathered by facility.
#pragma once

#include <vector>

#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::app {

/// Patients of one facility who are treated more, or fewer.
struct PlaceChange {
  FacilityId facility;
  Total patients = 0;
  Period first;
  Period last;
};

enum class Sense { fewer, more };

/// Most patients first; `changes` must be in the order of periods at each facility.
[[nodiscard]] std::vector<PlaceChange> by_place(
    const std::vector<explain::TreatmentChange>& changes, Sense sense);

[[nodiscard]] Total sum_of(const std::vector<PlaceChange>& places);

}  // namespace surgeflow::app
