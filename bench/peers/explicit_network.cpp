// SPDX-License-Identifier: Apache-2.0
// Sizes and weights of the time-expanded network.
#include "explicit_network.hpp"

#include <algorithm>

#include "surgeflow/core/checked.hpp"

namespace surgeflow::bench {
namespace {

std::int64_t weight_of_a_patient(const Instance& instance, std::int32_t nodes) {
  const auto cycle_limit = checked_multiply<std::int64_t>(instance.lanes().max_cost(), nodes);
  return checked_add<std::int64_t>(std::min(cycle_limit, instance.movement_limit()), 1);
}

}  // namespace

ExplicitNetwork::ExplicitNetwork(const Instance& instance)
    : instance_(&instance),
      periods_(instance.periods()),
      sink_(narrow<std::int32_t>(instance.demand().values().size())),
      all_devices_(narrow<Count>(instance.total_supply())),
      patient_weight_(weight_of_a_patient(instance, nodes())) {}

std::int32_t ExplicitNetwork::arcs() const {
  const auto treat = std::ranges::count_if(instance_->demand().values(),
                                           [](Count patients) { return patients > 0; });
  return narrow<std::int32_t>(sink_ + treat + instance_->lanes().ship_arcs(periods_));
}

Count ExplicitNetwork::supply(std::int32_t node) const {
  if (node == sink_) return -all_devices_;
  return instance_->supply(FacilityId(node / periods_), Period(node % periods_));
}

}  // namespace surgeflow::bench
