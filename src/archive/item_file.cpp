// SPDX-License-Identifier: Apache-2.0
// The groups /items and /joint.
#include "surgeflow/archive/item_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "archive/decision_record.hpp"
#include "archive/group_labels.hpp"
#include "archive/lane_record.hpp"
#include "archive/plan_image.hpp"
#include "archive/plan_layout.hpp"
#include "archive/plan_reading.hpp"
#include "archive/summary_record.hpp"
#include "archive/whole_file.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

constexpr std::int64_t kItemsVersion = 2;

constexpr const char* kItemPath = "joint/item";
constexpr const char* kCarrierPath = "joint/carrier";
constexpr const char* kTreatmentPath = "joint/treatment";
constexpr const char* kUsePath = "joint/use";
constexpr const char* kTierPath = "joint/tier";
constexpr const char* kGainParts = "resolution";  // of a patient
constexpr const char* kPriceResolution = "price_resolution";

constexpr Variable kNeeding{"joint/patients_needing", {"patients", "patients who need the item"}};
constexpr Variable kTreatedBy{"joint/treated", {"patients", "patients given the treatment"}};
constexpr Variable kTreatmentItem{"joint/treatment_item",
                                  {"1", "index of the item that treats, from 0"}};
constexpr Variable kTreatmentOf{"joint/treatment_patients_of",
                                {"1", "index of the item whose patients are treated, from 0"}};
constexpr Variable kTreatmentGain{"joint/treatment_gain",
                                  {"1/resolution patient", "what one patient gains"}};
constexpr Variable kTreatmentTier{"joint/treatment_tier", {"1", "tier of these patients, from 0"}};
constexpr Variable kTierItem{"joint/tier_item", {"1", "index of the item whose patients they are"}};
constexpr Variable kTierPatients{"joint/tier_patients", {"patients", "patients of the tier"}};
constexpr Variable kTierWeight{"joint/tier_weight",
                               {"1/resolution patient", "what each of them counts"}};
constexpr Variable kUseItem{"joint/use_item", {"1", "index of the item that treats, from 0"}};
constexpr Variable kUseConsumable{"joint/use_consumable",
                                  {"1", "index of the item that is used, from 0"}};
constexpr Variable kUsePatient{"joint/use_per_patient", {"units", "taken by each patient"}};
constexpr Variable kUsePeriod{"joint/use_per_period",
                              {"units", "taken by each patient in each period"}};
constexpr Variable kCarrierLimit{"joint/carrier_limit", {"loads", "most in one period"}};
constexpr Variable kCarrierLoad{"joint/carrier_load", {"loads", "of one device or unit"}};
constexpr Label kPriceLabel{"1/(resolution x price_resolution) patient", "multiplier of the tie"};
constexpr Variable kCarrierPrice{"joint/carrier_price", kPriceLabel};
constexpr Variable kPatientPrice{"joint/patient_price", kPriceLabel};
constexpr Variable kTierPrice{"joint/tier_price", kPriceLabel};
constexpr Variable kUnitPrice{"joint/unit_price", kPriceLabel};
constexpr Variable kLendingPrice{"joint/lending_price", kPriceLabel};

template <class T>
void append(std::vector<T>& values, const Panel<T>& panel, std::size_t places) {
  const std::size_t begin = values.size();
  values.resize(begin + places);
  std::ranges::copy(panel.values(), values.begin() + static_cast<std::ptrdiff_t>(begin));
}

std::size_t count_tiers(const ItemSet& set) {
  std::size_t tiers = 0;
  for (const Item& item : set.items) tiers += item.instance.treat_steps().size();
  return tiers;
}

/// Writes /joint.
class JointWriter {
 public:
  JointWriter(Hdf5Writer& file, const ItemDocument& document) : file_(file), document_(document) {}

  void write() {
    file_.make_group(kJointPath);
    const PlanDocument& first = document_.items.front();
    write_labels(file_, kJointPath, first.facilities, first.horizon);
    panel_ = panel_axes(kJointPath, first.facilities, first.horizon);
    file_.set(kJointPath, kGainParts, std::int64_t{set().resolution});
    file_.set(kJointPath, kPriceResolution, document_.prices.resolution);
    write_names();
    write_tiers();
    write_treatments();
    write_uses();
    write_carriers();
    write_prices();
  }

 private:
  [[nodiscard]] const ItemSet& set() const { return document_.set; }
  [[nodiscard]] std::size_t places() const {
    return static_cast<std::size_t>(set().facilities()) * static_cast<std::size_t>(set().periods());
  }
  template <class T>
  void write(const Variable& variable, const std::vector<T>& values,
             const std::vector<Axis>& axes) {
    file_.write<T>(variable.path, values, axes, variable.label);
  }
  template <class List, class Member>
  void write_column(const Variable& variable, const List& list, Axis axis, Member member) {
    std::vector<std::int32_t> values;
    for (const auto& one : list) values.push_back(static_cast<std::int32_t>(member(one)));
    write(variable, values, {std::move(axis)});
  }

  void write_names() {
    std::vector<std::string> items;
    for (const Item& item : set().items) items.push_back(item.name);
    std::vector<std::string> carriers;
    for (const Carrier& carrier : set().carriers) carriers.push_back(carrier.name);
    file_.write_text(kItemPath, items, {items_}, {"1", "name of the item"});
    file_.write_text(kCarrierPath, carriers, {carriers_}, {"1", "name of the carrier"});
    write_numbers(file_, treatments_);
    write_numbers(file_, uses_);
    std::vector<Count> needing;
    for (const Item& item : set().items) append(needing, item.instance.demand(), places());
    write(kNeeding, needing, with_places(items_));
  }
  void write_tiers() {
    std::vector<std::int32_t> items, weights;
    std::vector<Count> patients;
    std::vector<std::int64_t> prices;
    for (std::size_t item = 0; item < set().items.size(); ++item) {
      const auto& tier_prices = document_.prices.patient[item];
      const auto steps = set().items[item].instance.treat_steps();
      for (std::size_t tier = 0; tier < steps.size(); ++tier) {
        items.push_back(static_cast<std::int32_t>(item));
        append(patients, steps[tier].width, places());
        append(weights, steps[tier].gain, places());
        append(prices, tier_prices.empty() ? Panel<std::int64_t>{} : tier_prices[tier], places());
      }
    }
    write_numbers(file_, tiers_);
    write(kTierItem, items, {tiers_});
    write(kTierPatients, patients, with_places(tiers_));
    write(kTierWeight, weights, with_places(tiers_));
    write(kTierPrice, prices, with_places(tiers_));
  }
  void write_treatments() {
    const auto& treatments = set().treatments;
    write_column(kTreatmentItem, treatments, treatments_, [](const auto& t) { return t.item; });
    write_column(kTreatmentOf, treatments, treatments_,
                 [](const auto& t) { return t.patients_of; });
    write_column(kTreatmentTier, treatments, treatments_, [](const auto& t) { return t.tier; });
    write_column(kTreatmentGain, treatments, treatments_, [](const auto& t) { return t.gain; });
    std::vector<Count> treated;
    for (const Panel<Count>& patients : document_.patients) append(treated, patients, places());
    write(kTreatedBy, treated, with_places(treatments_));
  }
  void write_uses() {
    const auto& uses = set().uses;
    write_column(kUseItem, uses, uses_, [](const Use& use) { return use.item; });
    write_column(kUseConsumable, uses, uses_, [](const Use& use) { return use.consumable; });
    write_column(kUsePatient, uses, uses_, [](const Use& use) { return use.per_patient; });
    write_column(kUsePeriod, uses, uses_, [](const Use& use) { return use.per_period; });
  }
  void write_carriers() {
    write_column(kCarrierLimit, set().carriers, carriers_,
                 [](const Carrier& carrier) { return carrier.limit; });
    std::vector<std::int32_t> loads;
    for (const Carrier& carrier : set().carriers) {
      loads.insert(loads.end(), carrier.load.begin(), carrier.load.end());
    }
    write(kCarrierLoad, loads, {carriers_, items_});
  }
  void write_prices() {
    std::vector<std::int64_t> carrier, patient, unit, lending;
    for (const auto& prices : document_.prices.carrier) {
      carrier.insert(carrier.end(), prices.begin(), prices.end());
    }
    for (std::size_t item = 0; item < set().items.size(); ++item) {
      const auto& tiers = document_.prices.patient[item];
      const bool alike = set().items[item].instance.treat_steps().empty();
      append(patient, alike && !tiers.empty() ? tiers.front() : Panel<std::int64_t>{}, places());
    }
    for (const auto& prices : document_.prices.unit) append(unit, prices, places());
    for (const auto& prices : document_.prices.lending) append(lending, prices, places());
    write(kCarrierPrice, carrier, {carriers_, panel_.back()});
    write(kPatientPrice, patient, with_places(items_));
    write(kUnitPrice, unit, with_places(items_));
    write(kLendingPrice, lending, with_places(items_));
  }
  [[nodiscard]] std::vector<Axis> with_places(const Axis& axis) const {
    return {axis, panel_.front(), panel_.back()};
  }

  Hdf5Writer& file_;
  const ItemDocument& document_;
  Axis items_{kItemPath, document_.set.items.size()};
  Axis carriers_{kCarrierPath, document_.set.carriers.size()};
  Axis treatments_{kTreatmentPath, document_.set.treatments.size()};
  Axis uses_{kUsePath, document_.set.uses.size()};
  Axis tiers_{kTierPath, count_tiers(document_.set)};
  std::vector<Axis> panel_;
};

/// Reads /joint.
class JointReader {
 public:
  JointReader(const Hdf5Reader& file, Size size)
      : file_(file),
        size_(size),
        items_(length(kItemPath)),
        carriers_(length(kCarrierPath)),
        treatments_(length(kTreatmentPath)),
        uses_(length(kUsePath)),
        tiers_(length(kTierPath)) {}

  [[nodiscard]] std::vector<std::string> names() const {
    return file_.read_text(kItemPath, {items_});
  }

  /// Ties, patients and prices; the items of the set are there.
  void read(ItemDocument& document) const {
    ItemSet& set = document.set;
    set.resolution = static_cast<std::int32_t>(number(kGainParts));
    document.prices.resolution = number(kPriceResolution);
    read_items(document);
    read_treatments(set);
    read_uses(set);
    read_carriers(set);
    require_possible([&] { require_consistent(set); });
    document.patients = panels<Count>(kTreatedBy, treatments_);
    read_prices(document);
  }

 private:
  [[nodiscard]] std::size_t length(const char* scale) const {
    const Shape shape = file_.shape(scale);
    if (shape.size() != 1) {
      file_.refuse(scale, fmt::format("shape {}", shape_text(shape)), "one axis", kWriteAgain);
    }
    return shape[0];
  }
  [[nodiscard]] std::int64_t number(const char* name) const {
    return read_within(file_, kJointPath, name, 1, kMaxTotal);
  }
  [[nodiscard]] std::vector<std::int32_t> column(const Variable& variable, std::size_t size,
                                                 std::int64_t most) const {
    std::vector<std::int32_t> values = file_.read<std::int32_t>(variable.path, {size});
    require_range<std::int32_t>(file_, variable.path, values, 0, static_cast<std::int32_t>(most));
    return values;
  }
  template <class T>
  [[nodiscard]] std::vector<Panel<T>> panels(const Variable& variable, std::size_t count) const {
    const std::vector<T> values =
        file_.read<T>(variable.path, {count, size_.facilities, size_.periods});
    const std::size_t places = size_.facilities * size_.periods;
    std::vector<Panel<T>> panels(count, Panel<T>(static_cast<std::int32_t>(size_.facilities),
                                                 static_cast<std::int32_t>(size_.periods)));
    for (std::size_t n = 0; n < count; ++n) {
      std::ranges::copy(std::span(values).subspan(n * places, places), panels[n].values().begin());
    }
    return panels;
  }

  void read_items(ItemDocument& document) const {
    std::vector<Panel<Count>> needing = panels<Count>(kNeeding, items_);
    std::vector<std::vector<GainStep>> tiers = read_tiers();
    const std::vector<std::string> items = names();
    for (std::size_t item = 0; item < items_; ++item) {
      require_range<Count>(file_, kNeeding.path, needing[item].values(), 0,
                           static_cast<Count>(kMaxTotal));
      InstanceData data = document.items[item].instance.data();
      data.demand = std::move(needing[item]);
      data.treat_steps = std::move(tiers[item]);
      require_possible([&] {
        document.set.items.push_back({items[item], Instance(std::move(data))});
      });
    }
  }
  /// [item][tier]
  [[nodiscard]] std::vector<std::vector<GainStep>> read_tiers() const {
    const auto item = column(kTierItem, tiers_, static_cast<std::int64_t>(items_) - 1);
    std::vector<Panel<Count>> patients = panels<Count>(kTierPatients, tiers_);
    std::vector<Panel<std::int32_t>> weights = panels<std::int32_t>(kTierWeight, tiers_);
    std::vector<std::vector<GainStep>> tiers(items_);
    for (std::size_t n = 0; n < tiers_; ++n) {
      tiers[static_cast<std::size_t>(item[n])].push_back(
          {.width = std::move(patients[n]), .gain = std::move(weights[n])});
    }
    return tiers;
  }
  void read_treatments(ItemSet& set) const {
    const std::int64_t last = static_cast<std::int64_t>(items_) - 1;
    const auto item = column(kTreatmentItem, treatments_, last);
    const auto of = column(kTreatmentOf, treatments_, last);
    const auto gain = column(kTreatmentGain, treatments_, set.resolution);
    const auto tier = column(kTreatmentTier, treatments_, kMaxTotal);
    for (std::size_t k = 0; k < treatments_; ++k) {
      set.treatments.push_back({.item = static_cast<std::size_t>(item[k]),
                                .patients_of = static_cast<std::size_t>(of[k]),
                                .gain = gain[k],
                                .tier = static_cast<std::size_t>(tier[k])});
    }
  }
  void read_uses(ItemSet& set) const {
    const std::int64_t last = static_cast<std::int64_t>(items_) - 1;
    const auto item = column(kUseItem, uses_, last);
    const auto consumable = column(kUseConsumable, uses_, last);
    const auto per_patient = column(kUsePatient, uses_, kMaxTotal);
    const auto per_period = column(kUsePeriod, uses_, kMaxTotal);
    for (std::size_t n = 0; n < uses_; ++n) {
      set.uses.push_back({static_cast<std::size_t>(item[n]),
                          static_cast<std::size_t>(consumable[n]), per_patient[n], per_period[n]});
    }
  }
  void read_carriers(ItemSet& set) const {
    const auto names = file_.read_text(kCarrierPath, {carriers_});
    const auto limits = column(kCarrierLimit, carriers_, kMaxTotal);
    const auto loads = file_.read<std::int32_t>(kCarrierLoad.path, {carriers_, items_});
    for (std::size_t m = 0; m < carriers_; ++m) {
      const auto own = std::span(loads).subspan(m * items_, items_);
      set.carriers.push_back({names[m], limits[m], {own.begin(), own.end()}});
    }
  }
  template <class Attempt>
  void require_possible(Attempt&& attempt) const {
    try {
      attempt();
    } catch (const InputError& error) {
      const Diagnostic& finding = error.diagnostics().front();
      file_.refuse(kJointPath, finding.seen, finding.allowed, kWriteAgain);
    }
  }
  void read_prices(ItemDocument& document) const {
    TiePrices& prices = document.prices;
    const auto carrier = file_.read<std::int64_t>(kCarrierPrice.path, {carriers_, size_.periods});
    for (std::size_t m = 0; m < carriers_; ++m) {
      const auto own = std::span(carrier).subspan(m * size_.periods, size_.periods);
      prices.carrier.emplace_back(own.begin(), own.end());
    }
    prices.patient = read_patient_prices(document.set);
    prices.unit = panels<std::int64_t>(kUnitPrice, items_);
    prices.lending = panels<std::int64_t>(kLendingPrice, items_);
    for (std::size_t item = 0; item < items_; ++item) {
      drop_unasked(kUnitPrice, document.set.is_used(item), prices.unit[item]);
      drop_unasked(kLendingPrice, document.set.limits_lending(item), prices.lending[item]);
    }
  }
  [[nodiscard]] std::vector<std::vector<Panel<std::int64_t>>> read_patient_prices(
      const ItemSet& set) const {
    std::vector<Panel<std::int64_t>> alike = panels<std::int64_t>(kPatientPrice, items_);
    std::vector<Panel<std::int64_t>> in_tiers = panels<std::int64_t>(kTierPrice, tiers_);
    const auto item_of = column(kTierItem, tiers_, static_cast<std::int64_t>(items_) - 1);
    std::vector<std::vector<Panel<std::int64_t>>> prices(items_);
    for (std::size_t item = 0; item < items_; ++item) {
      const bool has_tiers = !set.items[item].instance.treat_steps().empty();
      const bool asked = set.is_contested(item);
      drop_unasked(kPatientPrice, asked && !has_tiers, alike[item]);
      if (asked && !has_tiers) prices[item].push_back(std::move(alike[item]));
      for (std::size_t n = 0; n < tiers_; ++n) {
        if (static_cast<std::size_t>(item_of[n]) != item) continue;
        drop_unasked(kTierPrice, asked, in_tiers[n]);
        if (asked) prices[item].push_back(std::move(in_tiers[n]));
      }
    }
    return prices;
  }
  /// Prices of what is no tie stand as zeros.
  void drop_unasked(const Variable& variable, bool asked, Panel<std::int64_t>& panel) const {
    require_range<std::int64_t>(file_, variable.path, panel.values(), 0, asked ? kMostPrice : 0);
    if (!asked) panel = {};
  }

  const Hdf5Reader& file_;
  Size size_;
  std::size_t items_;
  std::size_t carriers_;
  std::size_t treatments_;
  std::size_t uses_;
  std::size_t tiers_;
};

void require_items_format(const Hdf5Reader& file) {
  if (!file.has_attribute("/", "format") || file.text("/", "format") != kItemsFormatName) {
    file.refuse("/@format", "this HDF5 file holds no plans of several items", kPlanFileKind);
  }
  const std::int64_t version = file.integer("/", "format_version");
  if (version != kItemsVersion) {
    file.refuse("/@format_version", fmt::format("format version {}", version),
                fmt::format("{}", kItemsVersion), kWriteAgain);
  }
}

Size size_of(const Hdf5Reader& file) {
  const Shape shape = file.shape(kNeeding.path);
  if (shape.size() != 3 || shape[1] < 1 || shape[2] < 1) {
    file.refuse(kNeeding.path, fmt::format("shape {}", shape_text(shape)),
                "items, facilities and periods", kWriteAgain);
  }
  return {shape[1], shape[2]};
}

}  // namespace

ItemPlans ItemDocument::plans() const {
  ItemPlans plans{.plans = {}, .patients = patients};
  for (const PlanDocument& item : items) plans.plans.push_back(item.plan);
  return plans;
}

TieProof ItemDocument::proof() const {
  TieProof proof{.prices = prices, .potentials = {}};
  for (const PlanDocument& item : items) proof.potentials.push_back(item.potentials);
  return proof;
}

void write_item_plans(const std::filesystem::path& path, const ItemDocument& document) {
  const auto image = [&] {
    const Hdf5Session session;
    Hdf5Writer file(path.string());
    file.set("/", "format", kItemsFormatName);
    file.set("/", "format_version", kItemsVersion);
    file.set("/", "title", document.items.front().case_name);
    file.make_group(kItemsPath);
    for (const PlanDocument& item : document.items) {
      require_one_shape(item);
      const PlanTrace trace = trace_plan(item.instance, item.plan);
      file.enter(item_group(item.item_name));
      write_document(file, item, {.values = values_of(item, trace), .checksums = {}});
      file.enter("");
    }
    JointWriter(file, document).write();
    write_records(file, document.summary, document.provenance);
    return file.finish();
  };
  write_whole(path, image());
}

ItemDocument read_item_plans(const std::filesystem::path& path, int threads) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [&](const Hdf5Reader& file) {
    require_items_format(file);
    const Size size = size_of(file);
    const JointReader joint(file, size);
    ItemDocument document;
    for (const std::string& name : joint.names()) {
      const Hdf5Reader item(path, kPlanFileKind, item_group(name));
      document.items.push_back(read_document(item, whole_lanes(threads)));
      const Instance& instance = document.items.back().instance;
      if (instance.demand().values().size() != size.facilities * size.periods) {
        file.refuse(item_group(name), "another number of facilities or periods than /joint has",
                    "one shape", kWriteAgain);
      }
    }
    joint.read(document);
    document.summary = read_summary(file);
    document.provenance = read_provenance(file);
    return document;
  });
}

bool holds_items(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [](const Hdf5Reader& file) {
    return file.has_attribute("/", "format") && file.text("/", "format") == kItemsFormatName;
  });
}

StoredItemClaims read_item_claims(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [&](const Hdf5Reader& file) {
    StoredItemClaims claims;
    for (const std::string& name : JointReader(file, size_of(file)).names()) {
      const Hdf5Reader item(path, kPlanFileKind, item_group(name));
      claims.items.push_back(read_stored_claims(item));
    }
    claims.altered_datasets = altered_datasets(file);
    return claims;
  });
}

}  // namespace surgeflow::archive
