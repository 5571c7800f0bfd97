// SPDX-License-Identifier: Apache-2.0
// The primal-dual method: exact, any size, lanes never stored as arcs.
//
// Problem and signs. Every variable of the base model is an arc of the time-expanded network: hold
// (i,t) -> (i,t+1), treat (i,t) -> (i,t+P) with capacity d_it and gain 1, ship (i,t) -> (j,t+s)
// with gain -c_ij; whatever leaves the horizon ends in one sink. A potential v is the worth of one
// more idle device at a node; the reduced cost of an arc is rc = v_from - v_to - gain. A plan is
// optimal when rc >= 0 on every arc that could carry more and rc <= 0 on every arc that carries
// flow.
//
// Method. Potentials and flows that obey these signs are kept throughout; what is missing is
// balance at the nodes.
//  1. Start: all facilities pooled into one give a potential per period; flow is filled in greedily
//     in ascending time, which leaves excess and deficit at some nodes (Residual::fill). Potentials
//     are multiplied by 2^40, the gain of a patient, and lanes cost one: the optimum has most
//     patients, and fewest moves among those.
//  2. Search breadth-first from all excess over arcs with rc = 0 (search.hpp). Labels count changes
//     of direction in time. 64 facilities are handled at once: lanes are tiles of 64 x 64 bits
//     (lane_tiles.hpp), tight lanes the intersection with the class of equal potential they must
//     lead to (potential_classes.hpp). Lanes from a node that holding could have reached are
//     skipped, exactly. The search ends early once the deficits reached could take 0.3 of all
//     excess: those further away are mostly out of reach after the first have been served.
//  3. If lowering the potentials by one on the nodes within an even label improves the dual by at
//     least 0.95 of all excess, do that, cancelling the flow that enters them. With no deficit in
//     reach this is the ordinary step of the Hungarian method; taken early it saves most rounds.
//     Where the round before did so too, lower by all the room there is (Residual::room): a patient
//     more or less is one long step. Where the labelled set is closed from both sides and the
//     deficits that it misses can be reached from few nodes only, all but those few are lowered:
//     worth as much, and less is disturbed.
//  4. Otherwise move flow to the deficits along the labels (augmentation.hpp), and search again.
// Each round moves a unit or improves the integral dual, so the method ends.
//
// Steps (surgeflow/model/steps.hpp). Treating is one kind of arc with a capacity among others:
// every step of treating, holding and sending is a kind, with its own flows and bits. Where sending
// has steps, each facility has a gate, a second node in each period, to which these arcs lead and
// from which alone its lanes start; a forward sweep goes from facilities to gates before it follows
// lanes, a reverse one the other way. With gains of different size the same few units can be
// cancelled by an early dual step and moved back by the round after it, while potentials fall by
// one each time and a patient is 2^40: after 50 rounds without less excess, sets are lowered only
// where no flow enters them, by all the room there is.
//
// Gains of many values are solved in coarse parts of a patient first (gain_scaling.hpp).
//
// The final potentials are read as pairs, v = 2^40 * patients + moves with the moves nearest to
// zero; the certificate checks the pairs themselves, in lexicographic order, so that the order of
// the objectives does not rest on the size of the weight. Where costs differ, patients are balanced
// first, on lanes for nothing, and movement after them on listed lanes (costed_movement.hpp).
//
// Threads share what is done for all nodes or lanes at once: tiles, first flows, reading plans and
// potentials (team.hpp). The rounds are one thread's.
//
// A warm start (warm_start.hpp) runs the same rounds from the plan and the potentials of a related
// instance; a workspace (solver_state.hpp) keeps tiles and memory for it.
//
// Cost. Memory is about 45 bytes a node, 512 bytes for each tile of lanes, and the flows on lanes.
// A search costs (words of facilities that gained a label) x (tiles of a word) per period; what it
// waits for is the memory that tiles come from. Lanes with costs of their own take 190 bytes a node
// and some fifty times as long.
//
// Early ending. Potentials are dual feasible at every moment, so the bound is always true; a plan
// is made from the flows by dropping what is not balanced (recovery.hpp).
//
// Tried without gain:
//  - patients on lanes for nothing first and moves after them, where all lanes cost one (the second
//    half undoes flows of the first: up to a third more rounds, mostly 1.3 to 1.5 times as long);
//  - words of lanes by facility instead of tiles (a third slower: every facility's words come from
//    another place in memory, and nothing is known about 64 facilities at once), or tiles with the
//    rows of one facility side by side (a twentieth slower);
//  - to let all deficits pull at once along the labels and to leave what gets stuck where it is
//    (pulls pile up at the few nearest sources: 9,354 rounds instead of 105 on the counties);
//  - to keep the levels below the first one that lost many nodes and search again from there only
//    (the searches saved are lost again by worse labels);
//  - where little excess is left, to search on until nothing is labelled any more and then to let
//    augmentations go on for longer (34 rounds instead of 42 after a day on which every county
//    differed, and twice the time: what is out of reach of the nearest deficit is raised in vain);
//  - to lower the whole labelled set after every round whose search reached no further;
//  - to end a round after 2 % or 8 % of raised labels instead of 4 %, the search for one unit after
//    0.1 % or 0.5 % instead of 0.3 %, and shares of 0.5 to 0.9 in step 3, also where only long
//    labels or a round that moved little ask for a smaller share (as many rounds, or more);
//  - to look for senders from the side of the open nodes where those are fewer;
//  - to compile all of this for x86-64-v3 (2 % fewer instructions, no less time: what is waited for
//    is memory and branches that can not be foreseen, and words are too few to fill vectors).
//
// References: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, chapters 7 and 9
// (primal-dual and successive shortest paths, distance labels); E. A. Dinic, 1970 (blocking flow).
#pragma once

#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

class PrimalDualSolver final : public Solver {
 public:
  [[nodiscard]] std::string_view name() const override { return "primal_dual"; }
  [[nodiscard]] SolveResult solve(const Instance& instance,
                                  const SolveControl& control) const override;
};

}  // namespace surgeflow::flow
