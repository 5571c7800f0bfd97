// SPDX-License-Identifier: Apache-2.0
// Which kind of care a facility takes.
#include "lagrangian/limits/local_care.hpp"

#include <numeric>
#include <vector>

#include "lagrangian/limits/earliest_care.hpp"
#include "lagrangian/limits/valued_care.hpp"

namespace surgeflow::lagrangian {

std::vector<Count> beds_by_period(const Limits& limits, FacilityId i, std::int32_t periods) {
  std::vector<Count> beds;
  for (Period t{0}; t.value() < periods; ++t) {
    beds.push_back(limits.beds_at(i, t).value_or(LocalCare::kImpossible));
  }
  return beds;
}

std::vector<Count> rises(std::span<const Count> levels) {
  std::vector<Count> rises(levels.size());
  std::adjacent_difference(levels.begin(), levels.end(), rises.begin());
  return rises;
}

std::unique_ptr<LocalCare> make_local_care(const Instance& instance, const Limits& limits,
                                           FacilityId i) {
  std::vector<Count> supply;
  for (Period t{0}; t.value() < instance.periods(); ++t) supply.push_back(instance.supply(i, t));
  return make_local_care(instance, limits, i, supply);
}

std::unique_ptr<LocalCare> make_local_care(const Instance& instance, const Limits& limits,
                                           FacilityId i, std::span<const Count> supply) {
  const std::vector<Count> beds = beds_by_period(limits, i, instance.periods());
  if (instance.treat_steps().empty() && instance.hold_steps().empty()) {
    return std::make_unique<EarliestCare>(instance, i, supply, beds);
  }
  return std::make_unique<ValuedCare>(instance, i, supply, beds);
}

std::unique_ptr<LocalCare> make_changing_care(const Instance& instance, const Limits& limits,
                                              FacilityId i, std::span<const Count> supply) {
  const std::vector<Count> beds = beds_by_period(limits, i, instance.periods());
  if (std::ranges::min(beds) < instance.most_devices()) {
    return make_local_care(instance, limits, i, supply);
  }
  return std::make_unique<ValuedCare>(instance, i, supply);
}

}  // namespace surgeflow::lagrangian
