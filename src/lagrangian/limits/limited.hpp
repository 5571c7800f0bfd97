// SPDX-License-Identifier: Apache-2.0
// Plans within limits: bounds from multipliers, plans from recovery.
//
// A limit that couples lanes or days breaks the network. Each limit (limit_family.hpp) is therefore
// given a multiplier, what a device or a patient pays for what it takes of it; at fixed multipliers
// the problem is a network with prices (priced.hpp), solved exactly in integers, and
//
//   bound = value of the priced problem + sum of multiplier times what the limit allows
//
// holds for every plan within the limits. Before any multiplier, two networks say much:
//   relaxed   with what the limits imply for single facilities (relaxed_network.hpp): a bound
//   restrict  where every plan obeys the limits of single facilities (restriction.hpp): a plan
// Where they do not meet, three things alternate:
//   price     one priced solve (priced_limits.hpp), from the potentials and flows before;
//   bundle    the next multipliers (bundle.hpp), in whole units;
//   recover   the priced plan becomes a plan within the limits (recovery.hpp); at the end the best
//             one is improved by exchange, by restrictions that follow other priced plans
//             (nearby_prices.hpp), and by neighbourhoods (neighbourhood.hpp). A priced plan that
//             obeys all limits is one of the answers as it is.
// Where the unlimited optimum obeys the limits it is the answer, proved like any other. Otherwise
// the answer is a plan, a bound with the multipliers and potentials that prove it, and the gap.
// A reserve that others cover is no limit that a plan could exceed, but no network holds it either.
// Its multipliers stand beside the others (reserve_cover.hpp), and it is out of the relaxed
// network. Every network that finds plans has the reserve divided among those who cover it
// (reserve_shares.hpp), anew by each plan that it is to start from; the first is the optimum where
// each facility has the reserve for itself. What a plan is worth is always counted with the cover.
// Where there is nothing else to exceed every priced plan is an answer, and recovery is left out.
// Orders (model/orders.hpp) are commitments, and closed lanes; what they take up of limits stands
// in these. Where commitments take devices that others must bring, recovery starts with the
// shipments that do (committed.hpp); a restriction in which nobody can is passed over. Rules
// (model/rules.hpp) may stand beside limits: their steps stay in all networks, but for limits of
// lending, which are priced like the others.
// Where lanes differ in cost all this is done without their costs: patients come first. At the end
// of every search movement is lowered in the plan that was found (less_movement.hpp).
// In large cases recovery is given up where restrictions gain far more; neighbourhoods are searched
// through plans that are worth a little less; in small cases of which much is missed at the end the
// search goes on from other priced plans.
//
// Cost. A priced solve takes about as long as the base problem; a restriction, which starts from
// the optimum of the network before it, a tenth of that; recovery of a plan some facilities x
// facilities x periods comparisons and 0.1 ms for each device sent.
#pragma once

#include <cstdint>

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

struct LimitedOptions {
  /// Ends where (bound - treated) is at most this share of the bound; 0: when neither improves.
  double gap = 0.0;
  std::int64_t most_prices = 300;       ///< priced solves
  std::int64_t exchange_rounds = 2000;  ///< at the end, in all
  /// Of nearby prices and neighbourhoods: each finds other starts for the other.
  int cycles = 2;
  /// Neighbourhoods in which movement is lowered at the end, beside the network of the plan's own
  /// patients; 0: nor in that.
  std::int64_t movement_rounds = 12;
};

/// For a search that ends with the first plans that it finds.
[[nodiscard]] constexpr LimitedOptions brief_options(double gap) {
  return {.gap = gap, .most_prices = 1, .exchange_rounds = 0, .cycles = 0, .movement_rounds = 0};
}

/// By how much a plan goes beyond limits, all together.
[[nodiscard]] Total beyond_limits(const Instance& instance, const Limits& limits, const Plan& plan);

/// Commitments that take devices must be provided for within the limits (provision.hpp), or
/// std::invalid_argument is thrown. The plan then obeys them all but for patients whom facilities
/// would treat alone, where none was found that does: `beyond_limits` tells.
/// `result.potentials` are in the unit of `result.prices`, without moves unless the unlimited
/// optimum is the answer. Same input, same result, on any number of threads, unless it is stopped.
[[nodiscard]] SolveResult solve_within_limits(const Instance& instance, const Limits& limits,
                                              const LimitedOptions& options,
                                              const SolveControl& control);

}  // namespace surgeflow::lagrangian
