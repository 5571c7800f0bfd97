// SPDX-License-Identifier: Apache-2.0
// Reads CASE.toml section by section, and the CSV files it names.
#include "surgeflow/formats/case_file.hpp"

#include <fmt/format.h>

#include "formats/case_items.hpp"
#include "formats/case_keys.hpp"
#include "formats/case_tables.hpp"
#include "formats/key_reader.hpp"
#include "formats/toml_document.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::formats {
namespace {

template <class T>
void assign(T& target, std::optional<T> value) {
  if (value) target = std::move(*value);
}

class CaseReader {
 public:
  CaseReader(const std::filesystem::path& path, const std::vector<std::string>& overrides,
             InputFiles& files)
      : path_(path), overrides_(overrides), files_(files), toml_(read_toml()) {
    document_ = parse_case_toml(toml_, path.string(), overrides, findings_);
  }

  CaseFile read() {
    const KeyReader keys(document_.root, path_.string(), document_.overridden, findings_);
    result_.statement.file = path_.string();
    remember_places(keys);
    read_case_section(keys);
    read_horizon(keys);
    read_items(keys);
    read_facilities_section(keys);
    read_carriers();
    read_demand(keys);
    read_arrivals(keys);
    read_state(keys);
    read_orders_file(keys);
    read_partners_file(keys);
    read_money(keys);
    read_transit(keys);
    read_objective(keys);
    read_sharing(keys);
    read_rules(keys);
    read_shipments(keys);
    read_solver(keys);
    findings_.throw_if_any();
    result_.sha256 = hash_of_case();
    result_.input_sha256.emplace(path_.string(), sha256_hex(toml_));
    return std::move(result_);
  }

 private:
  const std::string& read_toml() {
    const InputBytes& input = files_.read(path_);
    if (input.bytes) return *input.bytes;
    throw InputError({{path_.string(), 0, {}},
                      fmt::format("the file can not be read: {}", input.failure),
                      "a readable case file",
                      "check the path and its permissions"});
  }

  void remember_places(const KeyReader& keys) {
    for (const KnownSection& section : known_sections()) {
      for (const std::string& key : section.keys) {
        const std::string full = section.name + "." + key;
        result_.statement.places.emplace(full, keys.place(full));
      }
    }
  }

  void read_case_section(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    s.name = keys.text("case.name").value_or(path_.stem().string());
    assign(s.description, keys.text("case.description"));
  }

  void read_horizon(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    keys.require("horizon.start", "a date such as 2020-03-31");
    keys.require("horizon.periods", "a whole number");
    assign(s.start, keys.date("horizon.start"));
    assign(s.periods, keys.whole("horizon.periods"));
    assign(s.period_hours, keys.whole("horizon.period_hours"));
  }

  void read_facilities_section(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    keys.require("facilities.file", "the path of a CSV file");
    s.devices_per_100k = keys.decimal("facilities.devices_per_100k");
    if (const auto input = named_file(keys, "facilities.file")) {
      s.facilities_file = input->name;
      s.region_column = region_column(keys);
      assign(s.sharing_column, keys.text("sharing.regions"));
      RegionColumns columns;
      if (!s.region_column.empty()) columns.solver = s.region_column;
      columns.sharing = s.sharing_column;
      s.facilities =
          read_facilities(input->bytes, input->name, columns, devices_columns(s), findings_);
    }
  }

  void read_item(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    keys.require("item.turnaround", "a whole number of periods");
    assign(s.item_name, keys.text("item.name"));
    assign(s.turnaround, keys.whole("item.turnaround"));
    assign(s.in_processing, keys.whole("item.in_processing"));
  }

  /// [item], or every [[item]].
  void read_items(const KeyReader& keys) {
    const toml::array* list = document_.root["item"].as_array();
    if (list == nullptr) return read_item(keys);
    for (const toml::node& node : *list) {
      const KeyReader own(*node.as_table(), "item", path_.string(), findings_);
      ItemStatement item = read_item_of_list(own);
      read_count_file(own, "item.demand", "patients", item.demand_file, item.demand);
      read_count_file(own, "item.arrivals", "devices", item.arrivals_file, item.arrivals);
      read_count_file(own, "item.in_use", "devices", item.in_use_file, item.in_use);
      read_count_file(own, "item.in_transit", "devices", item.in_transit_file, item.in_transit);
      if (item.devices_column.empty()) {
        const bool first = result_.statement.items.empty();
        item.devices_column = first ? "devices" : "devices_" + item.name;
      }
      result_.statement.items.push_back(std::move(item));
    }
  }

  void read_carriers() {
    const toml::array* list = document_.root["carrier"].as_array();
    if (list == nullptr) return;
    for (const toml::node& node : *list) {
      const KeyReader own(*node.as_table(), "carrier", path_.string(), findings_);
      result_.statement.carriers.push_back(read_carrier_of_list(own));
    }
    if (result_.statement.items.empty()) {
      findings_.add(
          {{path_.string(), static_cast<std::int64_t>(list->source().begin.line), "carrier"},
           "carriers of a case with one [item]",
           "[[carrier]] beside [[item]]",
           "write [[item]], or state rules.dispatch_limit"});
    }
  }

  void read_demand(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    const auto model = keys.choice<DemandModel>(
        "demand.model",
        {{"file", DemandModel::file}, {"sir", DemandModel::sir}, {"chime", DemandModel::chime}});
    assign(s.demand_model, model);
    assign(s.rounding,
           keys.choice<Rounding>("demand.rounding", {{"ceil", Rounding::ceil},
                                                     {"cumulative", Rounding::cumulative},
                                                     {"nearest", Rounding::nearest},
                                                     {"none", Rounding::none}}));
    read_epidemic(keys);
    if (!s.items.empty() && !keys.has("demand.model") && !keys.has("demand.file")) return;
    const bool model_misspelt = keys.has("demand.model") && !model;
    if (model_misspelt || s.demand_model != DemandModel::file) return;
    keys.require("demand.file", "the path of a CSV file, or demand.model = \"sir\" or \"chime\"");
    read_count_file(keys, "demand.file", "patients", s.demand_file, s.demand);
  }

  void read_epidemic(const KeyReader& keys) {
    EpidemicParameters& e = result_.statement.epidemic;
    const auto key = [](std::string_view name) { return fmt::format("demand.{}", name); };
    for (const NumberParameter& parameter : kNumberParameters) {
      assign(e.*parameter.member, keys.decimal(key(parameter.name)));
    }
    e.doubling_time_days = keys.decimal(key(kDoublingTime));
    e.date_first_hospitalized = keys.date(key(kDateFirstHospitalized));
    e.mitigation_date = keys.date(key(kMitigationDate));
    assign(e.contact_reduction, keys.schedule(key(kContactReduction)));
    result_.statement.contact_reduction_stated = keys.has(key(kContactReduction));
    assign(e.reproduction_number, keys.schedule(key(kReproductionNumber)));
    let_overrides_count(key(kReproductionNumber), key(kDoublingTime), key(kContactReduction));
  }

  /// Growth is stated by reproduction numbers, or by a doubling time and a contact reduction. What
  /// overrides say in one way takes the place of what the file says in the other.
  void let_overrides_count(const std::string& number, const std::string& doubling_time,
                           const std::string& reduction) {
    CaseStatement& s = result_.statement;
    const auto& overridden = document_.overridden;
    const bool other = overridden.contains(doubling_time) || overridden.contains(reduction);
    if (overridden.contains(number) && !other) {
      s.epidemic.doubling_time_days.reset();
      s.epidemic.contact_reduction = EpidemicParameters{}.contact_reduction;
      s.contact_reduction_stated = false;
    } else if (other && !overridden.contains(number)) {
      s.epidemic.reproduction_number.clear();
    }
  }

  void read_arrivals(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    read_count_file(keys, "arrivals.file", "devices", s.arrivals_file, s.arrivals);
  }

  void read_state(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    read_count_file(keys, "state.in_use", "devices", s.in_use_file, s.in_use);
    read_count_file(keys, "state.in_transit", "devices", s.in_transit_file, s.in_transit);
    s.out_of_service = keys.decimal("state.out_of_service");
  }

  void read_orders_file(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    if (const auto input = named_file(keys, "orders.file")) {
      s.orders_file = input->name;
      s.orders = read_orders(input->bytes, input->name, findings_);
    }
  }

  void read_partners_file(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    if (const auto input = named_file(keys, "partners.file")) {
      s.partners_file = input->name;
      s.partners = read_partners(input->bytes, input->name, findings_);
    }
  }

  void read_money(const KeyReader& keys) {
    MoneyStatement money;
    const auto price = [&](const char* key, std::optional<double>& value) {
      value = keys.decimal(key);
      return value.has_value();
    };
    const bool any = price("money.purchase", money.purchase) | price("money.rental", money.rental) |
                     price("money.per_shipment", money.per_shipment) |
                     price("money.per_device", money.per_device) |
                     price("money.per_device_km", money.per_device_km) |
                     price("money.subsidy", money.subsidy);
    assign(money.currency, keys.text("money.currency"));
    assign(money.purchase_payer, keys.text("money.purchase_payer"));
    assign(money.transport_payer, keys.text("money.transport_payer"));
    assign(money.subsidy_payer, keys.text("money.subsidy_payer"));
    if (any) result_.statement.money = std::move(money);
  }

  void read_transit(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    const std::string allowed =
        "either file, or model = \"geodesic\" with km_per_period, or model = \"routes\"";
    const bool has_file = keys.has("transit.file");
    const bool has_model = keys.has("transit.model");
    s.max_periods = keys.whole("transit.max_periods");
    if (has_file == has_model) {
      keys.refuse(has_file ? "transit.model" : "transit.file",
                  has_file ? "file and model are both given" : "neither file nor model is given",
                  allowed, has_file ? "remove one of the two" : "add one of the two to [transit]");
      return;
    }
    const bool by_routes = has_model && keys.text("transit.model") == "routes";
    read_routes(keys, by_routes);
    if (by_routes) return;
    if (has_model) {
      assign(s.transit_model,
             keys.choice<TransitModel>("transit.model", {{"geodesic", TransitModel::geodesic},
                                                         {"routes", TransitModel::table}}));
      keys.require("transit.km_per_period", "kilometres that a device travels in one period");
      assign(s.km_per_period, keys.decimal("transit.km_per_period"));
      return;
    }
    if (keys.has("transit.km_per_period")) {
      keys.refuse("transit.km_per_period", "a speed beside a table of times", allowed,
                  "remove it: transit.file states the times");
    }
    if (const auto input = named_file(keys, "transit.file")) {
      s.lanes_file = input->name;
      s.lanes = read_lanes(input->bytes, input->name, findings_);
    }
  }

  /// Keys that another model leaves without a meaning are read too, for what is wrong with them.
  void read_routes(const KeyReader& keys, bool by_routes) {
    RoutesStatement routes;
    if (by_routes) {
      keys.require("routes.edges", "a CSV file of ways between places");
    } else if (keys.has("routes.edges")) {
      keys.refuse("routes.edges", "routes beside another model of transit",
                  "[routes] with transit.model = \"routes\"", "change the model, or drop [routes]");
    }
    if (const auto input = named_file(keys, "routes.edges")) {
      routes.edges_file = input->name;
      routes.edges = read_edges(input->bytes, input->name, findings_);
    }
    if (const auto input = named_file(keys, "routes.places")) {
      routes.places_file = input->name;
      routes.places = read_places(input->bytes, input->name, findings_);
    }
    if (const auto input = named_file(keys, "routes.modes")) {
      routes.modes_file = input->name;
      routes.modes = read_modes(input->bytes, input->name, findings_);
    }
    routes.access_km = keys.decimal("routes.access_km");
    routes.access_km_per_hour = keys.decimal("routes.access_km_per_hour");
    assign(routes.access_mode, keys.text("routes.access_mode"));
    if (by_routes) result_.statement.routes = std::move(routes);
  }

  void read_objective(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    assign(s.movement,
           keys.choice<Movement>("objective.movement", {{"units", Movement::units},
                                                        {"distance", Movement::distance},
                                                        {"cost", Movement::cost}}));
    assign(s.distance_resolution_km, keys.decimal("objective.resolution_km"));
    assign(s.fixed_cost_km, keys.decimal("objective.fixed_km"));
  }

  void read_sharing(const KeyReader& keys) {
    assign(result_.statement.scope, keys.choice<Scope>("sharing.scope", {{"all", Scope::all},
                                                                         {"region", Scope::region},
                                                                         {"none", Scope::none}}));
  }

  void read_rules(const KeyReader& keys) {
    result_.statement.dispatch_limit = keys.whole("rules.dispatch_limit");
    result_.statement.away_limit = keys.decimal("rules.away_limit");
    assign(result_.statement.return_by, period_text(keys, "rules.return_by"));
    assign(result_.statement.no_worse_off, keys.truth("rules.no_worse_off"));
    assign(result_.statement.fair_by, keys.text("rules.fair_by"));
    result_.statement.rules = read_rules_of(keys, "rules");
    result_.statement.rules.backup_periods = keys.whole("rules.backup_periods");
  }

  void read_shipments(const KeyReader& keys) {
    ShipmentsStatement& shipments = result_.statement.shipments;
    assign(shipments.fewest, keys.truth("shipments.fewest"));
    shipments.fixed_cost = keys.whole("shipments.fixed_cost");
    shipments.minimum = keys.whole("shipments.minimum");
    assign(shipments.keep_unmet, keys.truth("shipments.keep_unmet"));
  }

  /// A period may be named by a text, or by a date or a number without quotes.
  static std::optional<std::string> period_text(const KeyReader& keys, const std::string& key) {
    const toml::node* node = keys.find(key);
    if (node == nullptr) return std::nullopt;
    if (node->is_integer()) return fmt::format("{}", keys.whole(key).value_or(-1));
    if (!node->is_date()) return keys.text(key);
    const std::optional<Date> date = keys.date(key);
    return date ? std::optional(format_date(*date)) : std::nullopt;
  }

  void read_solver(const KeyReader& keys) {
    CaseStatement& s = result_.statement;
    assign(s.gap, keys.decimal("solver.gap"));
    assign(s.method, keys.choice<Method>("solver.method", {{"auto", Method::automatic},
                                                           {"exact", Method::exact},
                                                           {"lagrangian", Method::lagrangian}}));
    if (!is_text(document_.root["solver"]["regions"])) s.regions = keys.whole("solver.regions");
  }

  template <class View>
  static bool is_text(const View& view) {
    return view.is_string();
  }

  /// The column that solver.regions names; empty where it names none.
  [[nodiscard]] std::string region_column(const KeyReader& keys) const {
    if (!is_text(document_.root["solver"]["regions"])) return {};
    const std::string column = keys.text("solver.regions").value_or("");
    return column == "none" ? "" : column;
  }

  struct NamedFile {
    std::string name;  ///< as messages show it, openable from where the program runs
    std::string_view bytes;
  };

  /// Into `file` and `records`, where the key names a table of counts.
  void read_count_file(const KeyReader& keys, const std::string& key, const std::string& quantity,
                       std::string& file, std::vector<CountRecord>& records) {
    const auto input = named_file(keys, key);
    if (!input) return;
    file = input->name;
    records = read_counts(input->bytes, input->name, quantity, findings_);
  }

  std::optional<NamedFile> named_file(const KeyReader& keys, const std::string& key) {
    const auto stated = keys.text(key);
    if (!stated) return std::nullopt;
    std::string name = (path_.parent_path() / *stated).lexically_normal().string();
    const InputBytes& input = files_.read(name);
    if (!input.bytes) {
      keys.refuse(key, fmt::format("{} can not be read: {}", in_quotes(name), input.failure),
                  "a readable CSV file",
                  fmt::format("check the path; it is relative to the folder of {}",
                              path_.filename().string()));
      return std::nullopt;
    }
    result_.input_sha256[*stated] = sha256_hex(*input.bytes);
    return NamedFile{std::move(name), *input.bytes};
  }

  /// Lengths stand before texts, so that no two cases give the same sequence of bytes.
  [[nodiscard]] std::string hash_of_case() const {
    std::string whole = fmt::format("case {}\n{}\n", toml_.size(), toml_);
    for (const std::string& text : overrides_) {
      whole += fmt::format("override {}\n{}\n", text.size(), text);
    }
    for (const auto& [stated, hash] : result_.input_sha256) {
      whole += fmt::format("file {}\n{}\n{}\n", stated.size(), stated, hash);
    }
    return sha256_hex(whole);
  }

  std::filesystem::path path_;
  std::vector<std::string> overrides_;
  InputFiles& files_;
  std::string_view toml_;
  Diagnostics findings_;
  TomlDocument document_;
  CaseFile result_;
};

}  // namespace

CaseFile read_case(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  InputFiles files;
  return read_case(path, overrides, files);
}

CaseFile read_case(const std::filesystem::path& path, const std::vector<std::string>& overrides,
                   InputFiles& files) {
  return CaseReader(path, overrides, files).read();
}

}  // namespace surgeflow::formats
