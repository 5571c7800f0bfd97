// SPDX-License-Identifier: Apache-2.0
// Plans of several items: apart where nothing ties them, by prices where ties bind.
//
// An item that nothing ties to another is solved like any base model, with its proof, or within its
// own limits (limits/limited.hpp). Where
// carriers alone tie items and take what each would send by itself, that is the answer too.
// Otherwise three things alternate:
//   price     every tied item is solved at the prices of the ties   (priced_items.hpp): a bound;
//   bundle    the next prices, in whole units;
//   recover   the priced plans become plans that obey the ties     (item_recovery.hpp).
// At the end the best plan is improved by placing one item after the other again.
//
// Cost. A step solves one network for each tied item; a recovery two or three, and where carriers
// bind what limits/recovery.hpp takes. Movement is not minimised where ties bind.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/flow/item_plans.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

struct ItemOptions {
  double gap = 0.0;  ///< ends where (bound - gain) is at most this share of the bound
  std::int64_t most_prices = 360;
  std::int64_t improvement_rounds = 6;
  std::int64_t exchanges = 300;  ///< of shipments, in each placing of an item (limits/recovery.hpp)
};

struct ItemResult {
  /// `optimal` where every item alone is, and the ties take it.
  SolveStatus status = SolveStatus::optimal;
  ItemPlans plans;
  TieProof proof;
  Total gain = 0;   ///< in parts of a patient
  Total bound = 0;  ///< no plan gains more
  std::int64_t iterations = 0;
  std::vector<StepRecord> steps = {};
};

/// The same result on any number of threads, unless it is stopped. Throws InputError for a set that
/// is not consistent.
[[nodiscard]] ItemResult solve_items(const ItemSet& set, const ItemOptions& options,
                                     const SolveControl& control);

}  // namespace surgeflow::lagrangian
