// SPDX-License-Identifier: Apache-2.0
// The parts of check_case: each checks one part of a statement and gives it in trusted form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/facility_index.hpp"
#include "model/findings.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::checks {

// Where findings were added, what comes back is only good for further checks.

/// Nothing where the horizon's length is not known, so that no period can be checked against it.
[[nodiscard]] std::optional<Horizon> check_horizon(const CaseStatement& statement,
                                                   Findings& findings);

struct CheckedFacilities {
  std::vector<Facility> facilities;
  std::vector<Count> devices;
  std::vector<std::int32_t> turnaround_periods;
  std::vector<std::int32_t> in_processing_periods;
};

[[nodiscard]] CheckedFacilities check_facilities(const CaseStatement& statement,
                                                 Findings& findings);

/// Facilities that are pools; see Facility::lead_periods.
void check_pools(const CaseStatement& statement, Findings& findings);

/// Parameters of the models "sir" and "chime", as stated for the case and for each facility.
void check_epidemic(const CaseStatement& statement, Findings& findings);

/// The case's parameters with the facility's own columns put in. A facility that states one of
/// doubling time and date of the first admission is not bound by the case's other one, nor one that
/// states a reproduction number, or a doubling time or contact reduction, by the other of these.
[[nodiscard]] EpidemicParameters facility_parameters(const CaseStatement& statement,
                                                     const FacilityRecord& record);

/// Lines of demand.csv or arrivals.csv.
struct StatedCounts {
  const std::string& file;
  const std::vector<CountRecord>& records;
  std::string quantity;  ///< "patients" or "devices"
};

/// A line with its facility and period found.
struct PlacedCount {
  FacilityId facility;
  Period period;
  Count quantity = 0;
  std::int64_t line = 0;
};

[[nodiscard]] std::vector<PlacedCount> check_counts(const StatedCounts& stated,
                                                    const std::optional<Horizon>& horizon,
                                                    FacilityIndex& index, Findings& findings);

/// Devices at the start and those to come, of all tables together, and patients, must not exceed
/// kMaxTotal.
void check_totals(const CaseStatement& statement, const std::vector<Count>& devices,
                  const std::vector<std::vector<PlacedCount>>& to_come,
                  const std::vector<PlacedCount>& demand, Findings& findings);

[[nodiscard]] Panel<Count> panel_of(const std::vector<PlacedCount>& counts, std::int32_t facilities,
                                    std::int32_t periods);

/// Lanes, the speed of a geodesic rule, what movement counts, and what these need of facilities.
[[nodiscard]] TransitRule check_transit(const CaseStatement& statement, FacilityIndex& index,
                                        Findings& findings);

/// How a remedy begins where something does not go beside limits.
inline constexpr std::string_view kDropLimits =
    "drop the limits (dispatch_limit, away_limit, return_by, no_worse_off, backup_periods, column "
    "staffed_beds)";

/// The limits of [rules]; no exact method obeys them.
[[nodiscard]] Limits check_limits(const CaseStatement& statement,
                                  const CheckedFacilities& facilities,
                                  const std::optional<Horizon>& horizon, Findings& findings);

/// The rules of [rules] and of facilities.csv that leave the problem a network; `devices` and
/// `turnaround_periods` by facility.
[[nodiscard]] Rules check_rules(const CaseStatement& statement, const CheckedFacilities& facilities,
                                const Limits& limits, Findings& findings);

/// Lines of orders.csv, and what stands beside them.
[[nodiscard]] Orders check_orders(const CaseStatement& statement, const Limits& limits,
                                  const std::optional<Horizon>& horizon, FacilityIndex& index,
                                  Findings& findings);

/// Lines of partners.csv, and what stands beside them.
[[nodiscard]] std::vector<PartnerFactor> check_partners(const CaseStatement& statement,
                                                        const Rules& rules, FacilityIndex& index,
                                                        Findings& findings);

/// What [shipments] asks for, and what stands beside it.
[[nodiscard]] ShipmentRules check_shipments(const CaseStatement& statement, const Limits& limits,
                                            Findings& findings);

/// What rules.fair_by asks for, and what stands beside it.
[[nodiscard]] std::optional<FairGroups> check_fairness(const CaseStatement& statement,
                                                       const Limits& limits, Findings& findings);

/// The ways of [routes]; nothing where there are none.
[[nodiscard]] std::optional<RouteNetwork> check_routes(const CaseStatement& statement,
                                                       FacilityIndex& facilities,
                                                       Findings& findings);

/// Prices, and who pays them.
[[nodiscard]] std::optional<MoneyTerms> check_money(const CaseStatement& statement,
                                                    Findings& findings);

struct CheckedRegions {
  std::vector<std::int32_t> of_facility;  ///< labels; empty where regions are to be made
  std::int32_t count = 0;
};

/// What the decomposition takes for regions.
[[nodiscard]] CheckedRegions check_regions(const CaseStatement& statement, Findings& findings);

}  // namespace surgeflow::checks
