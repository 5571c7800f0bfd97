// SPDX-License-Identifier: Apache-2.0
// Checks the limits that [rules] states.
#include <fmt/format.h>

#include <cmath>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

void refuse_exact(const CaseStatement& statement, Findings& findings) {
  if (statement.method != Method::exact) return;
  findings.at_key(
      "solver.method",
      {"'exact' with limits in [rules], which no network can hold", "\"auto\" or \"lagrangian\"",
       "write solver.method = \"lagrangian\" for a plan within the limits, its bound "
       "and its gap, or remove the limits"});
}

}  // namespace

Limits check_limits(const CaseStatement& statement, Findings& findings) {
  Limits limits;
  if (statement.dispatch_limit) {
    const std::int64_t stated = *statement.dispatch_limit;
    if (stated < 0 || stated > kMaxTotal) {
      findings.at_key("rules.dispatch_limit",
                      {fmt::format("{}", stated), fmt::format("0 to {}", kMaxTotal),
                       "state how many devices may leave in one period, all lanes together"});
    } else {
      limits.dispatch = static_cast<Count>(stated);
    }
  }
  if (statement.away_limit) {
    const double stated = *statement.away_limit;
    if (!(stated >= 0.0 && stated <= 1.0)) {
      findings.at_key("rules.away_limit",
                      {fmt::format("{}", stated), "0 to 1",
                       "state a share of a facility's devices: 0.25 for a quarter"});
    } else {
      limits.away_millionths = static_cast<std::int32_t>(std::lround(stated * kWholeShare));
    }
  }
  if (limits.any()) refuse_exact(statement, findings);
  return limits;
}

}  // namespace surgeflow::checks
