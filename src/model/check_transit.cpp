// SPDX-License-Identifier: Apache-2.0
// Lanes, distances, sharing scope and what movement counts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/case_checks.hpp"
#include "model/repetitions.hpp"

namespace surgeflow::checks {
namespace {

constexpr std::int64_t kMaxTransitPeriods = 255;

/// No two places are further apart: half a meridian of WGS84 is 20,003.93 km.
constexpr double kLongestDistanceKm = 20'004.0;
/// Below this the longest lane would cost more than the limit, above the longest distance all lanes
/// cost the same.
constexpr double kFinestResolutionKm = kLongestDistanceKm / kMaxLaneCost;

class TransitCheck {
 public:
  TransitCheck(const CaseStatement& statement, FacilityIndex& index, Findings& findings)
      : statement_(statement), index_(index), findings_(findings) {}

  TransitRule run() {
    TransitRule rule;
    rule.model = statement_.transit_model;
    rule.scope = statement_.scope;
    rule.movement = statement_.movement;
    rule.km_per_period = statement_.km_per_period;
    rule.distance_resolution_km = statement_.distance_resolution_km;
    rule.fixed_cost_km = statement_.fixed_cost_km;
    rule.max_periods = checked_max_periods();
    check_lengths();
    check_cost_source();
    require_locations();
    require_regions();
    rule.lanes = lanes();
    return rule;
  }

 private:
  [[nodiscard]] bool is_table() const { return statement_.transit_model == TransitModel::table; }
  [[nodiscard]] bool counts_cost() const { return statement_.movement == Movement::cost; }

  std::int32_t checked_max_periods() {
    const std::int64_t longest = statement_.max_periods.value_or(kMaxTransitPeriods);
    if (longest >= 1 && longest <= kMaxTransitPeriods) return static_cast<std::int32_t>(longest);
    findings_.at_key("transit.max_periods",
                     {fmt::format("{}", longest), fmt::format("1 to {}", kMaxTransitPeriods),
                      "remove the key where every lane may be used"});
    return static_cast<std::int32_t>(kMaxTransitPeriods);
  }

  void check_lengths() {
    const double speed = statement_.km_per_period;
    if (!is_table() && !(speed > 0.0 && std::isfinite(speed))) {
      findings_.at_key("transit.km_per_period", {fmt::format("{}", speed), "kilometres above 0",
                                                 "state how far a device travels in one period"});
    }
    check_distance_costs(statement_.distance_resolution_km, statement_.fixed_cost_km);
  }

  /// Even a lane half around the earth must not cost more than kMaxLaneCost.
  void check_distance_costs(double resolution, double fixed) {
    // Said so that NaN is outside.
    if (!(resolution >= kFinestResolutionKm && resolution <= kLongestDistanceKm)) {
      findings_.at_key("objective.resolution_km",
                       {fmt::format("{}", resolution),
                        fmt::format("{} to {} kilometres", kFinestResolutionKm, kLongestDistanceKm),
                        "state the distance that costs 1; 10 is the default"});
      return;
    }
    const double most = std::max(0.0, kMaxLaneCost * resolution - kLongestDistanceKm);
    if (fixed >= 0.0 && fixed <= most) return;
    findings_.at_key("objective.fixed_km",
                     {fmt::format("{}", fixed),
                      fmt::format("0 to {:.0f} kilometres with resolution_km = {}",
                                  std::floor(most), resolution),
                      "state what loading and handing over cost, as distance; 0 is the default"});
  }

  void check_cost_source() {
    if (!counts_cost()) return;
    const auto& lanes = statement_.lanes;
    if (statement_.routes) return;  // what edges do not state is 0
    const bool no_cost = std::none_of(lanes.begin(), lanes.end(),
                                      [](const LaneRecord& l) { return l.cost.has_value(); });
    if (!is_table()) {
      findings_.at_key("objective.movement",
                       {"\"cost\" without a table of lanes", "\"units\" or \"distance\"",
                        "state costs in the column cost of transit.file"});
    } else if (no_cost && !lanes.empty()) {
      costs_missing_ = true;
      findings_.at_line(statement_.lanes_file, 1, "cost",
                        {"no lane states its cost", "a cost for each lane",
                         "fill the column, or choose another objective.movement"});
    }
  }

  void require_locations() {
    const bool counts_distance = statement_.movement == Movement::distance;
    if (is_table() && !counts_distance) return;
    const std::string reason =
        is_table() ? "objective.movement = \"distance\"" : "transit.model = \"geodesic\"";
    require_filled(
        "latitude",
        [](const FacilityRecord& r) { return r.lead_periods || r.latitude || r.longitude; },
        {"the facility has no location", "latitude and longitude of each facility",
         "fill both columns: " + reason + " needs them"});
  }

  void require_regions() {
    if (statement_.scope != Scope::region) return;
    require_filled(statement_.sharing_column,
                   [](const FacilityRecord& r) { return r.lead_periods || !r.region.empty(); },
                   {"the facility has no region", "a region for each facility",
                    "fill the column: sharing.scope = \"region\" needs it; or name another in "
                    "sharing.regions"});
  }

  /// One finding for the file where no facility fills the column, else one a facility.
  template <class Filled>
  void require_filled(const std::string& column, Filled filled, const Finding& finding) {
    const auto& records = statement_.facilities;
    if (!records.empty() && std::none_of(records.begin(), records.end(), filled)) {
      findings_.at_facilities(column,
                              {"no facility fills the column", finding.allowed, finding.remedy});
      return;
    }
    for (const FacilityRecord& record : records) {
      if (!filled(record)) findings_.at_facility(record, column, finding);
    }
  }

  std::vector<Lane> lanes() {
    std::vector<Lane> lanes;
    std::vector<KeyedLine> keyed;
    lanes.reserve(statement_.lanes.size());
    keyed.reserve(statement_.lanes.size());
    for (const LaneRecord& record : statement_.lanes) {
      const auto lane = checked_lane(record);
      if (!lane) continue;
      lanes.push_back(*lane);
      keyed.push_back({lane->origin.value(), lane->destination.value(), record.line});
    }
    for (const Repetition& repetition : find_repetitions(std::move(keyed))) {
      refuse(repetition.line, "destination",
             {fmt::format("the lane from {} to {} is there already, in line {}",
                          in_quotes(index_.id(FacilityId(repetition.first_key))),
                          in_quotes(index_.id(FacilityId(repetition.second_key))),
                          repetition.first_line),
              "one line for a lane", "remove one of the two"});
    }
    return lanes;
  }

  std::optional<Lane> checked_lane(const LaneRecord& record) {
    const auto origin = facility(record, "origin", record.origin);
    const auto destination = facility(record, "destination", record.destination);
    const bool to_itself = origin && origin == destination;
    if (to_itself) {
      refuse(record.line, "destination",
             {fmt::format("a lane from {} to itself", in_quotes(record.origin)), "two facilities",
              "remove the line: devices that stay need no lane"});
    }
    const bool periods_fit = record.periods >= 1 && record.periods <= kMaxTransitPeriods;
    if (!periods_fit) {
      refuse(record.line, "periods",
             {fmt::format("{}", record.periods), fmt::format("1 to {}", kMaxTransitPeriods),
              "round up to whole periods, or remove the line where there is no lane"});
    }
    const auto cost = checked_cost(record);
    if (!origin || !destination || to_itself || !periods_fit || !cost) return std::nullopt;
    return Lane{*origin, *destination, static_cast<std::uint8_t>(record.periods), *cost};
  }

  std::optional<FacilityId> facility(const LaneRecord& record, const std::string& column,
                                     const std::string& id) {
    const auto found = index_.find(id);
    if (!found) {
      refuse(record.line, column,
             {fmt::format("{} is no facility", in_quotes(id)), "an id of the facilities' file",
              index_.remedy_for_unknown(id)});
    }
    return found;
  }

  std::optional<std::int32_t> checked_cost(const LaneRecord& record) {
    if (!record.cost) {
      if (!counts_cost() || costs_missing_) return 1;
      refuse(record.line, "cost",
             {"the cell is empty", fmt::format("0 to {}", kMaxLaneCost),
              "fill it: objective.movement = \"cost\" needs a cost for each lane"});
      return std::nullopt;
    }
    if (*record.cost >= 0 && *record.cost <= kMaxLaneCost) {
      return static_cast<std::int32_t>(*record.cost);
    }
    refuse(record.line, "cost",
           {fmt::format("{}", *record.cost), fmt::format("0 to {}", kMaxLaneCost),
            "state costs in a coarser unit"});
    return std::nullopt;
  }

  void refuse(std::int64_t line, std::string column, Finding finding) {
    findings_.at_line(statement_.lanes_file, line, std::move(column), std::move(finding));
  }

  const CaseStatement& statement_;
  FacilityIndex& index_;
  Findings& findings_;
  bool costs_missing_ = false;
};

}  // namespace

TransitRule check_transit(const CaseStatement& statement, FacilityIndex& index,
                          Findings& findings) {
  return TransitCheck(statement, index, findings).run();
}

}  // namespace surgeflow::checks
