// SPDX-License-Identifier: Apache-2.0
// A planner's case as checked: every id resolved, every number in range.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/fairness.hpp"
#include "surgeflow/model/geo_point.hpp"
#include "surgeflow/model/limits.hpp"
#include "surgeflow/model/money.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/model/partners.hpp"
#include "surgeflow/model/routes.hpp"
#include "surgeflow/model/rules.hpp"
#include "surgeflow/model/shipment_rules.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow {

struct Horizon {
  Date start{};
  std::int32_t periods = 0;
  std::int32_t period_hours = 24;

  /// First day of a period.
  [[nodiscard]] Date date(Period t) const;
  /// The period's label: "2020-03-31", or "2020-03-31T12:00" where periods are shorter than a day.
  [[nodiscard]] std::string label(Period t) const;
};

struct Facility {
  std::string id;
  std::string name;
  std::string region;
  std::optional<GeoPoint> location;
  std::optional<double> population;  ///< persons
  double hospitalized = 0.0;         ///< persons at the start
  EpidemicParameters epidemic;       ///< the case's, with the facility's own columns put in
  /// Of estimates among the facility's own parameters, by the parameter's name in [demand].
  std::map<std::string, double> standard_errors = {};
  /// A pool: devices that have no place yet. It sends to every facility of its region, or to all
  /// where it has none, whatever the scope of sharing, in so many periods; nobody sends to it.
  std::optional<std::uint8_t> lead_periods = {};

  [[nodiscard]] bool is_pool() const { return lead_periods.has_value(); }
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
  /// Of a table: its lanes follow from these.
  std::optional<RouteNetwork> routes = {};
  /// What lanes cost is multiplied by the factor of the last of these that names them, and by
  /// movement_parts.
  std::vector<PartnerFactor> partners = {};
};

/// A case that the rest may trust: every id resolved, every number in range.
struct Case {
  std::string name;
  std::string description;
  std::string item_name;
  Horizon horizon;
  std::vector<Facility> facilities;                 ///< index = FacilityId
  std::vector<Count> devices;                       ///< k_i [facility], those in service
  std::vector<std::int32_t> turnaround_periods;     ///< P_i [facility], >= 1
  std::vector<std::int32_t> in_processing_periods;  ///< until arrivals are usable [facility], >= 0
  Panel<Count> arrivals;                            ///< a_it [facility, period]
  /// Devices on patients or in trucks at the start, by the period from which they can be used
  /// [facility, period]; empty where there are none.
  Panel<Count> returning;
  DemandModel demand_model = DemandModel::file;
  Rounding rounding = Rounding::ceil;
  Panel<Count> stated_demand;  ///< d_it where demand_model is file
  TransitRule transit;
  Limits limits;
  Rules rules;
  std::optional<FairGroups> fair_by = {};  ///< nothing: most patients come first
  Orders orders;
  ShipmentRules shipments = {};
  std::optional<MoneyTerms> money;  ///< nothing where prices are not stated
  Method method = Method::automatic;
  /// Regions of the decomposition: a label for each facility, equal where the region is; empty
  /// where so many of near facilities are to be made.
  std::vector<std::int32_t> region_of_facility;
  std::int32_t regions = 0;
  double gap = 0.0;  ///< relative gap at which a solver may stop; 0 asks for the proven optimum
};

/// Largest number of devices, and of patients, in one case: sums of both fit 32 bits with room for
/// the flows a solver moves on the way.
inline constexpr Total kMaxTotal = (Total{1} << 30) - 1;
inline constexpr std::int32_t kMaxFacilities = 65'535;
inline constexpr std::int32_t kMaxPeriods = 32'767;
/// Largest number of facilities x periods: nodes are numbered in 32 bits.
inline constexpr std::int64_t kMaxNodes = 2'000'000'000;
inline constexpr std::int32_t kMaxLaneCost = 1'000'000;
/// Most that one device may gain over the horizon, in parts of a patient: potentials hold it beside
/// movement in 64 bits.
inline constexpr Total kMaxGain = (Total{1} << 22) - 1;

/// Checks a statement: ranges, duplicates, unknown ids, dates, sums.
/// Throws InputError with every finding, each with file, line, column, value and remedy.
[[nodiscard]] Case check_case(const CaseStatement& statement);

}  // namespace surgeflow
