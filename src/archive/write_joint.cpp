// SPDX-License-Identifier: Apache-2.0
// Writes the group /joint.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "archive/group_labels.hpp"
#include "archive/joint_layout.hpp"
#include "archive/joint_record.hpp"

namespace surgeflow::archive {
namespace {

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
    write_lanes();
    write_beds();
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
  void write_lanes() {
    std::vector<std::int32_t> by_mode, carriers, origins, destinations;
    for (std::size_t m = 0; m < set().carriers.size(); ++m) {
      const LaneSet& lanes = set().carriers[m].lanes;
      by_mode.push_back(lanes.is_all() ? 0 : 1);
      for (std::size_t lane = 0; lane < lanes.is_member.size(); ++lane) {
        if (lanes.is_member[lane] == 0) continue;
        const auto facilities = static_cast<std::size_t>(lanes.facilities);
        carriers.push_back(static_cast<std::int32_t>(m));
        origins.push_back(static_cast<std::int32_t>(lane / facilities));
        destinations.push_back(static_cast<std::int32_t>(lane % facilities));
      }
    }
    const Axis axis{kLanePath, carriers.size()};
    write_numbers(file_, axis);
    write(kCarrierByMode, by_mode, {carriers_});
    write(kLaneCarrier, carriers, {axis});
    write(kLaneOrigin, origins, {axis});
    write(kLaneDestination, destinations, {axis});
  }
  void write_beds() {
    if (set().beds.facilities() == 0) return;
    write_column(kInBeds, set().items, items_, [](const Item& item) { return item.in_beds; });
    file_.write<Count>(kBeds.path, set().beds.values(), panel_, kBeds.label);
    file_.write<std::int64_t>(kBedPrice.path, document_.prices.bed.values(), panel_,
                              kBedPrice.label);
  }
  void write_prices() {
    std::vector<std::int64_t> carrier, patient, unit, lending, away;
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
    for (const auto& prices : document_.prices.away) append(away, prices, places());
    write(kCarrierPrice, carrier, {carriers_, panel_.back()});
    write(kPatientPrice, patient, with_places(items_));
    write(kUnitPrice, unit, with_places(items_));
    write(kItemLendingPrice, lending, with_places(items_));
    write(kItemAwayPrice, away, with_places(items_));
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

}  // namespace

void write_joint(Hdf5Writer& file, const ItemDocument& document) {
  JointWriter(file, document).write();
}

}  // namespace surgeflow::archive
