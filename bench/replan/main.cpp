// SPDX-License-Identifier: Apache-2.0
// Measures what a re-plan takes after days that went otherwise, and writes what it found as JSON.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "campaign.hpp"
#include "support/command_line.hpp"
#include "surgeflow/core/memory_tunables.hpp"

namespace surgeflow::bench {
namespace {

int run(int argc, char** argv) {
  CLI::App app("Measures re-plans after days on which other patients came than were forecast.");
  Campaign campaign = {.subjects = {"synthetic-3142"}, .output = {}};
  CampaignOptions options;
  declare(app, campaign, options.rounds);
  app.add_option("--today", options.today, "The period that is planned again")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--threads", options.threads, "Threads of each solve")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  if (const auto code = parse(app, argc, argv)) return *code;
  return run_campaign("replan", campaign, options.rounds,
                      {{"today", options.today}, {"threads", options.threads}},
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, options, log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  // Memory in large pages, as the program arranges for itself; it is asked for when a process
  // starts.
  using surgeflow::kMemoryTunables;
  using surgeflow::kTunablesVariable;
  if (std::getenv(kTunablesVariable) == nullptr &&
      setenv(kTunablesVariable, kMemoryTunables, 1) == 0) {
    (void)execv("/proc/self/exe", argv);
  }
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
