// SPDX-License-Identifier: Apache-2.0
// A case of several items as checked: a case for each of them, and the ties between.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow {

/// Items are in the order of the file; Case::item_name names them.
struct ItemCase {
  std::vector<Case> cases;
  std::int32_t resolution = 1;            ///< parts of a patient in which stand-ins gain
  std::vector<Treatment> stand_ins = {};  ///< of patients by another item than their own
  std::vector<Use> uses = {};
  std::vector<Carrier> carriers = {};
  std::vector<Count> staffed_beds = {};  ///< [facility]; empty: any number
  /// Devices of all items on patients from before, at the end of a period [facility, period]; empty
  /// without beds or such devices.
  Panel<Count> in_care = {};
  std::vector<bool> in_beds = {};  ///< [item]; false for what is used up
  /// [carrier] of the lanes that count, an index into the network's modes; nothing: all lanes.
  std::vector<std::optional<std::int32_t>> carrier_modes = {};
};

/// Checks a statement with several items: each like a case of its own, then what they say of each
/// other. Throws InputError with every finding once.
[[nodiscard]] ItemCase check_items(const CaseStatement& statement);

/// The set that is planned: `instances` by item, with their patients.
[[nodiscard]] ItemSet make_item_set(const ItemCase& items, std::vector<Instance> instances);

/// Gives orders [item] to the items of a set: their instances become those of with_orders
/// (orders.hpp), their limits those of within_orders, and carriers have left what the shipments
/// that are ordered leave. Throws InputError like with_orders, and where these shipments are more
/// than a carrier takes.
void give_orders(ItemSet& set, const std::vector<Orders>& orders);

}  // namespace surgeflow
