// SPDX-License-Identifier: Apache-2.0
// Rounds, their comparison, and what follows from their medians.
#include "campaign.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "plan_command.hpp"
#include "support/child_process.hpp"
#include "support/medians.hpp"
#include "support/prepared_case.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

enum class RoundEnd { complete, over_limit, failed };

std::string_view status_name(RoundEnd end) {
  switch (end) {
    case RoundEnd::complete:
      return "optimal";
    case RoundEnd::over_limit:
      return "over_limit";
    case RoundEnd::failed:
      break;
  }
  return "failed";
}

/// What one round found, as far as it came.
struct Round {
  RoundEnd end = RoundEnd::complete;
  std::string reason;  ///< why it is not complete
  ordered_json run = ordered_json::object();
};

void end_early(Round& round, const ChildOutcome& outcome, std::string_view process) {
  const bool stopped = outcome.end == ChildOutcome::End::over_limit;
  round.end = stopped ? RoundEnd::over_limit : RoundEnd::failed;
  const auto reason = round.run.value("failure", how_it_ended(outcome));
  round.run.erase("failure");
  round.reason = fmt::format("{}: {}", process, reason);
}

void run_stages_of(const PreparedCase& prepared, const CampaignOptions& options, Round& round) {
  const ChildOutcome outcome =
      run_child({"--one", prepared.file.string(), "--threads", std::to_string(options.threads)},
                options.rounds.limit_seconds);
  for (const std::string& line : outcome.lines) round.run.merge_patch(ordered_json::parse(line));
  if (!round.run.contains("answer")) end_early(round, outcome, "the stages");
}

/// Numbers of the summary that the stages found as well.
constexpr std::array kSharedNumbers = {
    std::pair{"treated", "treated"}, std::pair{"movement_cost", "movement"},
    std::pair{"units_shipped", "units_moved"}, std::pair{"certified", "certified"}};

void run_command_of(const PreparedCase& prepared, const CampaignOptions& options,
                    const std::filesystem::path& folder, Round& round) {
  const PlanCommandOutcome outcome =
      run_plan_command(prepared.file, folder, options.threads, options.rounds.limit_seconds);
  const ChildOutcome& process = outcome.process;
  if (process.end != ChildOutcome::End::exited || process.code != 0 || outcome.summary.is_null()) {
    end_early(round, process, "surgeflow plan");
    return;
  }
  round.run["command"] = {{"seconds", process.seconds},
                          {"processor_seconds", process.processor_seconds},
                          {"peak_resident_bytes", process.peak_resident_bytes},
                          {"summary_seconds", outcome.summary["seconds"]}};
  for (const auto& [in_summary, in_answer] : kSharedNumbers) {
    if (outcome.summary[in_summary] == round.run["answer"][in_answer]) continue;
    round.end = RoundEnd::failed;
    round.reason =
        fmt::format("surgeflow plan: {} is {}, the stages found {}", in_summary,
                    outcome.summary[in_summary].dump(), round.run["answer"][in_answer].dump());
  }
}

Round run_round(const PreparedCase& prepared, const CampaignOptions& options,
                const std::filesystem::path& folder) {
  Round round;
  run_stages_of(prepared, options, round);
  if (round.end == RoundEnd::complete) run_command_of(prepared, options, folder, round);
  return round;
}

std::string in_words(const Round& round) {
  if (round.end != RoundEnd::complete) return round.reason;
  const ordered_json& stages = round.run["stages"];
  return fmt::format("solve {:.6f} s, check {:.6f} s, whole command {:.6f} s",
                     stages["solve"]["seconds"].get<double>(),
                     stages["check_one_thread"]["seconds"].get<double>(),
                     round.run["command"]["seconds"].get<double>());
}

void check_answers(const std::string& name, const std::vector<ordered_json>& answers,
                   std::vector<std::string>& errors) {
  for (const ordered_json& answer : answers) {
    if (!answer["certified"].get<bool>()) {
      errors.push_back(fmt::format("{}: the certificate does not prove the answer", name));
    }
    if (answer != answers.front()) {
      errors.push_back(fmt::format("{}: two runs, two answers: {} and {}", name,
                                   answers.front().dump(), answer.dump()));
    }
  }
}

/// Figures over figures, of medians.
ordered_json ratios(const ordered_json& median, const ordered_json& facts) {
  const auto stage = [&](const char* name) {
    return median["stages"][name]["seconds"].get<double>();
  };
  const double check = stage("check_one_thread");
  const ordered_json& command = median["command"];
  return {{"solve_over_check", stage("solve") / check},
          {"command_over_solve",
           command["seconds"].get<double>() / command["summary_seconds"]["solve"].get<double>()},
          {"check_one_thread_over_all", check / stage("check_all_threads")},
          {"lanes_checked_per_second", facts["ship_arcs"].get<double>() / check}};
}

ordered_json parts_measured(const ordered_json& run) {
  return {{"stages", run["stages"]}, {"memory", run["memory"]}, {"command", run["command"]}};
}

/// Complete runs, their medians, and what follows from these.
void add_runs(ordered_json& record, const std::vector<ordered_json>& runs) {
  if (runs.empty()) return;
  std::vector<ordered_json> measured;
  for (const ordered_json& run : runs) measured.push_back(parts_measured(run));
  record["answer"] = runs.front()["answer"];
  record["median"] = medians(measured);
  record["ratios"] = ratios(record["median"], record);
  record["runs"] = runs;
}

Measurement measure_case(const PreparedCase& prepared, const CampaignOptions& options,
                         const std::filesystem::path& folder, LogSink& log) {
  const std::string name = prepared.facts["name"];
  Measurement measurement{.record = prepared.facts, .errors = {}};
  measurement.record["load_average_before"] = load_average();
  std::vector<ordered_json> runs;
  std::vector<ordered_json> answers;
  Round last;
  const Stopwatch spent;
  for (std::size_t n = 1; n <= options.rounds.repeats; ++n) {
    if (last.end != RoundEnd::complete) break;
    if (n > 1 && spent.seconds() >= options.rounds.budget_seconds) break;
    last = run_round(prepared, options, folder);
    log.message(LogLevel::info, fmt::format("{}, round {} of {}: {}", name, n,
                                            options.rounds.repeats, in_words(last)));
    if (last.end == RoundEnd::complete) runs.push_back(last.run);
    if (last.run.contains("answer")) answers.push_back(last.run["answer"]);
  }
  ordered_json& record = measurement.record;
  record["load_average_after"] = load_average();
  record["status"] = status_name(last.end);
  if (last.end != RoundEnd::complete) {
    record["reason"] = last.reason;
    record["incomplete_run"] = last.run;
  }
  if (last.end == RoundEnd::failed) measurement.errors.push_back(name + ": " + last.reason);
  check_answers(name, answers, measurement.errors);
  add_runs(record, runs);
  return measurement;
}

}  // namespace

Measurement measure_subject(const std::string& subject, const CampaignOptions& options,
                            const std::filesystem::path& folder, LogSink& log) {
  const std::filesystem::path case_folder = folder / "case";
  Measurement measurement;
  try {
    measurement = measure_case(prepare_case(subject, case_folder), options, folder, log);
  } catch (const std::runtime_error& failure) {
    measurement.record = {{"name", subject}, {"status", "failed"}, {"reason", failure.what()}};
    measurement.errors.push_back(fmt::format("{}: {}", subject, failure.what()));
  }
  std::filesystem::remove_all(case_folder);
  return measurement;
}

}  // namespace surgeflow::bench
