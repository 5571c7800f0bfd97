// SPDX-License-Identifier: Apache-2.0
// What is counted of a set of items: the most that it gains, and what treatments take.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "surgeflow/model/items.hpp"

namespace surgeflow {

/// The most that one patient gains, in 1 / resolution of the set.
[[nodiscard]] std::int32_t largest_gain(const ItemSet& set);

/// More than one device of any item can gain over the horizon, in the same parts.
[[nodiscard]] Total largest_worth(const ItemSet& set);

/// Devices that the steps of sending let leave a facility in a period, all together; never more
/// than there are in all.
[[nodiscard]] Panel<Total> lending_limit_of(const Instance& instance);

/// The same instance with other patients, who all count the same.
[[nodiscard]] Instance with_equal_patients(const Instance& instance, Panel<Count> demand);

/// Devices in use in beds at the end of each period, from the patients given each [treatment]; none
/// where `patients` is empty.
[[nodiscard]] Panel<Total> beds_taken(const ItemSet& set,
                                      const std::vector<Panel<Count>>& patients);

/// What treatments take of a consumable, from the patients given each [treatment].
[[nodiscard]] Panel<Total> units_used(const ItemSet& set, const std::vector<Panel<Count>>& patients,
                                      std::size_t consumable);

}  // namespace surgeflow
