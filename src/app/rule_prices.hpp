// SPDX-License-Identifier: Apache-2.0
// What rules cost: how many patients more could be treated without them.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::app {

inline constexpr std::string_view kAllRules = "all";
inline constexpr std::string_view kPricedOrders = "orders";

/// The name under which a carrier of several items has its price.
[[nodiscard]] std::string priced_carrier(std::string_view carrier);

/// Patients treated [n] without the n-th rule, or nothing where the search was stopped.
using TreatedWithout = std::vector<std::optional<Total>>;

/// Calls `most_treated` for each of `count` rules, from several threads at once where there are
/// threads for them: calls must not share state.
[[nodiscard]] TreatedWithout treated_without_each(
    std::size_t count, const SolveControl& control,
    const std::function<std::optional<Total>(std::size_t, const SolveControl&)>& most_treated);

/// Prices of rules by name, where they are known, of a plan that treats so many.
[[nodiscard]] std::vector<archive::RulePrice> prices_of(const std::vector<std::string>& names,
                                                        const TreatedWithout& without,
                                                        Total treated);

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
