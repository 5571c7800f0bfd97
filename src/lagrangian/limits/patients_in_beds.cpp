// SPDX-License-Identifier: Apache-2.0
// Keeps the patients of each facility that fit.
#include "lagrangian/limits/patients_in_beds.hpp"

#include <algorithm>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

Instance with_patients(const Instance& instance, const Panel<Count>& most) {
  InstanceData data = numbers_of(instance);
  std::ranges::transform(most.values(), data.demand.values(), data.demand.values().begin(),
                         [](Count allowed, Count there) { return std::min(allowed, there); });
  if (!data.treat_steps.empty()) {
    data.treat_steps = steps_within(instance.treat_steps(), data.demand);
  }
  return Instance(std::move(data));
}

Instance with_patients_in_beds(const Instance& instance, const Instance& valued,
                               const Panel<Count>& beds) {
  Panel<Count> cared = instance.demand();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (std::ranges::min(beds.row(i)) >= instance.most_devices()) continue;
    const auto care = make_local_care(valued, {}, i, rises(beds.row(i)));
    for (Period t{0}; t.value() < instance.periods(); ++t) cared(i, t) = care->treated(t);
  }
  return with_patients(instance, cared);
}

}  // namespace surgeflow::lagrangian
