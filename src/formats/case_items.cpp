// SPDX-License-Identifier: Apache-2.0
// Keys of one item and of one carrier.
#include "formats/case_items.hpp"

#include <algorithm>

#include "formats/case_keys.hpp"

namespace surgeflow::formats {
namespace {

std::map<std::string, Place> places_of(const KeyReader& keys, const std::string& list) {
  std::map<std::string, Place> places;
  for (const std::string& key : find_list(list)->keys) {
    const std::string full = list + "." + key;
    places.emplace(full, keys.place(full));
  }
  return places;
}

}  // namespace

RulesStatement read_rules_of(const KeyReader& keys, const std::string& section) {
  const auto key = [&](const char* name) { return section + "." + name; };
  RulesStatement rules;
  rules.patient_tiers =
      keys.pairs(key("patient_tiers"), "[[0.5, 1.5], [1.0, 1.0]]").value_or(rules.patient_tiers);
  rules.reserve = keys.decimal(key("reserve"));
  rules.reserve_devices = keys.whole(key("reserve_devices"));
  rules.reserve_periods = keys.whole(key("reserve_periods"));
  rules.reserve_weight = keys.decimal(key("reserve_weight"));
  rules.lending_limit = keys.whole(key("lending_limit"));
  rules.lending_cost =
      keys.pairs(key("lending_cost"), "[[0.1, 0], [1.0, 2]]").value_or(rules.lending_cost);
  return rules;
}

ItemStatement read_item_of_list(const KeyReader& keys) {
  ItemStatement item;
  item.places = places_of(keys, "item");
  keys.require("item.name", "a text");
  item.name = keys.text("item.name").value_or("");
  item.consumable =
      keys.choice<bool>("item.kind", {{"reusable", false}, {"consumable", true}}).value_or(false);
  item.turnaround = keys.whole("item.turnaround");
  item.in_processing = keys.whole("item.in_processing").value_or(item.in_processing);
  item.devices_column = keys.text("item.devices").value_or("");
  item.devices_per_100k = keys.decimal("item.devices_per_100k");
  item.ventilated_rate = keys.decimal("item.ventilated_rate");
  item.out_of_service = keys.decimal("item.out_of_service");
  item.rules = read_rules_of(keys, "item");
  item.uses = keys.named_numbers("item.uses");
  item.uses_per_period = keys.named_numbers("item.uses_per_period");
  item.stands_in_for = keys.named_numbers("item.stands_in_for");
  return item;
}

CarrierStatement read_carrier_of_list(const KeyReader& keys) {
  CarrierStatement carrier;
  carrier.places = places_of(keys, "carrier");
  keys.require("carrier.name", "a text");
  keys.require("carrier.limit", "a whole number of loads in a period");
  carrier.name = keys.text("carrier.name").value_or("");
  carrier.limit = keys.whole("carrier.limit").value_or(0);
  carrier.loads = keys.named_numbers("carrier.loads");
  carrier.mode = keys.text("carrier.mode").value_or("");
  return carrier;
}

std::vector<std::string> devices_columns(const CaseStatement& statement) {
  std::vector<std::string> columns;
  for (const ItemStatement& item : statement.items) {
    if (std::ranges::find(columns, item.devices_column) == columns.end()) {
      columns.push_back(item.devices_column);
    }
  }
  return columns;
}

}  // namespace surgeflow::formats
