// SPDX-License-Identifier: Apache-2.0
// The set of items that is planned, in parts of a patient that hold what everything counts.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "model/gain_parts.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/item_case.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow {
namespace {

/// The greatest number that divides all gains of the set.
std::int32_t common_part(const ItemSet& set) {
  std::int32_t common = set.resolution;
  for (const Item& item : set.items) common = common_part(item.instance.data(), common);
  for (const Treatment& treatment : set.treatments) {
    common = std::gcd(common, treatment.gain);
    if (set.items[treatment.patients_of].instance.treat_steps().empty()) continue;
    for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
      for (Period t{0}; t.value() < set.periods() && common > 1; ++t) {
        common = std::gcd(common, set.gain(treatment, i, t));
      }
    }
  }
  return common;
}

Instance in_parts(const Instance& instance, std::int32_t resolution) {
  if (instance.resolution() == resolution) return instance;
  InstanceData data = instance.data();
  count_in_parts(data, resolution);
  return Instance(std::move(data));
}

/// The same in parts that are so many times as large.
void coarsen(ItemSet& set, std::int32_t times) {
  const bool any_counts = std::ranges::any_of(
      set.items, [](const Item& item) { return counts_gains(item.instance.data()); });
  set.resolution /= times;
  for (Treatment& treatment : set.treatments) treatment.gain /= times;
  if (!any_counts) return;
  for (Item& item : set.items) item.instance = in_parts(item.instance, set.resolution);
}

void add_treatments(ItemSet& set, const Treatment& stated) {
  if (set.items[stated.patients_of].instance.total_demand() == 0) return;
  for (std::size_t tier = 0; tier < set.tiers(stated.patients_of); ++tier) {
    set.treatments.push_back(stated);
    set.treatments.back().tier = tier;
  }
}

/// Beds that patients from before leave; never more than there are devices for them.
Panel<Count> beds_left(const ItemCase& items, const ItemSet& set) {
  if (items.staffed_beds.empty()) return {};
  Total devices = 0;
  for (const Item& item : set.items) devices += item.in_beds ? item.instance.total_supply() : 0;
  Panel<Count> left(set.facilities(), set.periods());
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    const Count beds = items.staffed_beds[static_cast<std::size_t>(i.value())];
    for (Period t{0}; t.value() < set.periods(); ++t) {
      const Count taken = items.in_care.facilities() == 0 ? 0 : items.in_care(i, t);
      left(i, t) = static_cast<Count>(std::clamp<Total>(beds - taken, 0, devices));
    }
  }
  return left;
}

/// What the shipments of one item that are ordered load on a carrier.
void note_ordered(std::size_t item, const Orders& orders, std::int32_t periods, Carrier& carrier) {
  for (const Order& order : orders.list) {
    if (!order.ships() || !carrier.lanes.contains(*order.origin, *order.destination)) continue;
    if (carrier.ordered.empty()) carrier.ordered.assign(static_cast<std::size_t>(periods), 0);
    const Total loads = Total{carrier.load[item]} * order.devices;
    carrier.ordered[static_cast<std::size_t>(order.first.value())] += loads;
    if (carrier.room(order.first) >= 0) continue;
    throw InputError(
        {{orders.file, order.line, "devices"},
         fmt::format("shipments that are ordered load {} in period {}, counted from 0",
                     carrier.limit - carrier.room(order.first), order.first.value()),
         fmt::format("the {} loads that {} allows", carrier.limit, in_quotes(carrier.name)),
         "drop an order, or spread them over periods"});
  }
}

}  // namespace

void give_orders(ItemSet& set, const std::vector<Orders>& orders) {
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (orders[item].empty()) continue;
    auto& [name, instance, limits, in_beds] = set.items[item];
    const Limits stated = limits;
    limits = within_orders(stated, instance, orders[item]);
    instance = with_orders(instance, orders[item], stated);
    for (Carrier& carrier : set.carriers) {
      note_ordered(item, orders[item], set.periods(), carrier);
    }
  }
}

ItemSet make_item_set(const ItemCase& items, std::vector<Instance> instances) {
  ItemSet set;
  const bool any_counts = std::ranges::any_of(
      instances, [](const Instance& instance) { return counts_gains(instance.data()); });
  set.resolution = any_counts ? kPartsOfAPatient : items.resolution;
  for (std::size_t item = 0; item < instances.size(); ++item) {
    Instance& instance = instances[item];
    // Tiers of nobody would only make the network larger.
    if (instance.total_demand() == 0) instance = with_equal_patients(instance, instance.demand());
    if (any_counts) instance = in_parts(instance, set.resolution);
    set.items.push_back({items.cases[item].item_name, std::move(instance), items.cases[item].limits,
                         items.in_beds[item]});
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    add_treatments(set, {.item = item, .patients_of = item, .gain = set.resolution});
  }
  for (const Treatment& stand_in : items.stand_ins) add_treatments(set, stand_in);
  set.uses = items.uses;
  set.carriers = items.carriers;
  set.beds = beds_left(items, set);
  coarsen(set, common_part(set));
  return set;
}

}  // namespace surgeflow
