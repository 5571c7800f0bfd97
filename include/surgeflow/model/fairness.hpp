// SPDX-License-Identifier: Apache-2.0
// Shares of patients treated, compared between groups of facilities, and what is claimed of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow {

struct Facility;

/// Whose shares of patients treated are compared: those with patients.
enum class FairGroups { facilities, regions };

/// "facility" | "region", as in rules.fair_by.
[[nodiscard]] std::string_view name_of(FairGroups by);

/// Some treated of some patients. Counts stay below 2^30, so that shares are compared exactly.
struct TreatedShare {
  Total treated = 0;  ///< >= 0
  Total demand = 1;   ///< > 0
  bool operator==(const TreatedShare&) const = default;
};

[[nodiscard]] constexpr bool is_less(const TreatedShare& one, const TreatedShare& other) {
  return one.treated * other.demand < other.treated * one.demand;
}

/// Patients of so many whom a share of at least `share` takes: ceil(share demand).
[[nodiscard]] constexpr Total least_treated(const TreatedShare& share, Total demand) {
  return (share.treated * demand + share.demand - 1) / share.demand;
}

/// The group of each facility, numbered by their first facilities; PatientFloors::kNoGroup where it
/// has no patients, or no region where regions are compared.
[[nodiscard]] std::vector<std::int32_t> group_facilities(std::span<const Facility> facilities,
                                                         const Panel<Count>& demand, FairGroups by);
/// Ids, or regions [group].
[[nodiscard]] std::vector<std::string> names_of_groups(std::span<const Facility> facilities,
                                                       std::span<const std::int32_t> group,
                                                       FairGroups by);
/// Sums over groups; facilities without one are left out.
[[nodiscard]] std::vector<Total> sum_by_group(const Panel<Count>& patients,
                                              std::span<const std::int32_t> group);

/// One step of a lexicographic order: what the groups that are not settled before have at least.
struct FairLevel {
  TreatedShare reached;  ///< their smallest share when they, or some of them, were settled
  /// No plan that keeps what the groups settled before have gives all others more.
  TreatedShare bound;
  /// What proves it: what a patient of a group counts, and the worth of devices then. With
  ///
  ///   V = sum_it supply_it v_it + sum_it d_it max(0, weight_g + v_i,t+P - v_it)
  ///
  /// and potentials v that hold on every arc, sum_g weight_g treated_g <= V in every plan; where
  /// leaving has steps, lanes start behind them, potentials need not hold on lanes, and V has
  /// besides
  ///
  ///   sum over steps of sending of width_it max(0, max over lanes of v_j,t+s - v_it).
  ///
  /// A plan in which all others have the share s therefore obeys
  ///
  ///   sum of others weight_g ceil(s demand_g) + sum of settled weight_g least_g <= V.
  std::vector<std::int64_t> weights;  ///< [group], >= 0
  Panel<std::int32_t> potentials;     ///< [facility, period], in the unit of the weights
  bool operator==(const FairLevel&) const = default;
};

/// A plan that makes the smallest share of patients treated as large as it can, then the next
/// smallest, and so on; then gains most, which without weights and reserves is to treat most
/// patients. Shares count patients, whatever their weight. Groups settled at a level keep at least
/// ceil(reached demand_g) patients.
struct FairClaim {
  FairGroups by = FairGroups::facilities;
  std::vector<FairLevel> levels{};
  std::vector<std::int32_t> level_of{};  ///< [group], from 0
  std::vector<Total> treated_without{};  ///< by the best plan without the rule [group]
  bool operator==(const FairClaim&) const = default;
};

}  // namespace surgeflow
