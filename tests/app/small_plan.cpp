// SPDX-License-Identifier: Apache-2.0
// The numbers of the small plan.
#include "small_plan.hpp"

#include <utility>

#include "app/summary.hpp"
#include "surgeflow/core/calendar.hpp"

namespace surgeflow::app {
namespace {

constexpr std::int32_t kPeriods = 3;

InstanceData small_numbers() {
  InstanceData data{.devices = {1, 0},
                    .turnaround_periods = {2, 2},
                    .in_processing_periods = {1, 1},
                    .demand = Panel<Count>(2, kPeriods),
                    .arrivals = Panel<Count>(2, kPeriods),
                    .lanes = LaneTable(2)};
  data.demand(kEast, Period(1)) = 1;
  data.demand(kEast, Period(2)) = 1;
  data.lanes.row(kWest)[1] = 1;
  return data;
}

/// With the summary that follows from the rest.
void summarize(archive::PlanDocument& document) {
  document.summary =
      count_summary(document.instance, document.plan, small_plan_certificate(document));
  document.summary.status = "optimal";
  document.summary.regions = 1;
}

/// At West a device is worth a patient less one move until day 1, at East a patient until day 2.
Potentials small_potentials() {
  Potentials potentials{Panel<std::int32_t>(2, kPeriods), Panel<std::int64_t>(2, kPeriods)};
  for (Period t{0}; t.value() < kPeriods; ++t) potentials.patients(kEast, t) = 1;
  for (Period t{0}; t.value() < 2; ++t) {
    potentials.patients(kWest, t) = 1;
    potentials.moves(kWest, t) = -1;
  }
  return potentials;
}

}  // namespace

Facility facility_called(std::string id, std::string name, std::string region) {
  Facility facility;
  facility.id = std::move(id);
  facility.name = std::move(name);
  facility.region = std::move(region);
  return facility;
}

archive::PlanDocument small_plan() {
  Plan plan{Panel<Count>(2, kPeriods), {{Period(0), kWest, kEast, 1}}};
  plan.treated(kEast, Period(1)) = 1;
  archive::PlanDocument document{
      .case_name = "small",
      .description = "",
      .item_name = "ventilator",
      .horizon = {*parse_date("2020-03-31"), kPeriods, 24},
      .facilities = {facility_called("w", "West"), facility_called("e", "East")},
      .transit = {},
      .instance = Instance(small_numbers()),
      .plan = std::move(plan),
      .potentials = small_potentials(),
      .summary = {},
      .provenance = {}};
  summarize(document);
  return document;
}

InstanceData weighed_numbers() {
  InstanceData data = small_numbers();
  data.resolution = 2;
  data.treat_steps = {{data.demand, Panel<std::int32_t>(2, kPeriods, 2)}};
  data.hold_steps = {{Panel<Count>(2, kPeriods), Panel<std::int32_t>(2, kPeriods, 1)}};
  data.hold_steps[0].width(kWest, Period(2)) = 1;
  data.send_steps = {{Panel<Count>(2, kPeriods, 1), Panel<std::int32_t>(2, kPeriods, 3)}};
  return data;
}

archive::PlanDocument weighed_plan() {
  archive::PlanDocument document = small_plan();
  document.instance = Instance(weighed_numbers());
  Potentials& potentials = document.potentials;
  for (std::int32_t& patients : potentials.patients.values()) patients *= 2;
  for (std::int64_t& moves : potentials.moves.row(kWest)) moves *= 4;
  potentials.patients(kWest, Period(2)) = 1;
  summarize(document);
  return document;
}

Potentials weak_potentials() {
  return {Panel<std::int32_t>(2, kPeriods, 5), Panel<std::int64_t>(2, kPeriods)};
}

archive::StoredClaims small_plan_claims() {
  const archive::PlanDocument document = small_plan();
  return {.trace = trace_plan(document.instance, document.plan),
          .shipment_arrivals = {1},
          .altered_datasets = {}};
}

CertificateReport small_plan_certificate(const archive::PlanDocument& document) {
  return check_certificate(document.instance, document.plan, document.potentials);
}

}  // namespace surgeflow::app
