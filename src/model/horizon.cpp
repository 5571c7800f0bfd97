// SPDX-License-Identifier: Apache-2.0
// Periods as dates.
#include "surgeflow/model/case.hpp"

#include <fmt/format.h>

namespace surgeflow {

Date Horizon::date(Period t) const {
  const std::int64_t hours = std::int64_t{t.value()} * period_hours;
  return start + std::chrono::days(hours / 24);
}

std::string Horizon::label(Period t) const {
  const std::string day = format_date(date(t));
  if (period_hours % 24 == 0) return day;
  const std::int64_t hour = std::int64_t{t.value()} * period_hours % 24;
  return fmt::format("{}T{:02}:00", day, hour);
}

}  // namespace surgeflow
