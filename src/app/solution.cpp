// SPDX-License-Identifier: Apache-2.0
// Solver and certificate, one after the other.
#include "app/solution.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/failure.hpp"
#include "app/order_conflicts.hpp"
#include "lagrangian/fair/fairest.hpp"
#include "lagrangian/limits/limited.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/ordered.hpp"

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

namespace {

/// With the orders of the case, which has no limits; refused where no plan obeys them.
Instance possible_with_orders(const Instance& instance, const Case& planning_case,
                              const SolveControl& control) {
  require_possible_orders(instance, planning_case, control);
  return with_orders(instance, planning_case.orders);
}

Solution solve_with_orders(const Instance& instance, const Case& planning_case,
                           const SolveControl& control) {
  const Instance ordered = possible_with_orders(instance, planning_case, control);
  Solution solution = solve_and_check(
      {}, [&] { return solve_or_provide(ordered, control); },
      [&](const Solution& solved) {
        return check_certificate(ordered, solved.result.plan, solved.result.potentials,
                                 control.threads);
      });
  solution.result.plan = with_ordered(std::move(solution.result.plan), planning_case.orders);
  return solution;
}

/// What is wrong with the shares is wrong with the bound.
void check_shares(const Instance& instance, int threads, Solution& solution) {
  const auto failures = check_fairness(
      instance, solution.result.plan, *solution.limits->limits.floors, *solution.fairness, threads);
  CertificateReport& report = solution.certificate;
  report.bound_valid = report.bound_valid && failures.empty();
  report.failures.insert(report.failures.end(), failures.begin(), failures.end());
}

Solution solve_fairly(const Instance& instance, const Case& planning_case,
                      const SolveControl& control) {
  const FairGroups by = *planning_case.fair_by;
  const Stopwatch solve_watch;
  lagrangian::FairResult fair = lagrangian::solve_fairest(
      instance, group_facilities(planning_case.facilities, instance.demand(), by),
      {.gap = planning_case.gap}, control);
  Solution solution{.result = std::move(fair.solved), .certificate = {}, .limits = LimitClaim{}};
  solution.solve_seconds = solve_watch.seconds();
  solution.limits->limits.floors = std::move(fair.floors);
  solution.limits->prices = solution.result.prices.value();
  solution.fairness = std::move(fair.claim);
  solution.fairness->by = by;
  const Stopwatch verify_watch;
  solution.certificate =
      check_certificate(instance, solution.result.plan, solution.result.potentials, control.threads,
                        {}, solution.limits);
  check_shares(instance, control.threads, solution);
  solution.verify_seconds = verify_watch.seconds();
  refuse_if_refuted(solution);
  return solution;
}

Solution solve_fairly_with_orders(const Instance& instance, const Case& planning_case,
                                  const SolveControl& control) {
  const Instance ordered = possible_with_orders(instance, planning_case, control);
  Solution solution = solve_fairly(ordered, planning_case, control);
  solution.result.plan = with_ordered(std::move(solution.result.plan), planning_case.orders);
  return solution;
}

Solution solve_limited(const Instance& instance, const Case& planning_case,
                       const SolveControl& control) {
  require_presence(instance, planning_case, control);
  return solve_and_check(
      planning_case.limits,
      [&] {
        SolveResult result = lagrangian::solve_within_limits(instance, planning_case.limits,
                                                             {.gap = planning_case.gap}, control);
        if (lagrangian::beyond_limits(instance, planning_case.limits, result.plan) > 0) {
          refuse_unfound_plan(instance, planning_case, control);
        }
        return result;
      },
      [&](const Solution& solution) {
        return check_certificate(instance, solution.result.plan, solution.result.potentials,
                                 control.threads, {}, solution.limits);
      });
}

SolveResult solve_ordered_within_limits(const Instance& instance, const Case& planning_case,
                                        const SolveControl& control) {
  const Orders& orders = planning_case.orders;
  const Limits& limits = planning_case.limits;
  const Instance ordered = with_orders(instance, orders, limits);
  const Limits within = within_orders(limits, instance, orders);
  SolveResult result =
      lagrangian::solve_within_limits(ordered, within, {.gap = planning_case.gap}, control);
  if (lagrangian::beyond_limits(ordered, within, result.plan) > 0) {
    refuse_unfound_plan(instance, planning_case, control);
  }
  result.plan = with_ordered(std::move(result.plan), orders);
  return result;
}

Solution solve_limited_with_orders(const Instance& instance, const Case& planning_case,
                                   const SolveControl& control) {
  require_presence(instance, planning_case, control);
  require_possible_orders(instance, planning_case, control);
  return solve_and_check(
      planning_case.limits,
      [&] { return solve_ordered_within_limits(instance, planning_case, control); },
      [&](const Solution& solution) {
        return check_certificate(instance, planning_case.orders, solution.result.plan,
                                 solution.result.potentials, control.threads, {}, solution.limits);
      });
}

}  // namespace

Solution solve_and_check(const Instance& instance, const Case& planning_case,
                         const SolveControl& control) {
  const Orders& orders = planning_case.orders;
  if (planning_case.fair_by) {
    return orders.empty() ? solve_fairly(instance, planning_case, control)
                          : solve_fairly_with_orders(instance, planning_case, control);
  }
  if (planning_case.limits.any()) {
    return orders.empty() ? solve_limited(instance, planning_case, control)
                          : solve_limited_with_orders(instance, planning_case, control);
  }
  if (!orders.empty()) return solve_with_orders(instance, planning_case, control);
  return solve_and_check(
      {}, [&] { return solve(instance, control); },
      [&](const Solution& solution) {
        return check_certificate(instance, solution.result.plan, solution.result.potentials,
                                 control.threads);
      });
}

}  // namespace surgeflow::app
