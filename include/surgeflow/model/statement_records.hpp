// SPDX-License-Identifier: Apache-2.0
// Lines of the tables that a case names, and what its sections of routes and money state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/calendar.hpp"

namespace surgeflow {

/// One line of facilities.csv; `line` is its 1-based number, for messages.
struct FacilityRecord {
  std::int64_t line = 0;
  std::string id;
  std::string name;
  std::string region;
  std::string solver_region;           ///< what stands in the column that solver.regions names
  std::optional<double> latitude;      ///< degrees north
  std::optional<double> longitude;     ///< degrees east
  std::optional<double> population;    ///< persons
  std::optional<double> hospitalized;  ///< persons in hospital at the start
  std::optional<std::int64_t> devices;
  /// Columns of devices that [[item]] names, by their names.
  std::map<std::string, std::int64_t> devices_of_items;
  std::optional<std::int64_t> turnaround;     ///< periods; overrides [item] turnaround
  std::optional<std::int64_t> in_processing;  ///< periods; overrides [item] in_processing
  std::optional<std::int64_t> lead_periods;   ///< of a pool: from it to any facility
  std::optional<double> weight;               ///< of the facility's patients
  std::optional<std::int64_t> reserve;        ///< devices; in place of what [rules] states
  std::optional<std::int64_t> lending_limit;  ///< likewise
  std::optional<std::int64_t> staffed_beds;   ///< most devices in use at once
  std::map<std::string, double> epidemic;     ///< columns named like numeric keys of [demand]
  /// Columns of standard errors, by the parameter whose they are: "doubling_time" and so on.
  std::map<std::string, double> standard_errors;
  std::optional<Date> date_first_hospitalized;
  std::optional<Date> mitigation_date;
};

/// One line of transit.csv: a directed lane.
struct LaneRecord {
  std::int64_t line = 0;
  std::string origin;
  std::string destination;
  std::int64_t periods = 0;
  std::optional<std::int64_t> cost;
};

/// One line of a file of ways: from one place to another.
struct EdgeRecord {
  std::int64_t line = 0;
  std::string origin;
  std::string destination;
  std::string mode;
  double hours = 0.0;
  std::optional<std::int64_t> cost;
  std::string both_ways;
};

/// One line of a file of places that are no facilities.
struct PlaceRecord {
  std::int64_t line = 0;
  std::string id;
  std::optional<double> latitude;
  std::optional<double> longitude;
};

/// One line of a file of modes of transport.
struct ModeRecord {
  std::int64_t line = 0;
  std::string mode;
  std::optional<double> handling_hours;
  std::vector<std::int64_t> departures;  ///< minutes of the day
};

/// What [routes] states.
struct RoutesStatement {
  std::string edges_file;
  std::vector<EdgeRecord> edges;
  std::string places_file;
  std::vector<PlaceRecord> places;
  std::string modes_file;
  std::vector<ModeRecord> modes;
  std::optional<double> access_km;
  std::optional<double> access_km_per_hour;
  std::string access_mode = "road";
};

/// What [money] states: prices in the currency, and payers; empty texts are not stated.
struct MoneyStatement {
  std::string currency;
  std::optional<double> purchase;
  std::optional<double> rental;
  std::optional<double> per_shipment;
  std::optional<double> per_device;
  std::optional<double> per_device_km;
  std::optional<double> subsidy;
  std::string purchase_payer;
  std::string transport_payer;
  std::string subsidy_payer;
};

/// What [shipments] states.
struct ShipmentsStatement {
  bool fewest = false;
  std::optional<std::int64_t> fixed_cost;
  std::optional<std::int64_t> minimum;  ///< devices
  bool keep_unmet = false;

  [[nodiscard]] bool any() const { return fewest || fixed_cost || minimum || keep_unmet; }
};

/// One line of partners.csv. Texts that are empty mean everybody.
struct PartnerRecord {
  std::int64_t line = 0;
  std::string origin;
  std::string destination;
  std::optional<double> factor;
};

/// One line of orders.csv. Cells that are empty are not stated.
struct OrderRecord {
  std::int64_t line = 0;
  std::string action;
  std::string origin;
  std::string destination;
  std::string first;  ///< period, as in CountRecord
  std::string last;
  std::optional<std::int64_t> devices;
  std::string item;  ///< of several; empty in a ban: every one
};

}  // namespace surgeflow
