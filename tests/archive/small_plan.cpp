// SPDX-License-Identifier: Apache-2.0
// Builds the small plans.
#include "archive/small_plan.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::testing {
namespace {

constexpr FacilityId kDenver{0};
constexpr FacilityId kWest{1};
constexpr FacilityId kPool{2};

std::vector<Facility> three_facilities() {
  std::vector<Facility> facilities(3);
  facilities[0].id = "08031";
  facilities[0].name = "Denver";
  facilities[0].region = "VIII";
  facilities[0].location = GeoPoint{39.7619, -104.8811};
  facilities[0].population = 727211.0;
  facilities[0].hospitalized = 92.5;
  facilities[1].id = "west";
  facilities[1].name = "Caf\xc3\xa9 \"West\", annex";
  facilities[1].location = GeoPoint{39.0195, -108.4606};
  facilities[2].id = "pool";
  facilities[2].name = "=Federal pool";
  facilities[2].region = "VIII";
  return facilities;
}

InstanceData three_facility_numbers() {
  InstanceData data;
  data.devices = {2, 0, 1};
  data.turnaround_periods = {2, 2, 2};
  data.in_processing_periods = {2, 0, 1};
  data.demand = Panel<Count>(3, 4);
  data.demand(kDenver, Period(0)) = 1;
  data.demand(kDenver, Period(2)) = 1;
  data.demand(kWest, Period(2)) = 2;
  data.demand(kWest, Period(3)) = 1;
  data.arrivals = Panel<Count>(3, 4);
  data.arrivals(kPool, Period(1)) = 1;
  data.lanes = LaneTable(3);
  data.lanes.row(kDenver)[1] = 1;
  data.lanes.row(kWest)[0] = 1;
  data.lanes.row(kPool)[1] = 2;
  return data;
}

archive::Provenance small_provenance() {
  archive::Provenance provenance;
  provenance.command = {"surgeflow", "plan", "small.toml", "-o", "a file.h5"};
  provenance.options = "[solver]\nmethod = \"auto\"\n";
  provenance.versions = {{"surgeflow", "0.1.0"}, {"hdf5", archive::library_version()}};
  provenance.input_sha256 = {{"small.toml", std::string(64, 'a')},
                             {"data/facilities.csv", std::string(64, 'b')}};
  provenance.created = "2020-04-01T12:00:00Z";
  return provenance;
}

archive::Summary small_summary() {
  archive::Summary summary;
  summary.status = "optimal";
  summary.demand = 5;
  summary.treated = 4;
  summary.unmet = 1;
  summary.units_shipped = 2;
  summary.shipments = 2;
  summary.movement_cost = 2;
  summary.bound_unmet = 1;
  summary.gap = 0.0;
  summary.facilities = 3;
  summary.periods = 4;
  summary.lanes = 3;
  summary.regions = 1;
  summary.iterations = 7;
  summary.seconds = {0.5, 0.01, 0.02, 0.03, 0.3, 0.1, 0.04};
  summary.peak_rss_bytes = 1 << 20;
  summary.ranks = 2;
  summary.threads = 3;
  summary.certified = true;
  summary.version = "0.1.0";
  summary.commit = "0123abc";
  summary.case_sha256 = std::string(64, 'c');
  return summary;
}

Plan small_decisions() {
  Plan plan{Panel<Count>(3, 4), {}};
  plan.treated(kDenver, Period(0)) = 1;
  plan.treated(kDenver, Period(2)) = 1;
  plan.treated(kWest, Period(2)) = 2;
  plan.shipments = {{Period(0), kDenver, kWest, 1}, {Period(0), kPool, kWest, 1}};
  return plan;
}

/// Values without meaning, each different, so that a mix-up shows.
Potentials numbered_potentials() {
  Potentials potentials{Panel<std::int32_t>(3, 4), Panel<std::int64_t>(3, 4)};
  for (std::size_t n = 0; n < 12; ++n) {
    potentials.patients.values()[n] = static_cast<std::int32_t>(n) - 3;
    potentials.moves.values()[n] = (std::int64_t{1} << 40) * static_cast<std::int64_t>(n) - 5;
  }
  return potentials;
}

std::vector<StepRecord> two_steps() {
  return {{"coarse", "blocks of four", 2, 5, 3, 0.4, {0.25, 0.0, 0.0, 96}},
          {"polish", "whole", 1, 4, 4, 0.0, {0.5, 0.375, 0.125, 17}}};
}

archive::PlanDocument document_of(std::vector<Facility> facilities, TransitRule transit,
                                  InstanceData numbers) {
  Horizon horizon{*parse_date("2020-03-31"), 4, 24};
  return {.case_name = "small",
          .description = "three facilities, four days",
          .item_name = "ventilator",
          .horizon = horizon,
          .facilities = std::move(facilities),
          .transit = std::move(transit),
          .instance = Instance(std::move(numbers)),
          .plan = small_decisions(),
          .potentials = numbered_potentials(),
          .steps = two_steps(),
          .summary = small_summary(),
          .provenance = small_provenance()};
}

}  // namespace

archive::PlanDocument small_plan() {
  return document_of(three_facilities(), TransitRule{}, three_facility_numbers());
}

archive::PlanDocument geodesic_plan() {
  std::vector<Facility> facilities = three_facilities();
  facilities[2].location = GeoPoint{38.8274, -104.5275};
  TransitRule rule;
  rule.model = TransitModel::geodesic;
  rule.km_per_period = 400.0;
  rule.max_periods = 3;
  rule.movement = Movement::distance;
  rule.distance_resolution_km = 5.0;
  rule.fixed_cost_km = 20.0;
  InstanceData numbers = three_facility_numbers();
  numbers.lanes = transit::make_lane_table(facilities, rule);
  return document_of(std::move(facilities), std::move(rule), std::move(numbers));
}

archive::PlanDocument plan_with_steps() {
  InstanceData numbers = three_facility_numbers();
  numbers.commitments = Panel<Count>(3, 4);
  numbers.commitments(kPool, Period(0)) = 1;
  numbers.commitments(kPool, Period(1)) = -1;
  numbers.resolution = 2;
  GainStep first{numbers.demand, Panel<std::int32_t>(3, 4, 2)};
  GainStep second{Panel<Count>(3, 4), Panel<std::int32_t>(3, 4, 1)};
  for (Period t{0}; t.value() < 4; ++t) {
    first.width(kWest, t) = std::min(numbers.demand(kWest, t), 1);
    second.width(kWest, t) = numbers.demand(kWest, t) - first.width(kWest, t);
    first.gain(kWest, t) = 3;
  }
  numbers.treat_steps = {first, second};
  numbers.hold_steps = {{Panel<Count>(3, 4, 2), Panel<std::int32_t>(3, 4, 1)}};
  for (Count& width : numbers.hold_steps[0].width.row(kPool)) width = 1;
  numbers.send_steps = {{Panel<Count>(3, 4, 1), Panel<std::int32_t>(3, 4, 1)},
                        {Panel<Count>(3, 4, 2), Panel<std::int32_t>(3, 4, 4)}};
  return document_of(three_facilities(), TransitRule{}, std::move(numbers));
}

archive::PlanDocument plan_without_shipments() {
  archive::PlanDocument document = small_plan();
  document.plan.shipments.clear();
  document.plan.treated(kWest, Period(2)) = 0;
  return document;
}

}  // namespace surgeflow::testing
