// SPDX-License-Identifier: Apache-2.0
// Weights of a level, the bounds that they prove, and directions for the plan.
#include "lagrangian/fair/fair_level.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lagrangian/fair/share_bound.hpp"
#include "lagrangian/narrowed.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Weights of a patient on average: coarse ones are solved faster, fine ones cost the bound less.
constexpr std::int64_t kCoarsestUnit = 16;
constexpr std::int64_t kFinestUnit = 1024;
constexpr std::int64_t kUnitRefinement = 4;
/// They are refined after so many solves that did not lower the bound.
constexpr std::int64_t kPricePatience = 20;
/// Of the patients that the smallest share would take of all open groups: what is too little, and
/// what part of all of them is still being learnt.
constexpr double kLittlePromise = 0.05;
constexpr double kLearning = 0.002;
/// A group with less than this part of an even share of the weight keeps nobody from more.
constexpr std::int64_t kPartOfEvenShare = 20;
/// Directions end after so many that moved nothing.
constexpr std::int64_t kFruitlessDirections = 8;
/// How fast weights fall with shares, one after the other.
constexpr double kSteepness[] = {10.0, 40.0, 160.0, 640.0};

double as_number(const TreatedShare& share) {
  return static_cast<double>(share.treated) / static_cast<double>(share.demand);
}

}  // namespace

FairLevelSearch::FairLevelSearch(FairWork& work) : work_(work), bundle_({}), unit_(kCoarsestUnit) {
  const auto groups = static_cast<std::int32_t>(work.level_of.size());
  for (std::int32_t g = 0; g < groups; ++g) {
    if (work.level_of[index_of(g)] == FairWork::kOpen) open_.push_back(g);
  }
  order_ = open_;
  for (std::int32_t g = 0; g < groups; ++g) {
    if (work.level_of[index_of(g)] != FairWork::kOpen) order_.push_back(g);
  }
  for (const std::int32_t g : open_) open_demand_ += work.plan.demand()[index_of(g)];
  const auto all = static_cast<double>(open_demand_);
  for (const std::int32_t g : order_) {
    trial_.push_back(static_cast<double>(work.plan.demand()[index_of(g)]) / all);
  }
  bundle_ = Bundle(trial_, {.shared = open_.size(),
                            .first_step = 1.0 / (static_cast<double>(open_.size()) * all)});
}

void FairLevelSearch::begin_with(FairLevel proof) {
  best_ = std::move(proof);
  proved_ = true;
}

TreatedShare FairLevelSearch::smallest() const {
  TreatedShare least = work_.plan.share(open_.front());
  for (const std::int32_t g : open_) {
    const TreatedShare share = work_.plan.share(g);
    if (is_less(share, least)) least = share;
  }
  return least;
}

bool FairLevelSearch::done() const {
  if (end_.stopped != StopReason::none) return true;
  if (!proved_) return false;
  const TreatedShare reached = smallest();
  if (!is_less(reached, best_.bound)) return true;
  const double bound = as_number(best_.bound);
  return work_.options.gap > 0.0 && bound - as_number(reached) <= work_.options.gap * bound;
}

FairLevelSearch::Weights FairLevelSearch::rounded(std::span<const double> shares) const {
  const std::int64_t most = most_beside(work_.alike, unit_) + unit_;
  Weights weights(order_.size(), 0);
  for (std::size_t n = 0; n < order_.size(); ++n) {
    const Total demand = work_.plan.demand()[index_of(order_[n])];
    const double each = shares[n] * static_cast<double>(open_demand_ * unit_);
    weights[index_of(order_[n])] =
        std::min(most, static_cast<std::int64_t>(std::llround(each / static_cast<double>(demand))));
  }
  return weights;
}

/// Weights that fall exponentially with what an open group has, the slope of a smooth smallest
/// share; of settled ones those of the proof.
FairLevelSearch::Weights FairLevelSearch::by_shares(double steepness) const {
  const double least = as_number(smallest());
  const auto proved = static_cast<double>(all_of_open(best_.weights));
  std::vector<double> shares;
  double sum = 0.0;
  for (const std::int32_t g : open_) {
    shares.push_back(std::exp(steepness * (least - as_number(work_.plan.share(g)))));
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  for (std::size_t n = open_.size(); n < order_.size(); ++n) {
    const std::size_t g = index_of(order_[n]);
    shares.push_back(static_cast<double>(best_.weights[g] * work_.plan.demand()[g]) / proved);
  }
  return rounded(shares);
}

/// What the weights charge for the floors of settled groups.
std::int64_t FairLevelSearch::kept(const Weights& weights) const {
  std::int64_t sum = 0;
  for (std::size_t n = open_.size(); n < order_.size(); ++n) {
    const std::size_t g = index_of(order_[n]);
    sum = checked_add(sum, checked_multiply(weights[g], work_.floors.least[g]));
  }
  return sum;
}

std::int64_t FairLevelSearch::all_of_open(const Weights& weights) const {
  std::int64_t sum = 0;
  for (const std::int32_t g : open_) {
    sum =
        checked_add(sum, checked_multiply(weights[index_of(g)], work_.plan.demand()[index_of(g)]));
  }
  return sum;
}

void FairLevelSearch::note_bound(const Weights& weights, const PricedResult& priced) {
  ++fruitless_;
  std::vector<WeightedGroup> groups;
  for (const std::int32_t g : open_) {
    groups.push_back({weights[index_of(g)], work_.plan.demand()[index_of(g)]});
  }
  const TreatedShare bound = largest_share(groups, checked_add(priced.value, -kept(weights)));
  if (proved_ && !is_less(bound, best_.bound)) return;
  fruitless_ = 0;
  proved_ = true;
  best_.bound = bound;
  best_.weights = weights;
  best_.potentials = narrowed<std::int32_t>(priced.potentials);
}

void FairLevelSearch::tell_bundle(const Weights& weights, const PricedResult& priced) {
  const auto all = static_cast<double>(open_demand_);
  const auto open = static_cast<double>(all_of_open(weights));
  const std::vector<Total> treated = sum_by_group(priced.plan.treated, work_.floors.group);
  std::vector<double> multipliers;
  std::vector<double> slope;
  for (std::size_t n = 0; n < order_.size(); ++n) {
    const std::size_t g = index_of(order_[n]);
    const auto demand = static_cast<double>(work_.plan.demand()[g]);
    const Total least = n < open_.size() ? 0 : work_.floors.least[g];
    multipliers.push_back(static_cast<double>(weights[g]) * demand / open);
    slope.push_back(all * static_cast<double>(treated[g] - least) / demand);
  }
  const auto bound = static_cast<double>(priced.value - kept(weights)) / open;
  bundle_.add(multipliers, bound * all, 0.0, slope);
}

/// False where the search is stopped, or has nothing to compete for.
bool FairLevelSearch::try_weights(const Weights& weights) {
  if (all_of_open(weights) == 0) return false;
  Weights beside_one = weights;
  for (std::int64_t& weight : beside_one) weight -= unit_;
  const PricedResult& priced = work_.network.solve(beside_one, -unit_, unit_);
  ++end_.prices;
  note_bound(weights, priced);
  end_.stopped = priced.stopped;
  return end_.stopped == StopReason::none;
}

bool FairLevelSearch::refine() {
  fruitless_ = 0;
  if (unit_ >= kFinestUnit) return false;
  unit_ *= kUnitRefinement;
  return true;
}

void FairLevelSearch::price() {
  while (!done() && end_.prices < work_.options.most_prices) {
    const Weights weights = rounded(trial_);
    if (weights == tried_) {
      if (!refine()) return;
      continue;
    }
    if (!try_weights(weights)) return;
    tried_ = weights;
    const PricedResult& priced = work_.network.last();
    work_.plan.move_towards(priced.plan, Aim::fairer);
    tell_bundle(weights, priced);
    trial_ = bundle_.next();
    const double learning = kLearning * static_cast<double>(open_demand_);
    const bool stuck = bundle_.promise() < kLittlePromise ||
                       (fruitless_ >= kPricePatience && bundle_.promise() < learning);
    if (stuck && !refine()) return;
  }
}

void FairLevelSearch::look_for_plans() {
  unit_ = kFinestUnit / kUnitRefinement;
  std::int64_t without = 0;
  for (std::int64_t n = 0; n < work_.options.most_directions && without < kFruitlessDirections;
       ++n) {
    if (done() || !try_weights(by_shares(kSteepness[n % std::ssize(kSteepness)]))) return;
    const bool moved = work_.plan.move_towards(work_.network.last().plan, Aim::fairer);
    without = moved ? 0 : without + 1;
  }
}

SearchEnd FairLevelSearch::run() {
  price();
  look_for_plans();
  return end_;
}

FairLevel FairLevelSearch::level() const {
  FairLevel level = best_;
  level.reached = smallest();
  return level;
}

std::vector<std::int32_t> FairLevelSearch::bottleneck() const {
  const std::int64_t all = all_of_open(best_.weights);
  std::vector<std::int32_t> groups;
  for (const std::int32_t g : open_) {
    const std::int64_t own = best_.weights[index_of(g)] * work_.plan.demand()[index_of(g)];
    if (own > 0 && own * std::ssize(open_) * kPartOfEvenShare >= all) groups.push_back(g);
  }
  return groups;
}

}  // namespace surgeflow::lagrangian
