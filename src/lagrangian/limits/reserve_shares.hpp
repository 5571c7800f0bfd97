// SPDX-License-Identifier: Apache-2.0
// Reserves of single facilities in the place of one that others cover, so that a network plans it.
//
// What covers the reserve of i in t is a sum over facilities, and no arc carries it. Divide the
// reserve's devices among those who cover it, q_j to each: then
//
//   sum_j min(q_j, I_jt) <= min(R_it, sum_j I_jt)      where sum_j q_j <= R_it,
//
// and with every reserve divided, idle devices gain by steps of their own facility alone: a
// network, in which no plan gains more than it does, so that the best of it is a plan worth at
// least as much as is said. For any plan there are shares at which it gains there what it truly
// does: where it keeps more than the reserve, shares of no more than each keeps; where it keeps
// less, all that each keeps, and the rest to anyone. The optimum at these shares is no worse than
// the plan, and often better; its own shares lead on (a minorant is maximised again and again).
// There are many such shares. Who comes first, and who gets the rest, differs from round to round:
// each opens other plans. Where all is given to the facility itself the reserve is the usual one.
//
// Devices at one place have as many steps as the reserves that they cover have ends. Beyond a
// number of steps neighbours are joined: a chord of a concave function is below it.
//
// Cost: facilities times those who cover each, times periods, and a solve with so many steps.
// Reference: D. R. Hunter and K. Lange, A tutorial on MM algorithms, 2004.
#pragma once

#include <cstdint>

#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::lagrangian {

class ReserveShares {
 public:
  /// Both must outlive it.
  ReserveShares(const Instance& instance, const CoveredReserve& reserve)
      : instance_(&instance), reserve_(&reserve) {}

  /// The instance with shares at which the plan gains what it does; others in every round.
  [[nodiscard]] Instance tight_at(const Plan& plan, std::uint32_t round) const;

 private:
  const Instance* instance_;
  const CoveredReserve* reserve_;
};

}  // namespace surgeflow::lagrangian
