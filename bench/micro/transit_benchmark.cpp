// SPDX-License-Identifier: Apache-2.0
// How long lane tables take, with the readable way beside the fast one and their answers compared.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "surgeflow/synth/synth.hpp"
#include "surgeflow/transit/transit.hpp"
#include "transit/geodesic_lanes.hpp"
#include "transit/reference/reference_lanes.hpp"

namespace surgeflow {
namespace {

constexpr double kFourHundredMiles = 643.7376;

std::vector<Facility> facilities_of_size(std::int64_t count) {
  synth::Options options;
  options.facilities = count;
  options.periods = 1;
  std::vector<Facility> facilities;
  const CaseStatement statement = synth::make_case(options);
  for (const FacilityRecord& record : statement.facilities) {
    Facility facility;
    facility.location = GeoPoint{*record.latitude, *record.longitude};
    facilities.push_back(std::move(facility));
  }
  return facilities;
}

TransitRule geodesic(Movement movement) {
  TransitRule rule;
  rule.model = TransitModel::geodesic;
  rule.km_per_period = kFourHundredMiles;
  rule.movement = movement;
  return rule;
}

/// Unordered pairs that the bounds leave to the exact distance.
double undecided_pairs(const std::vector<Facility>& facilities, const TransitRule& rule) {
  const transit::DistanceSteps periods = transit::period_steps(rule);
  const transit::DistanceSteps costs = transit::cost_steps(rule);
  std::vector<transit::SpherePoint> points;
  for (const Facility& facility : facilities) {
    points.push_back(transit::sphere_point(*facility.location));
  }
  double undecided = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const transit::DistanceBounds bounds = transit::distance_bounds(points[i], points[j]);
      const bool periods_open = periods(bounds.lower_km) != periods(bounds.upper_km);
      const bool cost_open =
          rule.movement == Movement::distance && costs(bounds.lower_km) != costs(bounds.upper_km);
      if (periods_open || cost_open) ++undecided;
    }
  }
  return undecided;
}

/// Arguments: facilities, threads.
void measure_fast(benchmark::State& state, Movement movement) {
  const std::vector<Facility> facilities = facilities_of_size(state.range(0));
  const TransitRule rule = geodesic(movement);
  const int threads = static_cast<int>(state.range(1));
  for (auto _ : state) {
    benchmark::DoNotOptimize(transit::make_lane_table(facilities, rule, threads));
  }
  const auto count = static_cast<double>(facilities.size());
  state.counters["pairs"] = count * (count - 1.0) / 2.0;
  state.counters["geodesics"] = undecided_pairs(facilities, rule);
}

/// Argument: facilities.
void measure_reference(benchmark::State& state, Movement movement) {
  const std::vector<Facility> facilities = facilities_of_size(state.range(0));
  const TransitRule rule = geodesic(movement);
  LaneTable table;
  for (auto _ : state) table = transit::reference_geodesic_lanes(facilities, rule);
  if (table != transit::make_lane_table(facilities, rule, 2)) {
    state.SkipWithError("the fast table differs from the reference");
  }
}

BENCHMARK_CAPTURE(measure_fast, units, Movement::units)
    ->Name("lanes/units")
    ->ArgNames({"facilities", "threads"})
    ->ArgsProduct({{3142, 7065}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(measure_fast, distance, Movement::distance)
    ->Name("lanes/distance")
    ->ArgNames({"facilities", "threads"})
    ->ArgsProduct({{3142}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(measure_reference, distance, Movement::distance)
    ->Name("reference/distance")
    ->ArgNames({"facilities"})
    ->Arg(3142)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

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
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return EXIT_SUCCESS;
}
