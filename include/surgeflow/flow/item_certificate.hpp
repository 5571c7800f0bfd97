// SPDX-License-Identifier: Apache-2.0
// The independent checker of plans of several items; it shares no code with any solver.
//
// Every item's plan is held against the equations of the base model, all plans together against the
// ties of surgeflow/model/items.hpp. An item that nothing ties is certified as a case of its own.
// For the others prices and potentials are checked on every arc, and the bound is summed in 128
// bits as that header says.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow {

/// Checks are named as in certificate.hpp, each after the name of its item; those of ties are
/// "treatments" (an item's patients do not add up to what it gives out), "patients limit" (more
/// treated than there are), "units limit" and "carrier limit"; those of an item's own limits
/// "lending limit", "away limit" and "return limit".
struct ItemReport {
  bool feasible = false;     ///< every plan obeys its equations, and together they obey the ties
  bool bound_valid = false;  ///< so that `bound` is true
  /// Feasible, and every item alone is proved optimal: for items that carriers alone tie.
  bool optimal = false;
  Total gain = 0;   ///< in parts of a patient
  Total bound = 0;  ///< likewise; meaningful where bound_valid
  std::int64_t arcs_checked = 0;
  std::vector<CertificateFailure> failures;
};

/// Uses up to `threads` threads, with the same result for any number. The set must be consistent.
[[nodiscard]] ItemReport check_items(const ItemSet& set, const ItemPlans& plans,
                                     const TieProof& proof, int threads = 1,
                                     const CertificateNames& names = {});

}  // namespace surgeflow
