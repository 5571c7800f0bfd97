// SPDX-License-Identifier: Apache-2.0
// Plans of several items, and what proves a bound on them.
#pragma once

#include <cstddef>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow {

/// Plans of all items.
struct ItemPlans {
  std::vector<Plan> plans;             ///< [item]; `treated` is all that the item gives out
  std::vector<Panel<Count>> patients;  ///< y_kit [treatment]
};

/// What proves a bound.
struct TieProof {
  TiePrices prices;
  /// [item]; of a tied item in 1 / (set's resolution x prices.resolution) patient and without
  /// moves, of any other as of a plan of its own.
  std::vector<Potentials> potentials;
  /// [item]; the multipliers of the limits of an item that nothing ties, without for all others.
  /// Its potentials are then in 1 / (its instance's resolution x theirs) patient, without moves.
  std::vector<LimitPrices> limits = {};
};

/// What all patients treated, and devices in reserve, gain, in 1 / resolution patients.
[[nodiscard]] Total gain_of(const ItemSet& set, const ItemPlans& plans);
/// The same of the patients whom one item treats, and of its own reserve.
[[nodiscard]] Total gain_of(const ItemSet& set, const ItemPlans& plans, std::size_t item);
[[nodiscard]] Total patients_treated(const ItemPlans& plans);

/// The patients, or units, that a plan gives to an item, and those of its own that nobody treats:
/// what it gives out of them, and what is unmet, is the item's plan by itself.
[[nodiscard]] Panel<Count> allotted(const ItemSet& set, const ItemPlans& plans, std::size_t item);

/// Puts the plan of an item that treats no patients but its own among the plans of all: the first
/// tier is treated before the others.
void put_alone(const ItemSet& set, std::size_t item, Plan plan, ItemPlans& plans);

}  // namespace surgeflow
