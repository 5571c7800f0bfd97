// SPDX-License-Identifier: Apache-2.0
// Shares of patients, and how far apart they are.
#include "surgeflow/review/equity.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::review {
namespace {

using Wide = __int128;

/// Whether a smaller share of the first is treated.
bool is_worse(const Care& one, const Care& other) {
  return Wide{one.treated} * other.demand < Wide{other.treated} * one.demand;
}

template <class Treated>
std::vector<Care> care_by_facility(std::span<const Facility> facilities, const Instance& instance,
                                   Treated&& treated_at) {
  std::vector<Care> places;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto demand = instance.demand().row(i);
    const Total patients = std::accumulate(demand.begin(), demand.end(), Total{0});
    if (patients == 0) continue;
    places.push_back({facilities[static_cast<std::size_t>(i.value())].id, patients, treated_at(i)});
  }
  return places;
}

Total treated_at(const Plan& plan, FacilityId i) {
  const auto treated = plan.treated.row(i);
  return std::accumulate(treated.begin(), treated.end(), Total{0});
}

}  // namespace

double gini(std::span<const Care> places) {
  std::vector<Care> sorted(places.begin(), places.end());
  std::ranges::sort(sorted, is_worse);
  // Of pairs with the worse one first: treated_j d_i - treated_i d_j.
  Wide apart = 0;
  Wide demand = 0;
  Wide treated = 0;
  for (const Care& place : sorted) {
    apart += place.treated * demand - place.demand * treated;
    demand += place.demand;
    treated += place.treated;
  }
  if (treated == 0) return 0.0;
  return static_cast<double>(apart) / (static_cast<double>(demand) * static_cast<double>(treated));
}

const Care& worst_off(std::span<const Care> places) {
  return *std::ranges::min_element(places, is_worse);
}

std::vector<Care> care_of_facilities(std::span<const Facility> facilities, const Instance& instance,
                                     const Plan& plan) {
  return care_by_facility(facilities, instance, [&](FacilityId i) { return treated_at(plan, i); });
}

std::vector<Care> care_without_sharing(std::span<const Facility> facilities,
                                       const Instance& instance) {
  return care_by_facility(facilities, instance,
                          [&](FacilityId i) { return treated_without_sharing(instance, i); });
}

std::vector<Care> care_of_regions(std::span<const Facility> facilities, const Instance& instance,
                                  const Plan& plan) {
  std::map<std::string, Care> regions;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::string& region = facilities[static_cast<std::size_t>(i.value())].region;
    if (region.empty()) continue;
    const auto demand = instance.demand().row(i);
    Care& care = regions.try_emplace(region, Care{.name = region}).first->second;
    care.demand = std::accumulate(demand.begin(), demand.end(), care.demand);
    care.treated += treated_at(plan, i);
  }
  std::vector<Care> places;
  for (auto& [region, care] : regions) {
    if (care.demand > 0) places.push_back(std::move(care));
  }
  return places;
}

}  // namespace surgeflow::review
