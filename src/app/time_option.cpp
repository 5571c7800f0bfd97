// SPDX-License-Identifier: Apache-2.0
// Seconds on the command line.
#include "app/time_option.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>

namespace surgeflow::app {
namespace {

constexpr double kMaxSeconds = 1e9;

}  // namespace

std::string refuse_bad_time(const std::string& text) {
  double seconds = -1.0;
  if (CLI::detail::lexical_cast(text, seconds) && seconds >= 0.0 && seconds <= kMaxSeconds) {
    return {};
  }
  return fmt::format("'{}' is no time; allowed: seconds from 0 to {}", text, kMaxSeconds);
}

void declare_time_limit(CLI::App& app, std::optional<double>& seconds) {
  app.add_option("--time-limit", seconds,
                 "Stops after so many seconds, counted from the start of the command")
      ->check(CLI::Validator(refuse_bad_time, ""))
      ->type_name("SECONDS");
}

std::optional<StopCondition::Clock::time_point> deadline_of(const Environment& environment,
                                                            std::optional<double> limit_seconds) {
  if (!limit_seconds) return std::nullopt;
  return environment.start + std::chrono::duration_cast<StopCondition::Clock::duration>(
                                 std::chrono::duration<double>(*limit_seconds));
}

}  // namespace surgeflow::app
