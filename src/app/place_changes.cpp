// SPDX-License-Identifier: Apache-2.0
// Sums by facility.
#include "app/place_changes.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

namespace surgeflow::app {

std::vector<PlaceChange> by_place(const std::vector<explain::TreatmentChange>& changes,
                                  Sense sense) {
  std::map<FacilityId, PlaceChange> places;
  for (const explain::TreatmentChange& change : changes) {
    if ((change.patients < 0) != (sense == Sense::fewer)) continue;
    PlaceChange& place =
        places.try_emplace(change.facility, PlaceChange{change.facility, 0, change.period, {}})
            .first->second;
    place.patients += std::abs(change.patients);
    place.last = change.period;
  }
  std::vector<PlaceChange> list;
  for (const auto& [facility, place] : places) list.push_back(place);
  std::ranges::stable_sort(list, std::greater<>(), &PlaceChange::patients);
  return list;
}

Total sum_of(const std::vector<PlaceChange>& places) {
  Total sum = 0;
  for (const PlaceChange& place : places) sum += place.patients;
  return sum;
}

}  // namespace surgeflow::app
