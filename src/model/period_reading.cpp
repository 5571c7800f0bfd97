// SPDX-License-Identifier: Apache-2.0
// Numbers, dates and labels of periods.
#include "model/period_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace surgeflow::checks {
namespace {

constexpr std::size_t kDateLength = 10;  // "2020-03-31"
constexpr const char* kOutside = "is outside the horizon";
constexpr const char* kUnreadable = "is neither a period's number nor a date";

bool is_whole_number(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

PeriodReading at_hour(const Horizon& horizon, std::int64_t hours_from_start) {
  if (hours_from_start < 0) return {std::nullopt, kOutside};
  if (hours_from_start % horizon.period_hours != 0) {
    return {std::nullopt, "is not the start of a period"};
  }
  const std::int64_t period = hours_from_start / horizon.period_hours;
  if (period >= horizon.periods) return {std::nullopt, kOutside};
  return {Period(static_cast<std::int32_t>(period)), {}};
}

PeriodReading of_number(const Horizon& horizon, std::string_view text) {
  std::int64_t period = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), period);
  if (result.ec != std::errc{} || period < 0 || period >= horizon.periods) {
    return {std::nullopt, kOutside};
  }
  return {Period(static_cast<std::int32_t>(period)), {}};
}

/// "T12:00" as 12; nothing for any other text.
std::optional<std::int64_t> hour_of(std::string_view text) {
  const bool has_form = text.size() == 6 && text[0] == 'T' && text.substr(3) == ":00";
  if (!has_form || !is_whole_number(text.substr(1, 2)) || text[1] == '-') return std::nullopt;
  const std::int64_t hour = (text[1] - '0') * 10 + (text[2] - '0');
  return hour < 24 ? std::optional(hour) : std::nullopt;
}

}  // namespace

PeriodReading read_period(const Horizon& horizon, std::string_view text) {
  if (is_whole_number(text)) return of_number(horizon, text);
  const auto date = parse_date(text.substr(0, kDateLength));
  if (!date) return {std::nullopt, kUnreadable};
  const auto hour = text.size() == kDateLength ? 0 : hour_of(text.substr(kDateLength));
  if (!hour) return {std::nullopt, kUnreadable};
  return at_hour(horizon, std::int64_t{(*date - horizon.start).count()} * 24 + *hour);
}

std::string allowed_periods(const Horizon& horizon) {
  const Period last(horizon.periods - 1);
  std::string text = fmt::format("0 to {}, or a date from {} to {}", last.value(),
                                 format_date(horizon.start), format_date(horizon.date(last)));
  if (horizon.period_hours < 24 && horizon.periods > 1) {
    text += fmt::format(", or a period's start such as {}", horizon.label(Period(1)));
  }
  return text;
}

}  // namespace surgeflow::checks
