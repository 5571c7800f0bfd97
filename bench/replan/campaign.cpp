// SPDX-License-Identifier: Apache-2.0
// Days, rounds and medians.
#include "campaign.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mornings.hpp"
#include "support/machine.hpp"
#include "support/medians.hpp"
#include "support/processor_time.hpp"
#include "support/subject.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

/// A day that goes as planned needs no solve in the program: its line says what a solve costs in
/// which nothing is left to do.
std::array<Surprise, 5> surprises() {
  return {{{"as planned", 1, 0},
           {"one place in a hundred, 30 %", 100, 30},
           {"one place in ten, 30 %", 10, 30},
           {"every place, 10 %", 1, 10},
           {"every place, 30 %", 1, 30}}};
}

/// What one solve took and found.
struct Run {
  SolveResult result;
  ordered_json figures;
};

Run run_solve(const Instance& instance, const WarmStart* warm, Workspace* workspace, int threads) {
  const double before = processor_seconds();
  const Stopwatch watch;
  Run run{solve(instance, {.stop = {}, .warm = warm, .workspace = workspace, .threads = threads}),
          {}};
  run.figures = {{"seconds", watch.seconds()},
                 {"processor_seconds", processor_seconds() - before},
                 {"iterations", run.result.iterations}};
  return run;
}

/// What counts: processor time, which others on the machine disturb less, unless it is shared out.
double seconds(const ordered_json& figures, const char* way, int threads) {
  return figures[way][threads == 1 ? "processor_seconds" : "seconds"].get<double>();
}

/// The workspaces in which tables of lanes are kept, of the whole case and of the morning.
struct Kept {
  Workspace whole;
  Workspace morning;
};

using Runs = std::map<std::string, Run>;

Runs run_all(const Wave& wave, const Morning& morning, Kept& kept, int threads) {
  Runs runs;
  runs["whole"] = run_solve(wave.instance, nullptr, nullptr, threads);
  runs["cold"] = run_solve(morning.instance, nullptr, nullptr, threads);
  runs["warm"] = run_solve(morning.instance, &morning.start, nullptr, threads);
  runs["whole_kept"] = run_solve(wave.instance, nullptr, &kept.whole, threads);
  runs["cold_kept"] = run_solve(morning.instance, nullptr, &kept.morning, threads);
  runs["warm_kept"] = run_solve(morning.instance, &morning.start, &kept.morning, threads);
  return runs;
}

/// Certifies one of the morning's answers and compares the others with it.
void check_answers(const Morning& morning, const Runs& runs, const std::string& name,
                   std::vector<std::string>& errors) {
  const SolveResult& answer = runs.at("warm").result;
  if (!check_certificate(morning.instance, answer.plan, answer.potentials).optimal) {
    errors.push_back(fmt::format("{}: the certificate does not prove the answer", name));
  }
  for (const char* way : {"cold", "cold_kept", "warm_kept"}) {
    if (runs.at(way).result.value == answer.value) continue;
    errors.push_back(fmt::format("{}: {} has another answer", name, way));
  }
}

ordered_json measure_day(const Wave& wave, const Surprise& surprise, const CampaignOptions& options,
                         std::vector<std::string>& errors) {
  const Morning morning = morning_after(wave, surprise, Period(options.today));
  Kept kept;
  (void)run_all(wave, morning, kept, options.threads);
  std::vector<ordered_json> rounds;
  const Stopwatch spent;
  for (std::size_t n = 0; n < options.rounds.repeats; ++n) {
    if (n > 0 && spent.seconds() >= options.rounds.budget_seconds) break;
    const Runs runs = run_all(wave, morning, kept, options.threads);
    if (n == 0) check_answers(morning, runs, surprise.name, errors);
    ordered_json figures;
    for (const auto& [way, run] : runs) figures[way] = run.figures;
    rounds.push_back(std::move(figures));
  }
  const ordered_json median = medians(rounds);
  const auto ratio = [&](const char* one, const char* other) {
    return seconds(median, one, options.threads) / seconds(median, other, options.threads);
  };
  return {{"day", surprise.name},
          {"facilities", morning.facilities},
          {"patients", morning.patients},
          {"median", median},
          {"ratios",
           {{"whole_over_warm", ratio("whole", "warm")},
            {"whole_over_warm_kept", ratio("whole_kept", "warm_kept")},
            {"cold_over_warm", ratio("cold", "warm")},
            {"cold_over_warm_kept", ratio("cold_kept", "warm_kept")}}},
          {"runs", rounds}};
}

Wave plan_wave(const CaseStatement& statement) {
  Wave wave{check_case(statement), make_instance(statement), {}, {}};
  SolveResult first = solve(wave.instance);
  wave.plan = std::move(first.plan);
  wave.potentials = std::move(first.potentials);
  return wave;
}

}  // namespace

Measurement measure_subject(const std::string& subject, const CampaignOptions& options,
                            LogSink& log) {
  Measurement measurement;
  const Subject named = state_subject(subject);
  const Wave wave = plan_wave(named.statement);
  if (options.today < 1 || options.today >= wave.instance.periods()) {
    throw std::invalid_argument(
        fmt::format("--today: allowed: 1 to {}", wave.instance.periods() - 1));
  }
  ordered_json& record = measurement.record;
  record = {{"name", named.name}};
  record.update(describe(wave.instance));
  record["load_average_before"] = load_average();
  record["days"] = ordered_json::array();
  for (const Surprise& surprise : surprises()) {
    ordered_json day = measure_day(wave, surprise, options, measurement.errors);
    const auto taken = [&](const char* way) {
      return seconds(day["median"], way, options.threads);
    };
    log.message(LogLevel::info,
                fmt::format("{}, {}: whole {:.3f} s, cold {:.3f} s, warm {:.3f} s; with tables "
                            "kept {:.3f} s, {:.3f} s, {:.3f} s",
                            named.name, surprise.name, taken("whole"), taken("cold"), taken("warm"),
                            taken("whole_kept"), taken("cold_kept"), taken("warm_kept")));
    record["days"].push_back(std::move(day));
  }
  record["load_average_after"] = load_average();
  return measurement;
}

}  // namespace surgeflow::bench
