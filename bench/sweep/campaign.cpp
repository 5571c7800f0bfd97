// SPDX-License-Identifier: Apache-2.0
// Rounds, their comparison, and what follows from their medians.
#include "campaign.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "support/medians.hpp"
#include "support/prepared_case.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

std::vector<Way> ways_of(int threads) {
  return {{.name = "cold", .start = Start::cold},
          {.name = "warm"},
          {.name = "all_threads", .threads = threads},
          {.name = "ranks", .ranks = threads}};
}

/// One way once, and the rows that it found.
std::pair<ordered_json, std::vector<std::string>> run_way(const PreparedCase& prepared,
                                                          const CampaignOptions& options,
                                                          const Way& way,
                                                          const std::filesystem::path& folder) {
  SweepOutcome outcome =
      run_sweep(prepared.file, options.size, way, folder, options.rounds.limit_seconds);
  if (outcome.rows.empty()) {
    throw std::runtime_error(fmt::format("{}: {}", way.name, how_it_ended(outcome.process)));
  }
  if (outcome.certified != outcome.rows.size()) {
    throw std::runtime_error(fmt::format("{}: {} of {} plans are certified", way.name,
                                         outcome.certified, outcome.rows.size()));
  }
  return {{{"seconds", outcome.process.seconds},
           {"processor_seconds", outcome.process.processor_seconds},
           {"peak_resident_bytes", outcome.process.peak_resident_bytes}},
          std::move(outcome.rows)};
}

/// Demand and what goes without, with and without sharing: the columns up to the shipments, which
/// equally good plans may have differently many of.
std::string lasting(const std::string& row) {
  std::size_t end = row.size();
  for (int columns = 0; columns < 5; ++columns) end = row.rfind(',', end - 1);
  return row.substr(0, end);
}

ordered_json run_round(const PreparedCase& prepared, const CampaignOptions& options,
                       const std::filesystem::path& folder, std::vector<std::string>& errors) {
  ordered_json round;
  std::vector<std::string> first;
  for (const Way& way : ways_of(options.threads)) {
    auto [figures, rows] = run_way(prepared, options, way, folder);
    round[way.name] = std::move(figures);
    if (first.empty()) first = rows;
    for (std::size_t n = 0; n < rows.size(); ++n) {
      if (lasting(rows[n]) == lasting(first[n])) continue;
      errors.push_back(fmt::format("{}: scenario {} is another: {}", way.name, n, rows[n]));
      break;
    }
  }
  return round;
}

double seconds(const ordered_json& round, const char* way) {
  return round[way]["seconds"].get<double>();
}

ordered_json ratios(const ordered_json& median) {
  return {{"cold_over_warm", seconds(median, "cold") / seconds(median, "warm")},
          {"one_thread_over_all", seconds(median, "warm") / seconds(median, "all_threads")},
          {"one_rank_over_ranks", seconds(median, "warm") / seconds(median, "ranks")}};
}

}  // namespace

Measurement measure_subject(const std::string& subject, const CampaignOptions& options,
                            const std::filesystem::path& folder, LogSink& log) {
  const std::filesystem::path case_folder = folder / "case";
  Measurement measurement;
  std::vector<ordered_json> runs;
  ordered_json& record = measurement.record;
  record = {{"name", subject}};
  try {
    const PreparedCase prepared = prepare_case(subject, case_folder);
    record = prepared.facts;
    record["load_average_before"] = load_average();
    const Stopwatch spent;
    for (std::size_t n = 1; n <= options.rounds.repeats; ++n) {
      if (n > 1 && spent.seconds() >= options.rounds.budget_seconds) break;
      runs.push_back(run_round(prepared, options, folder, measurement.errors));
      log.message(LogLevel::info,
                  fmt::format("{}, round {} of {}: cold {:.2f} s, warm {:.2f} s, all threads "
                              "{:.2f} s, ranks {:.2f} s",
                              subject, n, options.rounds.repeats, seconds(runs.back(), "cold"),
                              seconds(runs.back(), "warm"), seconds(runs.back(), "all_threads"),
                              seconds(runs.back(), "ranks")));
    }
    record["status"] = "complete";
  } catch (const std::runtime_error& failure) {
    record["status"] = "failed";
    record["reason"] = failure.what();
    measurement.errors.push_back(fmt::format("{}: {}", subject, failure.what()));
  }
  record["load_average_after"] = load_average();
  if (!runs.empty()) {
    record["median"] = medians(runs);
    record["ratios"] = ratios(record["median"]);
    record["runs"] = runs;
  }
  std::filesystem::remove_all(case_folder);
  return measurement;
}

}  // namespace surgeflow::bench
