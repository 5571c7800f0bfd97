// SPDX-License-Identifier: Apache-2.0
// Solver and certificate, one after the other.
#include "app/solution.hpp"

#include <fmt/format.h>

#include "app/failure.hpp"
#include "lagrangian/limits/limited.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::app {
namespace {

void refuse_if_refuted(const Solution& solution) {
  const CertificateReport& report = solution.certificate;
  std::string_view claim;
  if (!report.feasible) {
    claim = "the solver's plan does not obey the model";
  } else if (!report.bound_valid) {
    claim = "the solver's potentials do not give a true bound";
  } else if (solution.result.status == SolveStatus::optimal && !report.optimal) {
    claim = "the solver calls a plan optimal whose bound does not prove it";
  } else {
    return;
  }
  std::string details;
  for (const CertificateFailure& failure : report.failures) {
    details += fmt::format("; {}: {}", failure.check, failure.detail);
  }
  throw InternalError(fmt::format("{}{}", claim, details));
}

}  // namespace

std::string_view Solution::status() const {
  if (certificate.optimal) return "optimal";
  switch (result.status) {
    case SolveStatus::gap_reached:
      return "feasible";
    case SolveStatus::time_limit:
      return "time_limit";
    case SolveStatus::optimal:  // refused above, since the certificate does not agree
    case SolveStatus::interrupted:
      break;
  }
  return "interrupted";
}

Solution solve_and_check(const Limits& limits, const std::function<SolveResult()>& solve,
                         const std::function<CertificateReport(Solution&)>& check) {
  const Stopwatch solve_watch;
  Solution solution{.result = solve(), .certificate = {}, .limits = {}};
  solution.solve_seconds = solve_watch.seconds();
  if (limits.any()) {
    solution.limits = LimitClaim{limits, solution.result.prices.value_or(LimitPrices{})};
  }
  const Stopwatch verify_watch;
  solution.certificate = check(solution);
  solution.verify_seconds = verify_watch.seconds();
  refuse_if_refuted(solution);
  return solution;
}

Solution solve_and_check(const Instance& instance, const Case& planning_case,
                         const SolveControl& control) {
  return solve_and_check(
      planning_case.limits,
      [&] {
        if (!planning_case.limits.any()) return solve(instance, control);
        return lagrangian::solve_within_limits(instance, planning_case.limits,
                                               {.gap = planning_case.gap}, control);
      },
      [&](const Solution& solution) {
        return check_certificate(instance, solution.result.plan, solution.result.potentials,
                                 control.threads, {}, solution.limits);
      });
}

}  // namespace surgeflow::app
