// SPDX-License-Identifier: Apache-2.0
// Plans within limits that count less movement, and now and then gain more.
//
// Patients come first: the search within limits (limited.hpp) does not look at movement, nor at
// what lanes cost, and its plan is the start here. Limits couple lanes and days because devices in
// use count for them. So keep whom the plan treats, all of them: then it is known how many devices
// must be idle where, staffed beds and patients of facilities' own are as they were, and what is
// left,
//
//   least sum of c_ij x_ijt, with the same patients to be treated, and as many devices idle at each
//   facility and period as the limits ask for beside those in use,
//
// is a network, solved exactly with the costs. But for a dispatch limit, no plan that obeys the
// limits and treats the same patients at the same places and times counts less. Then patients of
// some facilities are free, one in two or one in more, drawn for each round; the others' come
// first. Facilities that turn out to be beyond their limits are kept as well, and the network is
// solved again, until none is: the plan is in each of these networks, so that their optima gain no
// less. Where others cover a reserve it is divided as the plan keeps it (reserve_shares.hpp).
//
// A dispatch limit stays out of the network. Periods in which more leave than may are kept as the
// plan has them, all that leaves and nothing else, and the network is solved again; in the third
// network all are kept in which as many leave as may. Then devices exchange their origins
// (exchanged_origins.hpp), which leaves the numbers as they are. Patients are not freed there:
// networks with so many closed lanes take long, and hardly found anything.
//
// A plan is taken where it obeys all limits, gains no less, and gains more or counts less movement.
// Movement is lowered so, and not proved least: among plans with other patients there may be less.
//
// Cost: a solve on lanes with costs for each network; each starts from the optimum of the one
// before.
#pragma once

#include <cstdint>

#include "lagrangian/limits/limited.hpp"

namespace surgeflow::lagrangian {

/// From a plan within the limits one that is no worse in gain and then in movement; the same plan
/// where nothing was found; stopped, the best so far. `neighbourhoods`: of the plan, at most; fewer
/// where they are large. Steps of sending are not supported on lanes with costs. Same input, same
/// plan, on any number of threads, unless it is stopped.
[[nodiscard]] Plan less_movement(const Instance& instance, const Limits& limits, Plan plan,
                                 std::int64_t neighbourhoods, const SolveControl& control);

/// The same with what a search has found. An earlier plan that is the answer stays: those who wait
/// for its shipments count on them.
void lower_movement(const Instance& instance, const Limits& limits, std::int64_t neighbourhoods,
                    const SolveControl& control, SolveResult& result);

/// As solve_within_limits, for lanes with costs: searches without these, then lowers movement.
[[nodiscard]] SolveResult solve_on_costed_lanes(const Instance& instance, const Limits& limits,
                                                const LimitedOptions& options,
                                                const SolveControl& control);

}  // namespace surgeflow::lagrangian
