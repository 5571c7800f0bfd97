// SPDX-License-Identifier: Apache-2.0
// The reference method: explicit arcs, written for reading.
//
// Problem. The base model as a flow: one node per facility and period, one sink, and the arcs
//
//   hold   (i,t) -> (i,t+1)      no limit         gain (0, 0)
//   treat  (i,t) -> (i,t+P_i)    at most d_it     gain (1, 0)
//   ship   (i,t) -> (j,t+s_ij)   no limit         gain (0, -c_ij)
//
// where a node after the horizon is the sink. Gains with steps add arcs of their own: a treat arc
// for each step instead of the one above, hold arcs beside it, each at most as wide as its step.
// Where leaving has steps, (i,t) has a gate at which its lanes begin, and
//
//   send   (i,t) -> gate of (i,t)   at most a step's width   gain (0, -cost of the step)
//
// which takes no time, but still leads forward: gates count as later than their nodes. Every device
// of the supply runs from the node where it becomes usable to the sink; the plan with the largest
// total gain is wanted. Gains, potentials and distances are pairs (patients, moves) compared
// lexicographically, so that the order of the two objectives needs no weight and no proof about
// one.
//
// Algorithm: successive shortest paths. The potential v_u is what a device at u can still gain; the
// reduced cost of an arc u -> w is v_u - v_w - gain, and it is >= (0, 0) on every residual arc,
// always. Arcs lead forward in time, so one backward sweep gives such potentials for the empty
// flow. Then, while some device is left whose node is worth more than (0, 0):
//   1. Dijkstra with reduced costs from all nodes that have devices left, a node starting at
//      (largest potential of these) - (its own potential): the most valuable path comes first.
//   2. With d(u) the distance and D = d(sink): v_u falls by max(0, D - d(u)).
//   3. As many devices as fit run along the path found.
//
// Step 2 keeps the reduced costs of all residual arcs u -> w non-negative: with e(u) = min(d(u),
// D), v_u becomes v_u - D + e(u), so the reduced cost r becomes r + e(u) - e(w), and e(w) <= e(u) +
// r since d(w) <= d(u) + r and r >= 0. Nodes that no search reaches have d(u) beyond D and keep
// their potential; the sink keeps (0, 0). On the path r is zero, so the residual arcs that step 3
// creates, reversed arcs of the path, have reduced cost zero as well. Hence at every moment
//   - v_u >= v_w + gain on every hold and ship arc without a limit, for they are never full: the
//     potentials hold on every arc of the certificate and bound every plan;
//   - v_u <= v_w + gain on every arc with flow: complementary slackness, which at the end (a device
//     left at a node worth (0, 0) waits there: by the hold arcs every later node of its facility
//     is worth (0, 0) too) makes the value equal to the bound.
// A solve that is stopped leaves the other devices idle: the plan is feasible, and the bound true.
//
// Cost: one search, O(arcs log nodes), for each path; memory about 50 bytes an arc. Instances with
// more than `kReferenceArcLimit` arcs are refused (InputError), and commitments
// (std::invalid_argument). A stop is noticed between searches.
//
// Why not Boost.Graph's successive_shortest_path_nonnegative_weights: it wants one number as the
// weight (here a pair), a reversed twin for every arc, keeps its potentials to itself, and can not
// be stopped; what is left of it would be longer than the method.
//
// Reference: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, section 9.7.
#pragma once

#include <cstdint>

#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

/// Arcs that the reference method is willing to hold in memory.
inline constexpr std::int64_t kReferenceArcLimit = 5'000'000;

class ReferenceSolver final : public Solver {
 public:
  [[nodiscard]] std::string_view name() const override { return "reference"; }
  [[nodiscard]] SolveResult solve(const Instance& instance,
                                  const SolveControl& control) const override;
};

}  // namespace surgeflow::flow
