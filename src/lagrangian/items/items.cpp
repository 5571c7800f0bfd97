// SPDX-License-Identifier: Apache-2.0
// Items alone, then prices and recovery for those that are tied.
#include "lagrangian/items/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "flow/stop_status.hpp"
#include "lagrangian/items/item_recovery.hpp"
#include "lagrangian/items/priced_items.hpp"
#include "lagrangian/limits/limited.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Priced plans of sets that are not small that are made plans within the ties: one in so many.
constexpr std::int64_t kItemsRecoveredEvery = 5;
/// Of plans of small sets, at the end.
constexpr std::uint32_t kVariations = 8;
constexpr std::uint32_t kSharesStream = 0x53706c74;
/// Shares are counted in parts of a load, and the last plan counts one in so many.
constexpr Total kSharePart = 256;
constexpr Total kShareMemory = 8;

/// What each item loads in a period, over the late priced plans.
class LateShares {
 public:
  explicit LateShares(const ItemSet& set)
      : set_(set),
        parts_(set.carriers.size(),
               {set.items.size(), std::vector<Total>(static_cast<std::size_t>(set.periods()), 0)}) {
  }

  void note(const ItemPlans& plans) {
    for (std::size_t m = 0; m < parts_.size(); ++m) {
      for (std::size_t item = 0; item < set_.items.size(); ++item) {
        const auto loads = loads_of(set_, set_.carriers[m], item, plans.plans[item]);
        for (std::size_t t = 0; t < loads.size(); ++t) {
          Total& part = parts_[m][item][t];
          part += (kSharePart * loads[t] - part) / (noted_ == 0 ? 1 : kShareMemory);
        }
      }
    }
    ++noted_;
  }
  /// In whole loads, where those of less than `least_part` are none.
  [[nodiscard]] ItemRecovery::Shares shares(Total least_part) const {
    return rounded([&] { return kSharePart - least_part; });
  }
  /// Rounded up as often as the part of a load says.
  [[nodiscard]] ItemRecovery::Shares drawn(std::uint32_t round) const {
    const RandomKey key{.seed = 0, .stream = kSharesStream, .member = round};
    std::uint64_t drawn = 0;
    return rounded([&] { return static_cast<Total>(random_below(key, drawn++, kSharePart)); });
  }

 private:
  /// Down to whole loads, with what `added()` adds to each share.
  template <class Added>
  [[nodiscard]] ItemRecovery::Shares rounded(const Added& added) const {
    ItemRecovery::Shares shares = parts_;
    for (auto& carrier : shares) {
      for (auto& item : carrier) {
        for (Total& part : item) part = (part + added()) / kSharePart;
      }
    }
    return shares;
  }

  const ItemSet& set_;
  ItemRecovery::Shares parts_;
  std::int64_t noted_ = 0;
};

class ItemSolve {
 public:
  ItemSolve(const ItemSet& set, const ItemOptions& options, const SolveControl& control)
      : set_(set), options_(options), control_(control) {}

  [[nodiscard]] ItemResult run();

 private:
  void solve_alone(std::size_t item);
  [[nodiscard]] bool ties_take_all_alone() const;
  void search();
  void recover(PricedItems& relaxation, ItemRecovery& recovery);
  void vary(const PricedItems& relaxation, ItemRecovery& recovery);
  [[nodiscard]] bool is_good_enough(const PricedItems& relaxation, const ItemRecovery& recovery);
  void take(const PricedItems& relaxation, const ItemRecovery& recovery);
  void record(std::string_view step, const PricedItems& relaxation, const ItemRecovery& recovery);

  const ItemSet& set_;
  const ItemOptions& options_;
  const SolveControl& control_;
  ItemResult result_;
  Total gain_apart_ = 0;   ///< of items that nothing ties
  Total bound_apart_ = 0;  ///< of the same
  std::optional<LateShares> shares_;
  StopReason stopped_ = StopReason::none;
  Stopwatch watch_;
};

/// Whether nothing but carriers ties any items.
bool only_carriers_tie(const ItemSet& set) {
  return set.uses.empty() && std::ranges::all_of(set.treatments, [&](const Treatment& treatment) {
           return !set.is_contested(treatment.patients_of);
         });
}

/// Whether the potentials of an item alone are in the unit of those at prices.
bool counts_alike(const ItemSet& set) {
  return std::ranges::all_of(
      set.items, [&](const Item& item) { return item.instance.resolution() == set.resolution; });
}

/// What lending must cost where lanes lead to more than devices are worth.
Panel<std::int64_t> lending_prices(const Instance& instance, const Panel<std::int32_t>& worth) {
  Panel<std::int64_t> prices(instance.facilities(), instance.periods());
  const LaneTable& lanes = instance.lanes();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (Period t{0}; t.value() + transit < instance.periods(); ++t) {
        if (!lanes.is_open(i, j, t)) continue;
        const std::int64_t gain = std::int64_t{worth(j, Period(t.value() + transit))} - worth(i, t);
        prices(i, t) = std::max(prices(i, t), gain);
      }
    }
  }
  return prices;
}

ItemResult ItemSolve::run() {
  const Panel<Count> nobody(set_.facilities(), set_.periods());
  result_.proof.prices = no_prices(set_);
  result_.proof.potentials.resize(set_.items.size());
  result_.proof.limits.resize(set_.items.size());
  result_.plans.plans.assign(set_.items.size(), {.treated = nobody, .shipments = {}});
  result_.plans.patients.assign(set_.treatments.size(), nobody);
  bool any_tied = false;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (set_.is_tied(item)) {
      any_tied = true;
    } else {
      solve_alone(item);
    }
  }
  gain_apart_ = result_.gain;
  bound_apart_ = result_.bound;
  if (!any_tied) return std::move(result_);
  if (only_carriers_tie(set_) && counts_alike(set_)) {
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      if (set_.is_tied(item)) solve_alone(item);
    }
    if (ties_take_all_alone()) return std::move(result_);
  }
  search();
  return std::move(result_);
}

/// Like a case of its own; added to the result. Limits of a tied item are for the caller to look
/// at.
void ItemSolve::solve_alone(std::size_t item) {
  const auto& [name, instance, limits, in_beds] = set_.items[item];
  const bool is_limited = limits.any() && !set_.is_tied(item);
  SolveResult alone = is_limited
                          ? solve_within_limits(instance, limits, {.gap = options_.gap}, control_)
                          : solve(instance, control_);
  if (alone.status != SolveStatus::optimal && stopped_ == StopReason::none) {
    result_.status = alone.status;
    stopped_ = flow::stop_reason(alone.status);
  }
  if (is_limited) result_.proof.limits[item] = alone.prices.value_or(LimitPrices{});
  const Total parts = set_.resolution / set_.items[item].instance.resolution();
  result_.gain += parts * alone.value.treated;
  result_.bound += parts * alone.bound.treated;
  if (set_.limits_lending(item)) {
    result_.proof.prices.lending[item] =
        lending_prices(set_.items[item].instance, alone.potentials.patients);
  }
  result_.iterations += alone.iterations;
  put_alone(set_, item, std::move(alone.plan), result_.plans);
  result_.proof.potentials[item] = std::move(alone.potentials);
}

bool ItemSolve::ties_take_all_alone() const {
  const std::vector<Total> slack = TieMultipliers(set_).slack(result_.plans);
  return std::ranges::all_of(slack, [](Total left) { return left >= 0; });
}

void ItemSolve::search() {
  PricedItems relaxation(set_, options_.most_prices, control_);
  control_.log->message(LogLevel::debug, in_words(relaxation));
  ItemRecovery recovery(set_, control_);
  shares_.emplace(set_);
  const StopReason stopped = lagrangian::improve(
      relaxation, [&] { return !is_good_enough(relaxation, recovery); },
      [&] { recover(relaxation, recovery); });
  if (stopped != StopReason::none) stopped_ = stopped;
  if (stopped_ == StopReason::none && !is_good_enough(relaxation, recovery)) {
    recovery.improve(options_.improvement_rounds, options_.exchanges);
    record("exchange", relaxation, recovery);
    if (recovery.is_small()) vary(relaxation, recovery);
    stopped_ = control_.stop.check();
  }
  take(relaxation, recovery);
}

void ItemSolve::recover(PricedItems& relaxation, ItemRecovery& recovery) {
  shares_->note(relaxation.plans());
  if (recovery.is_small() || relaxation.steps() % kItemsRecoveredEvery == 1) {
    // Rounded up, items that come first may leave nothing to others; to the nearest, room is left.
    const Total least_part = relaxation.steps() % 2 == 1 ? 1 : kSharePart / 2;
    recovery.consider({relaxation.plans(), relaxation.potentials(), relaxation.prices(),
                       shares_->shares(least_part)});
    record("price", relaxation, recovery);
  }
}

/// Plans of the last priced plan where carriers are divided at random, as late priced plans do.
void ItemSolve::vary(const PricedItems& relaxation, ItemRecovery& recovery) {
  for (std::uint32_t n = 0; n < kVariations && !is_good_enough(relaxation, recovery); ++n) {
    recovery.consider(
        {relaxation.plans(), relaxation.potentials(), relaxation.prices(), shares_->drawn(n)});
  }
  record("vary", relaxation, recovery);
}

bool ItemSolve::is_good_enough(const PricedItems& relaxation, const ItemRecovery& recovery) {
  if (stopped_ == StopReason::none) stopped_ = control_.stop.check();
  const Total bound = bound_apart_ + relaxation.bound();
  const Total gain = gain_apart_ + recovery.gain();
  return stopped_ != StopReason::none || bound == gain ||
         (options_.gap > 0.0 && relative_gap(bound, gain) <= options_.gap);
}

void ItemSolve::record(std::string_view step, const PricedItems& relaxation,
                       const ItemRecovery& recovery) {
  const Total bound = bound_apart_ + relaxation.bound();
  const Total gain = gain_apart_ + recovery.gain();
  result_.steps.push_back(
      {.step = std::string(step),
       .partition = fmt::format("1/{} patient", relaxation.resolution() * set_.resolution),
       .bound_treated = bound / set_.resolution,
       .treated = gain / set_.resolution,
       .gap = relative_gap(bound, gain),
       .measured = {.seconds = watch_.seconds()}});
  control_.log->message(LogLevel::info,
                        fmt::format("{} {}: bound {}, plan {}, gap {:.3f} %", step,
                                    relaxation.steps(), bound / set_.resolution,
                                    gain / set_.resolution, 100.0 * relative_gap(bound, gain)));
  watch_ = {};
}

/// Puts the tied items beside those that nothing ties.
void ItemSolve::take(const PricedItems& relaxation, const ItemRecovery& recovery) {
  result_.proof.prices = relaxation.proof().prices;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.is_tied(item)) continue;
    result_.plans.plans[item] = recovery.plans().plans[item];
    result_.proof.potentials[item] = relaxation.proof().potentials[item];
  }
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.is_tied(set_.treatments[k].item))
      result_.plans.patients[k] = recovery.plans().patients[k];
  }
  result_.gain = gain_apart_ + recovery.gain();
  result_.bound = bound_apart_ + relaxation.bound();
  result_.iterations += relaxation.steps();
  result_.status =
      stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_);
}

}  // namespace

ItemResult solve_items(const ItemSet& set, const ItemOptions& options,
                       const SolveControl& control) {
  require_consistent(set);
  return ItemSolve(set, options, control).run();
}

}  // namespace surgeflow::lagrangian
