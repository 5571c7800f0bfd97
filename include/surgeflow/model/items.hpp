// SPDX-License-Identifier: Apache-2.0
// Several items planned together, and the ties between them.
//
// Every item a has a network of its own: stock, arrivals, turnaround, lanes, and patients of its
// own. A treatment says that item a treats patients of item c, and what one of them then gains: 1
// for an item's own patients, less where it only stands in. Uses say what treatments take of
// consumables, carriers what all items together may load in a period. With
//
//   y_kit   patients given treatment k at i in t           (k treats patients of c(k) by item a(k))
//   z_ait   units of the consumable a given to treatments of other items at i in t
//   x_aijt  devices or units of a sent on lane (i, j) in t
//
// the integer programme is: maximise sum_kit gain_k y_kit subject to, for every item, the balance
// of the base model (instance.hpp) with all that it gives out in the place of its patients,
//
//   given_ait = sum of y_kit over k of a + z_ait,
//
// and to what ties the items together:
//
//   patients   sum of y_kit over k with c(k) = c       <=  d_cit           for every c, i, t
//   uses       sum over uses u of a by item b(u) of
//                per_patient_u   x what b(u) gives to patients in t
//              + per_period_u    x those it gave to in t-P+1 .. t   <=  z_ait   for every a, i, t
//   carriers   sum_a load_ma sum_ij x_aijt             <=  limit_m         for every m, t
//
// Each row has a price of at least 0; at fixed prices the programme falls into one network for each
// item, so that prices and potentials v_a prove a bound. In units of 1 / resolution of a gain, with
//
//   cost_kit  = patient_cit + sum over uses u by a(k) of (per_patient_u unit_it
//                                                         + per_period_u sum of unit_iu over
//                                                         t..t+P-1)
//   charge_at = sum_m load_ma carrier_mt
//
// and v_ait >= v_ai,t+1 and v_ait >= v_aj,t+s - charge_at on every arc without a capacity, no plan
// gains more than
//
//   sum_ait supply_ait v_ait + sum_mt limit_m carrier_mt + sum_cit d_cit patient_cit
//     + sum_kit d_c(k)it max(0, resolution gain_k - cost_kit + v_ai,t+P - v_ait)
//     + sum_ait most_ait max(0, unit_ait + v_ai,t+P - v_ait)
//
// where most_ait is what the uses of a take if every patient of every treatment is treated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// A kind of device or material. Its instance has no steps and counts whole patients.
struct Item {
  std::string name;
  Instance instance;  ///< d_it: the patients who need this item; of a consumable the turnaround is
                      ///< beyond the horizon
};

/// Patients of one item may be given another.
struct Treatment {
  std::size_t item = 0;
  std::size_t patients_of = 0;
  std::int32_t gain = 1;  ///< of one patient, in 1 / ItemSet::resolution, at least 1
  bool operator==(const Treatment&) const = default;
};

/// What treatments by `item` take of a consumable. A consumable that others use uses none itself.
struct Use {
  std::size_t item = 0;
  std::size_t consumable = 0;
  Count per_patient = 0;  ///< units, when the treatment begins
  Count per_period = 0;   ///< units, in each period of the turnaround that lies in the horizon
  bool operator==(const Use&) const = default;
};

/// What all items together may load in one period.
struct Carrier {
  std::string name;
  Count limit = 0;          ///< loads
  std::vector<Count> load;  ///< of one device or unit [item], >= 0
  bool operator==(const Carrier&) const = default;
};

struct ItemSet {
  std::vector<Item> items;
  std::int32_t resolution = 1;  ///< gains are counted in so many parts of a patient
  std::vector<Treatment> treatments;
  std::vector<Use> uses = {};
  std::vector<Carrier> carriers = {};

  [[nodiscard]] std::int32_t facilities() const { return items.front().instance.facilities(); }
  [[nodiscard]] std::int32_t periods() const { return items.front().instance.periods(); }
  /// Whether several items may treat the patients of this one.
  [[nodiscard]] bool is_contested(std::size_t item) const;
  /// Whether treatments take units of it.
  [[nodiscard]] bool is_used(std::size_t item) const;
  /// Whether anything ties it to another item.
  [[nodiscard]] bool is_tied(std::size_t item) const;
  [[nodiscard]] Total total_demand() const;
};

/// Throws InputError where items have different shapes, an index or a number is out of range, or a
/// consumable that others use uses another.
void require_consistent(const ItemSet& set);

/// Multipliers of the ties, at least 0; see above.
struct TiePrices {
  std::int64_t resolution = 1;
  std::vector<std::vector<std::int64_t>> carrier{};  ///< [carrier][period]
  std::vector<Panel<std::int64_t>> patient{};        ///< [item]; empty where it is not contested
  std::vector<Panel<std::int64_t>> unit{};           ///< [item]; empty where it is not used
  bool operator==(const TiePrices&) const = default;
};

/// Prices of no ties, in the shape that the set asks for.
[[nodiscard]] TiePrices no_prices(const ItemSet& set);

/// What treatments take of a consumable, from the patients given each [treatment].
[[nodiscard]] Panel<Total> units_used(const ItemSet& set, const std::vector<Panel<Count>>& patients,
                                      std::size_t consumable);

}  // namespace surgeflow
