// SPDX-License-Identifier: Apache-2.0
// A plan spread over ranks, and how it is improved and joined.
//
// Problem. Potentials near the optimum do not tell a good plan: regions that sell and buy at given
// prices all sell to the best payer at once. A plan is therefore built from the other side, always
// feasible, by sweeps: on a partition, shipments between blocks are taken as decided, and every
// block re-plans all else exactly (patients, then movement), starting from the plan and the
// potentials so far. A sweep never makes the plan worse.
//
// What decides is the partition. Blocks of near facilities can not use what peaks at different
// times far from each other bring together: after five sweeps on 51 to 2 compact blocks, 0.6 % of
// the patients were still lost on 3,142 US counties. Scattered blocks (partition.hpp) are each like
// the whole country: two sweeps on 4 of them, dealt anew, leave 0.03 %, three 0.02 %. The first
// sweep has to be on few blocks already, since what it ships between places that later fall into
// different blocks stays: ten sweeps on 51 blocks leave 0.44 %, six on 20 blocks 0.22 %, four on
// 10 blocks 0.09 %, and 10 blocks before 4 leave more than 4 alone. So few ranks share the sweeps;
// they are short instead. Blocks that are dealt in a fixed order lose up to three times as much.
//
// Recovery from the descent's regional solves (matching sales and purchases along tight lanes) was
// not pursued once scattered blocks were seen to work.
#pragma once

#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/blocks.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

/// Rows of own facilities, and the shipments that leave them.
struct PlanShare {
  Panel<Count> treated;
  Panel<std::int64_t> moves;        ///< second half of the potentials
  std::vector<Shipment> shipments;  ///< ordered
};

/// Every facility by itself: patients are treated as long as it has devices.
[[nodiscard]] PlanShare plan_alone(const Share& share);

/// Collective: what `join_plan` and `join_moves` joined, on its ranks again; nullptr but for the
/// root.
[[nodiscard]] PlanShare split_plan(const Share& share, const Plan* plan,
                                   const Panel<std::int64_t>* moves,
                                   const comm::Communicator& ranks);

/// Collective.
[[nodiscard]] PlanValue value_of(const Share& share, const PlanShare& plan,
                                 const comm::Communicator& ranks);

struct SweepOutcome {
  StopReason stopped = StopReason::none;  ///< the plan is as before where this is set
  BlockSeconds seconds;
};

/// Collective: one sweep over a partition's blocks. A rank that has several holds the lanes and the
/// network of one at a time.
[[nodiscard]] SweepOutcome sweep_plan(const Share& share, const Partition& partition,
                                      const Panel<std::int32_t>& potentials,
                                      const SolveControl& control, const comm::Communicator& ranks,
                                      PlanShare& plan);

/// Collective: all shipments on the root, ordered; nothing on the others.
[[nodiscard]] std::vector<Shipment> join_shipments(const PlanShare& plan,
                                                   const comm::Communicator& ranks);
/// Collective: the whole plan on the root, nothing on the others.
[[nodiscard]] Plan join_plan(const Share& share, const PlanShare& plan,
                             const comm::Communicator& ranks);
/// Collective: likewise the second half of the potentials.
[[nodiscard]] Panel<std::int64_t> join_moves(const Share& share, const PlanShare& plan,
                                             const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
