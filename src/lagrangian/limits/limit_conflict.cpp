// SPDX-License-Identifier: Apache-2.0
// Tries sets of orders, and the limits one by one.
#include "lagrangian/limits/limit_conflict.hpp"

#include <numeric>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/provision.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Most patients of one facility where others treat nobody; limits are not looked at.
Total most_treated_at(const Instance& ordered, FacilityId i) {
  InstanceData data = numbers_of(ordered);
  data.resolution = 1;
  data.treat_steps.clear();
  data.hold_steps.clear();
  data.demand = Panel<Count>(ordered.facilities(), ordered.periods());
  for (Period t{0}; t.value() < ordered.periods(); ++t) data.demand(i, t) = ordered.demand()(i, t);
  return patients_treated(solve(Instance(std::move(data))).plan);
}

std::optional<LimitConflict::WorseOff> proved_worse_off(const Instance& ordered,
                                                        const Limits& limits) {
  for (FacilityId i{0}; i.value() < ordered.facilities(); ++i) {
    const Total least = patients_owed(ordered, i, limits);
    const Total most = most_treated_at(ordered, i);
    if (most < least) return LimitConflict::WorseOff{i, most, least};
  }
  return std::nullopt;
}

/// By their place in the list.
std::vector<std::size_t> all_of(const Orders& orders) {
  std::vector<std::size_t> all(orders.list.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

class Trials {
 public:
  Trials(const Instance& instance, const Orders& orders, ConflictSearchDepth depth,
         const StopCondition& stop, int threads)
      : instance_(instance), orders_(orders), depth_(depth), stop_(stop), threads_(threads) {}

  [[nodiscard]] bool finds_plan(std::span<const std::size_t> chosen, const Limits& limits) const {
    const auto [ordered, within] = problem(chosen, limits);
    if (!takes_devices(ordered, within)) return true;
    if (!provide_within(ordered, within, stop_, threads_).plan) return false;
    if (!limits.no_worse_off || depth_ == ConflictSearchDepth::provision) return true;
    const LimitedOptions brief{
        .gap = 1.0, .most_prices = 1, .exchange_rounds = 0, .movement_rounds = 0};
    const SolveResult result =
        solve_within_limits(ordered, within, brief, {.stop = stop_, .threads = threads_});
    return beyond_limits(ordered, within, result.plan) == 0;
  }

  /// Why none is found.
  void explain(const Limits& limits, LimitConflict& conflict) const {
    const auto [ordered, within] = problem(conflict.orders, limits);
    const ProvisionWithin provision = provide_within(ordered, within, stop_, threads_);
    conflict.proved = provision.proved_impossible;
    conflict.shortage = provision.shortage;
    conflict.crowded = provision.crowded;
    if (!provision.plan) return;
    conflict.worse_off = proved_worse_off(ordered, within);
    conflict.proved = conflict.worse_off.has_value();
  }

 private:
  struct Problem {
    Instance ordered;
    Limits within;
  };
  [[nodiscard]] Problem problem(std::span<const std::size_t> chosen, const Limits& limits) const {
    const Orders some = chosen_from(orders_, chosen);
    return {with_orders(instance_, some, limits), within_orders(limits, instance_, some)};
  }

  const Instance& instance_;
  const Orders& orders_;
  ConflictSearchDepth depth_;
  StopCondition stop_;
  int threads_;
};

}  // namespace

std::optional<LimitConflict> find_limit_conflict(const Instance& instance, const Orders& orders,
                                                 const Limits& limits, ConflictSearchDepth depth,
                                                 const StopCondition& stop, int threads) {
  const Trials trials(instance, orders, depth, stop, threads);
  const std::vector<std::size_t> all = all_of(orders);
  if (trials.finds_plan(all, limits)) return std::nullopt;
  LimitConflict conflict;
  conflict.orders =
      smallest_conflict(all.size(), [&](auto chosen) { return trials.finds_plan(chosen, limits); });
  Limits needed = limits;
  for (const std::string_view name : names_of(limits)) {
    Limits fewer = without(needed, name);
    if (!trials.finds_plan(conflict.orders, fewer)) needed = std::move(fewer);
  }
  conflict.limits = names_of(needed);
  trials.explain(needed, conflict);
  return conflict;
}

std::vector<std::size_t> orders_beyond(const Instance& instance, const Orders& orders,
                                       const Limits& limits, const StopCondition& stop,
                                       int threads) {
  const Trials trials(instance, orders, ConflictSearchDepth::care, stop, threads);
  if (trials.finds_plan(all_of(orders), limits)) return {};
  // Where nobody could be left as well off without any order, no order is to blame.
  const auto depth =
      trials.finds_plan({}, limits) ? ConflictSearchDepth::care : ConflictSearchDepth::provision;
  const auto conflict = find_limit_conflict(instance, orders, limits, depth, stop, threads);
  // A search that was stopped says nothing.
  if (stop.check() != StopReason::none) return {};
  return conflict ? conflict->orders : std::vector<std::size_t>{};
}

}  // namespace surgeflow::lagrangian
