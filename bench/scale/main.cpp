// SPDX-License-Identifier: Apache-2.0
// Measures how our solver and the program around it grow with the number of facilities, and writes
// what it found as JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "campaign.hpp"
#include "prepared_case.hpp"
#include "stages.hpp"
#include "support/machine.hpp"
#include "support/results.hpp"
#include "support/standard_output.hpp"
#include "work_folder.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr int kDifference = 1;
constexpr int kUsage = 2;
constexpr int kMaxThreads = 4096;

struct CommandLine {
  std::vector<std::string> subjects = {"colorado-64",    "synthetic-300",  "synthetic-1000",
                                       "synthetic-3142", "synthetic-7065", "synthetic-33000"};
  CampaignOptions campaign;
  std::string output;
  std::string one;
  std::vector<std::string> prepare;
};

void declare(CLI::App& app, CommandLine& line) {
  app.add_option(
         "--instance", line.subjects,
         "colorado-34, colorado-64, synthetic-N, synthetic-NxT or FILE.toml, each also with "
         "-distance or -12h behind it; repeatable")
      ->capture_default_str();
  app.add_option("--repeats", line.campaign.repeats, "Rounds of each instance")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--budget", line.campaign.budget_seconds,
                 "Seconds after which an instance has no further round")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--time-limit", line.campaign.limit_seconds,
                 "Seconds after which a process is stopped")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--threads", line.campaign.threads,
                 "Threads where more than one is measured; default: all cores")
      ->check(CLI::Range(1, kMaxThreads));
  app.add_option("-o,--output", line.output, "Where to write the results")->type_name("FILE.json");
  app.add_option("--one", line.one,
                 "Measures the stages of one case once and prints them as JSON; what the program "
                 "calls for every round")
      ->type_name("FILE.toml");
  app.add_option("--prepare", line.prepare,
                 "Writes an instance as a case into a new folder and prints its size as JSON; what "
                 "the program calls for every instance")
      ->expected(2)
      ->type_name("INSTANCE FOLDER");
}

ordered_json describe_campaign(const BuildFacts& build, const CampaignOptions& options) {
  ordered_json results = describe_conditions("scale", build);
  results["repeats"] = options.repeats;
  results["budget_seconds"] = options.budget_seconds;
  results["limit_seconds"] = options.limit_seconds;
  results["threads"] = options.threads;
  return results;
}

int measure_all(const CommandLine& line, const BuildFacts& build) {
  StandardError log;
  const WorkFolder folder;
  const ordered_json results = collect_results(
      describe_campaign(build, line.campaign), line.subjects,
      [&](const std::string& subject) {
        return measure_subject(subject, line.campaign, folder.path(), log);
      },
      line.output, log);
  if (line.output.empty()) fmt::print("{}\n", results.dump(1));
  return results["errors"] == 0 ? 0 : kDifference;
}

int run(int argc, char** argv) {
  CLI::App app("Measures how surgeflow grows, beside the check of every lane in every period.");
  CommandLine line;
  line.campaign.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
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
  if (!line.prepare.empty()) return run_prepare(line.prepare[0], line.prepare[1]);
  if (!line.one.empty()) return run_stages(line.one, line.campaign.threads);
  // Every process that is measured has its memory in large pages, as `surgeflow plan` asks for.
  setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", 0);
  return measure_all(line, build);
}

}  // namespace
}  // namespace surgeflow::bench

int main(int argc, char** argv) {
  try {
    return surgeflow::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
