// SPDX-License-Identifier: Apache-2.0
// Calendar dates (proleptic Gregorian, no time zone) in ISO 8601 form.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace surgeflow {

using Date = std::chrono::sys_days;

/// "2020-03-31" as a date; nothing where the text is no valid date.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// A date as "2020-03-31".
[[nodiscard]] std::string format_date(Date date);

}  // namespace surgeflow
