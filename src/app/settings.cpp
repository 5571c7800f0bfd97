// SPDX-License-Identifier: Apache-2.0
// A case's settings as text, after defaults and overrides.
#include <fmt/format.h>

#include <initializer_list>
#include <optional>
#include <utility>

#include "app/prepare.hpp"

namespace surgeflow::app {
namespace {

/// The word of an enumerator; `words` are in the order of the enumeration.
template <class Enumeration>
std::string_view word(Enumeration value, std::initializer_list<std::string_view> words) {
  return *(words.begin() + static_cast<std::ptrdiff_t>(value));
}

/// Collects "section.key = value" lines.
class Listing {
 public:
  template <class T>
  void add(std::string_view key, const T& value) {
    text_ += fmt::format("{} = {}\n", key, value);
  }
  template <class T>
  void add_if(std::string_view key, const std::optional<T>& value) {
    if (value) add(key, *value);
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

/// "[[0, 0.3], [15, 0.5]]", of two members of each.
template <class Pair, class First, class Second>
std::string pairs_in_words(const std::vector<Pair>& pairs, First Pair::*first,
                           Second Pair::*second) {
  std::string text;
  for (const Pair& pair : pairs) {
    text += fmt::format("{}[{}, {}]", text.empty() ? "" : ", ", pair.*first, pair.*second);
  }
  return "[" + text + "]";
}

std::string in_words(const std::vector<ReductionStep>& steps) {
  return pairs_in_words(steps, &ReductionStep::start_day, &ReductionStep::value);
}

std::string in_words(const std::vector<NumberPair>& pairs) {
  return pairs_in_words(pairs, &NumberPair::first, &NumberPair::second);
}

void add_epidemic(Listing& listing, const EpidemicParameters& epidemic) {
  const bool by_number = !epidemic.reproduction_number.empty();
  if (by_number) {
    listing.add("demand.reproduction_number", in_words(epidemic.reproduction_number));
  }
  listing.add_if("demand.doubling_time", epidemic.doubling_time_days);
  if (epidemic.date_first_hospitalized) {
    listing.add("demand.date_first_hospitalized", format_date(*epidemic.date_first_hospitalized));
  }
  if (epidemic.mitigation_date) {
    listing.add("demand.mitigation_date", format_date(*epidemic.mitigation_date));
  }
  listing.add("demand.infectious_days", epidemic.infectious_days);
  if (!by_number) {
    listing.add("demand.contact_reduction", in_words(epidemic.contact_reduction));
  }
  listing.add("demand.hospitalized_rate", epidemic.hospitalized_rate);
  listing.add("demand.icu_rate", epidemic.icu_rate);
  listing.add("demand.ventilated_rate", epidemic.ventilated_rate);
  listing.add("demand.hospital_days", epidemic.hospital_days);
  listing.add("demand.icu_days", epidemic.icu_days);
  listing.add("demand.ventilator_days", epidemic.ventilator_days);
  listing.add("demand.market_share", epidemic.market_share);
  listing.add("demand.recovered", epidemic.recovered);
}

void add_transit(Listing& listing, const CaseStatement& statement) {
  listing.add("transit.model",
              statement.routes ? "routes" : word(statement.transit_model, {"table", "geodesic"}));
  if (statement.transit_model == TransitModel::geodesic) {
    listing.add("transit.km_per_period", statement.km_per_period);
  }
  listing.add_if("transit.max_periods", statement.max_periods);
  listing.add("objective.movement", word(statement.movement, {"units", "distance", "cost"}));
  if (statement.movement == Movement::distance) {
    listing.add("objective.resolution_km", statement.distance_resolution_km);
    listing.add("objective.fixed_km", statement.fixed_cost_km);
  }
  listing.add("sharing.scope", word(statement.scope, {"all", "region", "none"}));
  if (statement.scope == Scope::region) listing.add("sharing.regions", statement.sharing_column);
}

std::string in_words(const std::vector<NamedNumber>& numbers) {
  std::string words;
  for (const NamedNumber& entry : numbers) {
    words += fmt::format("{}{} = {}", words.empty() ? "" : ", ", entry.name, entry.number);
  }
  return "{ " + words + " }";
}

void add_items(Listing& listing, const CaseStatement& statement) {
  if (statement.items.empty()) {
    listing.add("item.name", statement.item_name);
    listing.add("item.turnaround", statement.turnaround);
    listing.add("item.in_processing", statement.in_processing);
  }
  for (const ItemStatement& item : statement.items) {
    const std::string key = "item." + item.name;
    listing.add(key + ".kind", item.consumable ? "consumable" : "reusable");
    listing.add_if(key + ".turnaround", item.turnaround);
    listing.add(key + ".in_processing", item.in_processing);
    listing.add(key + ".devices", item.devices_column);
    listing.add_if(key + ".devices_per_100k", item.devices_per_100k);
    listing.add_if(key + ".ventilated_rate", item.ventilated_rate);
    if (!item.uses.empty()) listing.add(key + ".uses", in_words(item.uses));
    if (!item.uses_per_period.empty()) {
      listing.add(key + ".uses_per_period", in_words(item.uses_per_period));
    }
    if (!item.stands_in_for.empty()) {
      listing.add(key + ".stands_in_for", in_words(item.stands_in_for));
    }
  }
  for (const CarrierStatement& carrier : statement.carriers) {
    listing.add("carrier." + carrier.name + ".limit", carrier.limit);
    listing.add("carrier." + carrier.name + ".loads", in_words(carrier.loads));
  }
}

void add_rules(Listing& listing, const CaseStatement& statement) {
  const RulesStatement& rules = statement.rules;
  listing.add_if("rules.dispatch_limit", statement.dispatch_limit);
  listing.add_if("rules.away_limit", statement.away_limit);
  if (!statement.return_by.empty()) listing.add("rules.return_by", statement.return_by);
  if (statement.no_worse_off) listing.add("rules.no_worse_off", "true");
  if (!statement.fair_by.empty()) listing.add("rules.fair_by", statement.fair_by);
  if (!rules.patient_tiers.empty()) {
    listing.add("rules.patient_tiers", in_words(rules.patient_tiers));
  }
  listing.add_if("rules.reserve", rules.reserve);
  listing.add_if("rules.reserve_devices", rules.reserve_devices);
  listing.add_if("rules.reserve_periods", rules.reserve_periods);
  listing.add_if("rules.reserve_weight", rules.reserve_weight);
  listing.add_if("rules.backup_periods", rules.backup_periods);
  listing.add_if("rules.lending_limit", rules.lending_limit);
  if (!rules.lending_cost.empty()) {
    listing.add("rules.lending_cost", in_words(rules.lending_cost));
  }
}

void add_shipments(Listing& listing, const ShipmentsStatement& shipments) {
  if (shipments.fewest) listing.add("shipments.fewest", "true");
  listing.add_if("shipments.fixed_cost", shipments.fixed_cost);
  listing.add_if("shipments.minimum", shipments.minimum);
  if (shipments.keep_unmet) listing.add("shipments.keep_unmet", "true");
}

void add_money(Listing& listing, const MoneyStatement& money) {
  const auto add_text = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) listing.add(key, text);
  };
  add_text("money.currency", money.currency);
  listing.add_if("money.purchase", money.purchase);
  listing.add_if("money.rental", money.rental);
  listing.add_if("money.per_shipment", money.per_shipment);
  listing.add_if("money.per_device", money.per_device);
  listing.add_if("money.per_device_km", money.per_device_km);
  listing.add_if("money.subsidy", money.subsidy);
  add_text("money.purchase_payer", money.purchase_payer);
  add_text("money.transport_payer", money.transport_payer);
  add_text("money.subsidy_payer", money.subsidy_payer);
}

}  // namespace

std::string resolved_settings(const CaseStatement& statement) {
  Listing listing;
  listing.add("case.name", statement.name);
  listing.add("horizon.start", format_date(statement.start));
  listing.add("horizon.periods", statement.periods);
  listing.add("horizon.period_hours", statement.period_hours);
  listing.add_if("facilities.devices_per_100k", statement.devices_per_100k);
  add_items(listing, statement);
  listing.add("demand.model", word(statement.demand_model, {"file", "sir", "chime"}));
  listing.add("demand.rounding",
              word(statement.rounding, {"ceil", "cumulative", "nearest", "none"}));
  listing.add_if("state.out_of_service", statement.out_of_service);
  if (!statement.orders_file.empty()) listing.add("orders.file", statement.orders_file);
  if (!statement.partners_file.empty()) listing.add("partners.file", statement.partners_file);
  if (statement.money) add_money(listing, *statement.money);
  if (statement.demand_model != DemandModel::file) add_epidemic(listing, statement.epidemic);
  add_transit(listing, statement);
  add_rules(listing, statement);
  add_shipments(listing, statement.shipments);
  listing.add("solver.method", word(statement.method, {"auto", "exact", "lagrangian"}));
  if (statement.method == Method::lagrangian) {
    listing.add("solver.regions", statement.regions ? fmt::format("{}", *statement.regions)
                                  : statement.region_column.empty() ? "region"
                                                                    : statement.region_column);
  }
  listing.add("solver.gap", statement.gap);
  return std::move(listing).text();
}

}  // namespace surgeflow::app
