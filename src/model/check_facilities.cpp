// SPDX-License-Identifier: Apache-2.0
// Ids, locations, persons, devices and turnarounds of facilities.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

/// Turnarounds may exceed the horizon; beyond this they are a mistake.
constexpr std::int64_t kLongestTurnaround = 1'000'000;
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
    const std::int32_t common = common_turnaround();
    for (const FacilityRecord& record : statement_.facilities) {
      checked.facilities.push_back(
          {.id = record.id,
           .name = record.name.empty() ? record.id : record.name,
           .region = record.region,
           .location = location(record),
           .population = persons(record, "population", record.population),
           .hospitalized = persons(record, "hospitalized", record.hospitalized).value_or(0.0),
           .epidemic = facility_parameters(statement_, record)});
      checked.devices.push_back(devices(record));
      checked.turnaround_periods.push_back(own_turnaround(record, common));
    }
    return checked;
  }

 private:
  void check_number() {
    const std::size_t n = statement_.facilities.size();
    if (n >= 1 && n <= static_cast<std::size_t>(kMaxFacilities)) return;
    findings_.at_line(statement_.facilities_file, 0, {},
                      {fmt::format("{} facilities", n), fmt::format("1 to {}", kMaxFacilities),
                       n == 0 ? "write one line for each facility below the header"
                              : "plan parts of them as cases of their own"});
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
          "devices", {"no facility states its devices", "a number of devices for each facility",
                      "fill the column, or state facilities.devices_per_100k"});
    }
    if (statement_.devices_per_100k && !(*statement_.devices_per_100k >= 0.0)) {
      findings_.at_key("facilities.devices_per_100k",
                       {fmt::format("{}", *statement_.devices_per_100k), "0 or more devices"});
    }
  }

  std::int32_t common_turnaround() {
    if (is_turnaround(statement_.turnaround)) {
      return static_cast<std::int32_t>(statement_.turnaround);
    }
    findings_.at_key("item.turnaround",
                     {fmt::format("{}", statement_.turnaround), allowed_turnarounds(),
                      "state treatment and cleaning together, in periods"});
    return 1;
  }

  std::int32_t own_turnaround(const FacilityRecord& record, std::int32_t common) {
    if (!record.turnaround) return common;
    if (is_turnaround(*record.turnaround)) return static_cast<std::int32_t>(*record.turnaround);
    findings_.at_facility(
        record, "turnaround",
        {fmt::format("{}", *record.turnaround), allowed_turnarounds(),
         "state treatment and cleaning together, or leave the cell empty for item.turnaround"});
    return common;
  }

  static bool is_turnaround(std::int64_t periods) {
    return periods >= 1 && periods <= kLongestTurnaround;
  }
  static std::string allowed_turnarounds() {
    return fmt::format("1 to {} periods", kLongestTurnaround);
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
      findings_.at_facility(record, "devices",
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
    findings_.at_facility(record, "devices",
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
