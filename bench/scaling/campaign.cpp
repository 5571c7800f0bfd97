// SPDX-License-Identifier: Apache-2.0
// Rounds, the comparison of plans and steps, medians, and the model.
#include "campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <stdexcept>
#include <utility>

#include "support/machine.hpp"
#include "support/medians.hpp"
#include "support/prepared_case.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

/// The runs of one kind: the undecomposed method, or one number of ranks.
struct Series {
  int ranks = 0;  ///< 0: undecomposed
  std::vector<ordered_json> runs = {};
  RunJournal journal = {};  ///< with the least times of all runs
  std::string reason = {};  ///< why there are no more runs
};

std::string in_words(const Series& series) {
  if (series.ranks == 0) return "undecomposed";
  return fmt::format("{} rank{}", series.ranks, series.ranks == 1 ? "" : "s");
}

void run_once(Series& series, const PreparedCase& prepared, const CampaignOptions& options) {
  const double limit = options.rounds.limit_seconds;
  RunOutcome outcome = series.ranks == 0 ? launch_undecomposed(prepared.file, limit)
                                         : launch_ranks(options.launcher, series.ranks,
                                                        prepared.file, options.regions, limit);
  if (!outcome.complete()) {
    series.reason = outcome.run.value("failure", how_it_ended(outcome.process));
    return;
  }
  if (outcome.run.contains("journal")) {
    auto journal = outcome.run["journal"].get<RunJournal>();
    outcome.run.erase("journal");
    series.journal =
        series.runs.empty() ? std::move(journal) : least_of(std::move(journal), series.journal);
  }
  series.runs.push_back(std::move(outcome.run));
}

std::vector<Series> make_series(const CampaignOptions& options, const std::string& subject) {
  std::vector<Series> all = {{.ranks = 0}};
  if (const auto weak = weak_subject(subject)) {
    all.push_back({.ranks = weak->ranks});
  } else {
    for (const int ranks : options.ranks) all.push_back({.ranks = ranks});
  }
  return all;
}

std::vector<Series> run_rounds(const std::string& name, const PreparedCase& prepared,
                               const CampaignOptions& options, std::vector<Series> all,
                               LogSink& log) {
  const Stopwatch spent;
  for (std::size_t round = 1; round <= options.rounds.repeats; ++round) {
    if (round > 1 && spent.seconds() >= options.rounds.budget_seconds) break;
    for (Series& series : all) {
      if (!series.reason.empty()) continue;
      run_once(series, prepared, options);
      log.message(
          LogLevel::info,
          fmt::format("{}, round {} of {}, {}: {}", name, round, options.rounds.repeats,
                      in_words(series),
                      series.reason.empty()
                          ? fmt::format("{:.3f} s", series.runs.back()["seconds"].get<double>())
                          : series.reason));
    }
  }
  return all;
}

/// What the steps found, without what they took.
ordered_json found_by(ordered_json steps) {
  for (ordered_json& step : steps) step.erase("measured");
  return steps;
}

/// Values agree with the undecomposed method's; plans and steps with each other.
void check_answers(const std::string& name, const std::vector<Series>& all,
                   std::vector<std::string>& errors) {
  const ordered_json* first = nullptr;
  for (const Series& series : all) {
    if (!series.reason.empty()) {
      errors.push_back(fmt::format("{}, {}: {}", name, in_words(series), series.reason));
    }
    for (const ordered_json& run : series.runs) {
      const ordered_json& answer = run["answer"];
      const ordered_json& expected =
          all.front().runs.empty() ? answer : all.front().runs.front()["answer"];
      if (!answer["certified"].get<bool>() || answer["treated"] != expected["treated"] ||
          answer["movement"] != expected["movement"]) {
        errors.push_back(fmt::format("{}, {}: {} is not certified or not {}", name,
                                     in_words(series), answer.dump(), expected.dump()));
      }
      if (series.ranks == 0) continue;
      if (first == nullptr) first = &run;
      if (answer != (*first)["answer"] || found_by(run["steps"]) != found_by((*first)["steps"])) {
        errors.push_back(
            fmt::format("{}, {}: another plan, or other steps to it, than in the "
                        "first run",
                        name, in_words(series)));
      }
    }
  }
}

/// Medians of what a run and its steps took.
ordered_json times_of(const std::vector<ordered_json>& runs) {
  std::vector<ordered_json> totals;
  for (const ordered_json& run : runs) totals.push_back({{"seconds", run["seconds"]}});
  ordered_json times = medians(totals);
  times["steps"] = ordered_json::array();
  for (std::size_t n = 0; n < runs.front()["steps"].size(); ++n) {
    std::vector<ordered_json> of_step;
    for (const ordered_json& run : runs) of_step.push_back(run["steps"][n]["measured"]);
    times["steps"].push_back(medians(of_step));
  }
  return times;
}

ordered_json modelled(const RunJournal& journal, const Network& network) {
  auto stretches = ordered_json::array();
  for (const StretchSeconds& stretch : critical_path(journal, network)) {
    stretches.push_back({{"name", stretch.name},
                         {"slowest_seconds", stretch.slowest},
                         {"mean_seconds", stretch.mean},
                         {"network_seconds", stretch.network}});
  }
  return stretches;
}

ordered_json record_of(const Series& series, const CampaignOptions& options) {
  const ordered_json& run = series.runs.front();
  ordered_json record = {{"ranks", series.ranks},
                         {"runs", series.runs.size()},
                         {"lane_bytes", run["lane_bytes"]},
                         {"loaded_bytes", run["loaded_bytes"]},
                         {"memory_bytes", run["memory_bytes"]}};
  if (series.ranks <= options.cores) {
    record["measured"] = times_of(series.runs);
  }
  record["modelled"] = modelled(series.journal, options.network);
  return record;
}

ordered_json undecomposed_record(const Series& series) {
  std::vector<ordered_json> runs = series.runs;
  std::vector<double> processor;
  for (ordered_json& run : runs) {
    run.erase("answer");
    processor.push_back(run["processor_seconds"].get<double>());
  }
  ordered_json record = medians(runs);
  record["least_processor_seconds"] = std::ranges::min(processor);
  record["runs"] = runs.size();
  return record;
}

void add_series(ordered_json& record, const std::vector<Series>& all,
                const CampaignOptions& options) {
  record["ranks"] = ordered_json::array();
  for (const Series& series : all) {
    if (series.runs.empty()) continue;
    if (series.ranks == 0) {
      record["undecomposed"] = undecomposed_record(series);
      continue;
    }
    if (!record.contains("steps")) {
      record["answer"] = series.runs.front()["answer"];
      record["steps"] = found_by(series.runs.front()["steps"]);
    }
    record["ranks"].push_back(record_of(series, options));
  }
}

}  // namespace

std::string name_of(const WeakSubject& subject) {
  return fmt::format("weak-{}x{}", subject.facilities_per_rank, subject.ranks);
}

std::optional<WeakSubject> weak_subject(const std::string& name) {
  static const std::regex pattern("weak-([0-9]{1,5})x([0-9]{1,5})");
  std::smatch parts;
  if (!std::regex_match(name, parts, pattern)) return {};
  return WeakSubject{std::stoi(parts[1]), std::stoi(parts[2])};
}

Measurement measure_subject(const std::string& subject, const CampaignOptions& options,
                            const std::filesystem::path& folder, LogSink& log) {
  const std::filesystem::path case_folder = folder / "case";
  const auto weak = weak_subject(subject);
  const std::string instance =
      weak ? fmt::format("synthetic-{}", weak->facilities_per_rank * weak->ranks) : subject;
  Measurement measurement;
  try {
    const PreparedCase prepared = prepare_case(instance, case_folder);
    measurement.record = prepared.facts;
    if (weak) measurement.record["facilities_per_rank"] = weak->facilities_per_rank;
    measurement.record["load_average_before"] = load_average();
    const std::vector<Series> all =
        run_rounds(subject, prepared, options, make_series(options, subject), log);
    measurement.record["load_average_after"] = load_average();
    check_answers(subject, all, measurement.errors);
    add_series(measurement.record, all, options);
  } catch (const std::runtime_error& failure) {
    measurement.record = {{"name", subject}, {"reason", failure.what()}};
    measurement.errors.push_back(fmt::format("{}: {}", subject, failure.what()));
  }
  std::filesystem::remove_all(case_folder);
  return measurement;
}

}  // namespace surgeflow::bench
