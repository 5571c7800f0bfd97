// SPDX-License-Identifier: Apache-2.0
// Random sets of two to four items with ties: the same seed, the same set.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/random_steps.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::test {

/// What ties the items.
struct RandomTies {
  bool carrier = false;
  bool stand_in = false;
  bool consumable = false;
  bool per_period = false;
};

/// At least one tie.
[[nodiscard]] inline RandomTies random_ties(std::uint64_t seed) {
  RandomDraws draws(seed, 21);
  RandomTies ties;
  do {
    ties = {.carrier = draws.happens(60),
            .stand_in = draws.happens(60),
            .consumable = draws.happens(60),
            .per_period = draws.happens(25)};
  } while (!ties.carrier && !ties.stand_in && !ties.consumable);
  return ties;
}

[[nodiscard]] inline Item random_item(RandomInstanceOptions options, std::uint64_t seed,
                                      std::string name) {
  options.seed = seed;
  return {std::move(name), Instance(random_instance_data(options))};
}

/// A consumable without patients of its own, used up by the first treatment.
[[nodiscard]] inline Item random_consumable(RandomInstanceOptions options, std::uint64_t seed) {
  options.most_demand = 0;
  options.most_devices *= 4;
  options.least_turnaround = options.periods + 1;
  options.most_turnaround = options.periods + 1;
  return random_item(options, seed, "circuit");
}

/// A ventilator; a second item that may stand in for it, or has patients of its own; a consumable.
[[nodiscard]] inline ItemSet random_items(std::uint64_t seed) {
  RandomDraws draws(seed, 22);
  const RandomTies ties = random_ties(seed);
  const RandomInstanceOptions options{.seed = seed,
                                      .facilities = draws.between(3, 6),
                                      .periods = draws.between(8, 16),
                                      .most_devices = draws.between(2, 6),
                                      .supplied_percent = 80,
                                      .most_demand = draws.between(3, 6),
                                      .demand_percent = 70,
                                      .least_turnaround = 2,
                                      .most_turnaround = 5,
                                      .most_transit = 2};
  ItemSet set;
  set.items.push_back(random_item(options, 3 * seed, "ventilator"));
  set.treatments.push_back({0, 0, 1});
  RandomInstanceOptions second = options;
  if (ties.stand_in && draws.happens(60)) second.most_demand = 0;
  set.items.push_back(random_item(second, 3 * seed + 1, "transport"));
  if (second.most_demand > 0) set.treatments.push_back({1, 1, 1});
  if (ties.stand_in) {
    set.resolution = 10;
    for (Treatment& treatment : set.treatments) treatment.gain = 10;
    set.treatments.push_back({1, 0, draws.between(5, 10)});
  }
  if (ties.consumable) {
    set.items.push_back(random_consumable(options, 3 * seed + 2));
    set.uses.push_back({0, 2, draws.between(1, 2), ties.per_period ? 1 : 0});
    if (draws.happens(60)) set.uses.push_back({1, 2, 1, 0});
  }
  if (ties.carrier) {
    set.carriers.push_back({"road", draws.between(1, 4), {}});
    for (std::size_t item = 0; item < set.items.size(); ++item) {
      set.carriers.back().load.push_back(item < 2 ? draws.between(1, 2) : draws.between(0, 1));
    }
  }
  return set;
}

/// Rules beside the ties.
struct RandomItemRules {
  bool weights = false;
  bool reserve = false;
  bool lending = false;
  bool state = false;
  bool bans = false;
  bool by_mode = false;  ///< a further carrier, which counts some lanes only
};

/// Two to four of them.
[[nodiscard]] inline RandomItemRules random_item_rules(std::uint64_t seed) {
  RandomDraws draws(seed, 23);
  RandomItemRules rules;
  bool* const all[] = {&rules.weights, &rules.reserve, &rules.lending,
                       &rules.state,   &rules.bans,    &rules.by_mode};
  for (std::int32_t n = draws.between(2, 4); n > 0;) {
    bool& rule = *all[draws.between(0, 5)];
    if (!rule) --n;
    rule = true;
  }
  return rules;
}

/// Devices on patients and in trucks at the start.
inline void add_returning_devices(InstanceData& data, RandomDraws& draws) {
  data.commitments = Panel<Count>(data.demand.facilities(), data.demand.periods());
  for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
    for (Period t{0}; t.value() < std::min(4, data.demand.periods()); ++t) {
      if (draws.happens(30)) data.commitments(i, t) = draws.between(1, 2);
    }
  }
}

/// A carrier that counts half of the lanes.
[[nodiscard]] inline Carrier random_carrier_by_mode(const ItemSet& set, RandomDraws& draws) {
  const std::int32_t facilities = set.facilities();
  Carrier carrier{.name = "air", .limit = draws.between(0, 2), .load = {}};
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    carrier.load.push_back(draws.between(item == 0 ? 1 : 0, 2));
  }
  carrier.lanes.facilities = facilities;
  for (std::int32_t lane = 0; lane < facilities * facilities; ++lane) {
    carrier.lanes.is_member.push_back(draws.happens(50) ? 1 : 0);
  }
  return carrier;
}

/// The items of random_items with rules that keep each item's network.
[[nodiscard]] inline ItemSet random_ruled_items(std::uint64_t seed) {
  constexpr std::int32_t kParts = 10;
  RandomDraws draws(seed, 24);
  const RandomItemRules rules = random_item_rules(seed);
  ItemSet set = random_items(seed);
  for (Treatment& treatment : set.treatments) treatment.gain *= kParts / set.resolution;
  set.resolution = kParts;
  for (Item& item : set.items) {
    InstanceData data = item.instance.data();
    data.resolution = kParts;
    if (rules.weights && item.instance.total_demand() > 0) add_treat_steps(data, draws);
    if (rules.reserve && draws.happens(70)) add_hold_steps(data, draws);
    if (rules.lending && draws.happens(70)) add_send_steps(data, draws);
    if (rules.state && draws.happens(70)) add_returning_devices(data, draws);
    if (rules.bans) {
      close_random_lanes({.seed = seed,
                          .facilities = set.facilities(),
                          .periods = set.periods(),
                          .closed_percent = 40},
                         data.lanes);
    }
    item.instance = Instance(std::move(data));
  }
  if (rules.by_mode) set.carriers.push_back(random_carrier_by_mode(set, draws));
  const std::vector<Treatment> treatments = std::exchange(set.treatments, {});
  for (Treatment treatment : treatments) {
    for (; treatment.tier < set.tiers(treatment.patients_of); ++treatment.tier) {
      set.treatments.push_back(treatment);
    }
  }
  return set;
}

/// Limits beside ties, and in every other set beside rules.
struct RandomItemLimits {
  bool dispatch = false;
  bool away = false;
  bool return_by = false;
};

/// At least one of them.
[[nodiscard]] inline RandomItemLimits random_item_limits(std::uint64_t seed) {
  RandomDraws draws(seed, 25);
  RandomItemLimits limits;
  do {
    limits = {
        .dispatch = draws.happens(40), .away = draws.happens(50), .return_by = draws.happens(50)};
  } while (!limits.dispatch && !limits.away && !limits.return_by);
  return limits;
}

/// Reusable items share the limits of what is away; of everything some leaves in a period.
[[nodiscard]] inline ItemSet random_limited_items(std::uint64_t seed) {
  RandomDraws draws(seed, 26);
  const RandomItemLimits limits = random_item_limits(seed);
  ItemSet set = seed % 2 == 0 ? random_items(seed) : random_ruled_items(seed);
  Limits of_items;
  if (limits.away) of_items.away_millionths = draws.between(0, kWholeShare);
  if (limits.return_by) {
    of_items.return_by = Period(draws.between(set.periods() / 2, set.periods() - 1));
  }
  for (std::size_t item = 0; item < 2; ++item) set.items[item].limits = of_items;
  if (limits.dispatch) {
    set.carriers.push_back({.name = std::string(kDispatchLimitRule),
                            .limit = draws.between(1, 5),
                            .load = std::vector<Count>(set.items.size(), 1)});
  }
  return set;
}

/// Staffed beds beside ties, in every third set beside rules, in every other third beside limits.
[[nodiscard]] inline ItemSet random_items_in_beds(std::uint64_t seed) {
  RandomDraws draws(seed, 27);
  ItemSet set = seed % 3 == 0   ? random_items(seed)
                : seed % 3 == 1 ? random_ruled_items(seed)
                                : random_limited_items(seed);
  if (set.items.size() > 2) set.items[2].in_beds = false;
  set.beds = Panel<Count>(set.facilities(), set.periods());
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    // Some are taken by patients from before, fewer from day to day.
    const Count staffed = draws.between(1, 8);
    const Count taken = draws.between(0, 3);
    for (Period t{0}; t.value() < set.periods(); ++t) {
      set.beds(i, t) = std::max(0, staffed - std::max(0, taken - t.value()));
    }
  }
  return set;
}

[[nodiscard]] inline std::string beds_in_words(std::uint64_t seed) {
  return fmt::format("{}{}", seed, seed % 3 == 0 ? "" : seed % 3 == 1 ? " rules" : " limits");
}

/// "43: carrier, stand-in"
[[nodiscard]] inline std::string ties_in_words(std::uint64_t seed) {
  const RandomTies ties = random_ties(seed);
  return fmt::format("{}:{}{}{}{}", seed, ties.carrier ? " carrier" : "",
                     ties.stand_in ? " stand-in" : "", ties.consumable ? " consumable" : "",
                     ties.per_period ? " per period" : "");
}

/// "43: carrier weights reserve"
[[nodiscard]] inline std::string rules_in_words(std::uint64_t seed) {
  const RandomItemRules rules = random_item_rules(seed);
  return fmt::format("{};{}{}{}{}{}{}", ties_in_words(seed), rules.weights ? " weights" : "",
                     rules.reserve ? " reserve" : "", rules.lending ? " lending" : "",
                     rules.state ? " state" : "", rules.bans ? " bans" : "",
                     rules.by_mode ? " by mode" : "");
}

/// "43: carrier away"
[[nodiscard]] inline std::string limits_in_words(std::uint64_t seed) {
  const RandomItemLimits limits = random_item_limits(seed);
  return fmt::format("{};{}{}{}", seed % 2 == 0 ? ties_in_words(seed) : rules_in_words(seed),
                     limits.dispatch ? " dispatch" : "", limits.away ? " away" : "",
                     limits.return_by ? " return" : "");
}

}  // namespace surgeflow::test
