// SPDX-License-Identifier: Apache-2.0
// Places items one after the other.
#include "lagrangian/items/item_recovery.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "lagrangian/items/carrier_room.hpp"
#include "lagrangian/items/fit_carriers.hpp"
#include "lagrangian/items/item_steps.hpp"
#include "lagrangian/items/local_treatments.hpp"
#include "lagrangian/limits/lending_limit.hpp"
#include "lagrangian/limits/patients_in_beds.hpp"
#include "lagrangian/limits/presence_limit.hpp"
#include "lagrangian/limits/recovery.hpp"
#include "lagrangian/limits/restriction.hpp"
#include "lagrangian/narrowed.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Sets of at most so many places are searched more thoroughly.
constexpr std::int64_t kSmall = 2000;
/// One plan in so many of any set.
constexpr std::int64_t kThoroughEvery = 4;
constexpr std::uint32_t kFittingStream = 0x46697473;

/// Items that treat and are used by none: those with patients of their own first.
std::vector<std::size_t> treating_items(const ItemSet& set) {
  std::vector<std::size_t> items;
  for (const bool own : {true, false}) {
    for (std::size_t item = 0; item < set.items.size(); ++item) {
      const auto is_by = [&](const Treatment& treatment) { return treatment.item == item; };
      const bool treats = std::ranges::any_of(set.treatments, is_by);
      const bool has_patients = set.items[item].instance.total_demand() > 0;
      if (treats && has_patients == own && set.is_tied(item) && !set.is_used(item)) {
        items.push_back(item);
      }
    }
  }
  return items;
}

/// A patient at the prices; one who costs as much as he gains is still treated.
void charge(const ItemSet& set, const TiePrices& prices, std::size_t treatment, Offer& offer) {
  const Panel<std::int64_t> costs = costs_of(set, prices, treatment);
  std::ranges::transform(
      costs.values(), offer.gain.values(), offer.gain.values().begin(),
      [&](std::int64_t cost, std::int64_t gain) { return prices.resolution * gain - cost + 1; });
}

bool have_tiers(const ItemSet& set) {
  return std::ranges::any_of(set.items,
                             [](const Item& item) { return !item.instance.treat_steps().empty(); });
}

/// Units of an item that treatments ask for: all alike, or those that patients of a tier need with
/// what these gain.
std::vector<Offer> units_asked(const ItemSet& set, const ItemPlans& plans, std::size_t item) {
  if (!have_tiers(set)) {
    const Panel<std::int64_t> gain(set.facilities(), set.periods(), std::int64_t{set.resolution});
    return {{narrowed<Count>(units_used(set, plans.patients, item)), gain}};
  }
  const Panel<Count> nobody(set.facilities(), set.periods());
  std::vector<Offer> offers;
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    const bool uses = std::ranges::any_of(set.uses, [&](const Use& use) {
      return use.item == set.treatments[k].item && use.consumable == item;
    });
    if (!uses) continue;
    std::vector<Panel<Count>> patients(set.treatments.size(), nobody);
    patients[k] = plans.patients[k];
    offers.push_back({narrowed<Count>(units_used(set, patients, item)), gains_of(set, k)});
  }
  return offers;
}

}  // namespace

ItemRecovery::ItemRecovery(const ItemSet& set, const SolveControl& control)
    : set_(set),
      control_(control),
      is_small_(std::int64_t{set.facilities()} * set.periods() <= kSmall),
      treating_(treating_items(set)),
      best_(nothing()) {
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (set.is_used(item)) supplying_.push_back(item);
  }
  top_up(set_, best_);
  best_gain_ = gain_of_tied(best_);
}

Total ItemRecovery::gain_of_tied(const ItemPlans& plans) const {
  Total gain = 0;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (set_.is_tied(item)) gain += gain_of(set_, plans, item);
  }
  return gain;
}

ItemPlans ItemRecovery::nothing() const {
  const Panel<Count> none(set_.facilities(), set_.periods());
  ItemPlans plans;
  plans.plans.assign(set_.items.size(), {.treated = none, .shipments = {}});
  plans.patients.assign(set_.treatments.size(), none);
  return plans;
}

Count ItemRecovery::load_of(const Carrier& carrier, std::size_t item, Loads loads) const {
  Total load = carrier.load[item];
  if (loads == Loads::own || load == 0) return carrier.load[item];
  for (const Use& use : set_.uses) {
    if (use.item != item) continue;
    load += Total{use.per_patient + use.per_period} * carrier.load[use.consumable];
  }
  return static_cast<Count>(std::min<Total>(load, kMaxTotal));
}

/// What the plans of all other items leave of each carrier.
ItemRecovery::Room ItemRecovery::room_beside(const ItemPlans& plans, std::size_t item) const {
  Room room;
  for (const Carrier& carrier : set_.carriers) {
    std::vector<Total> left;
    for (Period t{0}; t.value() < set_.periods(); ++t) left.push_back(carrier.room(t));
    for (std::size_t other = 0; other < set_.items.size(); ++other) {
      if (other == item) continue;
      const std::vector<Total> loads = loads_of(set_, carrier, other, plans.plans[other]);
      std::ranges::transform(left, loads, left.begin(), std::minus<>());
    }
    room.push_back(std::move(left));
  }
  return room;
}

/// Those whom a treatment may be given to and no other item treats.
Panel<Count> ItemRecovery::untreated(const ItemPlans& plans, std::size_t treatment) const {
  const Treatment& own = set_.treatments[treatment];
  Panel<Count> left = set_.patients(own);
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    const Treatment& other = set_.treatments[k];
    if (other.patients_of != own.patients_of || other.tier != own.tier || other.item == own.item) {
      continue;
    }
    std::ranges::transform(left.values(), plans.patients[k].values(), left.values().begin(),
                           std::minus<>());
  }
  return left;
}

/// The carriers that it loads.
std::vector<CarrierRoom> ItemRecovery::rooms_of(std::size_t item, const Room& room,
                                                Loads loads) const {
  std::vector<CarrierRoom> rooms;
  for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
    const Count load = load_of(set_.carriers[m], item, loads);
    if (load > 0) rooms.emplace_back(set_.carriers[m].lanes, load, room[m]);
  }
  return rooms;
}

/// The plan of one item within the room.
Plan ItemRecovery::planned(std::size_t item, const Instance& steps, const Room& room,
                           const Seed& seed) const {
  SolveResult exact = solve(steps, {.stop = control_.stop, .threads = control_.threads});
  const std::vector<CarrierRoom> rooms = rooms_of(item, room, seed.loads);
  Families families;
  for (const CarrierRoom& carrier : rooms) {
    families.push_back(std::make_unique<CarrierRoom>(carrier));
  }
  const Limits& limits = set_.items[item].limits;
  if (limits.count_present()) families.push_back(std::make_unique<PresenceLimit>(steps, limits));
  if (excess_of(slack_of(families, exact.plan)) == 0) return std::move(exact.plan);
  if (!steps.send_steps().empty()) families.push_back(std::make_unique<LendingLimit>(steps));
  Recovery recovery(steps, limits, families, {}, control_.threads);
  const bool has_seed = !seed.plan.shipments.empty();
  if (has_seed) recovery.consider(seed.plan, seed.potentials);
  if (is_small_ || !has_seed) recovery.consider(exact.plan, widened(exact.potentials.patients));
  std::optional<Plan> best;
  Total gain = 0;
  for (SolveResult& result : restricted(item, steps, rooms, seed)) {
    recovery.consider(result.plan, widened(result.potentials.patients));
    const Total here = value_of(steps, result.plan).treated;
    if (here <= gain || excess_of(slack_of(families, result.plan)) > 0) continue;
    gain = here;
    best = std::move(result.plan);
  }
  if (seed.exchanges > 0) recovery.improve(seed.exchanges, control_.stop);
  return best && gain > recovery.value() ? *std::move(best) : recovery.plan();
}

/// Optima where every plan obeys the item's own limits, or nearly; of small sets also where lanes
/// are closed, again and again, until carriers take them.
std::vector<SolveResult> ItemRecovery::restricted(std::size_t item, const Instance& steps,
                                                  const std::vector<CarrierRoom>& rooms,
                                                  const Seed& seed) const {
  const Limits& limits = set_.items[item].limits;
  std::vector<SolveResult> results;
  if (!limits.count_present() && !seed.fit_carriers) return results;
  std::vector<Guidance> guidances{first_guidance(steps, limits)};
  if (limits.return_by) guidances.push_back(strict_guidance(steps, limits));
  if (limits.count_present() && seed.fit_carriers && !seed.plan.shipments.empty()) {
    guidances.push_back(guidance_of(steps, limits, seed.plan, seed.potentials));
  }
  RandomKey key{.seed = static_cast<std::uint64_t>(considered_), .stream = kFittingStream};
  for (const Guidance& guidance : guidances) {
    const Restriction restriction(steps, limits, guidance);
    std::optional<Instance> closed;
    do {
      const Instance& network = closed ? *closed : restriction.instance();
      SolveResult& result = results.emplace_back(solve(network, {.stop = control_.stop}));
      closed = seed.fit_carriers && control_.stop.check() == StopReason::none
                   ? without_overfull_lanes(network, rooms, result.plan, seed.potentials, key)
                   : std::nullopt;
      result.plan = restriction.whole(std::move(result.plan));
      ++key.member;
    } while (closed);
  }
  return results;
}

/// Gives an item to patients that no other item treats; at prices, where there are any.
void ItemRecovery::place_treating(ItemPlans& plans, std::size_t item, const Room& room,
                                  const Seed& seed, const TiePrices* prices) const {
  std::vector<Offer> offers;
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.treatments[k].item != item) continue;
    offers.push_back({untreated(plans, k), gains_of(set_, k)});
    if (prices != nullptr) charge(set_, *prices, k, offers.back());
  }
  const std::int64_t scale = prices == nullptr ? 1 : prices->resolution;
  place(plans, item, ItemSteps(set_.items[item].instance, offers, {.scale = scale}), room, seed);
}

/// The same of patients whom the units at hand reach, or who have theirs already.
void ItemRecovery::place_reachable(ItemPlans& plans, std::size_t item, const Room& room,
                                   const Seed& seed) const {
  const Panel<Count> reach = reachable(set_, plans, item);
  std::vector<Offer> offers;
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.treatments[k].item != item) continue;
    Offer offer{untreated(plans, k), gains_of(set_, k)};
    for (std::size_t n = 0; n < reach.values().size(); ++n) {
      const Total within = Total{plans.patients[k].values()[n]} + reach.values()[n];
      offer.width.values()[n] =
          static_cast<Count>(std::min<Total>(offer.width.values()[n], within));
    }
    offers.push_back(std::move(offer));
  }
  place(plans, item, ItemSteps(set_.items[item].instance, offers), room, seed);
}

/// Gives a consumable to the treatments that use it, and to patients of its own.
void ItemRecovery::place_supplying(ItemPlans& plans, std::size_t item, const Room& room,
                                   const Seed& seed) const {
  std::vector<Offer> offers;
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.treatments[k].item != item) continue;
    offers.push_back({untreated(plans, k), gains_of(set_, k)});
  }
  for (Offer& units : units_asked(set_, plans, item)) offers.push_back(std::move(units));
  place(plans, item, ItemSteps(set_.items[item].instance, offers), room, seed);
}

void ItemRecovery::place(ItemPlans& plans, std::size_t item, const ItemSteps& steps,
                         const Room& room, const Seed& seed) const {
  const Panel<Count> beds = beds_beside(set_, plans, item);
  const Instance& all = steps.instance();
  Plan plan = beds.facilities() == 0
                  ? planned(item, all, room, seed)
                  : planned(item, with_patients_in_beds(all, all, beds), room, seed);
  std::vector<Panel<Count>> parts = steps.split(plan.treated);
  std::size_t next = 0;
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.treatments[k].item == item) plans.patients[k] = std::move(parts[next++]);
  }
  plans.plans[item] = std::move(plan);
}

/// Supply, cut and top up.
void ItemRecovery::complete(ItemPlans& plans, const SeedOf& seed_of) const {
  for (const std::size_t item : supplying_) {
    place_supplying(plans, item, room_beside(plans, item), seed_of(item));
  }
  cut_to_reach(set_, plans);
  top_up(set_, plans);
}

void ItemRecovery::consider(const Proposal& proposal) {
  const bool with_units = considered_ % 6 >= 3 && !supplying_.empty();
  const bool at_prices = considered_ % 3 != 1;
  const bool last_at_prices = considered_++ % 3 == 0;
  const SeedOf seed_of = [&](std::size_t item) {
    return Seed{proposal.plans.plans[item], proposal.potentials[item]};
  };
  const ItemPlans empty = nothing();
  ItemPlans plans = empty;
  for (const std::size_t item : treating_) {
    Room room = room_beside(plans, item);
    Seed seed = seed_of(item);
    if (with_units) seed.loads = Loads::with_units;
    seed.fit_carriers = is_small_;
    for (std::size_t m = 0; m < room.size() && !with_units; ++m) {
      std::ranges::transform(room[m], proposal.shares[m][item], room[m].begin(),
                             [](Total left, Total share) { return std::min(left, share); });
    }
    const bool priced = item == treating_.back() ? last_at_prices : at_prices;
    place_treating(plans, item, room, seed, priced ? &proposal.prices : nullptr);
  }
  complete(plans, [&](std::size_t item) {
    return is_small_ ? seed_of(item) : Seed{empty.plans[item], proposal.potentials[item]};
  });
  if (is_small_ || considered_ % kThoroughEvery == 0) place_again(plans, 0);
  keep_if_best(std::move(plans));
}

/// Places every item once more beside the others; true where that gains.
bool ItemRecovery::place_again(ItemPlans& plans, std::int64_t exchanges) const {
  const Panel<std::int64_t> none(set_.facilities(), set_.periods());
  const Total before = gain_of_tied(plans);
  Total best = before;
  for (const bool only_reachable : {true, false}) {
    // Without uses everyone is in reach.
    if (only_reachable && supplying_.empty()) continue;
    for (const std::size_t item : treating_) {
      if (control_.stop.check() != StopReason::none) return false;
      const SeedOf seed_of = [&](std::size_t of) {
        return Seed{.plan = plans.plans[of],
                    .potentials = none,
                    .exchanges = of == item ? exchanges : 0,
                    .fit_carriers = exchanges > 0 && is_small_};
      };
      ItemPlans changed = plans;
      const Room room = room_beside(plans, item);
      if (only_reachable) {
        place_reachable(changed, item, room, seed_of(item));
      } else {
        place_treating(changed, item, room, seed_of(item), nullptr);
      }
      complete(changed, seed_of);
      if (const Total gain = gain_of_tied(changed); gain > best) {
        plans = std::move(changed);
        best = gain;
      }
    }
  }
  return best > before;
}

void ItemRecovery::improve(std::int64_t rounds, std::int64_t exchanges) {
  for (std::int64_t round = 0; round < rounds; ++round) {
    if (!place_again(best_, exchanges)) break;
  }
  best_gain_ = gain_of_tied(best_);
}

void ItemRecovery::keep_if_best(ItemPlans plans) {
  const Total gain = gain_of_tied(plans);
  if (gain <= best_gain_) return;
  best_ = std::move(plans);
  best_gain_ = gain;
}

}  // namespace surgeflow::lagrangian
