// SPDX-License-Identifier: Apache-2.0
// Length of the horizon and of its periods.
#include <fmt/format.h>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

constexpr std::int64_t kHoursPerDay = 24;

bool is_period_length(std::int64_t hours) {
  return hours >= 1 && hours <= kHoursPerDay && kHoursPerDay % hours == 0;
}

}  // namespace

std::optional<Horizon> check_horizon(const CaseStatement& statement, Findings& findings) {
  const bool length_known = statement.periods >= 1 && statement.periods <= kMaxPeriods;
  const bool hours_known = is_period_length(statement.period_hours);
  if (!length_known) {
    findings.at_key("horizon.periods", {fmt::format("{}", statement.periods),
                                        fmt::format("1 to {} periods", kMaxPeriods),
                                        "plan a horizon within these bounds"});
  }
  if (!hours_known) {
    findings.at_key("horizon.period_hours",
                    {fmt::format("{}", statement.period_hours),
                     "whole hours that divide a day: 1, 2, 3, 4, 6, 8, 12 or 24",
                     "use 24 for days, 12 for half days"});
  }
  const auto facilities = static_cast<std::int64_t>(statement.facilities.size());
  const bool numbered = !length_known || facilities * statement.periods <= kMaxNodes;
  if (!numbered) {
    findings.at_key("horizon.periods",
                    {fmt::format("{} periods of {} facilities", statement.periods, facilities),
                     fmt::format("at most {} periods and facilities multiplied", kMaxNodes),
                     "plan a shorter horizon, longer periods, or regions by themselves"});
  }
  if (!length_known || !hours_known || !numbered) return std::nullopt;
  return Horizon{statement.start, static_cast<std::int32_t>(statement.periods),
                 static_cast<std::int32_t>(statement.period_hours)};
}

}  // namespace surgeflow::checks
