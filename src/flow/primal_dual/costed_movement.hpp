// SPDX-License-Identifier: Apache-2.0
// The second stage where lanes differ in cost: least movement among the plans with most patients.
//
// With costs of hundreds of sizes hardly two lanes are tight together, and tiles of 64 x 64 lanes
// are of no use. But few lanes matter: devices go on in short hops, and of 9.9 million lanes
// between 3,142 counties some 200,000 are enough. So a part of the lanes is listed
// (listed_lanes.hpp) and solved to the end with the same rounds as the first stage, all lanes are
// priced (pricing.hpp), those with negative reduced cost are added, and so on until there are none,
// which proves optimality over all lanes.
//
//  1. List the cheapest lanes into and out of every facility, and those that the first stage uses,
//     so that its patients can still be treated.
//  2. Costs enter with their leading bit and are refined bit by bit (c >> shift): potentials double
//     and a cost c becomes 2c or 2c + 1, so that reduced costs stay non-negative and lanes with the
//     new bit lose their flow. A few dual steps a scale take the place of hundreds.
//  3. Lanes are priced once on each of the last scales before the full one, so that the last one
//     starts with most of what it needs, and there until nothing is found. An origin may add 16
//     lanes at first and twice as many each time, since the worst are often worst for one reason.
//  4. After lanes were added, potentials are lowered where they begin until all are feasible, and
//     the flow is filled in again. (Raised where they end, twice as many rounds follow: what was
//     priced too high is mostly the destination that had too few lanes.)
//
// A warm start begins on the finest scale with the lanes of the earlier plan, at its pairs of
// potentials, and balances patients and movement together; lanes are priced as above.
//
// Tried without gain: no scaling (as many rounds, each dearer), two or three bits a scale (as many
// rounds), more lanes at first (rings of farther ones: dearer rounds, no fewer), pricing from the
// coarsest scale on, lanes compared anew in every search instead of a bit for each (twice the
// time).
#pragma once

#include <optional>

#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/stages.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

/// `patients` is the balanced first stage, `before` how it ended.
[[nodiscard]] SolveResult least_costly_movement(const Residual<TiledLanes>& patients,
                                                const StageOutcome& before,
                                                const SolveControl& control);

/// Patients and movement together, on the finest scale from the start; nothing where the start
/// turns out to be too far from the optimum to help.
[[nodiscard]] std::optional<SolveResult> least_costly_movement(const Network& network,
                                                               const WarmStart& warm,
                                                               const SolveControl& control);

}  // namespace surgeflow::flow
