// SPDX-License-Identifier: Apache-2.0
// Options that are stretches of time, and the deadline that comes of one.
#pragma once

#include <optional>
#include <string>

#include "app/environment.hpp"
#include "surgeflow/core/stop.hpp"

namespace CLI {
class App;
}

namespace surgeflow::app {

/// What is wrong with a text as a number of seconds; empty where nothing is.
[[nodiscard]] std::string refuse_bad_time(const std::string& text);

/// Adds --time-limit.
void declare_time_limit(CLI::App& app, std::optional<double>& seconds);

/// Counted from the start of the command; none without a limit.
[[nodiscard]] std::optional<StopCondition::Clock::time_point> deadline_of(
    const Environment& environment, std::optional<double> limit_seconds);

}  // namespace surgeflow::app
