// SPDX-License-Identifier: Apache-2.0
// Makes steps of rules.
#include "surgeflow/model/rules.hpp"

#include <algorithm>
#include <cmath>

#include "model/gain_parts.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

/// How many of a quantity a cumulative share is. The rounding is that of a planner: to the nearest.
Count part_of(double share, Total quantity) {
  return static_cast<Count>(std::llround(share * static_cast<double>(quantity)));
}

template <class Visit>
void for_each_node(const InstanceData& data, Visit&& visit) {
  for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
    for (Period t{0}; t.value() < data.demand.periods(); ++t) visit(i, t);
  }
}

GainStep empty_gain_step(const InstanceData& data) {
  const std::int32_t n = data.demand.facilities();
  return {Panel<Count>(n, data.demand.periods()), Panel<std::int32_t>(n, data.demand.periods())};
}

/// w_i times the weight of the tier, both in parts, to the nearest part.
std::int32_t weight_in_parts(const Rules& rules, const PatientTier& tier, FacilityId i) {
  const std::int64_t own = rules.patient_weight_parts.empty()
                               ? kPartsOfAPatient
                               : rules.patient_weight_parts[static_cast<std::size_t>(i.value())];
  return static_cast<std::int32_t>((own * tier.weight_parts + kPartsOfAPatient / 2) /
                                   kPartsOfAPatient);
}

void add_treat_steps(const Rules& rules, InstanceData& data) {
  if (rules.patient_weight_parts.empty() && rules.patient_tiers.empty()) return;
  const std::vector<PatientTier> tiers =
      rules.patient_tiers.empty() ? std::vector<PatientTier>{{}} : rules.patient_tiers;
  Panel<Count> below(data.demand.facilities(), data.demand.periods());
  for (const PatientTier& tier : tiers) {
    GainStep step = empty_gain_step(data);
    for_each_node(data, [&](FacilityId i, Period t) {
      const Count up_to = part_of(tier.up_to, data.demand(i, t));
      step.width(i, t) = up_to - below(i, t);
      step.gain(i, t) = weight_in_parts(rules, tier, i);
      below(i, t) = up_to;
    });
    data.treat_steps.push_back(std::move(step));
  }
}

void add_hold_steps(const Reserve& reserve, InstanceData& data) {
  GainStep step = empty_gain_step(data);
  for_each_node(data, [&](FacilityId i, Period t) {
    Total kept = reserve.devices[static_cast<std::size_t>(i.value())];
    const std::int32_t last =
        std::min(t.value() + reserve.coming_periods, data.demand.periods() - 1);
    for (Period u{t.value() + 1}; u.value() <= last; ++u) kept += data.demand(i, u);
    step.width(i, t) = static_cast<Count>(std::min<Total>(kept, kMaxTotal));
    step.gain(i, t) = reserve.weight_parts;
  });
  data.hold_steps.push_back(std::move(step));
}

void add_send_steps(const Rules& rules, InstanceData& data) {
  const std::vector<LendingStep> steps =
      rules.lending_cost.empty() ? std::vector<LendingStep>{{}} : rules.lending_cost;
  std::vector<Count> below(data.devices.size(), 0);
  for (std::size_t n = 0; n < steps.size(); ++n) {
    CostStep made{Panel<Count>(data.demand.facilities(), data.demand.periods()),
                  Panel<std::int32_t>(data.demand.facilities(), data.demand.periods())};
    for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
      const auto place = static_cast<std::size_t>(i.value());
      const Count most = rules.lending_limit.empty() ? kMaxTotal : rules.lending_limit[place];
      const bool last = n + 1 == steps.size();
      const Count up_to =
          std::min(most, last ? Count{kMaxTotal} : part_of(steps[n].up_to, data.devices[place]));
      std::ranges::fill(made.width.row(i), up_to - below[place]);
      const bool free = std::ranges::count(rules.free_lenders, i) > 0;
      std::ranges::fill(made.cost.row(i), free ? 0 : steps[n].cost);
      below[place] = up_to;
    }
    data.send_steps.push_back(std::move(made));
  }
}

}  // namespace

std::vector<std::string_view> names_of(const Rules& rules) {
  std::vector<std::string_view> names;
  for (const std::string_view name :
       {kPatientWeightRule, kPatientTiersRule, kReserveRule, kLendingLimitRule, kLendingCostRule}) {
    if (without(rules, name) != rules) names.push_back(name);
  }
  return names;
}

Rules without(Rules rules, std::string_view name) {
  if (name == kPatientWeightRule) rules.patient_weight_parts.clear();
  if (name == kPatientTiersRule) rules.patient_tiers.clear();
  if (name == kReserveRule) rules.reserve.reset();
  if (name == kLendingLimitRule) rules.lending_limit.clear();
  if (name == kLendingCostRule) {
    rules.lending_cost.clear();
    rules.free_lenders.clear();
  }
  return rules;
}

void apply_rules(const Rules& rules, InstanceData& data) {
  if (rules.count_gains()) data.resolution = kPartsOfAPatient;
  add_treat_steps(rules, data);
  if (rules.reserve) add_hold_steps(*rules.reserve, data);
  if (rules.bound_lending()) add_send_steps(rules, data);
  if (rules.count_gains()) {
    count_in_parts(data, data.resolution / common_part(data, data.resolution));
  }
}

}  // namespace surgeflow
