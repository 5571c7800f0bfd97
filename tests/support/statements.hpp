// SPDX-License-Identifier: Apache-2.0
// A small valid statement for tests of its checks.
#pragma once

#include <string>

#include "surgeflow/model/statement.hpp"

namespace surgeflow::testing {

/// Two facilities in two regions, five days from 2020-03-31, demand and lanes from tables.
[[nodiscard]] inline CaseStatement small_statement() {
  CaseStatement statement;
  statement.file = "case.toml";
  statement.places["horizon.periods"] = {"case.toml", 6, "horizon.periods"};
  statement.name = "two facilities";
  statement.start = *parse_date("2020-03-31");
  statement.periods = 5;
  statement.turnaround = 2;
  statement.facilities_file = "facilities.csv";
  FacilityRecord denver;
  denver.line = 2;
  denver.id = "08031";
  denver.name = "Denver";
  denver.region = "north";
  denver.latitude = 39.7619;
  denver.longitude = -104.8811;
  denver.population = 727211.0;
  denver.hospitalized = 92.5;
  denver.devices = 12;
  FacilityRecord el_paso;
  el_paso.line = 3;
  el_paso.id = "08041";
  el_paso.name = "El Paso";
  el_paso.region = "south";
  el_paso.latitude = 38.8274;
  el_paso.longitude = -104.5275;
  el_paso.population = 720403.0;
  el_paso.hospitalized = 49.1;
  el_paso.devices = 3;
  statement.facilities = {denver, el_paso};
  statement.demand_file = "demand.csv";
  statement.demand = {{2, "08031", "0", 4}, {3, "08031", "2020-04-01", 5}, {4, "08041", "4", 6}};
  statement.arrivals_file = "arrivals.csv";
  statement.arrivals = {{2, "08041", "2", 10}};
  statement.lanes_file = "transit.csv";
  statement.lanes = {{2, "08031", "08041", 1, 70}, {3, "08041", "08031", 2, 90}};
  return statement;
}

}  // namespace surgeflow::testing
