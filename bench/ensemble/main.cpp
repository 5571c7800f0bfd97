// SPDX-License-Identifier: Apache-2.0
// Measures the ensemble of SIR demands, and writes what it found as JSON.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "campaign.hpp"
#include "kernel_stages.hpp"
#include "support/command_line.hpp"
#include "support/prepared_case.hpp"
#include "support/work_folder.hpp"
#include "whole_ensemble.hpp"

namespace surgeflow::bench {
namespace {

constexpr int kMaxThreads = 4096;

struct CommandLine {
  Campaign campaign = {.subjects = {"synthetic-3142"}, .output = {}};
  CampaignOptions options;
  std::vector<std::string> kernel;
  std::string whole;
  std::vector<std::string> prepare;
};

void declare_own(CLI::App& app, CommandLine& line) {
  KernelOptions& kernel = line.options.kernel;
  app.add_option("--members", kernel.members, "Members of the ensemble")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--threads", kernel.threads,
                 "Threads where more than one is measured; default: all cores")
      ->check(CLI::Range(1, kMaxThreads));
  app.add_option("--python", kernel.python, "A Python with NumPy")->capture_default_str();
  app.add_option("--kernel", line.kernel,
                 "Measures the kernel once and prints it as JSON; what the program calls for every "
                 "round")
      ->expected(2)
      ->type_name("FILE.toml FOLDER");
  app.add_option("--whole", line.whole, "The same of the whole ensemble")->type_name("FILE.toml");
  declare_prepare(app, line.prepare);
}

int run(int argc, char** argv) {
  CLI::App app("Measures the ensemble of SIR demands beside a scalar loop, NumPy and the machine.");
  CommandLine line;
  KernelOptions& kernel = line.options.kernel;
  kernel.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  kernel.python = "/usr/bin/python3";
  declare(app, line.campaign, line.options.rounds);
  declare_own(app, line);
  if (const auto code = parse(app, argc, argv)) return *code;
  if (!line.prepare.empty()) return run_prepare(line.prepare[0], line.prepare[1]);
  if (!line.kernel.empty()) return run_kernel_stages(line.kernel[0], line.kernel[1], kernel);
  if (!line.whole.empty()) return run_whole_ensemble(line.whole, kernel.members, kernel.threads);
  const WorkFolder folder;
  return run_campaign("ensemble", line.campaign, line.options.rounds,
                      {{"threads", kernel.threads}, {"members", kernel.members}},
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, line.options, folder.path(), log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
