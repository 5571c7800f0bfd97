// SPDX-License-Identifier: Apache-2.0
// A planner's case: as stated (with the place of every statement), and as checked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow {

enum class DemandModel { file, sir, chime };
enum class Rounding { ceil, cumulative, nearest, none };
enum class TransitModel { table, geodesic };
enum class Movement { units, distance, cost };  ///< what the second objective counts
enum class Scope { all, region, none };         ///< who may send to whom
enum class Method { automatic, exact };

/// From `start_day` (0-based, counted from the start of the horizon) contacts are reduced by the
/// share `value` in [0, 1].
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

struct Horizon {
  Date start{};
  std::int32_t periods = 0;
  std::int32_t period_hours = 24;

  /// First day of a period.
  [[nodiscard]] Date date(Period t) const;
  /// The period's label: "2020-03-31", or "2020-03-31T12:00" where periods are shorter than a day.
  [[nodiscard]] std::string label(Period t) const;
};

// ---- as stated ------------------------------------------------------------------------------

/// One line of facilities.csv. `place.column` is empty; checks name the column.
struct FacilityRecord {
  Place place;
  std::string id;
  std::string name;
  std::string region;
  std::optional<double> latitude;      ///< degrees north
  std::optional<double> longitude;     ///< degrees east
  std::optional<double> population;    ///< persons
  std::optional<double> hospitalized;  ///< persons in hospital at the start
  std::optional<std::int64_t> devices;
  std::optional<std::int64_t> turnaround;  ///< periods; overrides [item] turnaround
  std::map<std::string, double> epidemic;  ///< columns named like numeric keys of [demand]
};

/// One line of demand.csv or arrivals.csv. `period` is a 0-based number or an ISO date.
struct CountRecord {
  Place place;
  std::string facility;
  std::string period;
  std::int64_t quantity = 0;
};

/// One line of transit.csv: a directed lane.
struct LaneRecord {
  Place place;
  std::string origin;
  std::string destination;
  std::int64_t periods = 0;
  std::optional<std::int64_t> cost;
};

/// What the files say, with nothing but syntax and types checked. `places` maps a key such as
/// "horizon.periods" to where it stands, for messages about values given in the TOML file.
struct CaseStatement {
  std::string file;  ///< the TOML file
  std::map<std::string, Place> places;

  std::string name;
  std::string description;

  Date start{};
  std::int64_t periods = 0;
  std::int64_t period_hours = 24;

  std::vector<FacilityRecord> facilities;
  std::optional<double> devices_per_100k;

  std::string item_name = "ventilator";
  std::int64_t turnaround = 0;
  std::int64_t in_processing = 1;

  DemandModel demand_model = DemandModel::file;
  Rounding rounding = Rounding::ceil;
  std::vector<CountRecord> demand;
  EpidemicParameters epidemic;

  std::vector<CountRecord> arrivals;

  TransitModel transit_model = TransitModel::table;
  std::vector<LaneRecord> lanes;
  double km_per_period = 0.0;
  std::optional<std::int64_t> max_periods;

  Movement movement = Movement::units;
  double distance_resolution_km = 10.0;
  double fixed_cost_km = 0.0;  ///< added to the distance of every device shipped

  Scope scope = Scope::all;
  Method method = Method::automatic;
};

// ---- as checked -----------------------------------------------------------------------------

struct GeoPoint {
  double latitude = 0.0;   ///< degrees north, WGS84, in [-90, 90]
  double longitude = 0.0;  ///< degrees east, in [-180, 180]
  bool operator==(const GeoPoint&) const = default;
};

struct Facility {
  std::string id;
  std::string name;
  std::string region;
  std::optional<GeoPoint> location;
  std::optional<double> population;  ///< persons
  double hospitalized = 0.0;         ///< persons at the start
  EpidemicParameters epidemic;       ///< the case's, with the facility's own columns put in
};

struct Lane {
  FacilityId origin;
  FacilityId destination;
  std::uint8_t periods = 1;  ///< transit time, 1..255
  std::int32_t cost = 1;     ///< per device shipped, >= 0
};

/// How transit times come about. `lanes` holds those of a table; a geodesic model is computed.
struct TransitRule {
  TransitModel model = TransitModel::table;
  std::vector<Lane> lanes;
  double km_per_period = 0.0;
  std::int32_t max_periods = 255;  ///< a longer lane does not exist
  Scope scope = Scope::all;
  Movement movement = Movement::units;
  double distance_resolution_km = 10.0;
  double fixed_cost_km = 0.0;
};

/// A case that the rest may trust: every id resolved, every number in range.
struct Case {
  std::string name;
  std::string description;
  std::string item_name;
  Horizon horizon;
  std::vector<Facility> facilities;              ///< index = FacilityId
  std::vector<Count> devices;                    ///< k_i [facility]
  std::vector<std::int32_t> turnaround_periods;  ///< P_i [facility], >= 1
  std::int32_t in_processing_periods = 1;        ///< lag until an arrival can be used, >= 0
  Panel<Count> arrivals;                         ///< a_it [facility, period]
  DemandModel demand_model = DemandModel::file;
  Rounding rounding = Rounding::ceil;
  Panel<Count> stated_demand;  ///< d_it where demand_model is file
  TransitRule transit;
  Method method = Method::automatic;
};

/// Largest number of devices, and of patients, in one case: sums of both fit 32 bits with room for
/// the flows a solver moves on the way.
inline constexpr Total kMaxTotal = (Total{1} << 30) - 1;
inline constexpr std::int32_t kMaxFacilities = 65'535;
inline constexpr std::int32_t kMaxPeriods = 32'767;
inline constexpr std::int32_t kMaxLaneCost = 1'000'000;

/// Checks a statement: ranges, duplicates, unknown ids, dates, sums.
/// Throws InputError with every finding, each with file, line, column, value and remedy.
[[nodiscard]] Case check_case(const CaseStatement& statement);

}  // namespace surgeflow
