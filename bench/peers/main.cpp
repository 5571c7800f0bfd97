// SPDX-License-Identifier: Apache-2.0
// Measures our solver beside LEMON, CLP, GLPK and Boost.Graph and writes what it found as JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "method.hpp"
#include "single_run.hpp"
#include "support/machine.hpp"
#include "support/results.hpp"
#include "support/standard_output.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr int kDifference = 1;
constexpr int kUsage = 2;

struct CommandLine {
  std::vector<std::string> subjects = {"colorado-34", "colorado-64", "synthetic-100",
                                       "synthetic-300", "synthetic-100-distance"};
  CampaignOptions campaign;
  std::string output;
  std::vector<std::string> one;
};

void declare(CLI::App& app, CommandLine& line) {
  app.add_option(
         "--instance", line.subjects,
         "colorado-34, colorado-64, synthetic-N, synthetic-NxT or FILE.toml, each also with "
         "-distance or -12h behind it; repeatable")
      ->capture_default_str();
  app.add_option("--method", line.campaign.methods,
                 "A peer to measure, all by default; ours is always measured; repeatable");
  app.add_option("--repeats", line.campaign.repeats, "Runs of each method")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--budget", line.campaign.budget_seconds,
                 "Seconds after which a method is not repeated")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--time-limit", line.campaign.limit_seconds,
                 "Seconds after which a run is stopped")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("-o,--output", line.output, "Where to write the results")->type_name("FILE.json");
  app.add_option("--one", line.one,
                 "Measures one method once and prints it as JSON; what the program calls for every "
                 "run")
      ->expected(2)
      ->type_name("INSTANCE METHOD");
}

/// Ours, then those asked for in the order of the list; all of them where none was asked for.
std::vector<std::string> complete(const std::vector<std::string>& asked) {
  for (const std::string& name : asked) (void)method(name);
  std::vector<std::string> names;
  for (const MethodEntry& entry : methods()) {
    const bool wanted = asked.empty() || std::ranges::count(asked, entry.name) > 0;
    if (wanted || entry.name == kOurs) names.emplace_back(entry.name);
  }
  return names;
}

ordered_json describe_campaign(const BuildFacts& build, const CampaignOptions& options) {
  ordered_json results = describe_conditions("peers", build);
  results["repeats"] = options.repeats;
  results["budget_seconds"] = options.budget_seconds;
  results["limit_seconds"] = options.limit_seconds;
  return results;
}

int measure_all(const CommandLine& line, const BuildFacts& build) {
  StandardError log;
  const ordered_json results = collect_results(
      describe_campaign(build, line.campaign), line.subjects,
      [&](const std::string& subject) { return measure_subject(subject, line.campaign, log); },
      line.output, log);
  if (line.output.empty()) fmt::print("{}\n", results.dump(1));
  return results["errors"] == 0 ? 0 : kDifference;
}

int run(int argc, char** argv) {
  CLI::App app("Measures surgeflow beside other solvers of the same minimum-cost flow.");
  CommandLine line;
  declare(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  const BuildFacts build = build_facts();
  if (const std::string reason = unfit_for_measuring(build); !reason.empty()) {
    fmt::print(stderr, "no figures from this build: {}\n", reason);
    return kUsage;
  }
  if (!line.one.empty()) return run_single(line.one[0], line.one[1]);
  line.campaign.methods = complete(line.campaign.methods);
  return measure_all(line, build);
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  try {
    return surgeflow::bench::run(argc, argv);
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "{}\n", error.what());
    return surgeflow::bench::kUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
