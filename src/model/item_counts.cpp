// SPDX-License-Identifier: Apache-2.0
// Sums and greatest values over items, facilities and periods.
#include "surgeflow/model/item_counts.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "surgeflow/model/case.hpp"

namespace surgeflow {

std::int32_t largest_gain(const ItemSet& set) {
  std::int32_t largest = set.resolution;
  for (const Treatment& treatment : set.treatments) {
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      for (Period t{0}; t.value() < set.periods(); ++t) {
        largest = std::max(largest, set.gain(treatment, i, t));
      }
    }
  }
  return largest;
}

Total largest_worth(const ItemSet& set) {
  Total treatments = 1;
  Total held = 0;
  for (const Item& item : set.items) {
    for (const GainStep& step : item.instance.hold_steps()) {
      held = std::max<Total>(held, std::ranges::max(step.gain.values()));
    }
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      const Total turnaround = item.instance.turnaround_periods(i);
      treatments = std::max(treatments, (set.periods() + turnaround - 1) / turnaround);
    }
  }
  const Total holds = Total{set.counts_by_lane() ? 2 : 1} * set.periods();
  return treatments * (Total{largest_gain(set)} + 1) + holds * held;
}

Panel<Total> lending_limit_of(const Instance& instance) {
  Total devices = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      devices += std::max<Total>(0, instance.supply(i, t));
    }
  }
  Panel<Total> limit(instance.facilities(), instance.periods());
  for (const CostStep& step : instance.send_steps()) {
    std::ranges::transform(limit.values(), step.width.values(), limit.values().begin(),
                           std::plus<>());
  }
  for (Total& here : limit.values()) here = std::min(here, devices);
  return limit;
}

Instance with_equal_patients(const Instance& instance, Panel<Count> demand) {
  InstanceData data = instance.data();
  data.demand = std::move(demand);
  data.treat_steps.clear();
  return Instance(std::move(data));
}

Panel<Total> beds_taken(const ItemSet& set, const std::vector<Panel<Count>>& patients) {
  Panel<Total> taken(set.facilities(), set.periods());
  for (std::size_t k = 0; k < patients.size(); ++k) {
    const std::size_t item = set.treatments[k].item;
    if (!set.counts_for_beds(item)) continue;
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      const std::int32_t turnaround = set.items[item].instance.turnaround_periods(i);
      Total in_use = 0;
      for (Period t{0}; t.value() < set.periods(); ++t) {
        in_use += patients[k](i, t);
        if (t.value() >= turnaround) in_use -= patients[k](i, Period(t.value() - turnaround));
        taken(i, t) += in_use;
      }
    }
  }
  return taken;
}

Panel<Total> units_used(const ItemSet& set, const std::vector<Panel<Count>>& patients,
                        std::size_t consumable) {
  Panel<Total> used(set.facilities(), set.periods());
  for (const Use& use : set.uses) {
    if (use.consumable != consumable) continue;
    for (std::size_t k = 0; k < set.treatments.size(); ++k) {
      if (set.treatments[k].item != use.item) continue;
      for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
        const std::int32_t turnaround = set.items[use.item].instance.turnaround_periods(i);
        for (Period t{0}; t.value() < set.periods(); ++t) {
          const Total treated = patients[k](i, t);
          if (treated == 0) continue;
          used(i, t) += treated * use.per_patient;
          if (use.per_period == 0) continue;
          const std::int32_t end = t.value() + std::min(turnaround, set.periods() - t.value());
          for (Period u = t; u.value() < end; ++u) used(i, u) += treated * use.per_period;
        }
      }
    }
  }
  return used;
}

}  // namespace surgeflow
