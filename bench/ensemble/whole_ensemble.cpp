// SPDX-License-Identifier: Apache-2.0
// Calls the library as a sweep does.
#include "whole_ensemble.hpp"

#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <numeric>

#include "drawn_members.hpp"
#include "support/processor_time.hpp"
#include "support/standard_output.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr std::array kQuantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

template <class Counts>
Total sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), Total{0});
}

ordered_json answer_of(const epidemic::EnsembleDemand& demand) {
  ordered_json answer = {{"patients", sum(demand.patients)}};
  for (std::size_t q = 0; q < kQuantiles.size(); ++q) {
    answer["quantiles"].push_back(sum(demand.quantiles[q].values()));
  }
  return answer;
}

ordered_json measure(const Case& planning_case, std::size_t count, int threads) {
  const DrawnMembers members(planning_case, count);
  const auto facilities = static_cast<std::int32_t>(planning_case.facilities.size());
  const double processor_before = processor_seconds();
  const Stopwatch watch;
  const epidemic::EnsembleDemand demand =
      epidemic::ensemble_demand({.members = members.all(),
                                 .seed = kEnsembleSeed,
                                 .quantiles = kQuantiles,
                                 .facilities = {0, facilities}},
                                {.threads = threads, .stop = {}});
  const double seconds = watch.seconds();
  return {{"seconds", seconds},
          {"processor_seconds", processor_seconds() - processor_before},
          {"cell_days", static_cast<double>(facilities) * static_cast<double>(count) *
                            planning_case.horizon.periods},
          {"answer", answer_of(demand)}};
}

}  // namespace

int run_whole_ensemble(const std::filesystem::path& case_file, std::size_t members, int threads) {
  const ResultLines results;
  try {
    results.write(measure(check_case(formats::read_case(case_file).statement), members, threads));
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench
