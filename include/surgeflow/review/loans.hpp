// SPDX-License-Identifier: Apache-2.0
// Who owes whom how many devices.
#pragma once

#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::review {

/// From the end of a period on, until the next entry about the two.
struct LoanEntry {
  Period period;
  FacilityId lender;
  FacilityId borrower;
  Total devices = 0;  ///< owed; 0: all are back
  bool operator==(const LoanEntry&) const = default;
};

/// The ledger of a plan. Every device that i sends to j is a loan of i, but for those by which it
/// pays back what it owes j: between two facilities only the difference is owed. A device counts
/// from the period in which it leaves. Whoever sends on what was lent to it stays in debt, and is
/// owed in turn. Ordered by period, lender and borrower.
[[nodiscard]] std::vector<LoanEntry> loan_ledger(const Plan& plan);

}  // namespace surgeflow::review
