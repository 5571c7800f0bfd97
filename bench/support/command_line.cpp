// SPDX-License-Identifier: Apache-2.0
// Options, the refusal of other builds, and exit codes.
#include "support/command_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "support/machine.hpp"
#include "support/standard_output.hpp"

namespace surgeflow::bench {

void declare(CLI::App& app, Campaign& campaign, Rounds& rounds) {
  app.add_option(
         "--instance", campaign.subjects,
         "colorado-34, colorado-64, synthetic-N, synthetic-NxT or FILE.toml, each also with "
         "-distance or -12h behind it; repeatable")
      ->capture_default_str();
  app.add_option("--repeats", rounds.repeats, "Rounds of runs")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--budget", rounds.budget_seconds,
                 "Seconds after which what took so long is not measured again")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--time-limit", rounds.limit_seconds, "Seconds after which a process is stopped")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("-o,--output", campaign.output, "Where to write the results")
      ->type_name("FILE.json");
}

std::optional<int> parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (const std::string reason = unfit_for_measuring(build_facts()); !reason.empty()) {
    fmt::print(stderr, "no figures from this build: {}\n", reason);
    return kUsage;
  }
  return std::nullopt;
}

int run_campaign(
    std::string_view benchmark, const Campaign& campaign, const Rounds& rounds,
    const nlohmann::ordered_json& options,
    const std::function<Measurement(const std::string& subject, LogSink& log)>& measure) {
  StandardError log;
  nlohmann::ordered_json conditions = describe_conditions(benchmark, build_facts());
  conditions["repeats"] = rounds.repeats;
  conditions["budget_seconds"] = rounds.budget_seconds;
  conditions["limit_seconds"] = rounds.limit_seconds;
  conditions.update(options);
  const nlohmann::ordered_json results = collect_results(
      std::move(conditions), campaign.subjects,
      [&](const std::string& subject) { return measure(subject, log); }, campaign.output, log);
  if (campaign.output.empty()) fmt::print("{}\n", results.dump(1));
  return results["errors"] == 0 ? 0 : kDifference;
}

int guarded(const std::function<int()>& program) {
  try {
    return program();
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "{}\n", error.what());
    return kUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

}  // namespace surgeflow::bench
