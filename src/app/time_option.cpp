// SPDX-License-Identifier: Apache-2.0
// Seconds on the command line.
#include "app/time_option.hpp"

#include <fmt/format.h>

#include <chrono>

#include "app/options.hpp"

namespace surgeflow::app {
namespace {

constexpr double kMaxSeconds = 1e9;

}  // namespace

std::string refuse_bad_time(const std::string& text) {
  const std::optional<double> seconds = number_of(text);
  if (seconds && *seconds >= 0.0 && *seconds <= kMaxSeconds) return {};
  return fmt::format("'{}' is no time; allowed: seconds from 0 to {}", text, kMaxSeconds);
}

void declare_time_limit(CLI::App& app, std::optional<double>& seconds) {
  add_option(app, "--time-limit", seconds,
             "Stops after so many seconds, counted from the start of the command")
      .check(refuse_bad_time)
      .placeholder("SECONDS");
}

std::optional<StopCondition::Clock::time_point> deadline_of(const Environment& environment,
                                                            std::optional<double> limit_seconds) {
  if (!limit_seconds) return std::nullopt;
  return environment.start + std::chrono::duration_cast<StopCondition::Clock::duration>(
                                 std::chrono::duration<double>(*limit_seconds));
}

}  // namespace surgeflow::app
