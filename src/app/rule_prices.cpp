// SPDX-License-Identifier: Apache-2.0
// Solves without rules, several at a time.
#include "app/rule_prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "app/prepare.hpp"
#include "app/words.hpp"
#include "flow/stop_status.hpp"
#include "lagrangian/limits/limited.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::app {
namespace {

constexpr std::string_view kCarrier = "carrier ";

/// What a plan obeys.
struct Ruling {
  Rules rules;
  Limits limits;
  Orders orders;
};

/// Nothing where the search was stopped. Within limits, of a plan that is not searched for long, or
/// of `known` where that gains more: it obeys fewer rules, too.
std::optional<Total> most_treated(const Case& planning_case, const Ruling& ruling,
                                  const Instance& instance, const Plan& known,
                                  const SolveControl& control) {
  const auto& [rules, limits, orders] = ruling;
  Instance other = make_instance(planning_case, rules, instance.demand(), instance.lanes());
  const Limits within = within_orders(limits, other, orders);
  if (!orders.empty()) other = with_orders(other, orders, limits);
  const lagrangian::LimitedOptions brief = lagrangian::brief_options(planning_case.gap);
  const SolveResult result = limits.any()
                                 ? lagrangian::solve_within_limits(other, within, brief, control)
                                 : solve(other, control);
  if (flow::stop_reason(result.status) != StopReason::none) return std::nullopt;
  const bool gains_less = result.value.treated < value_of(other, within, known).treated;
  return patients_treated(gains_less ? known : result.plan);
}

/// "The rule reserve costs 12 patients."
std::string sentence(const archive::RulePrice& price, std::string_view about) {
  const bool all = price.rule == kAllRules;
  const bool several = all || price.rule == kPricedOrders;
  const bool named = several || price.rule.starts_with(kCarrier);
  const std::string rule =
      all ? "All rules together" : fmt::format("The {}{}", named ? "" : "rule ", price.rule);
  const std::string_view ending = several ? "" : "s";
  if (price.patients == 0) return fmt::format("{} cost{} no patient.\n", rule, ending);
  const bool costs = price.patients > 0;
  return fmt::format("{} {}{} {}{}.\n", rule, costs ? "cost" : "save", ending, about,
                     counted(costs ? price.patients : -price.patients, "patient", "patients"));
}

/// What is obeyed without the rule of that name.
struct Remainder {
  std::string_view name;
  Ruling ruling;
};

/// Without each rule, without orders, and without all where there are several.
std::vector<Remainder> without_each(const Ruling& all) {
  std::vector<Remainder> remainders;
  for (const std::string_view name : names_of(all.rules)) {
    Ruling others{without(all.rules, name), all.limits, all.orders};
    if (!others.rules.reserve) others.limits.backup_periods = 0;
    remainders.push_back({name, std::move(others)});
  }
  for (const std::string_view name : names_of(all.limits)) {
    remainders.push_back({name, {all.rules, without(all.limits, name), all.orders}});
  }
  if (!all.orders.empty()) remainders.push_back({kPricedOrders, {all.rules, all.limits, {}}});
  if (remainders.size() > 1) remainders.push_back({kAllRules, {}});
  return remainders;
}

}  // namespace

std::string priced_carrier(std::string_view carrier) {
  return fmt::format("{}{}", kCarrier, carrier);
}

TreatedWithout treated_without_each(
    std::size_t count, const SolveControl& control,
    const std::function<std::optional<Total>(std::size_t, const SolveControl&)>& most_treated) {
  TreatedWithout treated(count);
  const int at_once = std::clamp(narrow<int>(count), 1, std::max(1, control.threads));
  const SolveControl each{.stop = control.stop, .threads = std::max(1, control.threads / at_once)};
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(at_once)
  for (std::size_t n = 0; n < count; ++n) {
    try {
      treated[n] = most_treated(n, each);
    } catch (...) {
#pragma omp critical(surgeflow_rule_prices)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  return treated;
}

std::vector<archive::RulePrice> prices_of(const std::vector<std::string>& names,
                                          const TreatedWithout& without, Total treated) {
  std::vector<archive::RulePrice> prices;
  for (std::size_t n = 0; n < names.size(); ++n) {
    if (without[n]) prices.push_back({names[n], *without[n] - treated});
  }
  return prices;
}

std::vector<archive::RulePrice> price_rules(const Case& planning_case, const Instance& instance,
                                            const Plan& plan, const SolveControl& control) {
  const std::vector<Remainder> remainders =
      without_each({planning_case.rules, planning_case.limits, planning_case.orders});
  std::vector<std::string> names;
  for (const Remainder& remainder : remainders) names.emplace_back(remainder.name);
  const TreatedWithout without = treated_without_each(
      remainders.size(), control, [&](std::size_t n, const SolveControl& each) {
        return most_treated(planning_case, remainders[n].ruling, instance, plan, each);
      });
  return prices_of(names, without, patients_treated(plan));
}

std::string prices_in_words(const std::vector<archive::RulePrice>& prices, PricedPlans plans) {
  std::string text;
  for (const archive::RulePrice& price : prices) {
    text += sentence(price, plans == PricedPlans::proved ? "" : "about ");
  }
  return text;
}

}  // namespace surgeflow::app
