// SPDX-License-Identifier: Apache-2.0
// Reads the group /joint, and trusts nothing in it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "archive/joint_layout.hpp"
#include "archive/joint_record.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/item_case.hpp"

namespace surgeflow::archive {
namespace {

std::size_t length_of(const Hdf5Reader& file, const char* scale) {
  const Shape shape = file.shape(scale);
  if (shape.size() != 1) {
    file.refuse(scale, fmt::format("shape {}", shape_text(shape)), "one axis", kWriteAgain);
  }
  return shape[0];
}

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

  /// Ties, patients and prices; the items of the set are there.
  void read(ItemDocument& document) const {
    ItemSet& set = document.set;
    set.resolution = static_cast<std::int32_t>(number(kGainParts));
    document.prices.resolution = number(kPriceResolution);
    read_items(document);
    read_treatments(set);
    read_uses(set);
    read_carriers(set);
    read_beds(set);
    require_possible([&] {
      std::vector<Orders> orders;
      for (const PlanDocument& item : document.items) orders.push_back(item.orders);
      require_consistent(set);
      give_orders(set, orders);
    });
    document.patients = panels<Count>(kTreatedBy, treatments_);
    read_prices(document);
  }

 private:
  [[nodiscard]] std::size_t length(const char* scale) const { return length_of(file_, scale); }
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
    const std::vector<std::string> items = read_item_names(file_);
    for (std::size_t item = 0; item < items_; ++item) {
      require_range<Count>(file_, kNeeding.path, needing[item].values(), 0,
                           static_cast<Count>(kMaxTotal));
      InstanceData data = document.items[item].instance.data();
      data.demand = std::move(needing[item]);
      data.treat_steps = std::move(tiers[item]);
      require_possible([&] {
        const std::optional<LimitClaim>& limits = document.items[item].limits;
        document.set.items.push_back(
            {items[item], Instance(std::move(data)), limits ? limits->limits : Limits{}});
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
      set.carriers.push_back(
          {.name = names[m], .limit = limits[m], .load = {own.begin(), own.end()}});
    }
    read_lanes(set);
  }
  void read_beds(ItemSet& set) const {
    if (!file_.has(kBeds.path)) return;
    const auto in_beds = column(kInBeds, items_, 1);
    for (std::size_t item = 0; item < items_; ++item) set.items[item].in_beds = in_beds[item] == 1;
    set.beds = read_panel<Count>(file_, kBeds.path, size_);
    require_range<Count>(file_, kBeds.path, set.beds.values(), 0, static_cast<Count>(kMaxTotal));
  }
  void read_lanes(ItemSet& set) const {
    const auto facilities = static_cast<std::int64_t>(size_.facilities);
    const std::size_t count = length(kLanePath);
    const auto by_mode = column(kCarrierByMode, carriers_, 1);
    for (std::size_t m = 0; m < carriers_; ++m) {
      if (by_mode[m] == 0) continue;
      set.carriers[m].lanes = {
          .facilities = static_cast<std::int32_t>(facilities),
          .is_member = std::vector<std::uint8_t>(size_.facilities * size_.facilities, 0)};
    }
    const auto carriers = column(kLaneCarrier, count, static_cast<std::int64_t>(carriers_) - 1);
    const auto origins = column(kLaneOrigin, count, facilities - 1);
    const auto destinations = column(kLaneDestination, count, facilities - 1);
    for (std::size_t n = 0; n < count; ++n) {
      LaneSet& lanes = set.carriers[static_cast<std::size_t>(carriers[n])].lanes;
      if (lanes.is_all()) {
        file_.refuse(kLaneCarrier.path, "a lane of a carrier for which all lanes count",
                     "lanes of carriers by mode", kWriteAgain);
      }
      lanes.is_member[static_cast<std::size_t>(origins[n]) * size_.facilities +
                      static_cast<std::size_t>(destinations[n])] = 1;
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
    prices.lending = panels<std::int64_t>(kItemLendingPrice, items_);
    prices.away = panels<std::int64_t>(kItemAwayPrice, items_);
    if (document.set.beds.facilities() > 0) {
      prices.bed = read_panel<std::int64_t>(file_, kBedPrice.path, size_);
      require_range<std::int64_t>(file_, kBedPrice.path, prices.bed.values(), 0, kMostPrice);
    }
    for (std::size_t item = 0; item < items_; ++item) {
      drop_unasked(kUnitPrice, document.set.is_used(item), prices.unit[item]);
      drop_unasked(kItemLendingPrice, document.set.limits_lending(item), prices.lending[item]);
      drop_unasked(kItemAwayPrice, document.set.limits_away(item), prices.away[item]);
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

}  // namespace

std::vector<std::string> read_item_names(const Hdf5Reader& file) {
  return file.read_text(kItemPath, {length_of(file, kItemPath)});
}

Size read_joint_size(const Hdf5Reader& file) {
  const Shape shape = file.shape(kNeeding.path);
  if (shape.size() != 3 || shape[1] < 1 || shape[2] < 1) {
    file.refuse(kNeeding.path, fmt::format("shape {}", shape_text(shape)),
                "items, facilities and periods", kWriteAgain);
  }
  return {shape[1], shape[2]};
}

void read_joint(const Hdf5Reader& file, Size size, ItemDocument& document) {
  JointReader(file, size).read(document);
}

}  // namespace surgeflow::archive
