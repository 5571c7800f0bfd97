// SPDX-License-Identifier: Apache-2.0
// Measures how our solver and the program around it grow with the number of facilities, and writes
// what it found as JSON.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "campaign.hpp"
#include "stages.hpp"
#include "support/command_line.hpp"
#include "support/prepared_case.hpp"
#include "support/work_folder.hpp"
#include "surgeflow/core/memory_tunables.hpp"

namespace surgeflow::bench {
namespace {

constexpr int kMaxThreads = 4096;

struct CommandLine {
  Campaign campaign = {.subjects = {"colorado-64", "synthetic-300", "synthetic-1000",
                                    "synthetic-3142", "synthetic-7065", "synthetic-33000"},
                       .output = {}};
  CampaignOptions options;
  std::string one;
  std::vector<std::string> prepare;
};

void declare_own(CLI::App& app, CommandLine& line) {
  app.add_option("--threads", line.options.threads,
                 "Threads where more than one is measured; default: all cores")
      ->check(CLI::Range(1, kMaxThreads));
  app.add_option("--one", line.one,
                 "Measures the stages of one case once and prints them as JSON; what the program "
                 "calls for every round")
      ->type_name("FILE.toml");
  declare_prepare(app, line.prepare);
}

int run(int argc, char** argv) {
  CLI::App app("Measures how surgeflow grows, beside the check of every lane in every period.");
  CommandLine line;
  line.options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  declare(app, line.campaign, line.options.rounds);
  declare_own(app, line);
  if (const auto code = parse(app, argc, argv)) return *code;
  if (!line.prepare.empty()) return run_prepare(line.prepare[0], line.prepare[1]);
  if (!line.one.empty()) return run_stages(line.one, line.options.threads);
  // Every process that is measured has its memory as `surgeflow plan` asks for it.
  setenv(kTunablesVariable, kMemoryTunables, 0);
  const WorkFolder folder;
  return run_campaign("scale", line.campaign, line.options.rounds,
                      {{"threads", line.options.threads}},
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, line.options, folder.path(), log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
