// SPDX-License-Identifier: Apache-2.0
// A plan file of several items: the groups of a plan for each, and what ties them.
//
// /items/NAME holds what the root of a plan file holds for one item, /joint the ties, the patients
// given each treatment, and the prices that prove the bound; /summary and /provenance are those of
// all items together.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow::archive {

struct ItemDocument {
  ItemSet set;  ///< with the orders of all items given
  /// [item]; each instance without orders, and with the patients that the plan gives to the item
  /// (`allotted`).
  std::vector<PlanDocument> items;
  std::vector<Panel<Count>> patients;  ///< [treatment]
  TiePrices prices;
  Summary summary;
  Provenance provenance;

  /// Without the shipments that are ordered.
  [[nodiscard]] ItemPlans plans() const;
  [[nodiscard]] TieProof proof() const;
};

/// Throws like write_plan.
void write_item_plans(const std::filesystem::path& path, const ItemDocument& document,
                      int threads = 1);

/// Throws like read_plan.
[[nodiscard]] ItemDocument read_item_plans(const std::filesystem::path& path, int threads = 1);

/// Whether a file holds plans of several items; throws InputError where it is no HDF5 file.
[[nodiscard]] bool holds_items(const std::filesystem::path& path);

/// What the file claims beside the decisions.
struct StoredItemClaims {
  std::vector<StoredClaims> items;            ///< [item]
  std::vector<std::string> altered_datasets;  ///< of /joint
};
[[nodiscard]] StoredItemClaims read_item_claims(const std::filesystem::path& path);

}  // namespace surgeflow::archive
