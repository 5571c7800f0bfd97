// SPDX-License-Identifier: Apache-2.0
// Solves without rules, one after the other.
#include "app/rule_prices.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "app/prepare.hpp"
#include "app/words.hpp"

namespace surgeflow::app {
namespace {

constexpr std::string_view kAllRules = "all";

/// Nothing where the search was stopped.
std::optional<Total> most_treated(const Case& planning_case, const Rules& rules,
                                  const Instance& instance, const SolveControl& control) {
  const SolveControl quiet{.stop = control.stop, .threads = control.threads};
  const SolveResult result =
      solve(make_instance(planning_case, rules, instance.demand(), instance.lanes()), quiet);
  if (result.status != SolveStatus::optimal) return std::nullopt;
  return patients_treated(result.plan);
}

/// "The rule reserve costs 12 patients."
std::string sentence(const archive::RulePrice& price) {
  const bool all = price.rule == kAllRules;
  const std::string rule = all ? "All rules together" : fmt::format("The rule {}", price.rule);
  const std::string_view ending = all ? "" : "s";
  if (price.patients == 0) return fmt::format("{} cost{} no patient.\n", rule, ending);
  const bool costs = price.patients > 0;
  return fmt::format("{} {}{} {}.\n", rule, costs ? "cost" : "save", ending,
                     counted(costs ? price.patients : -price.patients, "patient", "patients"));
}

}  // namespace

std::vector<archive::RulePrice> price_rules(const Case& planning_case, const Instance& instance,
                                            const Plan& plan, const SolveControl& control) {
  std::vector<archive::RulePrice> prices;
  const Rules& rules = planning_case.rules;
  const Total treated = patients_treated(plan);
  const auto add = [&](std::string_view name, const Rules& others) {
    if (const auto without_it = most_treated(planning_case, others, instance, control)) {
      prices.push_back({std::string(name), *without_it - treated});
    }
  };
  const std::vector<std::string_view> names = names_of(rules);
  for (const std::string_view name : names) add(name, without(rules, name));
  if (names.size() > 1) add(kAllRules, {});
  return prices;
}

std::string prices_in_words(const std::vector<archive::RulePrice>& prices) {
  std::string text;
  for (const archive::RulePrice& price : prices) text += sentence(price);
  return text;
}

}  // namespace surgeflow::app
