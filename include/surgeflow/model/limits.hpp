// SPDX-License-Identifier: Apache-2.0
// Rules that a plan obeys beside the equations of the base model, and that no network can hold.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow {

/// Shares are whole millionths, so that what a share allows is decided by integers.
inline constexpr std::int32_t kWholeShare = 1'000'000;

/// Devices that must be at a facility with a fleet of so many, idle or in use, at the end of every
/// period: ceil((1 - share) fleet).
[[nodiscard]] constexpr Count least_present(std::int32_t away_millionths, Count fleet) {
  return static_cast<Count>(fleet - std::int64_t{fleet} * away_millionths / kWholeShare);
}

/// Limits by the names that planners know: keys of [rules].
inline constexpr std::string_view kDispatchLimitRule = "dispatch_limit";
inline constexpr std::string_view kStaffedBedsRule = "staffed_beds";

/// Patients whom groups of facilities treat at least, over the horizon.
struct PatientFloors {
  std::vector<std::int32_t> group{};  ///< of each facility; kNoGroup where it is in none
  std::vector<Total> least{};         ///< [group]
  static constexpr std::int32_t kNoGroup = -1;
  bool operator==(const PatientFloors&) const = default;
};

/// What orders take up of limits where plans are without what is ordered (orders.hpp). It is there,
/// and it leaves, but no plan says so. All empty where there are none.
struct TakenUp {
  std::vector<Count> dispatched{};  ///< devices that leave by order [period]
  Panel<Count> kept{};              ///< devices idle by order [facility, period]
  /// What orders bring (> 0) or take (< 0) beside what the instance without them supplies
  /// [facility, period].
  Panel<Count> commitments{};

  bool operator==(const TakenUp&) const = default;
};

struct Limits {
  /// Devices that leave all facilities together in one period; nothing: as many as there are.
  std::optional<Count> dispatch{};
  /// Millionths of a facility's fleet that may be away at the end of a period; nothing: all of it.
  std::optional<std::int32_t> away_millionths{};
  /// Loans are back at the end of this period: every facility has at least its fleet.
  std::optional<Period> return_by{};
  /// Devices of each facility that count as its fleet for these two; empty: k_i.
  std::vector<Count> fleet{};
  /// Most devices in use at once [facility]; empty: as many as there are.
  std::vector<Count> staffed_beds{};
  /// Devices on patients from before the first period, who still need them at the end of a period
  /// [facility, period]: they are there, each in a bed, and the instance supplies them once they
  /// are free. Empty where there are none.
  Panel<Count> in_care{};
  /// Whether every facility treats at least as many as it would with nothing shipped, or as it was
  /// promised.
  bool no_worse_off = false;
  /// In the middle of a wave: patients whom each facility would have treated more than it has, had
  /// nothing ever been shipped, so far and from now on; it is owed these, but never more than it
  /// treats with nothing shipped from now on [facility]. Empty: these latter.
  std::vector<Total> promised{};
  /// A reserve, what the instance's steps of holding gain, is covered by devices that are idle at
  /// the facility and at every other from which a lane of at most so many periods leads to it; 0:
  /// by its own alone. It is asked for, not demanded: nothing is beyond this limit.
  std::int32_t backup_periods = 0;
  /// Nothing: any number.
  std::optional<PatientFloors> floors{};
  TakenUp taken{};

  bool operator==(const Limits&) const = default;
  [[nodiscard]] bool count_present() const { return away_millionths || return_by; }
  /// Whether devices that are in use count for any of them.
  [[nodiscard]] bool count_in_use() const { return count_present() || !staffed_beds.empty(); }
  [[nodiscard]] bool any() const {
    return dispatch || count_present() || !staffed_beds.empty() || no_worse_off ||
           backup_periods > 0 || floors;
  }
  /// Of a facility with so many devices at the start.
  [[nodiscard]] Count fleet_of(FacilityId i, Count devices) const {
    return fleet.empty() ? devices : fleet[static_cast<std::size_t>(i.value())];
  }
  /// Devices that may leave in a period beside those that are ordered; below 0 where these are too
  /// many already.
  [[nodiscard]] Count dispatch_at(Period t) const {
    const auto n = static_cast<std::size_t>(t.value());
    return *dispatch - (taken.dispatched.empty() ? 0 : taken.dispatched[n]);
  }
  [[nodiscard]] Count in_care_at(FacilityId i, Period t) const {
    return in_care.facilities() == 0 ? 0 : in_care(i, t);
  }
  /// Devices that must be at the facility at the end of a period, idle or in use, beside those that
  /// are on patients from before and those that are kept by order.
  [[nodiscard]] Count least_at(FacilityId i, Period t, Count devices) const {
    const Count own = fleet_of(i, devices);
    const Count least = return_by == t    ? own
                        : away_millionths ? least_present(*away_millionths, own)
                                          : 0;
    const Count kept = taken.kept.facilities() == 0 ? 0 : taken.kept(i, t);
    return std::max(0, least - kept - in_care_at(i, t));
  }
  /// What orders bring to a facility, or take from it where negative.
  [[nodiscard]] Count ordered_at(FacilityId i, Period t) const {
    return taken.commitments.facilities() == 0 ? 0 : taken.commitments(i, t);
  }
  /// Whether idle devices cover a reserve to which a lane of so many periods leads; 0: there is
  /// none.
  [[nodiscard]] bool covers(std::int32_t transit_periods) const {
    return transit_periods > 0 && transit_periods <= backup_periods;
  }
  /// Devices that may be in use beside those that are on patients from before; nothing: any number.
  [[nodiscard]] std::optional<Count> beds_at(FacilityId i, Period t) const {
    if (staffed_beds.empty()) return std::nullopt;
    return std::max(0, staffed_beds[static_cast<std::size_t>(i.value())] - in_care_at(i, t));
  }
};

/// Limits by the names that planners know: keys of [rules], and a column of facilities.csv. Only
/// those that are stated. Floors have none.
[[nodiscard]] std::vector<std::string_view> names_of(const Limits& limits);
/// The same without one of them.
[[nodiscard]] Limits without(Limits limits, std::string_view name);

/// Multipliers of limits, at least 0, in units of 1 / resolution of what gains are counted in: of a
/// patient, or of a part of one where the instance counts parts.
///
/// A device that leaves i in t costs dispatch_t + lending_it, and each period u in which i lacks it
/// away_iu; each period u in which j has it earns away_ju. A patient treated from t on at i earns
/// own_i + floor_g beside its gain, g being i's group of floors, and costs in_use_iu in each period
/// u of t..t+P-1. Where the limits leave i more devices than patients could use, least_idle_it =
/// least_it - min(beds_it, d_i,t-P+1 + ... + d_it) of them, these earn `idle` each while they are
/// idle. With A_it = sum of away_iu over u >= t, a lane (i,t) -> (j,t+s) has the gain A_j,t+s -
/// A_it - dispatch_t - lending_it, and potentials v in the same unit that hold on every arc without
/// a capacity,
///
///   v_it >= v_i,t+1,      v_it >= v_j,t+s + A_j,t+s - A_it - dispatch_t - lending_it,
///
/// bound what any plan within the limits gains, times the resolution R:
///
///   sum_it supply_it v_it
///     + sum over steps of treating of width_it max(0, R gain_it + own_i + floor_g - sum_u
///     in_use_iu
///                                                      + v_i,t+P - v_it)
///     + sum over steps of holding of width_it max(0, R gain_it + v_i,t+1 - v_it), the first
///       least_idle_it devices with R gain_it + idle, also beyond all steps
///     + sum_t limit dispatch_t + sum_it width_it lending_it + sum_it beds_it in_use_it
///     + sum_it (present_it - least_it) away_it - sum_i least_treated_i own_i
///     - sum_g least_g floor_g
///     - sum_it least_idle_it idle,
///
/// where present_it are the devices that i has had from outside up to t, and width_it of lending
/// are the devices that all steps of sending together let leave.
///
/// Where others cover a reserve, steps of holding gain for the first S_it idle devices of i and of
/// those who cover it, and with a multiplier cover_it of the reserve's devices not being more than
/// S_it, an idle device at j earns cover_jt and that of all whom j covers, h_jt together. A_it then
/// has h_iu beside away_iu, a patient costs h_iu beside in_use_iu, present_it h_it is added to the
/// bound, and steps of holding bring in it no more than
///
///   sum over steps of holding of width_it max(0, R gain_it - cover_it).
struct LimitPrices {
  std::int64_t resolution = 1;
  std::vector<std::int64_t> dispatch{};  ///< [period]; empty where there is no such limit
  Panel<std::int64_t> away{};            ///< [facility, period]; empty likewise, and the others
  Panel<std::int64_t> lending{};         ///< [facility, period]
  Panel<std::int64_t> in_use{};          ///< [facility, period]
  std::vector<std::int64_t> own{};       ///< [facility]
  Panel<std::int64_t> cover{};           ///< [facility, period]
  std::vector<std::int64_t> floors{};    ///< [group]
  std::int64_t idle = 0;

  bool operator==(const LimitPrices&) const = default;
};

/// The limits of a plan, and the multipliers of its bound.
struct LimitClaim {
  Limits limits;
  LimitPrices prices;

  bool operator==(const LimitClaim&) const = default;
};

}  // namespace surgeflow
