// SPDX-License-Identifier: Apache-2.0
// Orders and limits that no plan can obey, refused by their lines and keys.
#pragma once

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::app {

/// Throws InfeasibleError where, with nothing ordered, no plan brings everybody the devices that
/// the case's limits of absence and return ask for, or none is found within its dispatch limit.
void require_presence(const Instance& instance, const Case& planning_case,
                      const SolveControl& control);

/// Throws InfeasibleError where no plan obeys the orders of the case, or none within its limits of
/// dispatch, absence and return, as far as that is known before a solve.
void require_possible_orders(const Instance& instance, const Case& planning_case,
                             const SolveControl& control);

/// Throws InfeasibleError: no plan was found that obeys the orders, or brings back what must be
/// there, and leaves nobody worse off.
[[noreturn]] void refuse_unfound_plan(const Instance& instance, const Case& planning_case,
                                      const SolveControl& control);

}  // namespace surgeflow::app
