// SPDX-License-Identifier: Apache-2.0
// Solves of several items without rules, several at a time.
#include "app/item_prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/prepare.hpp"
#include "flow/stop_status.hpp"
#include "lagrangian/items/items.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::app {
namespace {

/// A search that is as brief as prices allow.
constexpr std::int64_t kBriefPrices = 20;
constexpr std::int64_t kBriefRounds = 1;

std::string name_of(const Carrier& carrier) {
  return carrier.name == kDispatchLimitRule ? carrier.name : priced_carrier(carrier.name);
}

void note_once(std::string_view name, std::vector<std::string>& names) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

/// Everything that has a price, and all together where there are several.
std::vector<std::string> priced_names(const ItemCase& items) {
  std::vector<std::string> names;
  for (const Case& one : items.cases) {
    for (const std::string_view name : names_of(one.rules)) note_once(name, names);
  }
  for (const Case& one : items.cases) {
    for (const std::string_view name : names_of(one.limits)) note_once(name, names);
  }
  if (!items.staffed_beds.empty()) note_once(kStaffedBedsRule, names);
  for (const Carrier& carrier : items.carriers) note_once(name_of(carrier), names);
  for (const Case& one : items.cases) {
    if (!one.orders.empty()) note_once(kPricedOrders, names);
  }
  if (names.size() > 1) names.emplace_back(kAllRules);
  return names;
}

/// The set of items without what has that name.
ItemSet set_without(const ItemCase& items, const archive::ItemDocument& document,
                    std::string_view name) {
  const bool all = name == kAllRules;
  const bool ordered = !all && name != kPricedOrders;
  ItemCase others = items;
  std::vector<Instance> instances;
  std::vector<Orders> orders(items.cases.size());
  for (std::size_t item = 0; item < items.cases.size(); ++item) {
    Case& one = others.cases[item];
    one.rules = all ? Rules{} : without(std::move(one.rules), name);
    one.limits = all ? Limits{} : without(std::move(one.limits), name);
    if (ordered) orders[item] = one.orders;
    instances.push_back(make_instance(one, document.set.items[item].instance.demand(),
                                      document.items[item].instance.lanes()));
  }
  // Those of the set know their lanes.
  others.carriers = all ? std::vector<Carrier>{} : document.set.carriers;
  std::erase_if(others.carriers, [&](const Carrier& carrier) { return name_of(carrier) == name; });
  for (Carrier& carrier : others.carriers) carrier.ordered.clear();
  if (all || name == kStaffedBedsRule) others.staffed_beds.clear();
  ItemSet set = make_item_set(others, std::move(instances));
  give_orders(set, orders);
  return set;
}

/// The same plans where patients may be in other tiers: an item's own come first.
ItemPlans in_tiers_of(const ItemSet& set, const ItemSet& planned, ItemPlans plans) {
  std::vector<Panel<Count>> given(set.treatments.size(),
                                  Panel<Count>(set.facilities(), set.periods()));
  const auto treats = [](const Treatment& treatment, const Treatment& other) {
    return treatment.item == other.item && treatment.patients_of == other.patients_of;
  };
  const auto places =
      static_cast<std::size_t>(set.facilities()) * static_cast<std::size_t>(set.periods());
  for (std::size_t n = 0; n < places; ++n) {
    std::vector<std::vector<Count>> untreated(set.items.size());
    for (std::size_t item = 0; item < set.items.size(); ++item) {
      for (std::size_t tier = 0; tier < set.tiers(item); ++tier) {
        untreated[item].push_back(set.patients(item, tier).values()[n]);
      }
    }
    for (std::size_t k = 0; k < set.treatments.size(); ++k) {
      const Treatment& treatment = set.treatments[k];
      Count left = 0;
      for (std::size_t p = 0; p < planned.treatments.size(); ++p) {
        if (treats(planned.treatments[p], treatment)) left += plans.patients[p].values()[n];
      }
      for (std::size_t earlier = 0; earlier < k; ++earlier) {
        if (treats(set.treatments[earlier], treatment)) left -= given[earlier].values()[n];
      }
      Count& waiting = untreated[treatment.patients_of][treatment.tier];
      given[k].values()[n] = std::min(left, waiting);
      waiting -= given[k].values()[n];
    }
  }
  plans.patients = std::move(given);
  return plans;
}

/// Nothing where the search was stopped. The plans at hand obey what `set` asks for too: where they
/// gain more than what is found, they count.
std::optional<Total> most_treated(const ItemSet& set, const archive::ItemDocument& document,
                                  ItemPlans known, double gap, const SolveControl& control) {
  const lagrangian::ItemOptions brief{.gap = std::max(gap, document.summary.gap),
                                      .most_prices = kBriefPrices,
                                      .improvement_rounds = kBriefRounds};
  const lagrangian::ItemResult result = lagrangian::solve_items(set, brief, control);
  if (flow::stop_reason(result.status) != StopReason::none) return std::nullopt;
  known = in_tiers_of(set, document.set, std::move(known));
  const bool gains_less = result.gain < gain_of(set, known);
  return patients_treated(gains_less ? known : result.plans);
}

/// The plans of a document as they are within a set that has its orders, or none.
ItemPlans known_plans(const archive::ItemDocument& document, std::string_view name) {
  ItemPlans plans = document.plans();
  if (name != kAllRules && name != kPricedOrders) return plans;
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    plans.plans[item] = document.items[item].plan;
  }
  return plans;
}

}  // namespace

std::vector<archive::RulePrice> price_item_rules(const ItemCase& items,
                                                 const archive::ItemDocument& document,
                                                 const SolveControl& control) {
  const std::vector<std::string> names = priced_names(items);
  if (names.empty()) return {};
  control.log->message(LogLevel::info, "solving again without each rule, for its price");
  const double gap = items.cases.front().gap;
  const auto treated_without =
      treated_without_each(names.size(), control, [&](std::size_t n, const SolveControl& each) {
        return most_treated(set_without(items, document, names[n]), document,
                            known_plans(document, names[n]), gap, each);
      });
  return prices_of(names, treated_without, document.summary.treated);
}

PricedPlans priced_plans(const archive::ItemDocument& document) {
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    if (document.set.is_tied(item) || document.items[item].limits) return PricedPlans::searched;
  }
  return PricedPlans::proved;
}

}  // namespace surgeflow::app
