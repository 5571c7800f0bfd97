// SPDX-License-Identifier: Apache-2.0
// Plans that send no shipment of fewer devices than a minimum, and gain as much as they can.
//
// Problem. Among plans in which every shipment has at least m devices find one that gains most, and
// of these one that moves least, or has few shipments. Whether a lane is used in a period becomes a
// decision, and the problem NP-hard. The optimum without the minimum bounds it.
//
// Small problems, of up to 1,500 lanes and periods: branch and bound over these decisions, each
// node a network that is kept optimal (src/shipments/size_search.hpp). An exhausted tree is a
// proof that no plan within the minimum gains more. Where a small tree does not suffice, a large
// one is grown below what exchanges find.
//
// Large ones:
// 1. Repair. The optimum without the minimum is repaired a few facilities at a time, those that
//    send each other small shipments, until none is small. On the lanes of the facilities' own
//    optimum each small shipment is closed or filled up, whichever costs less when all devices
//    find their best other ways. What stays small after some rounds, or when time is up,
//    waits for others on its lane or is not sent: devices stay, and treat whom they can.
// 2. Exchange. For facilities drawn by a counter-based generator, a lender and those who trade
//    with it, the repair starts anew from their optimum without the minimum, or a small tree is
//    grown over all of their lanes; what is better is kept.
//
// Cost. Closing or filling up takes a few shortest paths, some ten microseconds among thirty
// facilities over half a year. The number of exchanges is fixed, so that the plan is the same on
// any machine unless it is stopped.
//
// What did not help: to repair the plan of a whole nation at once (ways get long: 50 s instead of
// 5 s, and no better); to solve anew with the solver, with only the lanes of the plan left, after
// each batch of closed shipments (8 s for each: it is made for many lanes); larger trees for
// neighbourhoods, of 600 or 1,500 lanes and periods (slower, and no better).
#pragma once

#include <cstdint>
#include <optional>

#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

struct LeastSizeOptions {
  Count minimum = 1;  ///< devices of a shipment that is sent, at least
  /// What comes after gains: movement, or few shipments.
  enum class Then { least_movement, fewest_shipments } then = Then::least_movement;
  /// What a shipment costs in units of movement, where movement counts.
  Total fixed_cost = 0;
  /// Arcs that branch and bound may look at, for gains and then for what comes after them.
  std::int64_t tree_effort = 20'000'000;
  std::int64_t exchanges = 400;
};

struct LeastSizePlan {
  Plan plan;  ///< obeys the minimum, stopped or not
  /// Whether all was searched: no plan within the minimum gains more.
  bool exhausted = false;
  StopReason stopped = StopReason::none;  ///< why the search ended early
};

/// `optimum` is the instance's without the minimum; only where its status is optimal more is done
/// than to leave small shipments out. The same for any number of threads and ranks.
[[nodiscard]] LeastSizePlan plan_within_least_size(const Instance& instance,
                                                   const SolveResult& optimum,
                                                   const LeastSizeOptions& options,
                                                   const StopCondition& stop = {});

}  // namespace surgeflow::shipments
