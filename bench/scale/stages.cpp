// SPDX-License-Identifier: Apache-2.0
// Calls the library as the program does, with a clock at every stage.
#include "stages.hpp"

#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "changes.hpp"
#include "support/peak_memory.hpp"
#include "support/processor_time.hpp"
#include "support/standard_output.hpp"
#include "support/subject.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTinySubject = "synthetic-6x20";

/// Six more solves take too long beyond.
constexpr std::int32_t kMostForChanges = 10'000;

/// Measures stages and tells each when it is over, so that a run that is stopped leaves them.
class Stages {
 public:
  explicit Stages(const ResultLines& results) : results_(&results) {}

  template <class Work>
  [[nodiscard]] auto measure(const std::string& name, Work work) const {
    const double processor_before = processor_seconds();
    const Stopwatch watch;
    auto outcome = work();
    const double seconds = watch.seconds();
    const double processor = processor_seconds() - processor_before;
    const ordered_json times = {{"seconds", seconds}, {"processor_seconds", processor}};
    results_->write({{"stages", {{name, times}}}});
    return outcome;
  }

  void tell_memory(const char* name, std::int64_t bytes) const {
    results_->write({{"memory", {{name, bytes}}}});
  }

 private:
  const ResultLines* results_;
};

/// So that no code is loaded and no thread started while the clock runs.
void warm_up(int threads) {
  const Instance tiny = make_instance(state_subject(kTinySubject).statement);
  const SolveResult result = solve(tiny);
  (void)check_certificate(tiny, result.plan, result.potentials, threads);
}

Panel<Count> make_demand(const Case& planning_case, int threads) {
  return epidemic::whole_patients(planning_case, epidemic::forecast_demand(planning_case, threads));
}

InstanceData join(const Case& planning_case, Panel<Count> demand, int threads) {
  return {
      .devices = planning_case.devices,
      .turnaround_periods = planning_case.turnaround_periods,
      .in_processing_periods = planning_case.in_processing_periods,
      .demand = std::move(demand),
      .arrivals = planning_case.arrivals,
      .lanes = transit::make_lane_table(planning_case.facilities, planning_case.transit, threads)};
}

ordered_json answer_of(const SolveResult& result, const CertificateReport& one_thread,
                       const CertificateReport& all_threads) {
  const bool certified = one_thread.optimal && all_threads.optimal &&
                         one_thread.value == result.value && all_threads.value == result.value;
  return {{"treated", result.value.treated},           {"movement", result.value.movement},
          {"units_moved", units_shipped(result.plan)}, {"shipments", result.plan.shipments.size()},
          {"iterations", result.iterations},           {"certified", certified},
          {"arcs_checked", one_thread.arcs_checked}};
}

/// Solves again after each change, from nothing and from the earlier answer, which must agree. The
/// workspace of the earlier solve is kept, as in a series.
void measure_changes(const Stages& stages, const Case& planning_case, const Instance& instance,
                     const SolveResult& earlier) {
  InstanceData data{.devices = planning_case.devices,
                    .turnaround_periods = planning_case.turnaround_periods,
                    .in_processing_periods = planning_case.in_processing_periods,
                    .demand = instance.demand(),
                    .arrivals = instance.arrivals(),
                    .lanes = instance.lanes()};
  Workspace workspace;
  const WarmStart same{earlier.plan, earlier.potentials};
  (void)solve(instance, {.stop = {}, .warm = &same, .workspace = &workspace});
  const std::int32_t periods_a_day = 24 / planning_case.horizon.period_hours;
  for (Change& change : changes_of(data, earlier, periods_a_day)) {
    const Instance changed(std::move(change.data));
    const SolveResult cold = stages.measure("cold_" + change.name, [&] { return solve(changed); });
    const SolveResult warm = stages.measure("warm_" + change.name, [&] {
      return solve(changed, {.stop = {}, .warm = &change.start, .workspace = &workspace});
    });
    const CertificateReport report = check_certificate(changed, warm.plan, warm.potentials);
    if (!report.optimal || !(warm.value == cold.value)) {
      throw std::runtime_error("after the change of " + change.name +
                               " a warm start gives another answer, or one without proof");
    }
  }
}

void measure_case(const std::filesystem::path& case_file, int threads, const ResultLines& results) {
  const Stages stages(results);
  const Case planning_case =
      stages.measure("load", [&] { return check_case(formats::read_case(case_file).statement); });
  Panel<Count> demand =
      stages.measure("demand", [&] { return make_demand(planning_case, threads); });
  const Instance instance = stages.measure(
      "transit", [&] { return Instance(join(planning_case, std::move(demand), threads)); });
  warm_up(threads);

  stages.tell_memory("loaded_bytes", resident_bytes());
  const PeakMemory memory;
  const SolveResult result = stages.measure("solve", [&] { return solve(instance); });
  stages.tell_memory("solve_bytes", memory.bytes());
  const auto check_on = [&](int count) {
    return check_certificate(instance, result.plan, result.potentials, count);
  };
  const auto one = stages.measure("check_one_thread", [&] { return check_on(1); });
  const auto all = stages.measure("check_all_threads", [&] { return check_on(threads); });
  results.write({{"answer", answer_of(result, one, all)}});
  if (instance.facilities() <= kMostForChanges) {
    measure_changes(stages, planning_case, instance, result);
  }
}

}  // namespace

int run_stages(const std::filesystem::path& case_file, int threads) {
  const ResultLines results;
  try {
    measure_case(case_file, threads, results);
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench
