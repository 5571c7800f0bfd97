// SPDX-License-Identifier: Apache-2.0
// Priced solves, their bounds, and the next multipliers.
#include "lagrangian/limits/priced_limits.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/narrowed.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::int64_t kCoarsest = 16;
constexpr std::int64_t kFinest = 1024;
constexpr std::int64_t kRefinement = 4;
/// Prices are refined after so many priced solves that did not lower the bound by a patient.
constexpr int kPatience = 20;
/// As long as the model promises more, the bound not falling says nothing: it is still being
/// learnt.
constexpr double kLittlePromised = 5.0;
/// The model promises less than a bound in whole patients could show.
constexpr double kNothingPromised = 0.05;

/// Rounded towards lower bounds.
Total floor_of(std::int64_t amount, std::int64_t unit) {
  return amount / unit - (amount % unit < 0 ? 1 : 0);
}

/// What gains count in parts of a patient is fine already.
std::int64_t coarsest(const Instance& instance) {
  return std::max<std::int64_t>(1, kCoarsest / instance.resolution());
}
}  // namespace

PricedLimits::PricedLimits(const RelaxedNetwork& network, const Families& families,
                           const SolveResult& unlimited, const Plan& near, std::int64_t most_steps,
                           const SolveControl& control)
    : network_(network),
      instance_(network.instance()),
      families_(families),
      control_(control),
      most_steps_(most_steps),
      resolution_(1),
      room_(joined(families, [](const LimitFamily& family) { return family.room(); })),
      multipliers_(room_.size(), 0),
      bundle_({}) {
  const Panel<std::int64_t> none(instance_.facilities(), instance_.periods());
  best_ = {.bound = checked_add(unlimited.bound.treated - network.asked(), constant()),
           .multipliers = multipliers_,
           .prices = prices(),
           .potentials = {unlimited.potentials.patients, none}};
  resolution_ = coarsest(instance_);
  priced_.plan = unlimited.plan;
  slack_ = slack_of(families_, priced_.plan);
  priced_.potentials = none;
  std::ranges::transform(unlimited.potentials.patients.values(),
                         priced_.potentials.values().begin(),
                         [&](std::int32_t value) { return resolution_ * value; });
  multipliers_ = start(near);
  bundle_ = Bundle(in_patients(multipliers_), {.most = in_patients(most())});
}

LimitPrices PricedLimits::prices() const {
  LimitPrices prices = stated(families_, multipliers_, resolution_);
  prices.idle = network_.bonus() * resolution_;
  return prices;
}

LanePrices PricedLimits::charged() const {
  const Panel<std::int64_t> none(instance_.facilities(), instance_.periods());
  LanePrices prices{.resolution = resolution_, .leave = none, .arrive = none, .treat = none};
  for_each_part(families_, multipliers_,
                [&](const LimitFamily& family, auto part) { family.charge(part, prices); });
  return prices;
}

PricedLimits::Multipliers PricedLimits::start(const Plan& near) const {
  const FirstPrices first{.resolution = resolution_,
                          .most = resolution_ * largest_gain(instance_) * instance_.periods(),
                          .plan = near};
  return joined(families_, [&](const LimitFamily& family) { return family.start(first); });
}

PricedLimits::Multipliers PricedLimits::most() const {
  return joined(families_, [&](const LimitFamily& family) { return family.most(resolution_); });
}

std::int64_t PricedLimits::constant() const {
  std::int64_t amount = 0;
  for (std::size_t r = 0; r < room_.size(); ++r) {
    amount = checked_add(amount, checked_multiply(multipliers_[r], room_[r]));
  }
  for_each_part(families_, multipliers_, [&](const LimitFamily& family, auto part) {
    amount = checked_add(amount, family.gain(part, resolution_));
  });
  return amount;
}

std::int64_t PricedLimits::finest() const {
  std::int64_t units = std::max<std::int64_t>(1, kFinest / instance_.resolution());
  for (const auto& family : families_) units = std::max(units, family->finest());
  return units;
}

std::vector<double> PricedLimits::in_patients(const Multipliers& units) const {
  std::vector<double> patients;
  patients.reserve(units.size());
  for (const std::int64_t price : units) {
    patients.push_back(static_cast<double>(price) / patient());
  }
  return patients;
}

PricedLimits::Multipliers PricedLimits::rounded(const std::vector<double>& patients) const {
  Multipliers units;
  units.reserve(patients.size());
  for (const double price : patients) {
    units.push_back(std::llround(price * patient()));
  }
  return units;
}

StopReason PricedLimits::step() {
  const PricedStart from{.potentials = &priced_.potentials, .plan = &priced_.plan};
  PricedResult priced =
      solve_priced(instance_, charged(), from, {.stop = control_.stop, .workspace = &workspace_});
  const std::int64_t amount =
      checked_add(checked_add(priced.value, -resolution_ * network_.asked()), constant());
  ++steps_;
  ++fruitless_;
  const Total bound = floor_of(amount, resolution_);
  // Potentials are true whether the solve came to its end or not.
  if (bound < best_.bound) keep_proof(bound, priced);
  if (priced.stopped != StopReason::none) return priced.stopped;
  priced_ = std::move(priced);
  slack_ = slack_of(families_, priced_.plan);
  tell_bundle(amount);
  chosen_ = false;
  return StopReason::none;
}

void PricedLimits::keep_proof(Total bound, const PricedResult& priced) {
  fruitless_ = 0;
  best_.bound = bound;
  best_.multipliers = multipliers_;
  best_.prices = prices();
  best_.potentials.patients = narrowed<std::int32_t>(priced.potentials);
}

/// The bound in units of prices: it is linear around the multipliers, and the cut is what it would
/// be at none.
void PricedLimits::tell_bundle(std::int64_t bound) {
  std::vector<Total> slope;
  for_each_part(families_, multipliers_, [&](const LimitFamily& family, auto part) {
    const std::vector<Total> own = family.slope(part, resolution_, priced_.plan);
    slope.insert(slope.end(), own.begin(), own.end());
  });
  std::int64_t cut = bound;
  for (std::size_t r = 0; r < slope.size(); ++r) {
    cut = checked_add(cut, -checked_multiply(multipliers_[r], slope[r]));
  }
  bundle_.add(in_patients(multipliers_), static_cast<double>(bound) / patient(),
              static_cast<double>(cut) / patient(),
              std::vector<double>(slope.begin(), slope.end()));
}

bool PricedLimits::exhausted() {
  if (!chosen_ && !exhausted_) {
    chosen_ = steps_ < most_steps_ && choose_multipliers();
    exhausted_ = !chosen_;
  }
  return exhausted_;
}

/// False where neither the model nor finer prices promise a better bound.
bool PricedLimits::choose_multipliers() {
  if (fruitless_ >= kPatience && bundle_.promise() < kLittlePromised) {
    if (resolution_ >= finest()) return false;
    refine();
  }
  for (;; refine()) {
    const std::vector<double> before = in_patients(multipliers_);
    multipliers_ = rounded(bundle_.next());
    if (bundle_.promise() >= kNothingPromised && in_patients(multipliers_) != before) return true;
    if (resolution_ >= finest()) return false;
  }
}

void PricedLimits::refine() {
  fruitless_ = 0;
  resolution_ *= kRefinement;
  for (std::int64_t& value : priced_.potentials.values()) value *= kRefinement;
}

}  // namespace surgeflow::lagrangian
