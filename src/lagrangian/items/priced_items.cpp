// SPDX-License-Identifier: Apache-2.0
// Priced solves of all items, their bound, and the next prices.
#include "lagrangian/items/priced_items.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lagrangian/items/item_steps.hpp"
#include "lagrangian/narrowed.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/item_counts.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::int64_t kCoarsest = 16;
/// A patient pays for a bed in every period of the treatment.
constexpr std::int64_t kCoarsestOfBeds = 256;
constexpr std::int64_t kFinest = 1024;
constexpr std::int64_t kRefinement = 4;
/// Prices are refined after so many steps that did not lower the bound by a part of a patient.
constexpr int kPatience = 20;
/// More multipliers than this are not moved one by one: a bundle over them takes longer than what
/// it steers.
constexpr std::size_t kMostParted = 4000;
/// In patients: what a bundle that still learns may promise, and what is nothing.
constexpr double kLittlePromised = 5.0;
constexpr double kNothingPromised = 0.05;

/// Rounded towards lower bounds.
Total floor_of(std::int64_t amount, std::int64_t unit) {
  return amount / unit - (amount % unit < 0 ? 1 : 0);
}

std::int64_t coarsest_units(const ItemSet& set) {
  const std::int64_t units = set.beds.facilities() > 0 ? kCoarsestOfBeds : kCoarsest;
  return std::max<std::int64_t>(1, units / set.resolution);
}

/// The finest units that an instance of any item still takes.
std::int64_t finest_units(const ItemSet& set) {
  return std::clamp<std::int64_t>(kFinest / set.resolution, 1,
                                  std::max<std::int64_t>(1, kMaxGain / largest_worth(set)));
}

/// The units that treatments take if everyone is treated.
std::vector<Panel<Total>> most_used(const ItemSet& set) {
  std::vector<Panel<Count>> everyone;
  for (const Treatment& treatment : set.treatments) {
    everyone.push_back(set.patients(treatment));
  }
  std::vector<Panel<Total>> used(set.items.size());
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (set.is_used(item)) used[item] = units_used(set, everyone, item);
  }
  return used;
}

/// What an item gains where it treats everyone and keeps all of its reserve.
Total most_of_item(const ItemSet& set, std::size_t item) {
  Total most = 0;
  const auto add = [&](const Panel<Count>& width, const auto& gain) {
    for (std::size_t n = 0; n < width.values().size(); ++n) {
      most += Total{gain.values()[n]} * width.values()[n];
    }
  };
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    if (set.treatments[k].item == item) add(set.patients(set.treatments[k]), gains_of(set, k));
  }
  for (const GainStep& step : set.items[item].instance.hold_steps()) add(step.width, step.gain);
  return most;
}

/// Those who may be given an item at these prices: its treatments, then the units for others.
std::vector<Offer> priced_offers(const ItemSet& set, const TiePrices& prices, std::size_t item,
                                 const Panel<Total>& most_used) {
  std::vector<Offer> offers;
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    if (set.treatments[k].item != item) continue;
    const Panel<std::int64_t> costs = costs_of(set, prices, k);
    Panel<std::int64_t> gain = gains_of(set, k);
    std::ranges::transform(
        gain.values(), costs.values(), gain.values().begin(),
        [&](std::int64_t gains, std::int64_t cost) { return prices.resolution * gains - cost; });
    offers.push_back({set.patients(set.treatments[k]), std::move(gain)});
  }
  if (most_used.facilities() == 0) return offers;
  offers.push_back({narrowed<Count>(most_used), prices.unit[item]});
  return offers;
}

}  // namespace

PricedItems::PricedItems(const ItemSet& set, std::int64_t most_steps, const SolveControl& control)
    : set_(set),
      control_(control),
      most_steps_(most_steps),
      ties_(set),
      most_used_(most_used(set)),
      most_gain_(largest_gain(set)),
      coarsest_(coarsest_units(set)),
      finest_(finest_units(set)),
      resolution_(std::min(coarsest_, finest_)),
      multipliers_(ties_.size(), 0),
      workspaces_(set.items.size()),
      prices_(no_prices(set)) {
  const Panel<Count> nothing(set.facilities(), set.periods());
  const Panel<std::int64_t> none(set.facilities(), set.periods());
  plans_.plans.assign(set.items.size(), {.treated = nothing, .shipments = {}});
  plans_.patients.assign(set.treatments.size(), nothing);
  potentials_.assign(set.items.size(), none);
  proof_.prices = prices_;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    proof_.potentials.push_back({Panel<std::int32_t>(set.facilities(), set.periods()), none});
    gates_.push_back(is_charged_by_lane(set, item) ? std::make_unique<GateNetwork>(set, item)
                                                   : nullptr);
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    if (set.is_tied(item)) bound_ += most_of_item(set, item);
  }
}

StopReason PricedItems::step() {
  prices_ = ties_.as_prices(multipliers_, resolution_);
  std::int64_t amount = 0;
  StopReason stopped = StopReason::none;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (!set_.is_tied(item)) continue;
    // Potentials are true whether the solve came to its end or not.
    const StopReason reason = solve_item(item, amount);
    if (reason != StopReason::none) stopped = reason;
  }
  for (std::size_t r = 0; r < multipliers_.size(); ++r) {
    amount = checked_add(amount, checked_multiply(multipliers_[r], ties_.room()[r]));
  }
  ++steps_;
  ++fruitless_;
  if (const Total bound = floor_of(amount, resolution_); bound < bound_ || steps_ == 1) {
    keep_proof(bound);
  }
  if (stopped != StopReason::none) return stopped;
  tell_bundle(amount);
  chosen_ = false;
  return StopReason::none;
}

/// Solves one item at the prices and adds what it gains to `amount`.
StopReason PricedItems::solve_item(std::size_t item, std::int64_t& amount) {
  const Instance& base = set_.items[item].instance;
  const ItemSteps steps(base, priced_offers(set_, prices_, item, most_used_[item]),
                        {.scale = resolution_, .lending = Lending::free});
  PricedResult result = priced(item, steps.instance());
  amount = checked_add(amount, result.value);
  potentials_[item] = std::move(result.potentials);
  if (result.stopped != StopReason::none) return result.stopped;
  plans_.plans[item] = std::move(result.plan);
  std::vector<Panel<Count>> parts = steps.split(plans_.plans[item].treated);
  std::size_t next = 0;
  for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
    if (set_.treatments[k].item == item) plans_.patients[k] = std::move(parts[next++]);
  }
  return StopReason::none;
}

PricedResult PricedItems::priced(std::size_t item, const Instance& steps) {
  if (gates_[item]) return gates_[item]->solve(steps, prices_, control_);
  const LanePrices lanes{.resolution = 1,
                         .leave = charges_of(set_, prices_, item),
                         .arrive = earnings_of(set_, prices_, item),
                         .treat = Panel<std::int64_t>(set_.facilities(), set_.periods())};
  return solve_priced(steps, lanes, {.potentials = &potentials_[item], .plan = &plans_.plans[item]},
                      {.stop = control_.stop, .workspace = &workspaces_[item]});
}

void PricedItems::keep_proof(Total bound) {
  fruitless_ = 0;
  bound_ = bound;
  best_multipliers_ = multipliers_;
  best_resolution_ = resolution_;
  proof_.prices = prices_;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    proof_.potentials[item].patients = narrowed<std::int32_t>(potentials_[item]);
  }
}

std::vector<double> PricedItems::in_patients(const Multipliers& units) const {
  std::vector<double> patients;
  patients.reserve(units.size());
  for (const std::int64_t price : units) patients.push_back(static_cast<double>(price) / unit());
  return patients;
}

void PricedItems::tell_bundle(std::int64_t amount) {
  const std::vector<Total> slack = ties_.slack(plans_);
  if (!space_) {
    first_slack_ = slack;
    space_.emplace(ties_, Spread::joint, first_slack_);
    bundle_ = Bundle(std::vector<double>(space_->size(), 0.0));
  }
  Total gain = 0;
  for (std::size_t item = 0; item < set_.items.size(); ++item) {
    if (set_.is_tied(item)) gain += gain_of(set_, plans_, item);
  }
  bundle_.add(space_->point(in_patients(multipliers_)), static_cast<double>(amount) / unit(),
              static_cast<double>(gain) / static_cast<double>(set_.resolution),
              space_->slope(slack));
}

bool PricedItems::exhausted() {
  if (!chosen_ && !exhausted_) {
    chosen_ = steps_ < most_steps_ && choose_multipliers();
    exhausted_ = !chosen_;
  }
  return exhausted_;
}

bool PricedItems::choose_multipliers() {
  // A third of the steps are for prices of single facilities.
  const bool time_to_part = joint_ && ties_.size() <= kMostParted && 3 * steps_ >= 2 * most_steps_;
  if (!time_to_part && next_multipliers()) return true;
  return part_facilities();
}

/// False where neither the model nor finer prices promise a better bound.
bool PricedItems::next_multipliers() {
  if (fruitless_ >= kPatience && bundle_.promise() < kLittlePromised) {
    if (!can_refine()) return false;
    refine();
  }
  for (;; refine()) {
    const std::vector<double> before = in_patients(multipliers_);
    multipliers_ = rounded(space_->multipliers(bundle_.next()));
    if (bundle_.promise() >= kNothingPromised && in_patients(multipliers_) != before) return true;
    if (!can_refine()) return false;
  }
}

PricedItems::Multipliers PricedItems::rounded(const std::vector<double>& patients) const {
  constexpr auto kMost = static_cast<double>(std::int64_t{1} << 40);
  Multipliers units;
  units.reserve(patients.size());
  for (const double price : patients)
    units.push_back(std::llround(std::min(price * unit(), kMost)));
  ties_.cap(units, resolution_ * most_gain_);
  return units;
}

void PricedItems::refine() {
  fruitless_ = 0;
  const std::int64_t factor = std::min(kRefinement, finest_ / resolution_);
  resolution_ *= factor;
  for (Panel<std::int64_t>& panel : potentials_) {
    for (std::int64_t& value : panel.values()) value *= factor;
  }
  for (const auto& gates : gates_) {
    if (gates) gates->refine(factor);
  }
  for (std::int64_t& units : multipliers_) units *= factor;
}

/// Begins anew from the best prices, with those of every facility; false where that is done.
bool PricedItems::part_facilities() {
  if (!joint_ || ties_.size() > kMostParted) return false;
  joint_ = false;
  fruitless_ = 0;
  multipliers_ = best_multipliers_;
  for (std::int64_t& units : multipliers_) units = units * resolution_ / best_resolution_;
  space_.emplace(ties_, Spread::by_facility, first_slack_);
  bundle_ = Bundle(space_->point(in_patients(multipliers_)));
  return true;
}

}  // namespace surgeflow::lagrangian
