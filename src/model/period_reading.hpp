// SPDX-License-Identifier: Apache-2.0
// A period as a file states it: a 0-based number, a date, or a period's label.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "surgeflow/model/case.hpp"

namespace surgeflow::checks {

struct PeriodReading {
  std::optional<Period> period;
  std::string problem;  ///< what is wrong with the text where it is no period of the horizon
};

/// A date means the first period of its day.
[[nodiscard]] PeriodReading read_period(const Horizon& horizon, std::string_view text);

/// The periods of a horizon in words, for messages.
[[nodiscard]] std::string allowed_periods(const Horizon& horizon);

}  // namespace surgeflow::checks
