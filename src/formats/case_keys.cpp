// SPDX-License-Identifier: Apache-2.0
// The list of sections and keys, and searches in it.
#include "formats/case_keys.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/parameter_bounds.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::formats {
namespace {

std::vector<std::string> demand_keys() {
  std::vector<std::string> keys = {"model", "file", "rounding"};
  for (const NumberParameter& parameter : kNumberParameters) keys.emplace_back(parameter.name);
  keys.emplace_back(kDoublingTime);
  keys.emplace_back(kContactReduction);
  keys.emplace_back(kReproductionNumber);
  keys.emplace_back(kDateFirstHospitalized);
  keys.emplace_back(kMitigationDate);
  return keys;
}

constexpr std::array<std::string_view, 12> kWholeKeys = {
    "horizon.periods",       "horizon.period_hours",  "item.turnaround",
    "item.in_processing",    "transit.max_periods",   "rules.dispatch_limit",
    "rules.reserve_devices", "rules.reserve_periods", "rules.backup_periods",
    "rules.lending_limit",   "shipments.fixed_cost",  "shipments.minimum"};
constexpr std::array<std::string_view, 3> kTruthKeys = {"rules.no_worse_off", "shipments.fewest",
                                                        "shipments.keep_unmet"};
constexpr std::array<std::string_view, 17> kDecimalKeys = {"facilities.devices_per_100k",
                                                           "transit.km_per_period",
                                                           "objective.resolution_km",
                                                           "objective.fixed_km",
                                                           "rules.away_limit",
                                                           "rules.reserve",
                                                           "rules.reserve_weight",
                                                           "state.out_of_service",
                                                           "solver.gap",
                                                           "money.purchase",
                                                           "money.rental",
                                                           "money.per_shipment",
                                                           "money.per_device",
                                                           "money.per_device_km",
                                                           "money.subsidy",
                                                           "routes.access_km",
                                                           "routes.access_km_per_hour"};
constexpr std::array<std::string_view, 2> kPairKeys = {"rules.patient_tiers", "rules.lending_cost"};

template <class List>
bool lists(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

KeyKind kind_in_demand(std::string_view key) {
  if (key == kContactReduction || key == kReproductionNumber) return KeyKind::schedule;
  if (key == kDateFirstHospitalized || key == kMitigationDate) return KeyKind::date;
  return kind_of_parameter(key) ? KeyKind::decimal : KeyKind::text;
}

struct Unsupported {
  std::string_view section;
  std::string_view remedy;
};

constexpr std::array kUnsupported = {
    Unsupported{"output", "remove the section and name outputs on the command line"},
};

}  // namespace

const std::vector<KnownSection>& known_sections() {
  static const std::vector<KnownSection> sections = {
      {"case", {"name", "description"}},
      {"horizon", {"start", "periods", "period_hours"}},
      {"facilities", {"file", "devices_per_100k"}},
      {"item", {"name", "turnaround", "in_processing"}},
      {"demand", demand_keys()},
      {"arrivals", {"file"}},
      {"state", {"in_use", "in_transit", "out_of_service"}},
      {"transit", {"file", "model", "km_per_period", "max_periods"}},
      {"routes", {"edges", "places", "modes", "access_km", "access_km_per_hour", "access_mode"}},
      {"objective", {"movement", "resolution_km", "fixed_km"}},
      {"sharing", {"scope", "regions"}},
      {"orders", {"file"}},
      {"money",
       {"currency", "purchase", "rental", "per_shipment", "per_device", "per_device_km", "subsidy",
        "purchase_payer", "transport_payer", "subsidy_payer"}},
      {"rules",
       {"dispatch_limit", "away_limit", "return_by", "no_worse_off", "fair_by", "patient_tiers",
        "reserve", "reserve_devices", "reserve_periods", "reserve_weight", "backup_periods",
        "lending_limit", "lending_cost"}},
      {"partners", {"file"}},
      {"shipments", {"fewest", "fixed_cost", "minimum", "keep_unmet"}},
      {"solver", {"method", "gap", "regions"}},
  };
  return sections;
}

std::optional<KeyKind> kind_of_key(const std::string& key) {
  const std::size_t dot = key.find('.');
  const KnownSection* section = find_section(key.substr(0, dot));
  if (section == nullptr || dot == std::string::npos) return std::nullopt;
  const std::string name = key.substr(dot + 1);
  if (!lists(section->keys, name)) return std::nullopt;
  if (section->name == "demand") return kind_in_demand(name);
  if (lists(kWholeKeys, key)) return KeyKind::whole;
  if (lists(kDecimalKeys, key)) return KeyKind::decimal;
  if (lists(kPairKeys, key)) return KeyKind::pairs;
  if (key == "horizon.start") return KeyKind::date;
  if (lists(kTruthKeys, key)) return KeyKind::truth;
  return key == "solver.regions" ? KeyKind::text_or_whole : KeyKind::text;
}

const KnownSection* find_section(const std::string& name) {
  const auto& sections = known_sections();
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const KnownSection& s) { return s.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

const KnownSection* find_list(const std::string& name) {
  static const std::array<KnownSection, 2> lists = {{
      {"item",
       {"name",
        "kind",
        "turnaround",
        "in_processing",
        "devices",
        "devices_per_100k",
        "demand",
        "ventilated_rate",
        "arrivals",
        "in_use",
        "in_transit",
        "out_of_service",
        "patient_tiers",
        "reserve",
        "reserve_devices",
        "reserve_periods",
        "reserve_weight",
        "lending_limit",
        "lending_cost",
        "uses",
        "uses_per_period",
        "stands_in_for"}},
      {"carrier", {"name", "limit", "loads", "mode"}},
  }};
  const auto found = std::ranges::find(lists, name, &KnownSection::name);
  return found == lists.end() ? nullptr : &*found;
}

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const KnownSection& section : known_sections()) names.push_back(section.name);
  return names;
}

std::string unsupported_section_remedy(const std::string& name) {
  for (const Unsupported& unsupported : kUnsupported) {
    if (unsupported.section == name) return std::string(unsupported.remedy);
  }
  return {};
}

std::string nearest_key(const std::string& section, const std::string& key) {
  for (const KnownSection& other : known_sections()) {
    if (std::find(other.keys.begin(), other.keys.end(), key) != other.keys.end()) {
      return other.name + "." + key;
    }
  }
  if (const KnownSection* own = find_section(section)) {
    const std::string nearest = nearest_name(key, own->keys);
    if (!nearest.empty()) return section + "." + nearest;
  }
  std::vector<std::string> all;
  for (const KnownSection& other : known_sections()) {
    all.insert(all.end(), other.keys.begin(), other.keys.end());
  }
  const std::string nearest = nearest_name(key, all);
  return nearest.empty() ? std::string{} : nearest_key({}, nearest);
}

}  // namespace surgeflow::formats
