// SPDX-License-Identifier: Apache-2.0
// Several items planned together, and the ties between them.
//
// Every item a has a network of its own: stock, arrivals, turnaround, lanes, and patients of its
// own, in tiers where they do not all count the same. A treatment says that item a treats patients
// of one tier of item c, and what one of them then gains: as much as patients of the tier count for
// an item's own patients, less where it only stands in. Uses say what treatments take of
// consumables, carriers what all items together may load in a period. With
//
//   y_kit   patients given treatment k at i in t    (k treats tier n(k) of item c(k) by item a(k))
//   z_ait   units of the consumable a given to treatments of other items at i in t
//   x_aijt  devices or units of a sent on lane (i, j) in t
//   I_ait   devices or units of a that are idle at i at the end of t
//
// the integer programme is: maximise sum_kit gain_kit y_kit + sum_ait hold_ait(I_ait) subject to,
// for every item, the balance of the base model (instance.hpp) with all that it gives out in the
// place of its patients,
//
//   given_ait = sum of y_kit over k of a + z_ait,
//
// and to what ties the items together:
//
//   patients   sum of y_kit over k with c(k) = c, n(k) = n  <=  d_cnit      for every c, n, i, t
//   uses       sum over uses u of a by item b(u) of
//                per_patient_u   x what b(u) gives to patients in t
//              + per_period_u    x those it gave to in t-P+1 .. t   <=  z_ait   for every a, i, t
//   carriers   sum_a load_ma sum_ij in L_m x_aijt           <=  limit_mt    for every m, t
//   lending    sum_j x_aijt                                 <=  width_ait   for every a, i, t
//   presence   supply_aiu of u <= t, what came up to t and
//              less what left up to t                       >=  least_ait   for every a, i, t
//   beds       sum of y_kiu over u in t-P+1 .. t and
//              over k of items in beds                      <=  beds_it     for every i, t
//
// L_m are the lanes that count for a carrier, limit_mt is what shipments that are ordered leave of
// its limit. hold_ait(.) gains what the instance's steps of holding say, width_ait is what all its
// steps of sending let leave, or all devices where that is less; what leaving costs is movement,
// which is not looked at here. least_ait are the devices that must be there, idle or in use, where
// an item has limits on what may be away and on when loans are back (limits.hpp). beds_it are the
// staffed beds that devices on patients from before leave; an item's patients lie in them unless it
// is used up.
//
// Each row has a price of at least 0; at fixed prices the programme falls into one network for each
// item, so that prices and potentials v_a prove a bound. In units of 1 / resolution of a gain, with
//
//   cost_kit   = patient_cnit + sum over uses u by a(k) of (per_patient_u unit_it
//                                                           + per_period_u sum of unit_iu over
//                                                             t..t+P-1)
//              + sum of bed_iu over t..t+P-1, of an item in beds
//   charge_aijt = sum over m with (i, j) in L_m of load_ma carrier_mt + lending_ait
//                 + sum of away_aiu over u >= t - sum of away_aju over u >= t + s
//
// and v_ait >= v_ai,t+1 and v_ait >= v_aj,t+s - charge_aijt on every arc without a capacity, no
// plan gains more than
//
//   sum_ait supply_ait v_ait + sum_mt limit_mt carrier_mt + sum_cnit d_cnit patient_cnit
//     + sum_ait width_ait lending_ait
//     + sum_ait (sum of supply_aiu over u <= t - least_ait) away_ait
//     + sum_it beds_it bed_it
//     + sum_kit d_c(k)n(k)it max(0, resolution gain_kit - cost_kit + v_ai,t+P - v_ait)
//     + sum over steps of holding of width_it max(0, resolution gain_it + v_ai,t+1 - v_ait)
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
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

/// A kind of device or material. Its instance counts whole patients, or parts of one as the set
/// does; where patients or idle devices gain by steps it counts as the set does.
struct Item {
  std::string name;
  Instance instance;  ///< d_it: the patients who need this item, in tiers that are its steps of
                      ///< treating; of a consumable the turnaround is beyond the horizon
  /// Of its own devices: what may be away and when it is back; no others.
  Limits limits = {};
  bool in_beds = true;  ///< its patients lie in staffed beds; not those who use it up
};

/// Patients of one tier of an item may be given this or another item.
struct Treatment {
  std::size_t item = 0;
  std::size_t patients_of = 0;
  /// Of a patient who counts 1, in 1 / ItemSet::resolution, at least 1; another gains as much more
  /// or less as the tier counts, to the nearest part.
  std::int32_t gain = 1;
  std::size_t tier = 0;  ///< of the patients, from 0
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

/// Some of the lanes between facilities.
struct LaneSet {
  std::int32_t facilities = 0;               ///< 0: all lanes
  std::vector<std::uint8_t> is_member = {};  ///< 0 or 1 [origin, destination]
  bool operator==(const LaneSet&) const = default;
  [[nodiscard]] bool is_all() const { return facilities == 0; }
  [[nodiscard]] bool contains(FacilityId i, FacilityId j) const {
    return is_all() ||
           is_member[static_cast<std::size_t>(i.value()) * static_cast<std::size_t>(facilities) +
                     static_cast<std::size_t>(j.value())] != 0;
  }
};

/// What all items together may load in one period.
struct Carrier {
  std::string name;
  Count limit = 0;                  ///< loads
  std::vector<Count> load;          ///< of one device or unit [item], >= 0
  LaneSet lanes = {};               ///< those that count
  std::vector<Total> ordered = {};  ///< loads of shipments that are ordered [period]; empty: none
  bool operator==(const Carrier&) const = default;
  /// What is left of the limit beside what is ordered.
  [[nodiscard]] Total room(Period t) const {
    return limit - (ordered.empty() ? 0 : ordered[static_cast<std::size_t>(t.value())]);
  }
};

struct ItemSet {
  std::vector<Item> items;
  std::int32_t resolution = 1;  ///< gains are counted in so many parts of a patient
  std::vector<Treatment> treatments;
  std::vector<Use> uses = {};
  std::vector<Carrier> carriers = {};
  /// Devices of all items in beds that may be in use at the end of a period [facility, period];
  /// empty where any number may.
  Panel<Count> beds = {};

  [[nodiscard]] std::int32_t facilities() const { return items.front().instance.facilities(); }
  [[nodiscard]] std::int32_t periods() const { return items.front().instance.periods(); }
  /// Tiers of an item's patients: 1 where all count the same.
  [[nodiscard]] std::size_t tiers(std::size_t item) const;
  /// Patients of one tier.
  [[nodiscard]] const Panel<Count>& patients(std::size_t item, std::size_t tier) const;
  /// Those whom a treatment may be given to.
  [[nodiscard]] const Panel<Count>& patients(const Treatment& treatment) const {
    return patients(treatment.patients_of, treatment.tier);
  }
  /// What one patient given a treatment at (i, t) gains, in 1 / resolution.
  [[nodiscard]] std::int32_t gain(const Treatment& treatment, FacilityId i, Period t) const;
  /// Whether several items may treat the patients of this one.
  [[nodiscard]] bool is_contested(std::size_t item) const;
  /// Whether treatments take units of it.
  [[nodiscard]] bool is_used(std::size_t item) const;
  /// Whether its patients are counted for beds.
  [[nodiscard]] bool counts_for_beds(std::size_t item) const;
  /// Whether anything ties it to another item.
  [[nodiscard]] bool is_tied(std::size_t item) const;
  /// Whether what leaves a facility has a limit that is priced: of a tied item.
  [[nodiscard]] bool limits_lending(std::size_t item) const;
  /// Whether a tied item has limits on what is away, which are then priced.
  [[nodiscard]] bool limits_away(std::size_t item) const;
  /// Whether a carrier counts some lanes only: these are priced in halves of periods.
  [[nodiscard]] bool counts_by_lane() const;
  [[nodiscard]] Total total_demand() const;
};

/// Throws InputError where items have different shapes, an index or a number is out of range, gains
/// are counted in other parts than the set's, a consumable that others use uses another, or an item
/// has limits of another kind.
void require_consistent(const ItemSet& set);

/// Multipliers of the ties, at least 0; see above.
struct TiePrices {
  std::int64_t resolution = 1;
  std::vector<std::vector<std::int64_t>> carrier{};  ///< [carrier][period]
  /// [item][tier]; without tiers where it is not contested.
  std::vector<std::vector<Panel<std::int64_t>>> patient{};
  std::vector<Panel<std::int64_t>> unit{};     ///< [item]; empty where it is not used
  std::vector<Panel<std::int64_t>> lending{};  ///< [item]; empty where lending has no limit
  std::vector<Panel<std::int64_t>> away{};     ///< [item]; empty where limits_away says no
  Panel<std::int64_t> bed{};                   ///< empty without beds
  bool operator==(const TiePrices&) const = default;
};

/// Prices of no ties, in the shape that the set asks for.
[[nodiscard]] TiePrices no_prices(const ItemSet& set);

}  // namespace surgeflow
