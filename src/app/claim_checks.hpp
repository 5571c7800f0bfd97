// SPDX-License-Identifier: Apache-2.0
// What a plan file claims, held against a recount.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/consolidation.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/certificate.hpp"

namespace surgeflow::app {

/// One line of a verification.
struct ClaimCheck {
  std::string claim;                  ///< "idle devices follow from the plan"
  std::vector<std::string> failures;  ///< where it does not hold, and by how much; the first few
  [[nodiscard]] bool holds() const { return failures.empty(); }
};

/// Every claim of the file in a fixed order: unaltered content, a feasible plan, a true bound,
/// traces, arrivals, summary numbers, and optimality where the file claims it. The instance need
/// only know the lanes of the plan's shipments, unless shares are made even; `lanes` are all that
/// there are. Of an item that is planned beside others, less is proved of its shipments.
[[nodiscard]] std::vector<ClaimCheck> check_claims(const archive::PlanDocument& document,
                                                   const archive::StoredClaims& claims,
                                                   const CertificateReport& certificate,
                                                   std::int64_t lanes, int threads = 1,
                                                   Planned planned = Planned::alone);

}  // namespace surgeflow::app
