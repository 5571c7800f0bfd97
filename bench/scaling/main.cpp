// SPDX-License-Identifier: Apache-2.0
// Measures how the decomposition by regions scales with the number of ranks, and writes what it
// found as JSON.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "campaign.hpp"
#include "runs.hpp"
#include "support/command_line.hpp"
#include "support/prepared_case.hpp"
#include "support/work_folder.hpp"
#include "surgeflow/core/memory_tunables.hpp"

namespace surgeflow::bench {
namespace {

constexpr int kMostRanks = 4096;

struct CommandLine {
  Campaign campaign = {.subjects = {"synthetic-300", "synthetic-1000", "synthetic-3142"},
                       .output = {}};
  CampaignOptions options;
  int weak_facilities = 500;
  std::vector<int> weak_ranks = {1, 2, 4, 8, 16};
  double latency_microseconds = 2.0;
  double gigabytes_per_second = 10.0;
  std::string launch;
  std::vector<std::string> prepare;
  std::string rank;
  std::string undecomposed;
};

void declare_measurements(CLI::App& app, CommandLine& line) {
  app.add_option("--ranks", line.options.ranks, "Numbers of ranks, with commas between")
      ->delimiter(',')
      ->check(CLI::Range(1, kMostRanks))
      ->capture_default_str();
  app.add_option("--cores", line.options.cores,
                 "Cores of all nodes: times of more ranks are modelled only; this machine's by "
                 "default")
      ->check(CLI::Range(1, kMostRanks));
  app.add_option("--regions", line.options.regions,
                 "Value of solver.regions: a column or a number; the case's own by default");
  app.add_option("--weak", line.weak_facilities,
                 "Synthetic facilities for each rank of the weak scaling; 0 for none")
      ->check(CLI::Range(0, 65'535))
      ->capture_default_str();
  app.add_option("--weak-ranks", line.weak_ranks, "Numbers of ranks of the weak scaling")
      ->delimiter(',')
      ->check(CLI::Range(1, kMostRanks))
      ->capture_default_str();
  app.add_option("--latency", line.latency_microseconds,
                 "Microseconds that a message takes in the model")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--bandwidth", line.gigabytes_per_second, "GB a second of each rank in the model")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--launch", line.launch,
                 "What starts ranks, up to their number, such as 'srun -n'; by default the mpiexec "
                 "that this was built with");
}

void declare_processes(CLI::App& app, CommandLine& line) {
  declare_prepare(app, line.prepare);
  app.add_option("--rank", line.rank,
                 "Solves a case by regions as one of the ranks of an MPI job; what the program "
                 "calls for every run")
      ->type_name("FILE.toml");
  app.add_option("--undecomposed", line.undecomposed,
                 "Solves a case by the exact method; what the program calls for every round")
      ->type_name("FILE.toml");
}

void take_over(CommandLine& line) {
  line.options.network = {.latency_seconds = 1e-6 * line.latency_microseconds,
                          .bytes_per_second = 1e9 * line.gigabytes_per_second};
  if (!line.launch.empty()) line.options.launcher = CLI::detail::split_up(line.launch);
  if (line.weak_facilities == 0) return;
  for (const int ranks : line.weak_ranks) {
    line.campaign.subjects.push_back(name_of({line.weak_facilities, ranks}));
  }
}

nlohmann::ordered_json described(const CampaignOptions& options) {
  return {{"regions", options.regions},
          {"cores", options.cores},
          {"launcher", options.launcher},
          {"latency_seconds", options.network.latency_seconds},
          {"bytes_per_second", options.network.bytes_per_second}};
}

int run(int argc, char** argv) {
  CLI::App app("Measures the decomposition by regions on several numbers of ranks.");
  CommandLine line;
  line.options.cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  declare(app, line.campaign, line.options.rounds);
  declare_measurements(app, line);
  declare_processes(app, line);
  if (const auto code = parse(app, argc, argv)) return *code;
  if (!line.prepare.empty()) return run_prepare(line.prepare[0], line.prepare[1]);
  if (!line.rank.empty()) return run_rank(argc, argv, line.rank, line.options.regions);
  if (!line.undecomposed.empty()) return run_undecomposed(line.undecomposed);
  take_over(line);
  // Every process that is measured has its memory as `surgeflow plan` asks for it.
  setenv(kTunablesVariable, kMemoryTunables, 0);
  const WorkFolder folder;
  return run_campaign("scaling", line.campaign, line.options.rounds, described(line.options),
                      [&](const std::string& subject, LogSink& log) {
                        return measure_subject(subject, line.options, folder.path(), log);
                      });
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  return surgeflow::bench::guarded([&] { return surgeflow::bench::run(argc, argv); });
}
