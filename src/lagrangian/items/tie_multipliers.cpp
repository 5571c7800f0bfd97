// SPDX-License-Identifier: Apache-2.0
// Ties as inequalities: room, slack and charges.
#include "lagrangian/items/tie_multipliers.hpp"

#include <algorithm>
#include <functional>

#include "lagrangian/limits/presence_limit.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow::lagrangian {
namespace {

/// What multipliers price.
enum class Kind { carrier, patient, unit, lending, away, bed };

/// In periods, of items whose patients lie in beds.
std::int32_t longest_treatment(const ItemSet& set) {
  std::int32_t longest = 1;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.counts_for_beds(item)) continue;
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      longest = std::max(longest, set.items[item].instance.turnaround_periods(i));
    }
  }
  return std::min(longest, set.periods());
}

}  // namespace

TieMultipliers::TieMultipliers(const ItemSet& set) : set_(set) {
  const auto periods = static_cast<std::size_t>(set.periods());
  const auto facilities = static_cast<std::size_t>(set.facilities());
  const auto add = [&](const std::vector<Total>& room, Kind kind, double caution) {
    blocks_.push_back(
        {.first = room_.size(),
         .size = room.size(),
         .falling = kind == Kind::unit,
         .of_devices = kind == Kind::carrier || kind == Kind::lending || kind == Kind::away,
         .by_facility = kind == Kind::lending || kind == Kind::away || kind == Kind::bed ||
                        (kind == Kind::patient && set.beds.facilities() > 0),
         .summed = kind == Kind::away,
         .caution = caution});
    room_.insert(room_.end(), room.begin(), room.end());
  };
  for (const Carrier& carrier : set.carriers) {
    // What a device is worth is divided among its loads.
    std::vector<Total> room;
    for (Period t{0}; t.value() < set.periods(); ++t) room.push_back(carrier.room(t));
    add(room, Kind::carrier, 2.0 * std::max<Count>(1, std::ranges::max(carrier.load)));
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.is_contested(item)) continue;
    for (std::size_t tier = 0; tier < set.tiers(item); ++tier) {
      const auto patients = set.patients(item, tier).values();
      add({patients.begin(), patients.end()}, Kind::patient, 4.0);
    }
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (set.is_used(item)) {
      add(std::vector<Total>(facilities * periods, 0), Kind::unit, static_cast<double>(periods));
    }
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.limits_lending(item)) continue;
    const Panel<Total> limit = lending_limit_of(set.items[item].instance);
    add({limit.values().begin(), limit.values().end()}, Kind::lending, 2.0);
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.limits_away(item)) continue;
    const auto& [name, instance, limits, in_beds] = set.items[item];
    add(PresenceLimit(instance, limits).room(), Kind::away, static_cast<double>(periods));
  }
  if (set.beds.facilities() > 0) {
    // A patient pays in every period of the treatment.
    add({set.beds.values().begin(), set.beds.values().end()}, Kind::bed,
        2.0 * longest_treatment(set));
  }
}

std::vector<Total> TieMultipliers::slack(const ItemPlans& plans) const {
  std::vector<Total> slack = room_;
  auto next = slack.begin();
  for (const Carrier& carrier : set_.carriers) {
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      const std::vector<Total> loads = loads_of(set_, carrier, item, plans.plans[item]);
      for (std::size_t t = 0; t < loads.size(); ++t)
        next[static_cast<std::ptrdiff_t>(t)] -= loads[t];
    }
    next += set_.periods();
  }
  const auto places = static_cast<std::ptrdiff_t>(set_.facilities()) * set_.periods();
  const auto take = [&](const auto& panel, Total sign) {
    std::ranges::transform(std::span(next, next + places), panel.values(), next,
                           [&](Total left, Total taken) { return left + sign * taken; });
  };
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.is_contested(item)) continue;
    for (std::size_t tier = 0; tier < set_.tiers(item); ++tier) {
      for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
        const Treatment& treatment = set_.treatments[k];
        const bool takes = treatment.patients_of == item && treatment.tier == tier;
        if (takes) take(plans.patients[k], -1);
      }
      next += places;
    }
  }
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.is_used(item)) continue;
    take(units_given(set_, plans, item), 1);
    take(units_used(set_, plans.patients, item), -1);
    next += places;
  }
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.limits_lending(item)) continue;
    for (const Shipment& shipment : plans.plans[item].shipments) {
      const std::ptrdiff_t row = std::ptrdiff_t{shipment.origin.value()} * set_.periods();
      next[row + shipment.depart.value()] -= shipment.quantity;
    }
    next += places;
  }
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.limits_away(item)) continue;
    const auto& [name, instance, limits, in_beds] = set_.items[item];
    next = std::ranges::copy(PresenceLimit(instance, limits).slack(plans.plans[item]), next).out;
  }
  if (set_.beds.facilities() > 0) take(beds_taken(set_, plans.patients), -1);
  return slack;
}

void TieMultipliers::cap(std::span<std::int64_t> multipliers, std::int64_t most_gain) const {
  for (const Block& block : blocks_) {
    const std::int64_t most = block.of_devices ? most_gain * set_.periods() : most_gain;
    const std::span<std::int64_t> own = multipliers.subspan(block.first, block.size);
    for (std::int64_t& here : own) here = std::min(here, most);
    if (!block.summed) continue;
    for (std::size_t row = 0; row < own.size(); row += periods()) {
      std::int64_t left = most;
      for (std::size_t t = periods(); t-- > 0;) {
        own[row + t] = std::min(own[row + t], left);
        left -= own[row + t];
      }
    }
  }
}

TiePrices TieMultipliers::as_prices(std::span<const std::int64_t> multipliers,
                                    std::int64_t resolution) const {
  TiePrices prices = no_prices(set_);
  prices.resolution = resolution;
  const auto take = [&](std::span<std::int64_t> values) {
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = multipliers[n];
    multipliers = multipliers.subspan(values.size());
  };
  for (std::vector<std::int64_t>& carrier : prices.carrier) take(carrier);
  for (std::vector<Panel<std::int64_t>>& tiers : prices.patient) {
    for (Panel<std::int64_t>& patient : tiers) take(patient.values());
  }
  for (Panel<std::int64_t>& unit : prices.unit) take(unit.values());
  for (Panel<std::int64_t>& lending : prices.lending) take(lending.values());
  for (Panel<std::int64_t>& away : prices.away) take(away.values());
  take(prices.bed.values());
  return prices;
}

namespace {

/// Adds what a patient pays for a row of prices: `once` when the treatment begins, `each` in every
/// period of it.
void add_costs(std::span<const std::int64_t> row, std::int32_t turnaround, Count once, Count each,
               std::span<std::int64_t> costs) {
  std::vector<std::int64_t> before(row.size() + 1, 0);
  for (std::size_t t = 0; t < row.size(); ++t) before[t + 1] = before[t] + row[t];
  for (std::size_t t = 0; t < row.size(); ++t) {
    const std::size_t end = t + std::min(static_cast<std::size_t>(turnaround), row.size() - t);
    costs[t] += once * row[t] + each * (before[end] - before[t]);
  }
}

}  // namespace

Panel<std::int64_t> costs_of(const ItemSet& set, const TiePrices& prices, std::size_t treatment) {
  const auto& [item, patients_of, gain, tier] = set.treatments[treatment];
  Panel<std::int64_t> costs = set.is_contested(patients_of)
                                  ? prices.patient[patients_of][tier]
                                  : Panel<std::int64_t>(set.facilities(), set.periods());
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    const std::int32_t turnaround = set.items[item].instance.turnaround_periods(i);
    for (const Use& use : set.uses) {
      if (use.item != item) continue;
      add_costs(prices.unit[use.consumable].row(i), turnaround, use.per_patient, use.per_period,
                costs.row(i));
    }
    if (set.counts_for_beds(item)) add_costs(prices.bed.row(i), turnaround, 0, 1, costs.row(i));
  }
  return costs;
}

Panel<std::int64_t> earnings_of(const ItemSet& set, const TiePrices& prices, std::size_t item) {
  Panel<std::int64_t> earnings(set.facilities(), set.periods());
  if (!set.limits_away(item)) return earnings;
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    const std::span<const std::int64_t> away = prices.away[item].row(i);
    std::int64_t rest = 0;
    for (std::size_t t = away.size(); t-- > 0;) {
      rest += away[t];
      earnings.row(i)[t] = rest;
    }
  }
  return earnings;
}

Panel<std::int64_t> charges_of(const ItemSet& set, const TiePrices& prices, std::size_t item) {
  Panel<std::int64_t> charges = earnings_of(set, prices, item);
  if (set.limits_lending(item)) {
    std::ranges::transform(charges.values(), prices.lending[item].values(),
                           charges.values().begin(), std::plus<>());
  }
  for (std::size_t m = 0; m < set.carriers.size(); ++m) {
    const std::int64_t load = set.carriers[m].load[item];
    if (!set.carriers[m].lanes.is_all()) continue;
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      std::ranges::transform(
          charges.row(i), prices.carrier[m], charges.row(i).begin(),
          [&](std::int64_t charge, std::int64_t price) { return charge + load * price; });
    }
  }
  return charges;
}

std::vector<Total> loads_of(const ItemSet& set, const Carrier& carrier, std::size_t item,
                            const Plan& plan) {
  std::vector<Total> loads(static_cast<std::size_t>(set.periods()), 0);
  if (carrier.load[item] == 0) return loads;
  for (const Shipment& shipment : plan.shipments) {
    if (!carrier.lanes.contains(shipment.origin, shipment.destination)) continue;
    loads[static_cast<std::size_t>(shipment.depart.value())] +=
        Total{carrier.load[item]} * shipment.quantity;
  }
  return loads;
}

Panel<Total> units_given(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  Panel<Total> given(set.facilities(), set.periods());
  std::ranges::copy(plans.plans[item].treated.values(), given.values().begin());
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    if (set.treatments[k].item != item) continue;
    std::ranges::transform(given.values(), plans.patients[k].values(), given.values().begin(),
                           [](Total units, Count own) { return units - own; });
  }
  return given;
}

}  // namespace surgeflow::lagrangian
