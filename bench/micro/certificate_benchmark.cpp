// SPDX-License-Identifier: Apache-2.0
// Lanes that the certificate looks at in a second, by key width, instruction set and threads, on
// the optimal potentials of a synthetic case.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>

#include "flow/certificate/ship_check.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/synth/synth.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow {
namespace {

using flow::certificate::best_instruction_set;
using flow::certificate::check_ship_arcs;
using flow::certificate::InstructionSet;
using flow::certificate::KeyWidth;
using flow::certificate::narrowest_keys;
using flow::certificate::ShipCheck;

Instance synthetic_instance(std::int64_t facilities) {
  synth::Options options;
  options.facilities = facilities;
  const Case planning_case = check_case(synth::make_case(options));
  const epidemic::DemandForecast forecast = epidemic::forecast_demand(planning_case);
  return Instance(
      {.devices = planning_case.devices,
       .turnaround_periods = planning_case.turnaround_periods,
       .in_processing_periods = planning_case.in_processing_periods,
       .demand = epidemic::whole_patients(planning_case, forecast),
       .arrivals = planning_case.arrivals,
       .lanes = transit::make_lane_table(planning_case.facilities, planning_case.transit)});
}

struct Solved {
  explicit Solved(std::int64_t facilities)
      : instance(synthetic_instance(facilities)), result(solve(instance)) {}
  Instance instance;
  SolveResult result;
};

/// Solved once, whatever the number of benchmarks that look at it.
const Solved& solved(std::int64_t facilities) {
  static std::map<std::int64_t, std::unique_ptr<Solved>> cache;
  auto& entry = cache[facilities];
  if (!entry) entry = std::make_unique<Solved>(facilities);
  return *entry;
}

void count_lanes(benchmark::State& state, std::int64_t lanes) {
  state.counters["lanes"] = static_cast<double>(lanes);
  state.counters["lanes_per_second"] =
      benchmark::Counter(static_cast<double>(lanes), benchmark::Counter::kIsIterationInvariantRate);
}

/// Arguments: facilities, threads.
void measure_ship_arcs(benchmark::State& state, KeyWidth width, InstructionSet instructions) {
  const Solved& problem = solved(state.range(0));
  const Potentials& potentials = problem.result.potentials;
  if (width < narrowest_keys(problem.instance.lanes(), potentials)) {
    state.SkipWithError("these potentials need wider keys");
    return;
  }
  const int threads = static_cast<int>(state.range(1));
  ShipCheck check;
  for (auto _ : state) {
    check = check_ship_arcs(problem.instance.lanes(), potentials, {width, instructions, threads});
  }
  if (!check.failing_origins.empty()) state.SkipWithError("optimal potentials failed");
  count_lanes(state, check.arcs);
}

/// Arguments: facilities, threads.
void measure_certificate(benchmark::State& state) {
  const auto& [instance, result] = solved(state.range(0));
  const int threads = static_cast<int>(state.range(1));
  CertificateReport report;
  for (auto _ : state) {
    report = check_certificate(instance, result.plan, result.potentials, threads);
  }
  if (!report.optimal) state.SkipWithError("the optimum was not certified");
  count_lanes(state, report.arcs_checked);
}

void register_ship_arcs(const char* name, KeyWidth width, InstructionSet instructions) {
  benchmark::RegisterBenchmark(name, measure_ship_arcs, width, instructions)
      ->ArgNames({"facilities", "threads"})
      ->ArgsProduct({{1000, 3142}, {1, 2}})
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

void register_all() {
  const InstructionSet best = best_instruction_set();
  register_ship_arcs("ship_arcs/bits16/best", KeyWidth::bits16, best);
  register_ship_arcs("ship_arcs/bits16/portable", KeyWidth::bits16, InstructionSet::portable);
  register_ship_arcs("ship_arcs/bits32/best", KeyWidth::bits32, best);
  register_ship_arcs("ship_arcs/bits32/portable", KeyWidth::bits32, InstructionSet::portable);
  register_ship_arcs("ship_arcs/bits64/best", KeyWidth::bits64, best);
  register_ship_arcs("ship_arcs/bits128/best", KeyWidth::bits128, best);
  benchmark::RegisterBenchmark("certificate", measure_certificate)
      ->ArgNames({"facilities", "threads"})
      ->ArgsProduct({{1000, 3142}, {1, 2}})
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace surgeflow

int main(int argc, char** argv) {
#ifndef NDEBUG
  std::fputs(
      "figures of a build with assertions mislead; configure with CMAKE_BUILD_TYPE=Release\n",
      stderr);
  return EXIT_FAILURE;
#endif
  benchmark::Initialize(&argc, argv);
  surgeflow::register_all();
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return EXIT_SUCCESS;
}
