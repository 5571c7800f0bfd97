// SPDX-License-Identifier: Apache-2.0
// Which statements of a case are about which item.
#include "model/item_statements.hpp"

#include <string>
#include <utility>
#include <vector>

namespace surgeflow::checks {
namespace {

/// Columns of facilities.csv that are about one item are about the first.
void take_facilities(const ItemStatement& item, bool first, CaseStatement& one) {
  for (FacilityRecord& record : one.facilities) {
    const auto devices = record.devices_of_items.find(item.devices_column);
    record.devices =
        devices == record.devices_of_items.end() ? std::nullopt : std::optional(devices->second);
    if (item.ventilated_rate) record.epidemic.erase("ventilated_rate");
    if (!first || item.consumable) record.turnaround.reset();
    if (item.consumable) record.staffed_beds.reset();
    if (first) continue;
    record.in_processing.reset();
    record.reserve.reset();
    record.lending_limit.reset();
  }
}

/// A number of nothing is none.
template <class Number>
void drop_nothing(std::optional<Number>& stated) {
  if (stated == Number{}) stated.reset();
}

/// What the item states counts in place of [rules]. Reserves and lending limits that are stated for
/// all are about devices: a consumable has those that it states itself.
void take_rules(const ItemStatement& item, CaseStatement& one) {
  RulesStatement& rules = one.rules;
  if (item.consumable) rules = RulesStatement{.patient_tiers = rules.patient_tiers};
  const auto take = [&](auto RulesStatement::*member, bool stated, const std::string& key) {
    if (!stated) return;
    rules.*member = item.rules.*member;
    one.places["rules." + key] = item.place("item." + key);
  };
  const RulesStatement& own = item.rules;
  take(&RulesStatement::patient_tiers, !own.patient_tiers.empty(), "patient_tiers");
  take(&RulesStatement::reserve, own.reserve.has_value(), "reserve");
  take(&RulesStatement::reserve_devices, own.reserve_devices.has_value(), "reserve_devices");
  take(&RulesStatement::reserve_periods, own.reserve_periods.has_value(), "reserve_periods");
  take(&RulesStatement::reserve_weight, own.reserve_weight.has_value(), "reserve_weight");
  take(&RulesStatement::lending_limit, own.lending_limit.has_value(), "lending_limit");
  take(&RulesStatement::lending_cost, !own.lending_cost.empty(), "lending_cost");
  drop_nothing(rules.reserve);
  drop_nothing(rules.reserve_devices);
  drop_nothing(rules.reserve_periods);
  const bool keeps = rules.reserve || rules.reserve_devices || rules.reserve_periods;
  if (!keeps && !own.reserve_weight) rules.reserve_weight.reset();
}

/// The state and the arrivals of a case are those of the first item.
void take_devices(const ItemStatement& item, bool first, CaseStatement& one) {
  if (!first || !item.arrivals_file.empty()) {
    one.arrivals_file = item.arrivals_file;
    one.arrivals = item.arrivals;
  }
  if (!first || !item.in_use_file.empty()) {
    one.in_use_file = item.in_use_file;
    one.in_use = item.in_use;
  }
  if (!first || !item.in_transit_file.empty()) {
    one.in_transit_file = item.in_transit_file;
    one.in_transit = item.in_transit;
  }
  if (!first || item.out_of_service) {
    one.out_of_service = item.out_of_service;
    one.places["state.out_of_service"] = item.place("item.out_of_service");
  }
}

/// Orders that name the item, and bans that name none.
void take_orders(const ItemStatement& item, CaseStatement& one) {
  std::erase_if(one.orders, [&](const OrderRecord& order) {
    return !order.item.empty() && order.item != item.name;
  });
}

}  // namespace

CaseStatement statement_of_item(const CaseStatement& statement, std::size_t index) {
  const ItemStatement& item = statement.items[index];
  const bool first = index == 0;
  CaseStatement one = statement;
  one.items.clear();
  one.carriers.clear();
  one.dispatch_limit.reset();  // a carrier of all items
  if (item.consumable) {
    one.away_limit.reset();  // what is used up does not come back
    one.return_by.clear();
  }
  for (const auto& [key, place] : item.places) one.places[key] = place;
  one.item_name = item.name;
  one.in_processing = item.in_processing;
  one.turnaround = item.consumable ? statement.periods : item.turnaround.value_or(0);
  one.devices_column = item.devices_column;
  if (!first) one.devices_per_100k.reset();
  if (item.devices_per_100k) one.devices_per_100k = item.devices_per_100k;
  take_facilities(item, first, one);
  take_rules(item, one);
  take_devices(item, first, one);
  take_orders(item, one);
  if (item.ventilated_rate) {
    one.epidemic.ventilated_rate = *item.ventilated_rate;
  } else if (!first || !item.demand_file.empty()) {
    one.demand_model = DemandModel::file;
    one.demand_file = item.demand_file;
    one.demand = item.demand;
  }
  return one;
}

}  // namespace surgeflow::checks
