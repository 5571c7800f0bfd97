// SPDX-License-Identifier: Apache-2.0
// Measures our solver beside LEMON, CLP, GLPK and Boost.Graph and writes what it found as JSON.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "method.hpp"
#include "single_run.hpp"
#include "support/command_line.hpp"

namespace surgeflow::bench {
namespace {

struct CommandLine {
  Campaign campaign = {.subjects = {"colorado-34", "colorado-64", "synthetic-100", "synthetic-300",
                                    "synthetic-100-distance"},
                       .output = {}};
  CampaignOptions options;
  std::vector<std::string> one;
};

void declare_own(CLI::App& app, CommandLine& line) {
  app.add_option("--method", line.options.methods,
                 "A peer to measure, all by default; ours is always measured; repeatable");
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

int run(int argc, char** argv) {
  CLI::App app("Measures surgeflow beside other solvers of the same minimum-cost flow.");
  CommandLine line;
  declare(app, line.campaign, line.options.rounds);
  declare_own(app, line);
  if (const auto code = parse(app, argc, argv)) return *code;
  if (!line.one.empty()) return run_single(line.one[0], line.one[1]);
  line.options.methods = complete(line.options.methods);
  return run_campaign("peers", line.campaign, line.options.rounds, nlohmann::ordered_json::object(),
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, line.options, log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
