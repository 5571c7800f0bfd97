// SPDX-License-Identifier: Apache-2.0
// Puts a synthetic case together from its geography and its epidemic.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/synth/synth.hpp"
#include "synth/draw.hpp"
#include "synth/geography.hpp"
#include "synth/waves.hpp"

namespace surgeflow::synth {
namespace {

// The Colorado study: 19.7 ventilators for 100,000 people, freed after 10 days, 400 miles a day.
constexpr double kDevicesPerPerson = 19.7 / 100'000.0;
constexpr std::int64_t kTurnaround = 10;
constexpr double kKmPerPeriod = 643.7;
/// Devices by head differ between sites: this share of the average up or down.
constexpr double kDeviceScatter = 0.75;
constexpr double kPersonScale = 1e6;

void check_range(std::string_view option, std::int64_t value, std::int64_t most,
                 Diagnostics& findings) {
  if (value >= 1 && value <= most) return;
  Diagnostic finding;
  finding.place.column = option;
  finding.seen = fmt::format("{}", value);
  finding.allowed = fmt::format("1 to {}", most);
  findings.add(std::move(finding));
}

void check(const Options& options) {
  Diagnostics findings;
  check_range("facilities", options.facilities, kMaxFacilities, findings);
  check_range("periods", options.periods, kMaxPeriods, findings);
  if (options.regions) {
    const std::int64_t most = std::clamp<std::int64_t>(options.facilities, 1, kMaxFacilities);
    check_range("regions", *options.regions, most, findings);
  }
  findings.throw_if_any();
}

/// "F007" for the seventh of several hundred: ids sort as numbers do.
std::string numbered(std::string_view prefix, std::size_t index, std::size_t count) {
  const std::size_t digits = fmt::formatted_size("{}", count);
  return fmt::format("{}{:0{}}", prefix, index + 1, digits);
}

std::int64_t devices_of(const Site& site, std::size_t index, std::uint64_t seed) {
  Draw draw(seed, Stream::devices, index);
  const double factor = 1.0 + kDeviceScatter * (draw.between(-0.5, 0.5) + draw.between(-0.5, 0.5));
  return static_cast<std::int64_t>(rounded(site.population * kDevicesPerPerson * factor, 1.0));
}

std::vector<FacilityRecord> make_facilities(const Options& options,
                                            const EpidemicParameters& epidemic) {
  const auto count = static_cast<std::size_t>(options.facilities);
  const std::vector<City> cities = make_cities(count, options.seed);
  const std::vector<Site> sites = make_sites(count, cities, options.seed);
  const std::vector<Wave> waves =
      make_waves(sites, cities, static_cast<double>(options.periods), options.seed);
  std::vector<FacilityRecord> records(count);
  for (std::size_t n = 0; n < count; ++n) {
    FacilityRecord& record = records[n];
    record.line = static_cast<std::int64_t>(n) + 2;  // below the header, as write_case puts it
    record.id = numbered("F", n, count);
    record.name = sites[n].name;
    record.latitude = sites[n].spot.latitude;
    record.longitude = sites[n].spot.longitude;
    record.population = sites[n].population;
    record.hospitalized = rounded(
        sites[n].population * waves[n].infected_share * epidemic.hospitalized_rate, kPersonScale);
    record.devices = devices_of(sites[n], n, options.seed);
    record.epidemic["doubling_time"] = waves[n].doubling_time_days;
  }
  if (!options.regions) return records;
  const auto regions = static_cast<std::size_t>(*options.regions);
  const std::vector<std::size_t> region_of = make_regions(sites, regions, options.seed);
  for (std::size_t n = 0; n < count; ++n) {
    records[n].region = numbered("R", region_of[n], regions);
  }
  return records;
}

}  // namespace

CaseStatement make_case(const Options& options) {
  check(options);
  CaseStatement statement;
  statement.file = "case.toml";
  statement.name =
      fmt::format("synthetic-{}x{}-seed-{}", options.facilities, options.periods, options.seed);
  statement.description = fmt::format("{} synthetic facilities over {} days, seed {}",
                                      options.facilities, options.periods, options.seed);
  statement.start = std::chrono::sys_days(std::chrono::March / 31 / 2020);
  statement.periods = options.periods;
  statement.turnaround = kTurnaround;
  statement.demand_model = DemandModel::sir;
  // Rounding each day up would add a patient a day at every small site.
  statement.rounding = Rounding::cumulative;
  statement.facilities_file = "facilities.csv";
  statement.facilities = make_facilities(options, statement.epidemic);
  statement.transit_model = TransitModel::geodesic;
  statement.km_per_period = kKmPerPeriod;
  return statement;
}

}  // namespace surgeflow::synth
