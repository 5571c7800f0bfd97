// SPDX-License-Identifier: Apache-2.0
// Rounds, their comparison, and what follows from their medians.
#include "campaign.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>
#include <vector>

#include "support/child_process.hpp"
#include "support/medians.hpp"
#include "support/prepared_case.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

ordered_json result_of(const ChildOutcome& outcome, std::string_view process) {
  ordered_json result =
      outcome.lines.empty() ? ordered_json::object() : ordered_json::parse(outcome.lines.back());
  if (result.contains("answer")) return result;
  throw std::runtime_error(
      fmt::format("{}: {}", process, result.value("failure", how_it_ended(outcome))));
}

ordered_json run_kernel(const PreparedCase& prepared, const CampaignOptions& options,
                        const std::filesystem::path& folder) {
  const KernelOptions& kernel = options.kernel;
  return result_of(run_child({"--kernel", prepared.file.string(), folder.string(), "--threads",
                              std::to_string(kernel.threads), "--members",
                              std::to_string(kernel.members), "--python", kernel.python},
                             options.rounds.limit_seconds),
                   "the kernel");
}

ordered_json run_ensemble(const PreparedCase& prepared, const CampaignOptions& options,
                          int threads) {
  const ChildOutcome outcome =
      run_child({"--whole", prepared.file.string(), "--threads", std::to_string(threads),
                 "--members", std::to_string(options.kernel.members)},
                options.rounds.limit_seconds);
  ordered_json result = result_of(outcome, "the ensemble");
  result["peak_resident_bytes"] = outcome.peak_resident_bytes;
  return result;
}

ordered_json run_round(const PreparedCase& prepared, const CampaignOptions& options,
                       const std::filesystem::path& folder) {
  return {{"kernel", run_kernel(prepared, options, folder)},
          {"ensemble", run_ensemble(prepared, options, 1)},
          {"ensemble_all_threads", run_ensemble(prepared, options, options.kernel.threads)}};
}

std::string in_words(const ordered_json& run) {
  const auto seconds = [&](const char* stage) {
    return run["kernel"]["stages"][stage]["seconds"].get<double>();
  };
  return fmt::format("kernel {:.4f} s, scalar loop {:.4f} s, NumPy {:.4f} s, ensemble {:.2f} s",
                     seconds("kernel"), seconds("scalar_loop"), seconds("numpy"),
                     run["ensemble_all_threads"]["seconds"].get<double>());
}

/// Of medians. What runs on one thread is compared by its processor time, which other processes on
/// the machine do not lengthen; threads are compared by the clock.
ordered_json ratios(const ordered_json& median) {
  const ordered_json& kernel = median["kernel"];
  const auto processor = [&](const char* stage) {
    return kernel["stages"][stage]["processor_seconds"].get<double>();
  };
  const auto over_all = [](const ordered_json& one, const ordered_json& all) {
    return one["seconds"].get<double>() / all["seconds"].get<double>();
  };
  const double own = processor("kernel");
  return {{"cell_days_per_second", kernel["cell_days"].get<double>() / own},
          {"scalar_loop_over_kernel", processor("scalar_loop") / own},
          {"numpy_over_kernel", processor("numpy") / own},
          {"portable_over_kernel", processor("kernel_portable") / own},
          {"kernel_over_limit", own / kernel["limit"]["seconds"].get<double>()},
          {"kernel_one_thread_over_all",
           over_all(kernel["stages"]["kernel"], kernel["stages"]["kernel_all_threads"])},
          {"ensemble_one_thread_over_all",
           over_all(median["ensemble"], median["ensemble_all_threads"])}};
}

ordered_json answer_of(const ordered_json& run) {
  return {{"kernel", run["kernel"]["answer"]}, {"ensemble", run["ensemble"]["answer"]}};
}

void check_answers(const std::string& name, const std::vector<ordered_json>& runs,
                   std::vector<std::string>& errors) {
  for (const ordered_json& run : runs) {
    if (answer_of(run) != answer_of(runs.front())) {
      errors.push_back(name + ": two runs, two answers");
    }
    if (run["ensemble"]["answer"] != run["ensemble_all_threads"]["answer"]) {
      errors.push_back(name + ": the number of threads changes the answer");
    }
  }
}

void run_rounds(const PreparedCase& prepared, const CampaignOptions& options,
                const std::filesystem::path& folder, LogSink& log,
                std::vector<ordered_json>& runs) {
  const Stopwatch spent;
  for (std::size_t n = 1; n <= options.rounds.repeats; ++n) {
    if (n > 1 && spent.seconds() >= options.rounds.budget_seconds) break;
    runs.push_back(run_round(prepared, options, folder));
    log.message(LogLevel::info,
                fmt::format("{}, round {} of {}: {}", prepared.facts["name"].get<std::string>(), n,
                            options.rounds.repeats, in_words(runs.back())));
  }
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
    run_rounds(prepared, options, folder, log, runs);
    record["status"] = "complete";
  } catch (const std::runtime_error& failure) {
    record["status"] = "failed";
    record["reason"] = failure.what();
    measurement.errors.push_back(fmt::format("{}: {}", subject, failure.what()));
  }
  record["load_average_after"] = load_average();
  check_answers(subject, runs, measurement.errors);
  if (!runs.empty()) {
    record["answer"] = answer_of(runs.front());
    record["median"] = medians(runs);
    record["ratios"] = ratios(record["median"]);
    record["runs"] = runs;
  }
  std::filesystem::remove_all(case_folder);
  return measurement;
}

}  // namespace surgeflow::bench
