// SPDX-License-Identifier: Apache-2.0
// Why patients of a facility go unmet on a day while devices are idle elsewhere.
//
// For a facility j and a period t, every other facility k is asked whether one of its devices could
// have been there. One that leaves k in t - s_kj must be idle then. Where one is, the plan is tried
// with it: it goes to j and treats one patient more in t. Then it is missed at k from t - s_kj on,
// and free at j from t + P on; the least costly way to make up for that is a shortest path in the
// residual network from (j,t+P) to (k,t-s). An optimal plan can not gain by it: at least as much is
// lost on the way, and the way says by whom and when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/explain/without_shipment.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

/// Why a facility with idle devices does not help.
enum class Obstacle {
  needed,     ///< a device was idle in time, but others lose as much by its leaving
  limit,      ///< a device was idle in time, but no more may leave in that period
  committed,  ///< a device was idle in time, but commitments need it
  too_late,   ///< devices are idle in the period, none was when it would have had to leave
  no_lane,    ///< devices are idle in the period, no lane leads here
};

struct IdleNeighbour {
  FacilityId facility;
  Obstacle obstacle = Obstacle::needed;
  std::int32_t transit_periods = 0;  ///< 0 where there is no lane
  std::int32_t leave = 0;            ///< period; negative where that is before the start
  Total idle_at_leave = 0;
  Total idle_on_day = 0;
  /// Where it is needed: what changes if one of its devices comes, the patient here among it.
  Total patients = 0;        ///< treated more; never above 0 where all patients count the same
  Total gain = 0;            ///< in parts of a patient
  Total movement_saved = 0;  ///< negative: more movement
  std::vector<TreatmentChange> treatments = {};
};

struct UnmetReasons {
  Count unmet = 0;
  /// Nearest first: by transit time, then by distance, then as the facilities are numbered; those
  /// with idle devices in time, then the other two kinds; no more than asked for of each kind.
  std::vector<IdleNeighbour> neighbours;
  std::int32_t idle_in_time = 0;  ///< how many facilities there are of each kind
  std::int32_t too_late = 0;
  std::int32_t no_lane = 0;
};

struct UnmetQuestion {
  FacilityId facility;
  Period period;
  std::span<const double> distance_km = {};  ///< to each facility; empty: not known
  std::size_t most_of_a_kind = 5;
};

/// The plan must be optimal, without limits, and the potentials prove it. Neighbours are named only
/// where patients go unmet. One search in the residual network.
[[nodiscard]] UnmetReasons explain_unmet(const Instance& instance, const Plan& plan,
                                         const Potentials& potentials,
                                         const UnmetQuestion& question);

}  // namespace surgeflow::explain
