// SPDX-License-Identifier: Apache-2.0
// Several items: each as a case of its own, and what they say of each other.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "model/item_statements.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/item_case.hpp"

namespace surgeflow {
namespace {

/// Keeps each finding once: items share most of a case.
class Collected {
 public:
  void add(Diagnostic finding) {
    if (known_.insert(to_string(finding)).second) findings_.add(std::move(finding));
  }
  void add(const ItemStatement& item, const std::string& key, std::string seen, std::string allowed,
           std::string remedy = {}) {
    add({item.place(key), fmt::format("item {}: {}", in_quotes(item.name), seen),
         std::move(allowed), std::move(remedy)});
  }
  void throw_if_any() const { findings_.throw_if_any(); }

 private:
  std::set<std::string> known_;
  Diagnostics findings_;
};

class ItemsCheck {
 public:
  explicit ItemsCheck(const CaseStatement& statement) : statement_(statement) {}

  [[nodiscard]] ItemCase run() {
    check_names();
    check_unsupported();
    for (const OrderRecord& order : statement_.orders) check_order(order);
    check_cases();
    for (std::size_t item = 0; item < statement_.items.size(); ++item) {
      add_stand_ins(item);
      add_uses(item, "item.uses", statement_.items[item].uses, &Use::per_patient);
      add_uses(item, "item.uses_per_period", statement_.items[item].uses_per_period,
               &Use::per_period);
    }
    check_substitution_cycles();
    for (const CarrierStatement& carrier : statement_.carriers) add_carrier(carrier);
    add_dispatch_limit();
    findings_.throw_if_any();
    return std::move(items_);
  }

 private:
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const ItemStatement& item : statement_.items) names.push_back(item.name);
    return names;
  }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    for (std::size_t item = 0; item < statement_.items.size(); ++item) {
      if (statement_.items[item].name == name) return item;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string remedy_for_unknown(const std::string& name) const {
    const std::string nearest = nearest_name(name, names());
    return nearest.empty() ? "add an [[item]] of that name"
                           : fmt::format("did you mean {}?", in_quotes(nearest));
  }

  /// Names stand in paths of plan files.
  void check_names() {
    std::set<std::string> seen;
    for (const ItemStatement& item : statement_.items) {
      const bool plain = !item.name.empty() && item.name.find('/') == std::string::npos &&
                         item.name != "." && item.name != "..";
      if (!plain) {
        findings_.add(item, "item.name", "no name that a plan file can hold", "a text without '/'",
                      "name the item");
      } else if (!seen.insert(item.name).second) {
        findings_.add(item, "item.name", "is there already", "each name once");
      }
    }
  }

  [[nodiscard]] Place place_of(const std::string& key) const {
    const auto place = statement_.places.find(key);
    return place == statement_.places.end() ? Place{statement_.file, 0, key} : place->second;
  }
  void refuse_key(const std::string& key, std::string seen, std::string remedy) {
    findings_.add({place_of(key), std::move(seen), "several items without it", std::move(remedy)});
  }

  void check_unsupported() {
    const CaseStatement& s = statement_;
    const std::string remedy = "plan the items as cases of their own, or remove the rule";
    const auto refuse_if = [&](bool stated, const char* key) {
      if (stated) refuse_key(key, "a rule that is not supported with several items", remedy);
    };
    refuse_if(s.no_worse_off, "rules.no_worse_off");
    refuse_if(!s.fair_by.empty(), "rules.fair_by");
    refuse_if(s.rules.backup_periods.has_value(), "rules.backup_periods");
    refuse_if(s.shipments.minimum.has_value(), "shipments.minimum");
    refuse_if(!s.partners_file.empty(), "partners.file");
    if (s.method != Method::automatic) {
      refuse_key("solver.method", "a method of one item",
                 "remove it: items are planned exactly where nothing ties them");
    }
  }

  /// A ban of no item is one of all; devices are those of one item.
  void check_order(const OrderRecord& order) {
    const Place place{statement_.orders_file, order.line, "item"};
    const std::string allowed = fmt::format("{}", fmt::join(names(), ", "));
    if (order.item.empty() && order.action != name_of(OrderKind::ban)) {
      findings_.add({place, "the cell is empty", allowed, "name the item whose devices these are"});
    } else if (!order.item.empty() && !find(order.item)) {
      findings_.add({place, fmt::format("{} is no item", in_quotes(order.item)), allowed,
                     remedy_for_unknown(order.item)});
    }
  }

  void check_cases() {
    for (std::size_t item = 0; item < statement_.items.size(); ++item) {
      const ItemStatement& stated = statement_.items[item];
      if (stated.consumable && stated.turnaround) {
        findings_.add(stated, "item.turnaround", "a turnaround of what is used up",
                      "none with kind = \"consumable\"", "remove it");
      } else if (!stated.consumable && !stated.turnaround) {
        findings_.add(stated, "item.turnaround", "missing", "a whole number of periods",
                      "add turnaround = ..., or kind = \"consumable\"");
        continue;
      }
      if (stated.ventilated_rate && statement_.demand_model == DemandModel::file) {
        findings_.add(stated, "item.ventilated_rate", "a rate without an epidemic model",
                      "demand.model = \"sir\" or \"chime\"", "state the model, or a demand file");
      }
      try {
        items_.cases.push_back(check_case(checks::statement_of_item(statement_, item)));
        items_.in_beds.push_back(!stated.consumable);
        take_beds(items_.cases.back().limits);
      } catch (const InputError& error) {
        for (const Diagnostic& finding : error.diagnostics()) findings_.add(finding);
      }
    }
  }

  /// Staffed beds are those of all items together; an item by itself has none.
  void take_beds(Limits& limits) {
    if (limits.staffed_beds.empty()) return;
    items_.staffed_beds = std::exchange(limits.staffed_beds, {});
    if (limits.in_care.facilities() > 0) {
      if (items_.in_care.facilities() == 0) {
        items_.in_care = Panel<Count>(limits.in_care.facilities(), limits.in_care.periods());
      }
      std::ranges::transform(items_.in_care.values(), limits.in_care.values(),
                             items_.in_care.values().begin(), std::plus<>());
    }
    if (!limits.count_present()) limits = {};
  }

  void add_stand_ins(std::size_t item) {
    const ItemStatement& stated = statement_.items[item];
    const std::string key = "item.stands_in_for";
    for (const NamedNumber& entry : stated.stands_in_for) {
      const auto other = find(entry.name);
      if (!other || other == item) {
        findings_.add(
            stated, key,
            fmt::format("{} is {}", in_quotes(entry.name), other ? "the item itself" : "no item"),
            fmt::format("{}", fmt::join(names(), ", ")),
            other ? "remove it" : remedy_for_unknown(entry.name));
        continue;
      }
      const auto parts = std::llround(entry.number * kPartsOfAPatient);
      if (!(entry.number > 0.0 && entry.number <= 1.0) || parts < 1) {
        findings_.add(stated, key, fmt::format("{} = {}", entry.name, entry.number),
                      "more than 0, at most 1 patient",
                      "state what a patient treated so counts: 0.8 for a loss of a fifth");
        continue;
      }
      items_.resolution = kPartsOfAPatient;
      items_.stand_ins.push_back({item, *other, static_cast<std::int32_t>(parts)});
    }
  }

  void add_uses(std::size_t item, const std::string& key, const std::vector<NamedNumber>& uses,
                Count Use::*units) {
    const ItemStatement& stated = statement_.items[item];
    for (const NamedNumber& entry : uses) {
      const auto other = find(entry.name);
      if (!other || !statement_.items[*other].consumable) {
        findings_.add(
            stated, key,
            fmt::format("{} is {}", in_quotes(entry.name), other ? "not consumable" : "no item"),
            "items with kind = \"consumable\"",
            other ? "state kind = \"consumable\" there" : remedy_for_unknown(entry.name));
        continue;
      }
      if (!(entry.number >= 0.0 && entry.number <= static_cast<double>(kMaxTotal)) ||
          entry.number != std::floor(entry.number)) {
        findings_.add(stated, key, fmt::format("{} = {}", entry.name, entry.number),
                      fmt::format("a whole number, 0 to {}", kMaxTotal),
                      "state units; count in smaller ones where a patient takes a part of one");
        continue;
      }
      const ItemStatement& used = statement_.items[*other];
      if (!used.uses.empty() || !used.uses_per_period.empty()) {
        findings_.add(stated, key, fmt::format("{} uses others itself", in_quotes(used.name)),
                      "consumables that use none", "state the use with the item that treats");
        continue;
      }
      use_of(item, *other).*units = static_cast<Count>(entry.number);
    }
  }

  [[nodiscard]] Use& use_of(std::size_t item, std::size_t consumable) {
    for (Use& use : items_.uses) {
      if (use.item == item && use.consumable == consumable) return use;
    }
    return items_.uses.emplace_back(Use{.item = item, .consumable = consumable});
  }

  /// An item that, over others or at once, stands in for one that stands in for it.
  void check_substitution_cycles() {
    for (std::size_t item = 0; item < statement_.items.size(); ++item) {
      std::vector<std::size_t> path{item};
      if (!leads_back(item, path)) continue;
      std::vector<std::string> words;
      for (const std::size_t step : path) words.push_back(statement_.items[step].name);
      findings_.add(statement_.items[item], "item.stands_in_for",
                    fmt::format("a cycle: {}", fmt::join(words, " for ")),
                    "no item that stands in for itself over others",
                    "leave one of them out: patients of equal need are patients of one item");
      return;
    }
  }
  [[nodiscard]] bool leads_back(std::size_t start, std::vector<std::size_t>& path) const {
    for (const Treatment& stand_in : items_.stand_ins) {
      if (stand_in.item != path.back()) continue;
      path.push_back(stand_in.patients_of);
      if (stand_in.patients_of == start) return true;
      const bool new_here = std::ranges::count(path, stand_in.patients_of) == 1;
      if (new_here && leads_back(start, path)) return true;
      path.pop_back();
    }
    return false;
  }

  /// What leaves in a period, of all items and on all lanes: a carrier that everything loads
  /// with 1.
  void add_dispatch_limit() {
    if (!statement_.dispatch_limit) return;
    const std::int64_t limit = *statement_.dispatch_limit;
    if (limit < 0 || limit > kMaxTotal) {
      findings_.add({place_of("rules.dispatch_limit"), fmt::format("{}", limit),
                     fmt::format("0 to {}", kMaxTotal),
                     "state how many devices and units may leave in one period, all lanes and "
                     "items together"});
      return;
    }
    const auto same =
        std::ranges::find(statement_.carriers, kDispatchLimitRule, &CarrierStatement::name);
    if (same != statement_.carriers.end()) {
      findings_.add({place_of("rules.dispatch_limit"),
                     fmt::format("beside a carrier named {}", in_quotes(kDispatchLimitRule)),
                     "each name once", "name the carrier otherwise"});
      return;
    }
    items_.carriers.push_back({.name = std::string(kDispatchLimitRule),
                               .limit = static_cast<Count>(limit),
                               .load = std::vector<Count>(statement_.items.size(), 1)});
    items_.carrier_modes.push_back(std::nullopt);
  }

  void add_carrier(const CarrierStatement& stated) {
    const auto refuse = [&](const std::string& key, std::string seen, std::string allowed,
                            std::string remedy = {}) {
      const auto place = stated.places.find(key);
      findings_.add({place == stated.places.end() ? Place{} : place->second,
                     fmt::format("carrier {}: {}", in_quotes(stated.name), seen),
                     std::move(allowed), std::move(remedy)});
    };
    if (stated.limit < 0 || stated.limit > kMaxTotal) {
      refuse("carrier.limit", fmt::format("{}", stated.limit), fmt::format("0 to {}", kMaxTotal));
    }
    Carrier carrier{
        .name = stated.name,
        .limit = static_cast<Count>(std::clamp<std::int64_t>(stated.limit, 0, kMaxTotal)),
        .load = std::vector<Count>(statement_.items.size(), 1)};
    for (const NamedNumber& entry : stated.loads) {
      const auto item = find(entry.name);
      if (!item) {
        refuse("carrier.loads", fmt::format("{} is no item", in_quotes(entry.name)),
               fmt::format("{}", fmt::join(names(), ", ")), remedy_for_unknown(entry.name));
      } else if (!(entry.number >= 0.0 && entry.number <= static_cast<double>(kMaxTotal)) ||
                 entry.number != std::floor(entry.number)) {
        refuse("carrier.loads", fmt::format("{} = {}", entry.name, entry.number),
               fmt::format("a whole number, 0 to {}", kMaxTotal),
               "count limit and loads in smaller units");
      } else {
        carrier.load[*item] = static_cast<Count>(entry.number);
      }
    }
    items_.carriers.push_back(std::move(carrier));
    items_.carrier_modes.push_back(std::nullopt);
    if (!stated.mode.empty()) check_mode(stated, refuse);
  }

  /// Lanes are by mode where routes say so.
  template <class Refuse>
  void check_mode(const CarrierStatement& stated, const Refuse& refuse) {
    const std::string seen = in_quotes(stated.mode);
    if (!statement_.routes) {
      return refuse("carrier.mode", seen + " of lanes that have no modes",
                    "transit.model = \"routes\"", "state [routes], or remove the key");
    }
    // Without checked cases their findings are what is said.
    if (items_.cases.empty()) return;
    const auto& modes = items_.cases.front().transit.routes->modes;
    const auto found = std::ranges::find(modes, stated.mode, &RouteMode::name);
    if (found != modes.end()) {
      items_.carrier_modes.back() = static_cast<std::int32_t>(found - modes.begin());
      return;
    }
    std::vector<std::string> names;
    for (const RouteMode& mode : modes) names.push_back(mode.name);
    const std::string nearest = nearest_name(stated.mode, names);
    refuse("carrier.mode", seen + " is no mode of the routes",
           fmt::format("{}", fmt::join(names, ", ")),
           nearest.empty() ? "" : fmt::format("did you mean {}?", in_quotes(nearest)));
  }

  const CaseStatement& statement_;
  Collected findings_;
  ItemCase items_;
};

}  // namespace

ItemCase check_items(const CaseStatement& statement) { return ItemsCheck(statement).run(); }

}  // namespace surgeflow
