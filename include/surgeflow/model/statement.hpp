// SPDX-License-Identifier: Apache-2.0
// A planner's case as stated: what the files say, each statement with its place.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/count_record.hpp"
#include "surgeflow/model/item_statement.hpp"
#include "surgeflow/model/rules_statement.hpp"
#include "surgeflow/model/statement_records.hpp"

namespace surgeflow {

enum class DemandModel { file, sir, chime };
enum class Rounding { ceil, cumulative, nearest, none };
enum class TransitModel { table, geodesic };
enum class Movement { units, distance, cost };  ///< what the second objective counts
enum class Scope { all, region, none };         ///< who may send to whom
enum class Method { automatic, exact, lagrangian };

/// From `start_day` (0-based, counted from the start of the horizon) on, contacts are reduced by
/// the share `value` in [0, 1], or one person infects `value` >= 0 others.
struct ReductionStep {
  std::int32_t start_day = 0;
  double value = 0.0;
  bool operator==(const ReductionStep&) const = default;
};

/// Inputs of the epidemic models; defaults are those of the Colorado study and CHIME.
struct EpidemicParameters {
  std::optional<double> doubling_time_days;
  std::optional<Date> date_first_hospitalized;  ///< CHIME mode B
  std::optional<Date> mitigation_date;          ///< CHIME; default: the start of the horizon
  /// R_t of SIR, from day 0 on; takes the place of doubling time and contact reduction. Empty where
  /// it is not stated.
  std::vector<ReductionStep> reproduction_number;
  double infectious_days = 14.0;
  std::vector<ReductionStep> contact_reduction = {{0, 0.30}};
  double hospitalized_rate = 0.025;  ///< share of the infected
  double icu_rate = 0.0075;
  double ventilated_rate = 0.005;
  double hospital_days = 7.0;
  double icu_days = 9.0;
  double ventilator_days = 10.0;
  double market_share = 1.0;
  double recovered = 0.0;  ///< persons, CHIME only
};

/// What the files say, with nothing but syntax and types checked. `places` maps a key such as
/// "horizon.periods" to where it stands, for messages about values given in the TOML file; the
/// `_file` members name the CSV files in messages about their lines.
struct CaseStatement {
  std::string file;  ///< the TOML file
  std::map<std::string, Place> places;

  std::string name;
  std::string description;

  Date start{};
  std::int64_t periods = 0;
  std::int64_t period_hours = 24;

  std::string facilities_file;
  std::vector<FacilityRecord> facilities;
  std::optional<double> devices_per_100k;

  std::string item_name = "ventilator";
  std::int64_t turnaround = 0;
  std::int64_t in_processing = 1;

  std::string devices_column = "devices";  ///< for messages
  /// Several items; empty where [item] states the only one.
  std::vector<ItemStatement> items;
  std::vector<CarrierStatement> carriers;

  DemandModel demand_model = DemandModel::file;
  Rounding rounding = Rounding::ceil;
  std::string demand_file;
  std::vector<CountRecord> demand;
  EpidemicParameters epidemic;
  bool contact_reduction_stated = false;  ///< false: the default counts

  std::string arrivals_file;
  std::vector<CountRecord> arrivals;

  // On day 0, beside the devices of facilities: by the period from which they can be used.
  std::string in_use_file;
  std::vector<CountRecord> in_use;  ///< devices on patients
  std::string in_transit_file;
  std::vector<CountRecord> in_transit;   ///< devices in trucks, by destination
  std::optional<double> out_of_service;  ///< share of each facility's devices

  TransitModel transit_model = TransitModel::table;
  std::string lanes_file;
  std::vector<LaneRecord> lanes;
  double km_per_period = 0.0;
  std::optional<std::int64_t> max_periods;

  std::optional<RoutesStatement> routes;  ///< where they state the table of lanes

  Movement movement = Movement::units;
  double distance_resolution_km = 10.0;
  double fixed_cost_km = 0.0;  ///< added to the distance of every device shipped

  Scope scope = Scope::all;
  std::string sharing_column = "region";  ///< of facilities.csv: the regions that share

  std::string orders_file;
  std::vector<OrderRecord> orders;  ///< a person's word

  std::optional<std::int64_t> dispatch_limit;  ///< devices that leave in one period, all together
  std::optional<double> away_limit;            ///< share of a facility's devices away at once
  std::string return_by;                       ///< a period's date or number, or "end"; empty: none
  bool no_worse_off = false;                   ///< than with nothing shipped
  std::string fair_by;                         ///< whose shares treated are made even; empty: none
  RulesStatement rules;

  std::string partners_file;
  std::vector<PartnerRecord> partners;  ///< whom lanes prefer or avoid

  ShipmentsStatement shipments;

  std::optional<MoneyStatement> money;  ///< nothing where there is no [money]

  Method method = Method::automatic;
  /// Regions of the decomposition: so many of near facilities, ...
  std::optional<std::int64_t> regions;
  /// ... or those of a column of facilities.csv; empty where nothing is stated.
  std::string region_column;
  double gap = 0.0;  ///< relative gap at which a solver may stop; 0 asks for the proven optimum
};

}  // namespace surgeflow
