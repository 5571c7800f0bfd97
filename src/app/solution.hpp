// SPDX-License-Identifier: Apache-2.0
// A solved instance whose claims were checked by someone who did not solve it.
#pragma once

#include <functional>
#include <optional>

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::app {

struct Solution {
  SolveResult result;
  CertificateReport certificate;
  std::optional<LimitClaim> limits;  ///< with the multipliers found; nothing without limits
  /// Of a plan that makes shares even, whose floors are then among the limits.
  std::optional<FairClaim> fairness = {};
  double solve_seconds = 0.0;
  double verify_seconds = 0.0;

  /// "optimal" | "feasible" | "time_limit" | "interrupted". Optimal is what the certificate calls
  /// so; feasible a plan whose gap was asked for.
  [[nodiscard]] std::string_view status() const;
};

/// Takes what `solve` finds within the limits, which stand with their prices in the solution, and
/// has the plan and its bound checked by `check`, a certificate. Throws InternalError where it
/// refutes what the solver claims: a wrong plan is never passed on.
[[nodiscard]] Solution solve_and_check(const Limits& limits,
                                       const std::function<SolveResult()>& solve,
                                       const std::function<CertificateReport(Solution&)>& check);

/// The same of an instance that holds all its lanes, by the method that its limits take.
[[nodiscard]] Solution solve_and_check(const Instance& instance, const Case& planning_case,
                                       const SolveControl& control);

}  // namespace surgeflow::app
