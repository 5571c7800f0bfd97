// SPDX-License-Identifier: Apache-2.0
// The loop of pricing, bundle and recovery.
#include "lagrangian/limits/limited.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/bundle.hpp"
#include "lagrangian/limits/recovery.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::int64_t kCoarsest = 16;
constexpr std::int64_t kFinest = 1024;
constexpr std::int64_t kRefinement = 4;
/// Prices are refined after so many priced solves that did not lower the bound by a patient.
constexpr int kPatience = 20;
/// Priced plans that are made plans within the limits: one in so many, and whoever goes beyond the
/// limits by at most half as much as the last of them.
constexpr std::int64_t kRecoveredEvery = 10;
/// As long as the model promises more, the bound not falling says nothing: it is still being
/// learnt.
constexpr double kLittlePromised = 5.0;
/// The model promises less than a bound in whole patients could show.
constexpr double kNothingPromised = 0.05;
constexpr std::int64_t kExchangeBatch = 50;
/// Exchange ends after so many batches without a patient more.
constexpr int kFruitlessBatches = 2;

/// Rounded towards lower bounds.
Total floor_of(std::int64_t amount, std::int64_t unit) {
  return amount / unit - (amount % unit < 0 ? 1 : 0);
}

double relative_gap(Total bound, Total treated) {
  return static_cast<double>(bound - treated) / static_cast<double>(std::max<Total>(1, bound));
}

/// What multipliers prove.
struct Proof {
  Total bound = 0;  ///< patients
  LimitPrices prices;
  Potentials potentials;
};

class LimitedSolve {
 public:
  LimitedSolve(const Instance& instance, const Limits& limits, const LimitedOptions& options,
               const SolveControl& control)
      : instance_(instance),
        options_(options),
        control_(control),
        families_(make_families(instance, limits)) {}

  [[nodiscard]] SolveResult run();

 private:
  using Multipliers = std::vector<std::int64_t>;

  [[nodiscard]] bool obeys(const Plan& plan) const;
  [[nodiscard]] LimitPrices stated(const Multipliers& multipliers, std::int64_t resolution) const;
  [[nodiscard]] LanePrices charged(const Multipliers& multipliers) const;
  [[nodiscard]] std::vector<Total> joined(std::vector<Total> (*what)(const LimitFamily&,
                                                                     const Plan&),
                                          const Plan& plan) const;
  [[nodiscard]] Multipliers start() const;
  [[nodiscard]] std::vector<double> in_patients(const Multipliers& units) const;
  [[nodiscard]] Multipliers rounded(const std::vector<double>& patients) const;
  void search(const Plan& unlimited, Recovery& recovery);
  [[nodiscard]] bool next_multipliers(Bundle& bundle, Multipliers& multipliers);
  void tell(Bundle& bundle, const Multipliers& multipliers) const;
  void evaluate(const Multipliers& multipliers);
  void keep_proof(Total bound, const Multipliers& multipliers, const PricedResult& priced);
  void recover(Recovery& recovery);
  void exchange(Recovery& recovery);
  void refine();
  void record(std::string_view step, const Recovery& recovery);
  [[nodiscard]] bool done(const Recovery& recovery);
  [[nodiscard]] SolveResult result_of(const Recovery& recovery) const;

  const Instance& instance_;
  const LimitedOptions& options_;
  const SolveControl& control_;
  std::vector<std::unique_ptr<LimitFamily>> families_;
  Workspace workspace_;
  std::int64_t resolution_ = kCoarsest;
  PricedResult priced_;  ///< the last
  std::vector<Total> room_;
  Proof best_;
  std::int64_t prices_ = 0;  ///< priced solves so far
  int fruitless_ = 0;        ///< of them, since the bound last fell
  Total excess_ = 0;         ///< beyond the limits, of the plan last recovered
  StopReason stopped_ = StopReason::none;
  std::vector<StepRecord> steps_;
  Stopwatch watch_;
};

/// By how much limits are exceeded, all together.
Total excess_of(const std::vector<Total>& slack) {
  Total excess = 0;
  for (const Total left : slack) excess += std::max<Total>(0, -left);
  return excess;
}

std::vector<Total> slack_of(const LimitFamily& family, const Plan& plan) {
  return family.slack(plan);
}
std::vector<Total> room_of(const LimitFamily& family, const Plan&) { return family.room(); }

/// One number for each multiplier of all families.
std::vector<Total> LimitedSolve::joined(std::vector<Total> (*what)(const LimitFamily&, const Plan&),
                                        const Plan& plan) const {
  std::vector<Total> all;
  for (const auto& family : families_) {
    const std::vector<Total> part = what(*family, plan);
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

bool LimitedSolve::obeys(const Plan& plan) const {
  return std::ranges::all_of(joined(slack_of, plan), [](Total left) { return left >= 0; });
}

LimitPrices LimitedSolve::stated(const Multipliers& multipliers, std::int64_t resolution) const {
  LimitPrices prices{.resolution = resolution};
  std::span<const std::int64_t> rest = multipliers;
  for (const auto& family : families_) {
    family->state(rest.first(family->multipliers()), prices);
    rest = rest.subspan(family->multipliers());
  }
  return prices;
}

LanePrices LimitedSolve::charged(const Multipliers& multipliers) const {
  const Panel<std::int64_t> none(instance_.facilities(), instance_.periods());
  LanePrices prices{.resolution = resolution_, .leave = none, .arrive = none};
  std::span<const std::int64_t> rest = multipliers;
  for (const auto& family : families_) {
    family->charge(rest.first(family->multipliers()), prices);
    rest = rest.subspan(family->multipliers());
  }
  return prices;
}

LimitedSolve::Multipliers LimitedSolve::start() const {
  Multipliers all;
  for (const auto& family : families_) {
    // A device treats at most one patient a period.
    const Multipliers part = family->start(resolution_ * instance_.periods());
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<double> LimitedSolve::in_patients(const Multipliers& units) const {
  std::vector<double> patients;
  patients.reserve(units.size());
  for (const std::int64_t price : units) {
    patients.push_back(static_cast<double>(price) / static_cast<double>(resolution_));
  }
  return patients;
}

LimitedSolve::Multipliers LimitedSolve::rounded(const std::vector<double>& patients) const {
  Multipliers units;
  units.reserve(patients.size());
  for (const double price : patients) {
    units.push_back(std::llround(price * static_cast<double>(resolution_)));
  }
  return units;
}

SolveResult LimitedSolve::run() {
  SolveResult unlimited = solve(instance_, control_);
  const Multipliers nothing(joined(room_of, unlimited.plan).size(), 0);
  if (obeys(unlimited.plan)) {
    unlimited.prices = stated(nothing, 1);
    return unlimited;
  }
  best_ = {.bound = unlimited.bound.treated,
           .prices = stated(nothing, 1),
           .potentials = {unlimited.potentials.patients,
                          Panel<std::int64_t>(instance_.facilities(), instance_.periods())}};
  stopped_ = flow::stop_reason(unlimited.status);
  Recovery recovery(instance_, families_, control_.threads);
  if (stopped_ == StopReason::none) search(unlimited.plan, recovery);
  return result_of(recovery);
}

void LimitedSolve::search(const Plan& unlimited, Recovery& recovery) {
  room_ = joined(room_of, unlimited);
  priced_.plan = unlimited;
  priced_.potentials = Panel<std::int64_t>(instance_.facilities(), instance_.periods());
  for (std::size_t n = 0; n < priced_.potentials.values().size(); ++n) {
    priced_.potentials.values()[n] = resolution_ * best_.potentials.patients.values()[n];
  }
  recovery.consider(unlimited, priced_.potentials);
  excess_ = excess_of(joined(slack_of, unlimited));
  record("recover", recovery);

  Multipliers multipliers = start();
  Bundle bundle(in_patients(multipliers));
  while (!done(recovery)) {
    evaluate(multipliers);
    if (stopped_ != StopReason::none) return;
    recover(recovery);
    tell(bundle, multipliers);
    if (prices_ >= options_.most_prices || !next_multipliers(bundle, multipliers)) break;
  }
  exchange(recovery);
}

void LimitedSolve::tell(Bundle& bundle, const Multipliers& multipliers) const {
  const std::vector<Total> slack = joined(slack_of, priced_.plan);
  const std::vector<double> slope(slack.begin(), slack.end());
  auto bound = static_cast<double>(priced_.value);
  for (std::size_t r = 0; r < room_.size(); ++r) {
    bound += static_cast<double>(multipliers[r]) * static_cast<double>(room_[r]);
  }
  bundle.add(in_patients(multipliers), bound / static_cast<double>(resolution_),
             static_cast<double>(value_of(instance_, priced_.plan).treated), slope);
}

/// False where neither the model nor finer prices promise a better bound.
bool LimitedSolve::next_multipliers(Bundle& bundle, Multipliers& multipliers) {
  if (fruitless_ >= kPatience && bundle.promise() < kLittlePromised) {
    if (resolution_ >= kFinest) return false;
    refine();
  }
  for (;; refine()) {
    const std::vector<double> before = in_patients(multipliers);
    multipliers = rounded(bundle.next());
    if (bundle.promise() >= kNothingPromised && in_patients(multipliers) != before) return true;
    if (resolution_ >= kFinest) return false;
  }
}

/// One priced solve, and its bound.
void LimitedSolve::evaluate(const Multipliers& multipliers) {
  const PricedStart from{.potentials = &priced_.potentials, .plan = &priced_.plan};
  PricedResult priced = solve_priced(instance_, charged(multipliers), from,
                                     {.stop = control_.stop, .workspace = &workspace_});
  stopped_ = priced.stopped;
  std::int64_t amount = priced.value;
  for (std::size_t r = 0; r < room_.size(); ++r) {
    amount = checked_add(amount, checked_multiply(multipliers[r], room_[r]));
  }
  ++prices_;
  ++fruitless_;
  const Total bound = floor_of(amount, resolution_);
  if (bound < best_.bound) keep_proof(bound, multipliers, priced);
  if (stopped_ == StopReason::none) priced_ = std::move(priced);
}

void LimitedSolve::keep_proof(Total bound, const Multipliers& multipliers,
                              const PricedResult& priced) {
  fruitless_ = 0;
  best_.bound = bound;
  best_.prices = stated(multipliers, resolution_);
  const auto values = best_.potentials.patients.values();
  for (std::size_t n = 0; n < values.size(); ++n) {
    values[n] = narrow<std::int32_t>(priced.potentials.values()[n]);
  }
}

/// Makes the priced plan one within the limits where it is its turn or promises much.
void LimitedSolve::recover(Recovery& recovery) {
  const Total excess = excess_of(joined(slack_of, priced_.plan));
  if (prices_ % kRecoveredEvery == 0 || 2 * excess <= excess_) {
    recovery.consider(priced_.plan, priced_.potentials);
    excess_ = excess;
    record("price", recovery);
  } else if (prices_ == 1) {
    record("price", recovery);
  }
}

void LimitedSolve::refine() {
  fruitless_ = 0;
  resolution_ *= kRefinement;
  for (std::int64_t& value : priced_.potentials.values()) value *= kRefinement;
}

void LimitedSolve::exchange(Recovery& recovery) {
  int without = 0;
  for (std::int64_t n = 0; n < options_.exchange_rounds && without < kFruitlessBatches;
       n += kExchangeBatch) {
    if (done(recovery)) return;
    const Total before = recovery.treated();
    recovery.improve(std::min(kExchangeBatch, options_.exchange_rounds - n), control_.stop);
    without = recovery.treated() > before ? 0 : without + 1;
    record("exchange", recovery);
  }
}

bool LimitedSolve::done(const Recovery& recovery) {
  if (stopped_ == StopReason::none) stopped_ = control_.stop.check();
  return stopped_ != StopReason::none || best_.bound == recovery.treated() ||
         (options_.gap > 0.0 && relative_gap(best_.bound, recovery.treated()) <= options_.gap);
}

void LimitedSolve::record(std::string_view step, const Recovery& recovery) {
  const double gap = relative_gap(best_.bound, recovery.treated());
  steps_.push_back({.step = std::string(step),
                    .partition = fmt::format("1/{} patient", resolution_),
                    .bound_treated = best_.bound,
                    .treated = recovery.treated(),
                    .gap = gap,
                    .measured = {.seconds = watch_.seconds()}});
  control_.log->message(
      LogLevel::info,
      fmt::format("{} {}: bound {}, plan {}, gap {:.3f} % (prices in 1/{} patient)", step, prices_,
                  best_.bound, recovery.treated(), 100.0 * gap, resolution_));
  watch_ = {};
}

SolveResult LimitedSolve::result_of(const Recovery& recovery) const {
  SolveResult result;
  result.status =
      stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_);
  result.plan = recovery.plan();
  result.value = value_of(instance_, result.plan);
  result.bound = {.treated = best_.bound, .movement = 0};
  result.potentials = best_.potentials;
  result.prices = best_.prices;
  result.iterations = prices_;
  result.steps = steps_;
  return result;
}

}  // namespace

SolveResult solve_within_limits(const Instance& instance, const Limits& limits,
                                const LimitedOptions& options, const SolveControl& control) {
  return LimitedSolve(instance, limits, options, control).run();
}

}  // namespace surgeflow::lagrangian
