// SPDX-License-Identifier: Apache-2.0
// Weights as prices of treating.
#include "lagrangian/fair/weighted_groups.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {

WeightedGroups::WeightedGroups(const Instance& instance, std::span<const std::int32_t> group,
                               const Plan& start, const Panel<std::int32_t>& potentials,
                               const SolveControl& control)
    : instance_(&instance), group_(group), control_(&control) {
  last_.plan = start;
  last_.potentials = Panel<std::int64_t>(instance.facilities(), instance.periods());
  std::ranges::copy(potentials.values(), last_.potentials.values().begin());
}

const PricedResult& WeightedGroups::solve(std::span<const std::int64_t> weights,
                                          std::int64_t unit) {
  const Panel<std::int64_t> none(instance_->facilities(), instance_->periods());
  LanePrices prices{.resolution = unit, .leave = none, .arrive = none, .treat = none};
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    const std::int32_t group = group_[static_cast<std::size_t>(i.value())];
    const std::int64_t weight = group < 0 ? 0 : weights[static_cast<std::size_t>(group)];
    std::ranges::fill(prices.treat.row(i), weight - unit);
  }
  for (std::int64_t& value : last_.potentials.values()) value = value * unit / unit_;
  unit_ = unit;
  const PricedStart from{.potentials = &last_.potentials, .plan = &last_.plan};
  PricedResult priced =
      solve_priced(*instance_, prices, from, {.stop = control_->stop, .workspace = &workspace_});
  if (priced.stopped != StopReason::none) priced.plan = std::move(last_.plan);
  last_ = std::move(priced);
  return last_;
}

/// A device treats at most once a period.
std::int64_t most_weight(const Instance& instance) {
  return (std::int64_t{1} << 30) / (instance.periods() + 1);
}

}  // namespace surgeflow::lagrangian
