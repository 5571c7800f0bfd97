// SPDX-License-Identifier: Apache-2.0
// What rules cost: how many patients more could be treated without them.
#pragma once

#include <string>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::app {

/// Solves the case again without each of its rules and limits, and without all where there are
/// several. Stops with what is known where the time is over. `instance` and `plan` are those with
/// all. Within limits plans are searched for, briefly: their prices are estimates.
[[nodiscard]] std::vector<archive::RulePrice> price_rules(const Case& planning_case,
                                                          const Instance& instance,
                                                          const Plan& plan,
                                                          const SolveControl& control);

/// Whether prices compare optima, or plans that a search has found.
enum class PricedPlans { proved, searched };

/// A sentence for each price.
[[nodiscard]] std::string prices_in_words(const std::vector<archive::RulePrice>& prices,
                                          PricedPlans plans);

}  // namespace surgeflow::app
