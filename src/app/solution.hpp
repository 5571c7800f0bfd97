// SPDX-License-Identifier: Apache-2.0
// A solved instance whose claims were checked by someone who did not solve it.
#pragma once

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::app {

struct Solution {
  SolveResult result;
  CertificateReport certificate;
  double solve_seconds = 0.0;
  double verify_seconds = 0.0;

  /// "optimal" | "time_limit" | "interrupted". Optimal is what the certificate calls so.
  [[nodiscard]] std::string_view status() const;
};

/// Solves, then checks the plan and its bound independently. Throws InternalError where the check
/// refutes what the solver claims: a wrong plan is never passed on.
[[nodiscard]] Solution solve_and_check(const Instance& instance, const SolveControl& control);

}  // namespace surgeflow::app
