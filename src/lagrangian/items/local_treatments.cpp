// SPDX-License-Identifier: Apache-2.0
// Sets units and devices aside for treatments, facility by facility.
#include "lagrangian/items/local_treatments.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "lagrangian/items/tie_multipliers.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Treatments at (i, t), those first that gain most.
std::vector<std::size_t> by_gain(const ItemSet& set, FacilityId i, Period t) {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < set.treatments.size(); ++k) order.push_back(k);
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t k) { return set.gain(set.treatments[k], i, t); });
  return order;
}

/// Whether the same treatments gain most everywhere.
bool gains_alike(const ItemSet& set) {
  return std::ranges::all_of(set.items,
                             [](const Item& item) { return item.instance.treat_steps().empty(); });
}

/// What so many idle devices or units gain at (i, t).
Total gain_of_holding(const Instance& instance, FacilityId i, Period t, Total idle) {
  Total gain = 0;
  for (const GainStep& step : instance.hold_steps()) {
    const Total within = std::clamp<Total>(idle, 0, step.width(i, t));
    gain += within * step.gain(i, t);
    idle -= within;
  }
  return gain;
}

/// Periods from t on in which the item is on a patient.
std::int32_t in_use_until(const ItemSet& set, std::size_t item, FacilityId i, std::int32_t t) {
  return t + std::min(set.items[item].instance.turnaround_periods(i), set.periods() - t);
}

/// Units of a use that one patient takes in `u`, treated from t on.
Total taken(const Use& use, std::int32_t t, std::int32_t u) {
  return Total{use.per_period} + (u == t ? use.per_patient : 0);
}

/// At most `most` patients, so many that every period has `left` for what each takes of it.
template <class Taken>
Count affordable(Count most, std::span<const Total> left, std::int32_t from, std::int32_t until,
                 Taken&& taken_in) {
  Total patients = most;
  for (std::int32_t u = from; u < until && patients > 0; ++u) {
    const Total each = taken_in(u);
    if (each > 0) patients = std::min(patients, left[static_cast<std::size_t>(u)] / each);
  }
  return static_cast<Count>(std::max<Total>(0, patients));
}

/// Staffed beds beside those taken; empty without beds.
Panel<Total> free_beds(const ItemSet& set, const std::vector<Panel<Count>>& patients) {
  if (set.beds.facilities() == 0) return {};
  Panel<Total> beds = beds_taken(set, patients);
  std::ranges::transform(set.beds.values(), beds.values(), beds.values().begin(),
                         [](Count there, Total taken) { return there - taken; });
  return beds;
}

/// Idle devices or units of every tied item, and free beds; what is added stays in step.
class IdleStock {
 public:
  IdleStock(const ItemSet& set, const ItemPlans& plans)
      : set_(set), beds_(free_beds(set, plans.patients)) {
    for (std::size_t item = 0; item < set.items.size(); ++item) {
      idle_.push_back(trace_plan(set.items[item].instance, plans.plans[item]).idle);
    }
  }

  /// Patients that the units at hand allow from t on.
  [[nodiscard]] Count by_units(std::size_t item, FacilityId i, std::int32_t t, Count most) const {
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      most = affordable(most, idle_[use.consumable].row(i), t, set_.periods(),
                        [&](std::int32_t u) { return taken_until(use, i, t, u); });
    }
    return most;
  }
  /// Patients that the devices at hand, and staffed beds, allow from t on.
  [[nodiscard]] Count by_devices(std::size_t item, FacilityId i, std::int32_t t, Count most) const {
    const std::int32_t until = in_use_until(set_, item, i, t);
    const auto one_each = [](std::int32_t) { return Total{1}; };
    if (set_.counts_for_beds(item)) most = affordable(most, beds_.row(i), t, until, one_each);
    return affordable(most, idle_[item].row(i), t, until, one_each);
  }
  /// How many of so many patients gain more than the reserves that they are treated from.
  [[nodiscard]] Count worth_while(const Treatment& treatment, FacilityId i, std::int32_t t,
                                  Count most) const {
    if (!keeps_reserve(treatment.item)) return most;
    const std::int32_t gain = set_.gain(treatment, i, Period(t));
    Total lost = lost_reserve(treatment.item, i, t, most);
    while (most > 0) {
      const Total lost_by_fewer = lost_reserve(treatment.item, i, t, most - 1);
      if (lost - lost_by_fewer < gain) break;
      lost = lost_by_fewer;
      --most;
    }
    return most;
  }
  void take(std::size_t item, FacilityId i, std::int32_t t, Count patients) {
    for (Period u{t}; u.value() < in_use_until(set_, item, i, t); ++u) {
      idle_[item](i, u) -= patients;
      if (set_.counts_for_beds(item)) beds_(i, u) -= patients;
    }
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      const std::span<Total> units = idle_[use.consumable].row(i);
      for (std::int32_t u = t; u < set_.periods(); ++u) {
        units[static_cast<std::size_t>(u)] -= patients * taken_until(use, i, t, u);
      }
    }
  }

 private:
  /// Units that a patient treated from t on has taken by the end of u.
  [[nodiscard]] Total taken_until(const Use& use, FacilityId i, std::int32_t t,
                                  std::int32_t u) const {
    const std::int32_t until = std::min(u + 1, in_use_until(set_, use.item, i, t));
    return use.per_patient + Total{use.per_period} * (until - t);
  }

  [[nodiscard]] bool keeps_reserve(std::size_t item) const {
    const auto keeps = [&](std::size_t one) {
      return !set_.items[one].instance.hold_steps().empty();
    };
    return keeps(item) || std::ranges::any_of(set_.uses, [&](const Use& use) {
             return use.item == item && keeps(use.consumable);
           });
  }

  /// What devices and units on so many patients, treated from t on, would gain idle.
  [[nodiscard]] Total lost_reserve(std::size_t item, FacilityId i, std::int32_t t,
                                   Count patients) const {
    Total lost = 0;
    const auto lose = [&](std::size_t of, Period u, Total taken) {
      const Instance& instance = set_.items[of].instance;
      const Total idle = idle_[of](i, u);
      lost += gain_of_holding(instance, i, u, idle) - gain_of_holding(instance, i, u, idle - taken);
    };
    for (Period u{t}; u.value() < in_use_until(set_, item, i, t); ++u) lose(item, u, patients);
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      for (Period u{t}; u.value() < set_.periods(); ++u) {
        lose(use.consumable, u, patients * taken_until(use, i, t, u.value()));
      }
    }
    return lost;
  }

  const ItemSet& set_;
  std::vector<Panel<Total>> idle_;
  Panel<Total> beds_;
};

/// Adds patients to a treatment, and units to the plans that give them.
void add_patients(const ItemSet& set, std::size_t treatment, FacilityId i, std::int32_t t,
                  Count patients, ItemPlans& plans) {
  const std::size_t item = set.treatments[treatment].item;
  plans.patients[treatment](i, Period(t)) += patients;
  plans.plans[item].treated(i, Period(t)) += patients;
  for (const Use& use : set.uses) {
    if (use.item != item) continue;
    for (std::int32_t u = t; u < in_use_until(set, item, i, t); ++u) {
      plans.plans[use.consumable].treated(i, Period(u)) +=
          narrow<Count>(taken(use, t, u) * patients);
    }
  }
}

/// What is left of the units given, and of staffed beds, while treatments are kept one by one.
class Reach {
 public:
  Reach(const ItemSet& set, const ItemPlans& plans) : set_(set), beds_(free_beds(set, {})) {
    for (std::size_t item = 0; item < set.items.size(); ++item) {
      left_.push_back(set.is_used(item) ? units_given(set, plans, item) : Panel<Total>{});
    }
  }
  /// Keeps at most so many patients, and sets their units and beds aside.
  [[nodiscard]] Count keep(std::size_t item, FacilityId i, std::int32_t t, Count patients) {
    const std::int32_t until = in_use_until(set_, item, i, t);
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      patients = affordable(patients, left_[use.consumable].row(i), t, until,
                            [&](std::int32_t u) { return taken(use, t, u); });
    }
    if (set_.counts_for_beds(item)) {
      patients =
          affordable(patients, beds_.row(i), t, until, [](std::int32_t) { return Total{1}; });
      for (Period u{t}; u.value() < until; ++u) beds_(i, u) -= patients;
    }
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      for (std::int32_t u = t; u < until; ++u) {
        left_[use.consumable](i, Period(u)) -= taken(use, t, u) * patients;
      }
    }
    return patients;
  }
  [[nodiscard]] const Panel<Total>& left(std::size_t item) const { return left_[item]; }

 private:
  const ItemSet& set_;
  std::vector<Panel<Total>> left_;
  Panel<Total> beds_;
};

/// Patients whom nothing treats [item][tier].
std::vector<std::vector<Panel<Count>>> waiting_patients(const ItemSet& set,
                                                        const ItemPlans& plans) {
  std::vector<std::vector<Panel<Count>>> waiting(set.items.size());
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    for (std::size_t tier = 0; tier < set.tiers(item); ++tier) {
      waiting[item].push_back(set.patients(item, tier));
    }
  }
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    Panel<Count>& patients = waiting[set.treatments[k].patients_of][set.treatments[k].tier];
    std::ranges::transform(patients.values(), plans.patients[k].values(), patients.values().begin(),
                           std::minus<>());
  }
  return waiting;
}

}  // namespace

Panel<Count> beds_beside(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  if (!set.counts_for_beds(item)) return {};
  std::vector<Panel<Count>> others = plans.patients;
  for (std::size_t k = 0; k < others.size(); ++k) {
    if (set.treatments[k].item == item) std::ranges::fill(others[k].values(), 0);
  }
  Panel<Count> beds(set.facilities(), set.periods());
  const Panel<Total> free = free_beds(set, others);
  std::ranges::transform(free.values(), beds.values().begin(),
                         [](Total left) { return static_cast<Count>(std::max<Total>(0, left)); });
  return beds;
}

void cut_to_reach(const ItemSet& set, ItemPlans& plans) {
  Reach reach(set, plans);
  const bool alike = gains_alike(set);
  std::vector<std::size_t> order = by_gain(set, FacilityId(0), Period(0));
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) {
      if (!alike) order = by_gain(set, i, t);
      for (const std::size_t k : order) {
        Count& patients = plans.patients[k](i, t);
        if (patients == 0) continue;
        const std::size_t item = set.treatments[k].item;
        const Count kept = reach.keep(item, i, t.value(), patients);
        plans.plans[item].treated(i, t) -= patients - kept;
        patients = kept;
      }
    }
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.is_used(item)) continue;
    std::ranges::transform(plans.plans[item].treated.values(), reach.left(item).values(),
                           plans.plans[item].treated.values().begin(), [](Count given, Total left) {
                             return static_cast<Count>(given - left);
                           });
  }
}

void top_up(const ItemSet& set, ItemPlans& plans) {
  IdleStock idle(set, plans);
  std::vector<std::vector<Panel<Count>>> left = waiting_patients(set, plans);
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (const std::size_t k : by_gain(set, i, Period(0))) {
      const Treatment& treatment = set.treatments[k];
      const std::size_t item = treatment.item;
      if (!set.is_tied(item)) continue;
      for (std::int32_t t = 0; t < set.periods(); ++t) {
        Count& waiting = left[treatment.patients_of][treatment.tier](i, Period(t));
        if (waiting == 0) continue;
        const Count can = idle.by_devices(item, i, t, idle.by_units(item, i, t, waiting));
        const Count more = idle.worth_while(treatment, i, t, can);
        if (more == 0) continue;
        idle.take(item, i, t, more);
        add_patients(set, k, i, t, more, plans);
        waiting -= more;
      }
    }
  }
}

Panel<Count> reachable(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  constexpr auto kAll = static_cast<Count>(kMaxTotal);
  const IdleStock idle(set, plans);
  Panel<Count> reach(set.facilities(), set.periods());
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) {
      reach(i, t) = idle.by_units(item, i, t.value(), kAll);
    }
  }
  return reach;
}

}  // namespace surgeflow::lagrangian
