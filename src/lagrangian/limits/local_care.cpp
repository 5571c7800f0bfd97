// SPDX-License-Identifier: Apache-2.0
// Which kind of care a facility takes.
#include "lagrangian/limits/local_care.hpp"

#include <vector>

#include "lagrangian/limits/earliest_care.hpp"
#include "lagrangian/limits/valued_care.hpp"

namespace surgeflow::lagrangian {
std::unique_ptr<LocalCare> make_local_care(const Instance& instance, const Limits& limits,
                                           FacilityId i) {
  std::vector<Count> supply;
  for (Period t{0}; t.value() < instance.periods(); ++t) supply.push_back(instance.supply(i, t));
  return make_local_care(instance, limits, i, supply);
}

std::unique_ptr<LocalCare> make_local_care(const Instance& instance, const Limits& limits,
                                           FacilityId i, std::span<const Count> supply) {
  const Count beds = limits.beds_of(i).value_or(LocalCare::kImpossible);
  if (instance.treat_steps().empty() && instance.hold_steps().empty()) {
    return std::make_unique<EarliestCare>(instance, i, supply, beds);
  }
  return std::make_unique<ValuedCare>(instance, i, supply, beds);
}

}  // namespace surgeflow::lagrangian
