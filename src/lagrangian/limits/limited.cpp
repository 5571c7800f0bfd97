// SPDX-License-Identifier: Apache-2.0
// Steps of the relaxation, each followed by recovery; then exchange.
#include "lagrangian/limits/limited.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/priced_limits.hpp"
#include "lagrangian/limits/recovery.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Priced plans that are made plans within the limits: one in so many, and whoever goes beyond the
/// limits by at most half as much as the last of them.
constexpr std::int64_t kRecoveredEvery = 10;
constexpr std::int64_t kExchangeBatch = 50;
/// Exchange ends after so many batches without a patient more.
constexpr int kFruitlessBatches = 2;

double relative_gap(Total bound, Total treated) {
  return static_cast<double>(bound - treated) / static_cast<double>(std::max<Total>(1, bound));
}

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
  void search(Recovery& recovery);
  void recover(Recovery& recovery);
  void exchange(Recovery& recovery);
  void record(std::string_view step, const Recovery& recovery);
  [[nodiscard]] bool done(const Recovery& recovery);
  [[nodiscard]] SolveResult result_of(const Recovery& recovery) const;

  const Instance& instance_;
  const LimitedOptions& options_;
  const SolveControl& control_;
  std::vector<std::unique_ptr<LimitFamily>> families_;
  std::optional<PricedLimits> relaxation_;
  Total excess_ = 0;  ///< beyond the limits, of the plan last recovered
  StopReason stopped_ = StopReason::none;
  std::vector<StepRecord> steps_;
  Stopwatch watch_;
};

SolveResult LimitedSolve::run() {
  SolveResult unlimited = solve(instance_, control_);
  relaxation_.emplace(instance_, families_, unlimited, options_.most_prices, control_);
  if (relaxation_->excess() == 0) {
    unlimited.prices = relaxation_->proof().prices;
    return unlimited;
  }
  stopped_ = flow::stop_reason(unlimited.status);
  Recovery recovery(instance_, families_, control_.threads);
  if (stopped_ == StopReason::none) search(recovery);
  return result_of(recovery);
}

void LimitedSolve::search(Recovery& recovery) {
  control_.log->message(LogLevel::info, in_words(*relaxation_));
  recover(recovery);
  const StopReason stopped = improve(
      *relaxation_, [&] { return !done(recovery); }, [&] { recover(recovery); });
  if (stopped_ == StopReason::none) stopped_ = stopped;
  exchange(recovery);
}

/// Makes the priced plan one within the limits where it is its turn or promises much.
void LimitedSolve::recover(Recovery& recovery) {
  const std::int64_t prices = relaxation_->steps();
  const Total excess = relaxation_->excess();
  if (prices % kRecoveredEvery == 0 || 2 * excess <= excess_) {
    recovery.consider(relaxation_->plan(), relaxation_->potentials());
    excess_ = excess;
  } else if (prices > 1) {
    return;
  }
  record(prices == 0 ? "recover" : "price", recovery);
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
  return stopped_ != StopReason::none || relaxation_->bound() == recovery.treated() ||
         (options_.gap > 0.0 &&
          relative_gap(relaxation_->bound(), recovery.treated()) <= options_.gap);
}

void LimitedSolve::record(std::string_view step, const Recovery& recovery) {
  const double gap = relative_gap(relaxation_->bound(), recovery.treated());
  steps_.push_back({.step = std::string(step),
                    .partition = fmt::format("1/{} patient", relaxation_->resolution()),
                    .bound_treated = relaxation_->bound(),
                    .treated = recovery.treated(),
                    .gap = gap,
                    .measured = {.seconds = watch_.seconds()}});
  control_.log->message(
      LogLevel::info, fmt::format("{} {}: bound {}, plan {}, gap {:.3f} % (prices in 1/{} patient)",
                                  step, relaxation_->steps(), relaxation_->bound(),
                                  recovery.treated(), 100.0 * gap, relaxation_->resolution()));
  watch_ = {};
}

SolveResult LimitedSolve::result_of(const Recovery& recovery) const {
  SolveResult result;
  result.status =
      stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_);
  result.plan = recovery.plan();
  result.value = value_of(instance_, result.plan);
  result.bound = {.treated = relaxation_->bound(), .movement = 0};
  result.potentials = relaxation_->proof().potentials;
  result.prices = relaxation_->proof().prices;
  result.iterations = relaxation_->steps();
  result.steps = steps_;
  return result;
}

}  // namespace

SolveResult solve_within_limits(const Instance& instance, const Limits& limits,
                                const LimitedOptions& options, const SolveControl& control) {
  return LimitedSolve(instance, limits, options, control).run();
}

}  // namespace surgeflow::lagrangian
