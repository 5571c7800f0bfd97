// SPDX-License-Identifier: Apache-2.0
// Steps of the relaxation, each followed by recovery; then exchange.
#include "lagrangian/limits/limited.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/known_plan.hpp"
#include "lagrangian/limits/less_movement.hpp"
#include "lagrangian/limits/nearby_prices.hpp"
#include "lagrangian/limits/neighbourhood.hpp"
#include "lagrangian/limits/priced_limits.hpp"
#include "lagrangian/limits/provision.hpp"
#include "lagrangian/limits/recovery.hpp"
#include "lagrangian/limits/relaxed_network.hpp"
#include "lagrangian/limits/reserve_shares.hpp"
#include "lagrangian/limits/restricted_plans.hpp"
#include "lagrangian/narrowed.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/covered_reserve.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Priced plans that are made plans within the limits: one in so many, and whoever goes beyond the
/// limits by at most half as much as the last of them.
constexpr std::int64_t kRecoveredEvery = 10;
/// Neighbourhoods in which devices take turns are worth a look once the first prices have taught
/// most: who asks for a gap has it sooner.
constexpr std::int64_t kFirstRefined = 2 * kRecoveredEvery;
constexpr std::int64_t kExchangeBatch = 50;
/// Exchange ends after so many batches without a patient more.
constexpr int kFruitlessBatches = 2;
/// Neighbourhoods are those of plans that miss at most one part in so many of the best.
constexpr Total kLittleLess = 1000;
/// Neighbourhoods end after so many without a patient more: of so many nodes together.
constexpr std::int64_t kNeighbourhoodNodes = 200000;
/// Prices near those of the proof are of a fine unit, and take ten times as long.
constexpr std::int64_t kNearbyNodes = 4000;
constexpr std::int64_t kMostNeighbourhoods = 150;
/// Recovery ends after plans of so many nodes together where it misses more than this share of what
/// restrictions gain.
constexpr std::int64_t kRecoveryNodes = 12000;
constexpr double kFarBehind = 0.005;
/// Where more than this share of all patients is missed at the end the search goes on from
/// elsewhere, from starts of so many nodes together: in small cases, where few patients are much.
constexpr double kWideGap = 0.025;
constexpr std::int64_t kElsewhereNodes = 1000;
/// The division of a reserve ends after so many that did not help.
constexpr std::uint32_t kSettlings = 3;

class LimitedSolve {
 public:
  LimitedSolve(const Instance& instance, const Limits& limits, const LimitedOptions& options,
               const SolveControl& control)
      : instance_(instance),
        limits_(limits),
        options_(options),
        control_(control),
        families_(make_families(instance, limits)) {
    provide();
    restricted_plans_.emplace(instance, limits, families_,
                              provision_ ? RestrictedPlans::Commitments::provided_for
                                         : RestrictedPlans::Commitments::none_taken,
                              control.stop);
    if (limits.backup_periods == 0 || instance.hold_steps().empty()) return;
    reserve_.emplace(instance, limits);
    shares_.emplace(instance, *reserve_);
  }

  [[nodiscard]] SolveResult run();

 private:
  void provide();
  void note_known(const WarmStart& start);
  void take_known();
  void divide_reserve_by(const Plan& plan);
  void settle_reserve(SolveResult own);
  [[nodiscard]] Total worth_of(const Plan& plan) const;
  void keep(std::optional<Proposal> proposal);
  void start_recovery();
  void search();
  void note_recovered();
  [[nodiscard]] bool found() const { return recovered_ || restricted_ || known_.is_there(); }
  [[nodiscard]] Total value() const;
  [[nodiscard]] Total best_value() const { return std::max(value(), known_.value()); }
  [[nodiscard]] Plan plan() const;
  void recover();
  void consider(const Plan& priced, const Panel<std::int64_t>& potentials);
  [[nodiscard]] bool recovery_waits() const;
  [[nodiscard]] bool recovery_falls_behind() const;
  void exchange();
  [[nodiscard]] std::int64_t fruitless_rounds(std::int64_t nodes_in_all) const;
  [[nodiscard]] Guidance guidance_near(const NearbyPrices& nearby) const;
  void look_nearby(NearbyPrices& nearby);
  void refine();
  void look_elsewhere(NearbyPrices& nearby);
  void descend(Proposal from);
  [[nodiscard]] double gap() const { return relative_gap(relaxation_->bound(), best_value()); }
  [[nodiscard]] bool is_wide() const;
  void record(std::string_view step);
  [[nodiscard]] bool done();
  [[nodiscard]] std::int64_t units_of_patient() const {
    return relaxation_->resolution() * instance_.resolution();
  }
  [[nodiscard]] SolveResult result() const;

  const Instance& instance_;
  const Limits& limits_;
  const LimitedOptions& options_;
  const SolveControl& control_;
  Families families_;
  std::optional<Plan> provision_;          ///< where commitments take devices
  std::optional<CoveredReserve> reserve_;  ///< where others cover it
  std::optional<ReserveShares> shares_;
  std::optional<Instance> divided_;  ///< by the last shares
  std::uint32_t divisions_ = 0;
  std::optional<RelaxedNetwork> network_;
  KnownPlan known_;
  std::optional<RestrictedPlans> restricted_plans_;
  Proposal proposal_;                 ///< of the restriction
  std::optional<Total> restricted_;   ///< what it gains, where it obeys all limits
  std::optional<Instance> guarded_;   ///< for recovery, where it differs
  std::optional<Recovery> recovery_;  ///< nothing where no limit can be exceeded
  std::optional<Total> recovered_;    ///< what its plan gains, where it obeys all limits
  std::optional<PricedLimits> relaxation_;
  std::uint32_t neighbourhoods_ = 0;  ///< so far
  std::int64_t recoveries_ = 0;       ///< so far
  Total excess_ = 0;                  ///< beyond the limits, of the plan last recovered
  StopReason stopped_ = StopReason::none;
  std::vector<StepRecord> steps_;
  Stopwatch watch_;
};

void LimitedSolve::provide() {
  if (!takes_devices(instance_, limits_)) return;
  provision_ = provide_within(instance_, limits_, {}, control_.threads).plan;
  if (!provision_) {
    throw std::invalid_argument("no plan within the limits provides what commitments take");
  }
}

/// The search knows nothing of an earlier plan: from other starts it may find better ones.
void LimitedSolve::note_known(const WarmStart& start) {
  known_.note(
      start.plan, instance_,
      [&](const Plan& plan) { return excess_of(slack_of(families_, plan)) == 0; },
      [&](const Plan& plan) { return worth_of(plan); });
  if (known_.is_there()) record("known");
}

/// An earlier plan is the answer where none is better, and is searched from where it is the best.
void LimitedSolve::take_known() {
  if (!known_.is_there() || known_.value() < value()) return;
  const bool better = known_.value() > value();
  const Proposal known{.plan = known_.plan(), .potentials = proposal_.potentials};
  keep(known);
  if (better && !done()) refine();
  if (known_.value() == value()) proposal_ = known;
}

SolveResult LimitedSolve::run() {
  SolveResult unlimited = solve_or_provide(instance_, control_);
  if (!reserve_ && excess_of(slack_of(families_, unlimited.plan)) == 0) {
    unlimited.prices = without_prices(families_);
    return unlimited;
  }
  if (reserve_) settle_reserve(unlimited);
  network_.emplace(instance_, limits_);
  if (network_->bonus() > 0 || !instance_.send_steps().empty() || reserve_) {
    unlimited = solve(network_->instance(), control_);
  }
  restricted_plans_->start_from({unlimited.plan, unlimited.potentials});
  const Plan near = reserve_ ? proposal_.plan : unlimited.plan;
  relaxation_.emplace(*network_, families_, unlimited, near, options_.most_prices, control_);
  stopped_ = flow::stop_reason(unlimited.status);
  if (control_.warm != nullptr) note_known(*control_.warm);
  if (!done()) {
    keep(restricted_plans_->asking_for_own(strict_guidance(instance_, limits_)));
    if (!done()) keep(restricted_plans_->asking_for_own(first_guidance(instance_, limits_)));
    record("restrict");
  }
  // A search that was stopped needs a plan, too, and one that is brief no better one. The cover of
  // a reserve is one family, and can not be exceeded.
  const bool exceedable = !reserve_ || families_.size() > 1;
  const bool enough = options_.cycles == 0 ? restricted_.has_value() : done() && found();
  if (exceedable && !enough) start_recovery();
  if (!done()) search();
  take_known();
  return result();
}

void LimitedSolve::start_recovery() {
  const bool others_gain_more = !instance_.treat_steps().empty() || !instance_.hold_steps().empty();
  if (limits_.no_worse_off && (others_gain_more || provision_)) {
    guarded_ = own_patients_first(instance_, limits_, provision_.value_or(Plan{}));
  }
  recovery_.emplace(guarded_ ? *guarded_ : instance_, limits_, families_,
                    provision_ ? provision_->shipments : std::vector<Shipment>{}, control_.threads);
  note_recovered();
}

/// From now on each reserve is divided among those who cover it as the plan keeps it.
void LimitedSolve::divide_reserve_by(const Plan& plan) {
  if (!shares_) return;
  divided_ = shares_->tight_at(plan, divisions_++);
  restricted_plans_->plan_with(*divided_);
}

/// From the optimum where every facility has the reserve for itself, by shares of it, as far as
/// they lead; limits are not looked at.
void LimitedSolve::settle_reserve(SolveResult own) {
  for (std::uint32_t without = 0; without < kSettlings;) {
    const Total before = worth_of(own.plan);
    divide_reserve_by(own.plan);
    SolveResult next = solve(*divided_, {.stop = control_.stop});
    if (flow::stop_reason(next.status) != StopReason::none) break;
    without = worth_of(next.plan) > before ? 0 : without + 1;
    if (worth_of(next.plan) >= before) own = std::move(next);
  }
  const Total excess = excess_of(slack_of(families_, own.plan));
  Panel<std::int64_t> potentials = widened(own.potentials.patients);
  keep(Proposal{std::move(own.plan), std::move(potentials), excess});
}

/// All that a plan gains, in parts of a patient.
Total LimitedSolve::worth_of(const Plan& plan) const {
  return value_of(instance_, plan).treated + (reserve_ ? reserve_->gain_beside_own(plan) : 0);
}

/// Keeps a proposal that obeys all limits if none is better so far; any if none obeys them.
void LimitedSolve::keep(std::optional<Proposal> proposal) {
  if (!proposal) return;
  const bool obeys = proposal->excess == 0;
  const Total value = worth_of(proposal->plan);
  if (obeys ? value < restricted_.value_or(0) : restricted_.has_value()) return;
  if (obeys) restricted_ = value;
  proposal_ = std::move(*proposal);
}

/// 0 where nothing was found.
Total LimitedSolve::value() const {
  return std::max(recovered_.value_or(0), restricted_.value_or(0));
}

/// What recovery's plan gains, without bonuses.
void LimitedSolve::note_recovered() {
  // Alone facilities are as well off as alone, but not where orders take their devices.
  const bool may_harm = provision_ && limits_.no_worse_off;
  if (may_harm && excess_of(slack_of(families_, recovery_->plan())) > 0) return;
  recovered_ = guarded_ || reserve_ ? worth_of(recovery_->plan()) : recovery_->value();
}

Plan LimitedSolve::plan() const {
  const bool restricted = restricted_ && value() == *restricted_;
  return restricted || !recovery_ ? proposal_.plan : recovery_->plan();
}

void LimitedSolve::search() {
  control_.log->message(LogLevel::info, in_words(*relaxation_));
  consider(proposal_.plan, proposal_.potentials);
  recover();
  const StopReason stopped = improve(
      *relaxation_, [&] { return !done(); }, [&] { recover(); });
  if (stopped_ == StopReason::none) stopped_ = stopped;
  if (recovery_) exchange();
  NearbyPrices nearby(network_->instance(), families_, relaxation_->proof(), relaxation_->plan());
  for (int cycle = 0; cycle < options_.cycles && !done(); ++cycle) {
    look_nearby(nearby);
    refine();
  }
  const std::int64_t more = options_.cycles == 0 ? 0 : fruitless_rounds(kElsewhereNodes) - 1;
  for (std::int64_t n = 0; n < more && is_wide() && !done(); ++n) {
    look_elsewhere(nearby);
    look_nearby(nearby);
    refine();
  }
}

/// Makes the priced plan one within the limits where it is its turn or promises much.
void LimitedSolve::recover() {
  const std::int64_t prices = relaxation_->steps();
  const Total excess = relaxation_->excess();
  if (excess == 0) {
    keep(Proposal{.plan = relaxation_->plan(), .potentials = relaxation_->potentials()});
  }
  if (prices % kRecoveredEvery == 0 || (recovery_ && 2 * excess <= excess_)) {
    const Plan& priced = relaxation_->plan();
    divide_reserve_by(priced);
    if (limits_.no_worse_off || limits_.return_by || reserve_) {
      keep(restricted_plans_->asking_for_own(
          guidance_of(instance_, limits_, priced, relaxation_->potentials())));
    }
    if (!done()) consider(priced, relaxation_->potentials());
    excess_ = excess;
  } else if (prices > 1) {
    return;
  }
  record(prices == 0 ? "recover" : "price");
  if (prices == kFirstRefined && restricted_ && limits_.away_millionths) refine();
}

/// After so many rounds without a patient more a search ends.
std::int64_t LimitedSolve::fruitless_rounds(std::int64_t nodes_in_all) const {
  const std::int64_t nodes = std::int64_t{instance_.facilities()} * instance_.periods();
  return std::clamp<std::int64_t>(nodes_in_all / nodes, 1, kMostNeighbourhoods);
}

/// Where it takes time, in large cases, restrictions have the first say.
bool LimitedSolve::recovery_waits() const {
  return restricted_ && relaxation_->steps() == 0 && fruitless_rounds(kRecoveryNodes) == 1;
}

/// Whether what it makes of plans is so far below the optima of restrictions that it is not worth
/// its time.
bool LimitedSolve::recovery_falls_behind() const {
  return recoveries_ >= fruitless_rounds(kRecoveryNodes) &&
         relative_gap(restricted_.value_or(0), recovered_.value_or(0)) > kFarBehind;
}

void LimitedSolve::consider(const Plan& priced, const Panel<std::int64_t>& potentials) {
  if (!recovery_ || recovery_waits() || recovery_falls_behind()) return;
  recovery_->consider(priced, potentials);
  note_recovered();
  ++recoveries_;
}

/// On the best plan, whoever found it.
void LimitedSolve::exchange() {
  if (done() || recovery_falls_behind()) return;
  if (value() > recovered_.value_or(0)) consider(proposal_.plan, proposal_.potentials);
  int without = 0;
  for (std::int64_t n = 0; n < options_.exchange_rounds && without < kFruitlessBatches;
       n += kExchangeBatch) {
    if (done()) return;
    const Total before = recovery_->value();
    recovery_->improve(std::min(kExchangeBatch, options_.exchange_rounds - n), control_.stop);
    note_recovered();
    without = recovery_->value() > before ? 0 : without + 1;
    record("exchange");
  }
}

/// In every second round facilities ask for their own patients from the beginning.
Guidance LimitedSolve::guidance_near(const NearbyPrices& nearby) const {
  Guidance guidance = guidance_of(instance_, limits_, nearby.plan(), nearby.potentials());
  if (!limits_.staffed_beds.empty() || limits_.away_millionths) {
    guidance.kept = kept_care(instance_, nearby.plan());
    std::ranges::fill(guidance.home, HomeCare::as_kept);
  }
  if (limits_.no_worse_off && nearby.rounds() % 2 == 0) {
    guard_own_patients(instance_, limits_, nearby.plan(), nearby.rounds(), guidance);
  }
  return guidance;
}

/// Restrictions by priced plans at multipliers near those of the proof.
void LimitedSolve::look_nearby(NearbyPrices& nearby) {
  const std::int64_t fruitless = fruitless_rounds(kNearbyNodes);
  for (std::int64_t without = 0; without < fruitless && !done();) {
    if (nearby.step(control_.stop) != StopReason::none) continue;
    const Total before = value();
    if (nearby.excess() == 0) {
      keep(Proposal{.plan = nearby.plan(), .potentials = nearby.potentials()});
    }
    if (worth_of(nearby.plan()) <= before) {
      ++without;
      continue;
    }
    divide_reserve_by(nearby.plan());
    keep(restricted_plans_->near(nearby.plan(), guidance_near(nearby)));
    without = value() > before ? 0 : without + 1;
  }
  record("nearby");
}

/// One neighbourhood after the other, of the best plan first.
void LimitedSolve::refine() {
  descend({.plan = plan(), .potentials = proposal_.potentials});
  record("refine");
}

/// A plan that is not worth more than the best may lie nearer to one that is: where the gap stays
/// wide others are taken as they are, and each is improved by neighbourhoods of its own.
void LimitedSolve::look_elsewhere(NearbyPrices& nearby) {
  if (nearby.step(control_.stop) != StopReason::none) return;
  divide_reserve_by(nearby.plan());
  std::optional<Proposal> start = restricted_plans_->near(nearby.plan(), guidance_near(nearby));
  if (!start || start->excess > 0) return;
  keep(start);
  descend(std::move(*start));
  record("elsewhere");
}

/// From plan to plan, each the best of a neighbourhood of the one before, through plans that are
/// worth a little less than the best so far, too: better ones lie behind them.
void LimitedSolve::descend(Proposal from) {
  const std::int64_t fruitless = fruitless_rounds(kNeighbourhoodNodes);
  Total best = worth_of(from.plan);
  for (std::int64_t without = 1; without <= fruitless && !done(); ++without) {
    divide_reserve_by(from.plan);
    std::optional<Proposal> next = restricted_plans_->around(from.plan, neighbourhoods_++);
    if (!next || next->excess > 0) continue;
    const Total worth = worth_of(next->plan);
    const Total before = value();
    if (worth > best) without = 0;
    if (worth > before) consider(next->plan, next->potentials);
    keep(next);
    if (worth >= best - best / kLittleLess) from = std::move(*next);
    best = std::max(best, worth);
    if (value() <= std::max(before, best)) continue;
    from.plan = plan();  // recovery found more
    best = value();
  }
}

bool LimitedSolve::is_wide() const {
  const auto missed = static_cast<double>(relaxation_->bound() - best_value());
  return missed > kWideGap * static_cast<double>(instance_.resolution() * instance_.total_demand());
}

bool LimitedSolve::done() {
  if (stopped_ == StopReason::none) stopped_ = control_.stop.check();
  if (stopped_ != StopReason::none || !found()) return stopped_ != StopReason::none;
  return relaxation_->bound() == best_value() || (options_.gap > 0.0 && gap() <= options_.gap);
}

void LimitedSolve::record(std::string_view step) {
  const double missed = gap();
  steps_.push_back({.step = std::string(step),
                    .partition = fmt::format("1/{} patient", units_of_patient()),
                    .bound_treated = relaxation_->bound() / instance_.resolution(),
                    .treated = best_value() / instance_.resolution(),
                    .gap = missed,
                    .measured = {.seconds = watch_.seconds()}});
  control_.log->message(
      LogLevel::info, fmt::format("{} {}: bound {}, plan {}, gap {:.3f} % (prices in 1/{} patient)",
                                  step, relaxation_->steps(), steps_.back().bound_treated,
                                  steps_.back().treated, 100.0 * missed, units_of_patient()));
  watch_ = {};
}

SolveResult LimitedSolve::result() const {
  SolveResult result;
  result.status =
      stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_);
  result.plan = plan();
  result.value = value_of(instance_, limits_, result.plan);
  result.bound = {.treated = relaxation_->bound(), .movement = 0};
  result.potentials = relaxation_->proof().potentials;
  result.prices = relaxation_->proof().prices;
  result.iterations = relaxation_->steps();
  result.steps = steps_;
  return result;
}

}  // namespace

Total beyond_limits(const Instance& instance, const Limits& limits, const Plan& plan) {
  return excess_of(slack_of(make_families(instance, limits), plan));
}

SolveResult solve_within_limits(const Instance& instance, const Limits& limits,
                                const LimitedOptions& options, const SolveControl& control) {
  if (instance.lanes().has_costs()) {
    return solve_on_costed_lanes(instance, limits, options, control);
  }
  SolveResult result = LimitedSolve(instance, limits, options, control).run();
  if (options.movement_rounds == 0 || result.status != SolveStatus::gap_reached) return result;
  // Who states what gap is good enough is in a hurry once it is reached.
  const bool enough =
      options.gap > 0.0 && relative_gap(result.bound.treated, result.value.treated) <= options.gap;
  lower_movement(instance, limits, enough ? 0 : options.movement_rounds, control, result);
  return result;
}

}  // namespace surgeflow::lagrangian
