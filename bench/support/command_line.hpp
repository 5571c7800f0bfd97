// SPDX-License-Identifier: Apache-2.0
// What the command lines of all programs that measure have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/results.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

inline constexpr int kDifference = 1;
inline constexpr int kUsage = 2;

/// How often each thing is measured.
struct Rounds {
  std::size_t repeats = 5;        ///< >= 1
  double budget_seconds = 300.0;  ///< no further round once those before took so long
  double limit_seconds = 3600.0;  ///< for each process; one beyond it is killed
};

/// What is measured, and where the results go.
struct Campaign {
  std::vector<std::string> subjects;
  std::string output;  ///< empty: the standard output
};

/// --instance, --repeats, --budget, --time-limit and --output; what is there are the defaults.
void declare(CLI::App& app, Campaign& campaign, Rounds& rounds);

/// Reads the command line. The exit code where the program is to end at once: after --help, after
/// wrong usage, and in a build whose figures would mislead; the reason has then been told.
[[nodiscard]] std::optional<int> parse(CLI::App& app, int argc, char** argv);

/// Measures one subject after the other, and prints the results or writes them. `options` are what
/// the results say of the campaign beside the rounds. Returns the exit code: kDifference where
/// there were errors.
[[nodiscard]] int run_campaign(
    std::string_view benchmark, const Campaign& campaign, const Rounds& rounds,
    const nlohmann::ordered_json& options,
    const std::function<Measurement(const std::string& subject, LogSink& log)>& measure);

/// The exit code of `program`; where it throws, the reason is told.
[[nodiscard]] int guarded(const std::function<int()>& program);

}  // namespace surgeflow::bench
