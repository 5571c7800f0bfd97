// SPDX-License-Identifier: Apache-2.0
// Ids, locations, persons, devices, turnarounds and in-processing of facilities.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

/// A lapse of time that the case states for all facilities and each may state for itself. It may
/// exceed the horizon; beyond a million periods it is a mistake.
struct Lapse {
  std::string_view name;  ///< key of [item] and column of facilities.csv
  std::int64_t least;
  std::int64_t CaseStatement::*common;
  std::optional<std::int64_t> FacilityRecord::*own;
  std::string_view remedy;
};

constexpr std::int64_t kLongestLapse = 1'000'000;
constexpr Lapse kTurnaround{"turnaround", 1, &CaseStatement::turnaround,
                            &FacilityRecord::turnaround, "state treatment and cleaning together"};
constexpr Lapse kInProcessing{"in_processing", 0, &CaseStatement::in_processing,
                              &FacilityRecord::in_processing,
                              "state whole periods from the arrival of a device until its use"};

constexpr double kMostPersons = 1e10;

class FacilityCheck {
 public:
  FacilityCheck(const CaseStatement& statement, Findings& findings)
      : statement_(statement), findings_(findings) {}

  CheckedFacilities run() {
    check_number();
    check_ids();
    check_devices_stated();
    CheckedFacilities checked;
    const std::int32_t turnaround = common_periods(kTurnaround);
    const std::int32_t in_processing = common_periods(kInProcessing);
    for (const FacilityRecord& record : statement_.facilities) {
      checked.facilities.push_back(
          {.id = record.id,
           .name = record.name.empty() ? record.id : record.name,
           .region = record.region,
           .location = location(record),
           .population = persons(record, "population", record.population),
           .hospitalized = persons(record, "hospitalized", record.hospitalized).value_or(0.0),
           .epidemic = facility_parameters(statement_, record),
           .standard_errors = record.standard_errors,
           .lead_periods = lead_periods(record)});
      checked.devices.push_back(devices(record));
      checked.turnaround_periods.push_back(own_periods(record, kTurnaround, turnaround));
      checked.in_processing_periods.push_back(own_periods(record, kInProcessing, in_processing));
    }
    return checked;
  }

 private:
  void check_number() {
    const std::size_t n = statement_.facilities.size();
    if (n >= 1 && n <= static_cast<std::size_t>(kMaxFacilities)) return;
    const std::string allowed = fmt::format("1 to {}", kMaxFacilities);
    if (n == 0) {
      findings_.at_line(
          statement_.facilities_file, 0, {},
          {"0 facilities", allowed, "write one line for each facility below the header"});
      return;
    }
    findings_.at_facility(statement_.facilities[kMaxFacilities], "id",
                          {fmt::format("{} facilities, of which this is the first too many", n),
                           allowed, "plan parts of them as cases of their own"});
  }

  void check_ids() {
    std::unordered_map<std::string_view, std::int64_t> first_line;
    for (const FacilityRecord& record : statement_.facilities) {
      if (record.id.empty()) {
        findings_.at_facility(record, "id",
                              {"the cell is empty", "a text of its own for each facility",
                               "fill it, or remove the line"});
        continue;
      }
      const auto entry = first_line.emplace(record.id, record.line);
      if (entry.second) continue;
      findings_.at_facility(record, "id",
                            {fmt::format("{} is there already, in line {}", in_quotes(record.id),
                                         entry.first->second),
                             "each id once", "give it an id of its own, or join the two lines"});
    }
  }

  /// One finding, not one a line, where the whole column is missing.
  void check_devices_stated() {
    const auto& records = statement_.facilities;
    devices_missing_ = !records.empty() && !statement_.devices_per_100k &&
                       std::none_of(records.begin(), records.end(),
                                    [](const FacilityRecord& r) { return r.devices.has_value(); });
    if (devices_missing_) {
      findings_.at_facilities(
          statement_.devices_column,
          {"no facility states its devices", "a number of devices for each facility",
           "fill the column, or state facilities.devices_per_100k"});
    }
    if (statement_.devices_per_100k && !(*statement_.devices_per_100k >= 0.0)) {
      findings_.at_key("facilities.devices_per_100k",
                       {fmt::format("{}", *statement_.devices_per_100k), "0 or more devices"});
    }
  }

  std::int32_t common_periods(const Lapse& lapse) {
    const std::int64_t periods = statement_.*lapse.common;
    if (is_lapse(lapse, periods)) return static_cast<std::int32_t>(periods);
    findings_.at_key(
        fmt::format("item.{}", lapse.name),
        {fmt::format("{}", periods), allowed_periods(lapse), std::string(lapse.remedy)});
    return 1;
  }

  std::int32_t own_periods(const FacilityRecord& record, const Lapse& lapse, std::int32_t common) {
    const std::optional<std::int64_t> periods = record.*lapse.own;
    if (!periods) return common;
    if (is_lapse(lapse, *periods)) return static_cast<std::int32_t>(*periods);
    findings_.at_facility(
        record, std::string(lapse.name),
        {fmt::format("{}", *periods), allowed_periods(lapse),
         fmt::format("{}, or leave the cell empty for item.{}", lapse.remedy, lapse.name)});
    return common;
  }

  static bool is_lapse(const Lapse& lapse, std::int64_t periods) {
    return periods >= lapse.least && periods <= kLongestLapse;
  }
  static std::string allowed_periods(const Lapse& lapse) {
    return fmt::format("{} to {} periods", lapse.least, kLongestLapse);
  }

  /// What is out of range is found by check_pools.
  static std::optional<std::uint8_t> lead_periods(const FacilityRecord& record) {
    if (!record.lead_periods) return std::nullopt;
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(*record.lead_periods, 1, 255));
  }

  std::optional<GeoPoint> location(const FacilityRecord& record) {
    if (record.latitude.has_value() != record.longitude.has_value()) {
      findings_.at_facility(
          record, record.latitude ? "longitude" : "latitude",
          {"the cell is empty", "both coordinates, or neither", "fill it, or empty the other one"});
      return std::nullopt;
    }
    if (!record.latitude) return std::nullopt;
    const bool north = in_degrees(record, "latitude", *record.latitude, 90.0);
    const bool east = in_degrees(record, "longitude", *record.longitude, 180.0);
    if (!north || !east) return std::nullopt;
    return GeoPoint{*record.latitude, *record.longitude};
  }

  bool in_degrees(const FacilityRecord& record, const std::string& column, double value,
                  double most) {
    if (std::abs(value) <= most) return true;
    findings_.at_facility(record, column,
                          {fmt::format("{}", value), fmt::format("{} to {} degrees", -most, most),
                           "check that latitude and longitude are not exchanged"});
    return false;
  }

  std::optional<double> persons(const FacilityRecord& record, const std::string& column,
                                std::optional<double> value) {
    if (!value || (*value >= 0.0 && *value <= kMostPersons)) return value;
    findings_.at_facility(record, column,
                          {fmt::format("{}", *value),
                           fmt::format("0 to {:.0f} persons", kMostPersons), "correct the number"});
    return std::nullopt;
  }

  Count devices(const FacilityRecord& record) {
    if (record.devices) return stated_devices(record, *record.devices);
    if (devices_missing_) return 0;
    if (!statement_.devices_per_100k) {
      findings_.at_facility(record, statement_.devices_column,
                            {"the cell is empty", "a number of devices",
                             "write 0 where there are none, or state facilities.devices_per_100k"});
      return 0;
    }
    if (!record.population) {
      findings_.at_facility(record, "population",
                            {"neither devices nor population is stated", "one of the two",
                             "fill devices, or population for facilities.devices_per_100k"});
      return 0;
    }
    return devices_of_population(record, *statement_.devices_per_100k);
  }

  Count stated_devices(const FacilityRecord& record, std::int64_t devices) {
    if (devices >= 0 && devices <= kMaxTotal) return static_cast<Count>(devices);
    findings_.at_facility(record, statement_.devices_column,
                          {fmt::format("{}", devices), fmt::format("0 to {}", kMaxTotal),
                           "correct the number of devices"});
    return 0;
  }

  Count devices_of_population(const FacilityRecord& record, double per_100k) {
    const double devices = *record.population * per_100k / 100'000.0;
    if (!(devices >= 0.0)) return 0;
    if (devices <= static_cast<double>(kMaxTotal)) return static_cast<Count>(std::lround(devices));
    findings_.at_facility(
        record, "population",
        {fmt::format("{} persons with {} devices for each 100,000", *record.population, per_100k),
         fmt::format("at most {} devices", kMaxTotal),
         "correct population or facilities.devices_per_100k"});
    return 0;
  }

  const CaseStatement& statement_;
  Findings& findings_;
  bool devices_missing_ = false;
};

}  // namespace

CheckedFacilities check_facilities(const CaseStatement& statement, Findings& findings) {
  return FacilityCheck(statement, findings).run();
}

}  // namespace surgeflow::checks
