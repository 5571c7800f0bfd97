// SPDX-License-Identifier: Apache-2.0
// The independent checker of plans and bounds; it shares no code with any solver.
//
// A plan is checked from the model's equations: balance, capacities, signs. Potentials (v_it, a
// pair of patients and moves in lexicographic order, the sink's is zero) are checked on every arc
// of the time-expanded network, every lane in every period included:
//
//   hold   (i,t) -> (i,t+1)          v_it >= v_i,t+1
//   treat  (i,t) -> (i,t+P), cap d   no condition: max(0, 1 + v_i,t+P - v_it), the profit of a
//                                    patient, is counted in the bound
//   ship   (i,t) -> (j,t+s), cost c  v_it >= v_j,t+s - c
//
// (a node after the horizon is the sink). They bound every plan's value:
//
//   sum_i k_i v_i0 + sum_it a_it v_i,t+lag_i + sum_it d_it max(0, 1 + v_i,t+P - v_it),
//
// a pair again, summed in 128 bits. Where the bound equals the plan's value the plan is optimal:
// most patients first, least movement second, whatever weight the solver used.
//
// A plan with limits is held against them, and a bound with their multipliers is summed as
// limits.hpp says: in patients alone, rounded down, every lane in every period with its full price.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/fairness.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow {

/// One failed check: its name, and where and by how much it failed. The names are
///   of the plan: "plan shape", "negative treated", "treated above demand", "balance", "unknown
///     facility", "departs outside the horizon", "unknown lane", "arrives after the horizon",
///     "shipment quantity", "shipment order", "duplicate shipment", "lending limit", "dispatch
///     limit", "away limit", "return limit", "staffed beds limit", "no worse off limit", "floor
///     limit";
///   of the potentials: "potentials shape", "hold potential", "ship potential", "multipliers
///     shape", "multiplier range";
///   where all of these hold and the value still misses the bound: "optimality", and the places
///     that make the gap: "slack untreated", "slack treated", "slack shipment", "slack stock".
struct CertificateFailure {
  std::string check;
  std::string detail;
};

struct CertificateReport {
  bool feasible = false;     ///< the plan obeys every equation and limit
  bool bound_valid = false;  ///< the potentials hold on every arc, so that `bound` is true
  bool optimal = false;      ///< feasible, bound valid, and value equals bound
  PlanValue value;           ///< of the plan, recounted
  PlanValue bound;           ///< from the potentials; meaningful where bound_valid
  std::int64_t arcs_checked = 0;
  std::vector<CertificateFailure> failures;  ///< the first few of each kind
};

/// A ship arc on which potentials fail.
struct FailingArc {
  FacilityId origin;
  FacilityId destination;
  Period depart;
  std::int32_t transit_periods = 0;
  std::int32_t cost = 0;
};

/// The part of a check that looks at lanes.
struct LaneCheck {
  std::int64_t arcs_checked = 0;
  std::int64_t failing_origins = 0;       ///< facilities with a lane that fails in some period
  std::vector<FailingArc> first_failing;  ///< a few, by origin, destination and period
};

/// Looks at every lane that a table holds, in every period; the same result for any number of
/// threads. Potentials of another shape than facilities and periods throw std::invalid_argument.
[[nodiscard]] LaneCheck check_lanes(const LaneTable& lanes, const Potentials& potentials,
                                    int threads = 1);

/// Facility and period names for messages; empty vectors mean numbers are printed.
struct CertificateNames {
  std::vector<std::string> facilities;
  std::vector<std::string> periods;
};

/// Checks everything; uses up to `threads` threads, with the same result for any number.
[[nodiscard]] CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                                  const Potentials& potentials, int threads = 1,
                                                  const CertificateNames& names = {},
                                                  const std::optional<LimitClaim>& claim = {});
/// The same of a plan that contains what is ordered, and the instance without orders. Limits are
/// held against the plan as it is. Balance and bound are checked of the plan without the shipments
/// that are ordered, in whose place commitments stand, and so `value` and `bound` are of what is
/// left to decide. That the plan contains them is for without_ordered to say. Throws as
/// with_orders.
[[nodiscard]] CertificateReport check_certificate(const Instance& instance, const Orders& orders,
                                                  const Plan& plan, const Potentials& potentials,
                                                  int threads = 1,
                                                  const CertificateNames& names = {},
                                                  const std::optional<LimitClaim>& claim = {});
/// The same where those who hold the lanes have looked at them: `instance` need only know the lanes
/// of the plan's shipments.
[[nodiscard]] CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                                  const Potentials& potentials,
                                                  const LaneCheck& lanes,
                                                  const CertificateNames& names = {});

/// Checks that no plan gives all groups of a level more than its bound, from the weights and the
/// potentials of the level; that the plan reaches what is said to be reached; and that floors keep
/// it. The names of failures are "fairness shape", "fair weight", "hold potential", "ship
/// potential", "fair bound", "fair share", "fair floor".
[[nodiscard]] std::vector<CertificateFailure> check_fairness(
    const Instance& instance, const Plan& plan, const PatientFloors& floors, const FairClaim& claim,
    int threads = 1, const CertificateNames& names = {});

}  // namespace surgeflow
