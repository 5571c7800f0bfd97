// SPDX-License-Identifier: Apache-2.0
// A case of several items as checked: a case for each of them, and the ties between.
#pragma once

#include <vector>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow {

/// Items are in the order of the file; Case::item_name names them.
struct ItemCase {
  std::vector<Case> cases;
  std::int32_t resolution = 1;            ///< parts of a patient in which gains are counted
  std::vector<Treatment> stand_ins = {};  ///< of patients by another item than their own
  std::vector<Use> uses = {};
  std::vector<Carrier> carriers = {};
};

/// Checks a statement with several items: each like a case of its own, then what they say of each
/// other. Throws InputError with every finding once.
[[nodiscard]] ItemCase check_items(const CaseStatement& statement);

/// The set that is planned: `instances` by item, with their patients.
[[nodiscard]] ItemSet make_item_set(const ItemCase& items, std::vector<Instance> instances);

}  // namespace surgeflow
