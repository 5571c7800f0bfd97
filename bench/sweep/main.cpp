// SPDX-License-Identifier: Apache-2.0
// Measures sweeps of reproduction numbers, every plan certified, and writes what it found as JSON.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "campaign.hpp"
#include "support/command_line.hpp"
#include "support/prepared_case.hpp"
#include "support/work_folder.hpp"

namespace surgeflow::bench {
namespace {

int run(int argc, char** argv) {
  CLI::App app("Measures sweeps of reproduction numbers: warm starts, threads and ranks.");
  Campaign campaign = {.subjects = {"colorado-64"}, .output = {}};
  CampaignOptions options;
  std::vector<std::string> prepare;
  options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  declare(app, campaign, options.rounds);
  app.add_option("--scenarios", options.size.scenarios, "Reproduction numbers from 1.2 to 3")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--threads", options.threads,
                 "Threads, and ranks, where more than one is measured; default: all cores")
      ->check(CLI::Range(1, 4096));
  declare_prepare(app, prepare);
  if (const auto code = parse(app, argc, argv)) return *code;
  if (!prepare.empty()) return run_prepare(prepare[0], prepare[1]);
  const WorkFolder folder;
  return run_campaign("sweep", campaign, options.rounds,
                      {{"threads", options.threads}, {"scenarios", options.size.scenarios}},
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, options, folder.path(), log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
