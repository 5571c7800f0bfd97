// SPDX-License-Identifier: Apache-2.0
// The fairest plan: lexicographic max-min of the share of patients treated, by group.
//
// Among groups g of facilities with demand_g patients, the smallest share s_g = treated_g /
// demand_g is to be as large as possible, then the next smallest, and so on; with these shares
// kept, most patients are treated, or most is gained where rules weigh them. No network holds a sum
// over the patients of a group, so that bounds come from multipliers and plans from a search.
//
// Levels. The groups that are not settled yet, A, compete for the largest smallest share; each
// settled group keeps its floor least_g.
//   bound   for integer weights w_g >= 0 the problem in which a patient of g counts w_g is a
//           network, solved exactly (weighted_groups.hpp). Its value V bounds sum_g w_g treated_g
//           of every plan, so a plan in which all of A have the share s obeys
//             sum_A w_g ceil(s demand_g) + sum_settled w_g least_g <= V,
//           and the largest s that does is the bound (share_bound.hpp).
//   prices  The bound without the rounding, (V - sum_settled w least) / sum_A w demand, is convex
//           in w and does not change with its scale. A proximal bundle (bundle.hpp) looks for its
//           least value over the shares u_g = w_g demand_g of the weights of A, which add up to 1,
//           and over u_g >= 0 of settled groups.
//   plan    Every weighted plan shows what could be done for the groups that lack most. The
//           difference to the best plan so far falls into cycles (plan_cycles.hpp), and those are
//           taken over that make the ordered shares larger, compared as fractions in integers
//           (fair_plan.hpp). When the bundle ends, weights that fall exponentially with the
//           shares of the plan give further directions.
//   settle  Where bound and plan meet, or neither improves, the groups with weight in the proof,
//           which are those that keep the others from more, are settled at ceil(s demand_g), s
//           being the smallest share reached. The next level begins.
// Then floors are floors, and the same two means, multipliers on floors and cycles, look for most
// patients. At the end movement is made least for the patients that are treated.
//
// Rules. Where patients have weights or idle devices a reserve, the levels are those of an instance
// in which every patient counts 1 and nothing else does; the last stage is of the whole instance,
// and cycles are valued by its steps (plan_gain.hpp). A limit of lending is a gate that every lane
// of a facility and period starts behind: in cycles one more arc, in weighted problems steps of
// sending. The bound of the last stage has the gates as multipliers of lending, which say the same
// as the gates' own arcs. Orders and devices on their way are commitments and closed lanes, which
// every part keeps.
//
// The multipliers are found in floating point and rounded to whole weights before anything is
// concluded from them; nothing else of the plan or of the bounds is floating point. Same input,
// same result, on any number of threads, unless it is stopped.
//
// Cost: a weighted solve takes a few times as long as the base problem; cycles take as long as the
// plans differ. Memory: a few panels, and for each level one of potentials.
//
// References: H. Luss, On equitable resource allocation problems: a lexicographic minimax approach,
// 1999; D. Nace, M. Pioro, Max-min fairness and its applications to routing and load-balancing in
// communication networks, 2008.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/fairness.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// Cases of more than 20,000 nodes, facilities times periods, get fewer of everything.
struct FairOptions {
  double gap = 0.0;                   ///< a level, and the search for patients, end at such a gap
  std::int64_t most_prices = 300;     ///< weighted solves for the bound of a level, or of patients
  std::int32_t most_levels = 12;      ///< at the last one all groups are settled
  std::int64_t most_directions = 40;  ///< weighted solves after those, for plans alone
};

struct FairResult {
  SolveResult solved;    ///< its bound, potentials and prices are those of what it gains
  PatientFloors floors;  ///< what each group keeps
  FairClaim claim;       ///< `by` is for the caller to say
};

/// `group` is that of each facility, from 0, each with a patient at least; PatientFloors::kNoGroup
/// where it has none. Where the instance weighs patients or idle devices, shares come before
/// that. Throws std::invalid_argument for groups of another number of facilities, and commitments
/// that no plan provides.
[[nodiscard]] FairResult solve_fairest(const Instance& instance,
                                       std::span<const std::int32_t> group,
                                       const FairOptions& options, const SolveControl& control);

}  // namespace surgeflow::lagrangian
