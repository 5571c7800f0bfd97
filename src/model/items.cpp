// SPDX-License-Identifier: Apache-2.0
// Ties between items: which there are, and what a plan takes of them.
#include "surgeflow/model/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow {
namespace {

[[noreturn]] void refuse_ties(std::string seen, std::string allowed) {
  throw InputError(Diagnostic{.place = {.file = "items", .line = 0, .column = {}},
                              .seen = std::move(seen),
                              .allowed = std::move(allowed),
                              .remedy = {}});
}

void check_instances(const ItemSet& set) {
  if (set.items.empty()) refuse_ties("no item", "1 or more");
  for (const Item& item : set.items) {
    const Instance& instance = item.instance;
    if (instance.facilities() != set.facilities() || instance.periods() != set.periods()) {
      refuse_ties(
          fmt::format("{} has another number of facilities or periods", in_quotes(item.name)),
          "the same for all items");
    }
    const bool gains = !instance.treat_steps().empty() || !instance.hold_steps().empty();
    if (instance.resolution() != set.resolution && (gains || instance.resolution() != 1)) {
      refuse_ties(fmt::format("{} counts in parts of its own", in_quotes(item.name)),
                  "gains in the parts of a patient that the set counts in");
    }
  }
}

void check_limits(const ItemSet& set) {
  for (const auto& [name, instance, limits, in_beds] : set.items) {
    Limits others = limits;
    others.away_millionths.reset();
    others.return_by.reset();
    const Panel<Count>& in_care = limits.in_care;
    const bool fits = (limits.fleet.empty() || std::ssize(limits.fleet) == set.facilities()) &&
                      (in_care.facilities() == 0 || (in_care.facilities() == set.facilities() &&
                                                     in_care.periods() == set.periods()));
    const bool in_time = !limits.return_by || limits.return_by->value() < set.periods();
    if (others.any() || !fits || !in_time) {
      refuse_ties(fmt::format("limits of {}", in_quotes(name)),
                  "limits on what may be away, and on when it is back within the horizon");
    }
  }
}

void check_treatments(const ItemSet& set) {
  if (set.resolution < 1) refuse_ties(fmt::format("resolution {}", set.resolution), "1 or more");
  for (const Treatment& treatment : set.treatments) {
    if (treatment.item >= set.items.size() || treatment.patients_of >= set.items.size()) {
      refuse_ties("a treatment by or for an item that is not there", "items of the set");
    }
    if (treatment.tier >= set.tiers(treatment.patients_of)) {
      refuse_ties(fmt::format("a treatment for tier {}", treatment.tier),
                  "tiers of the item's patients");
    }
    if (treatment.gain < 1 || treatment.gain > set.resolution) {
      refuse_ties(fmt::format("a treatment that gains {}", treatment.gain),
                  fmt::format("1 to {}", set.resolution));
    }
  }
}

void check_uses(const ItemSet& set) {
  const auto in_range = [](Count units) { return units >= 0 && units <= kMaxTotal; };
  for (const Use& use : set.uses) {
    if (use.item >= set.items.size() || use.consumable >= set.items.size()) {
      refuse_ties("a use by or of an item that is not there", "items of the set");
    }
    if (!in_range(use.per_patient) || !in_range(use.per_period)) {
      refuse_ties("a use that is negative or too large", fmt::format("0 to {}", kMaxTotal));
    }
    if (set.is_used(use.item)) {
      refuse_ties(
          fmt::format("{} is used and uses another item", in_quotes(set.items[use.item].name)),
          "consumables that use none");
    }
  }
}

/// Halves of the periods that a lane takes are counted in one byte.
void check_long_lanes(const ItemSet& set) {
  constexpr std::int32_t kLongest = 128;
  if (!set.counts_by_lane() || set.periods() <= kLongest + 1) return;
  for (const Item& item : set.items) {
    for (const std::uint8_t transit : item.instance.lanes().rows()) {
      if (transit <= kLongest || transit >= set.periods()) continue;
      refuse_ties(fmt::format("a lane of {} periods beside carriers by mode", transit),
                  fmt::format("lanes of at most {} periods", kLongest));
    }
  }
}

void check_carriers(const ItemSet& set) {
  for (const Carrier& carrier : set.carriers) {
    const auto facilities = static_cast<std::size_t>(set.facilities());
    const bool fits =
        carrier.lanes.is_all() || (carrier.lanes.facilities == set.facilities() &&
                                   carrier.lanes.is_member.size() == facilities * facilities);
    if (!fits) {
      refuse_ties(fmt::format("lanes of carrier {}", in_quotes(carrier.name)),
                  "lanes between the facilities of the items");
    }
    if (carrier.load.size() != set.items.size() || carrier.limit < 0 ||
        std::ranges::any_of(carrier.load, [](Count load) { return load < 0; })) {
      refuse_ties(fmt::format("carrier {}", in_quotes(carrier.name)),
                  "a limit and one load for each item, 0 or more");
    }
  }
}

void check_beds(const ItemSet& set) {
  if (set.beds.facilities() == 0) return;
  const bool fits =
      set.beds.facilities() == set.facilities() && set.beds.periods() == set.periods();
  if (!fits || std::ranges::any_of(set.beds.values(), [](Count beds) { return beds < 0; })) {
    refuse_ties("staffed beds", "a number, 0 or more, for each facility and period");
  }
}

}  // namespace

std::size_t ItemSet::tiers(std::size_t item) const {
  return std::max<std::size_t>(1, items[item].instance.treat_steps().size());
}

const Panel<Count>& ItemSet::patients(std::size_t item, std::size_t tier) const {
  const Instance& instance = items[item].instance;
  return instance.treat_steps().empty() ? instance.demand() : instance.treat_steps()[tier].width;
}

std::int32_t ItemSet::gain(const Treatment& treatment, FacilityId i, Period t) const {
  const auto tiers_of = items[treatment.patients_of].instance.treat_steps();
  if (tiers_of.empty()) return treatment.gain;
  const std::int64_t counts = tiers_of[treatment.tier].gain(i, t);
  return static_cast<std::int32_t>((2 * counts * treatment.gain + resolution) /
                                   (2 * std::int64_t{resolution}));
}

bool ItemSet::is_contested(std::size_t item) const {
  std::vector<std::int32_t> treating(tiers(item), 0);
  return std::ranges::any_of(treatments, [&](const Treatment& treatment) {
    return treatment.patients_of == item && ++treating[treatment.tier] > 1;
  });
}

bool ItemSet::is_used(std::size_t item) const {
  return std::ranges::find(uses, item, &Use::consumable) != uses.end();
}

bool ItemSet::counts_for_beds(std::size_t item) const {
  return beds.facilities() > 0 && items[item].in_beds &&
         std::ranges::any_of(treatments,
                             [&](const Treatment& treatment) { return treatment.item == item; });
}

bool ItemSet::is_tied(std::size_t item) const {
  return is_used(item) || is_contested(item) || counts_for_beds(item) ||
         std::ranges::any_of(uses, [&](const Use& use) { return use.item == item; }) ||
         std::ranges::any_of(treatments,
                             [&](const Treatment& treatment) {
                               return treatment.item == item && is_contested(treatment.patients_of);
                             }) ||
         std::ranges::any_of(carriers,
                             [&](const Carrier& carrier) { return carrier.load[item] > 0; });
}

bool ItemSet::limits_lending(std::size_t item) const {
  return is_tied(item) && !items[item].instance.send_steps().empty();
}

bool ItemSet::limits_away(std::size_t item) const {
  return is_tied(item) && items[item].limits.count_present();
}

bool ItemSet::counts_by_lane() const {
  return std::ranges::any_of(carriers,
                             [](const Carrier& carrier) { return !carrier.lanes.is_all(); });
}

Total ItemSet::total_demand() const {
  Total demand = 0;
  for (const Item& item : items) demand += item.instance.total_demand();
  return demand;
}

void require_consistent(const ItemSet& set) {
  check_instances(set);
  check_limits(set);
  check_treatments(set);
  check_uses(set);
  check_carriers(set);
  check_beds(set);
  check_long_lanes(set);
  if (const Total worth = largest_worth(set); worth > kMaxGain) {
    refuse_ties(fmt::format("gains of up to {} for one device", worth),
                fmt::format("at most {}: smaller weights, or coarser ones", kMaxGain));
  }
}

TiePrices no_prices(const ItemSet& set) {
  const Panel<std::int64_t> none(set.facilities(), set.periods());
  TiePrices prices;
  prices.carrier.assign(set.carriers.size(),
                        std::vector<std::int64_t>(static_cast<std::size_t>(set.periods()), 0));
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    prices.patient.emplace_back(set.is_contested(item) ? set.tiers(item) : 0, none);
    prices.unit.push_back(set.is_used(item) ? none : Panel<std::int64_t>{});
    prices.lending.push_back(set.limits_lending(item) ? none : Panel<std::int64_t>{});
    prices.away.push_back(set.limits_away(item) ? none : Panel<std::int64_t>{});
  }
  if (set.beds.facilities() > 0) prices.bed = none;
  return prices;
}

}  // namespace surgeflow
