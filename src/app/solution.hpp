// SPDX-License-Identifier: Apache-2.0
// A solved instance whose claims were checked by someone who did not solve it.
#pragma once

#include <functional>

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::app {

struct Solution {
  SolveResult result;
  CertificateReport certificate;
  double solve_seconds = 0.0;
  double verify_seconds = 0.0;

  /// "optimal" | "feasible" | "time_limit" | "interrupted". Optimal is what the certificate calls
  /// so; feasible a plan whose gap was asked for.
  [[nodiscard]] std::string_view status() const;
};

/// Takes what `solve` finds and has the plan and its bound checked by `check`, a certificate.
/// Throws InternalError where it refutes what the solver claims: a wrong plan is never passed on.
[[nodiscard]] Solution solve_and_check(const std::function<SolveResult()>& solve,
                                       const std::function<CertificateReport(SolveResult&)>& check);

}  // namespace surgeflow::app
