// SPDX-License-Identifier: Apache-2.0
// Ties as inequalities: room, slack and charges.
#include "lagrangian/items/tie_multipliers.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {

TieMultipliers::TieMultipliers(const ItemSet& set) : set_(set) {
  const auto periods = static_cast<std::size_t>(set.periods());
  const auto facilities = static_cast<std::size_t>(set.facilities());
  const auto add = [&](const std::vector<Total>& room, bool falling, double caution) {
    blocks_.push_back(
        {.first = room_.size(), .size = room.size(), .falling = falling, .caution = caution});
    room_.insert(room_.end(), room.begin(), room.end());
  };
  for (const Carrier& carrier : set.carriers) {
    // What a device is worth is divided among its loads.
    add(std::vector<Total>(periods, carrier.limit), false,
        2.0 * std::max<Count>(1, std::ranges::max(carrier.load)));
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (!set.is_contested(item)) continue;
    const auto demand = set.items[item].instance.demand().values();
    add({demand.begin(), demand.end()}, false, 4.0);
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (set.is_used(item)) {
      add(std::vector<Total>(facilities * periods, 0), true, static_cast<double>(periods));
    }
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
    for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
      if (set_.treatments[k].patients_of == item) take(plans.patients[k], -1);
    }
    next += places;
  }
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.is_used(item)) continue;
    take(units_given(set_, plans, item), 1);
    take(units_used(set_, plans.patients, item), -1);
    next += places;
  }
  return slack;
}

std::vector<std::int64_t> TieMultipliers::ceilings(std::int64_t most_gain) const {
  std::vector<std::int64_t> ceilings(size(), most_gain);
  const auto carriers = static_cast<std::ptrdiff_t>(set_.carriers.size()) * set_.periods();
  std::fill(ceilings.begin(), ceilings.begin() + carriers, most_gain * set_.periods());
  return ceilings;
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
  for (Panel<std::int64_t>& patient : prices.patient) take(patient.values());
  for (Panel<std::int64_t>& unit : prices.unit) take(unit.values());
  return prices;
}

Panel<std::int64_t> costs_of(const ItemSet& set, const TiePrices& prices, std::size_t treatment) {
  const auto& [item, patients_of, gain] = set.treatments[treatment];
  const std::int32_t periods = set.periods();
  Panel<std::int64_t> costs = set.is_contested(patients_of)
                                  ? prices.patient[patients_of]
                                  : Panel<std::int64_t>(set.facilities(), periods);
  std::vector<std::int64_t> before(static_cast<std::size_t>(periods) + 1, 0);
  for (const Use& use : set.uses) {
    if (use.item != item) continue;
    const Panel<std::int64_t>& unit = prices.unit[use.consumable];
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      const std::span<const std::int64_t> row = unit.row(i);
      for (std::size_t t = 0; t < row.size(); ++t) before[t + 1] = before[t] + row[t];
      const std::int32_t turnaround = set.items[item].instance.turnaround_periods(i);
      for (std::int32_t t = 0; t < periods; ++t) {
        const auto begin = static_cast<std::size_t>(t);
        const auto end = begin + static_cast<std::size_t>(std::min(turnaround, periods - t));
        costs(i, Period(t)) +=
            use.per_patient * row[begin] + use.per_period * (before[end] - before[begin]);
      }
    }
  }
  return costs;
}

std::vector<std::int64_t> charges_of(const ItemSet& set, const TiePrices& prices,
                                     std::size_t item) {
  std::vector<std::int64_t> charges(static_cast<std::size_t>(set.periods()), 0);
  for (std::size_t m = 0; m < set.carriers.size(); ++m) {
    for (std::size_t t = 0; t < charges.size(); ++t) {
      charges[t] += set.carriers[m].load[item] * prices.carrier[m][t];
    }
  }
  return charges;
}

std::vector<Total> loads_of(const ItemSet& set, const Carrier& carrier, std::size_t item,
                            const Plan& plan) {
  std::vector<Total> loads(static_cast<std::size_t>(set.periods()), 0);
  if (carrier.load[item] == 0) return loads;
  for (const Shipment& shipment : plan.shipments) {
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
