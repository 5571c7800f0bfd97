// SPDX-License-Identifier: Apache-2.0
// Planning rules that leave the problem a network: what patients count, what facilities keep, and
// what lending costs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// Weights are whole parts of a patient, so that gains are integers.
inline constexpr std::int32_t kPartsOfAPatient = 1000;

/// Each day's patients of a facility up to this share of them, those of tiers before not counted.
struct PatientTier {
  double up_to = 1.0;                            ///< share in (0, 1], rising; the last is 1
  std::int32_t weight_parts = kPartsOfAPatient;  ///< what one of them counts, falling
  bool operator==(const PatientTier&) const = default;
};

/// Devices that leave a facility in one period up to this share of its fleet k_i, those of steps
/// before not counted.
struct LendingStep {
  double up_to = 1.0;     ///< share in (0, 1], rising; the last is 1 and holds for all beyond too
  std::int32_t cost = 0;  ///< of each device, in units of movement, rising
  bool operator==(const LendingStep&) const = default;
};

/// Devices that a facility keeps idle while it lends: a soft rule, for which patients of less
/// weight wait.
struct Reserve {
  std::vector<Count> devices;       ///< [facility]
  std::int32_t coming_periods = 0;  ///< and the own demand of so many coming periods
  std::int32_t weight_parts = 0;    ///< what a device of it counts in every period
  bool operator==(const Reserve&) const = default;
};

/// All of them are optional.
struct Rules {
  std::vector<std::int32_t> patient_weight_parts{};  ///< [facility]; empty: all count the same
  std::vector<PatientTier> patient_tiers{};
  std::optional<Reserve> reserve{};
  std::vector<Count>
      lending_limit{};  ///< most devices that leave in a period [facility]; empty: any
  std::vector<LendingStep> lending_cost{};
  std::vector<FacilityId> free_lenders{};  ///< whom lending costs nothing: pools

  bool operator==(const Rules&) const = default;
  [[nodiscard]] bool any() const { return *this != Rules{}; }
  /// Whether any is about what patients or idle devices count.
  [[nodiscard]] bool count_gains() const {
    return !patient_weight_parts.empty() || !patient_tiers.empty() || reserve;
  }
  /// Whether any is about leaving.
  [[nodiscard]] bool bound_lending() const {
    return !lending_limit.empty() || !lending_cost.empty();
  }
};

/// Rules by the names that planners know: keys of [rules].
inline constexpr std::string_view kPatientWeightRule = "weight";
inline constexpr std::string_view kPatientTiersRule = "patient_tiers";
inline constexpr std::string_view kReserveRule = "reserve";
inline constexpr std::string_view kLendingLimitRule = "lending_limit";
inline constexpr std::string_view kLendingCostRule = "lending_cost";

/// The names of those that are stated.
[[nodiscard]] std::vector<std::string_view> names_of(const Rules& rules);
/// The same without one of them.
[[nodiscard]] Rules without(Rules rules, std::string_view name);

/// Gives the numbers of an instance, with its demand, the steps that the rules make of them.
void apply_rules(const Rules& rules, InstanceData& data);

}  // namespace surgeflow
