// SPDX-License-Identifier: Apache-2.0
// Networks in which what limits couple is kept.
#include "lagrangian/limits/less_movement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/neighbourhood.hpp"
#include "lagrangian/limits/patients_in_beds.hpp"
#include "lagrangian/limits/provision.hpp"
#include "lagrangian/limits/reserve_shares.hpp"
#include "lagrangian/limits/restriction.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/covered_reserve.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Networks solved until no period has more devices leave than may; the last of them keeps all that
/// are full.
constexpr int kRepairs = 6;
/// Closed lanes and stretches of time that a network may have: 64 MB.
constexpr std::int64_t kMostClosed = 4'000'000;
/// Neighbourhoods: of so many nodes together, and no more than so many.
constexpr std::int64_t kNodes = 200'000;

LaneTable without_costs(const LaneTable& lanes) {
  LaneTable free(lanes.facilities());
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    std::ranges::copy(lanes.row(i), free.row(i).begin());
  }
  free.set_closed({lanes.closed().begin(), lanes.closed().end()});
  return free;
}

/// Periods of which nothing may change, among all of them.
using Days = std::vector<bool>;

std::vector<Count> left_of_dispatch(const Instance& instance, const Limits& limits,
                                    const Plan& plan) {
  std::vector<Count> left = places_of(limits, instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    left[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  return left;
}

/// What leaves on these days.
std::vector<Shipment> leaving_on(const Days& days, const Plan& plan) {
  std::vector<Shipment> leaving;
  std::ranges::copy_if(plan.shipments, std::back_inserter(leaving), [&](const Shipment& shipment) {
    return days[static_cast<std::size_t>(shipment.depart.value())];
  });
  return leaving;
}

/// All lanes on these days beside those that are closed anyway; nothing where they are too many.
std::optional<std::vector<ClosedLane>> closed_on(const Days& days, const LaneTable& lanes) {
  std::vector<std::pair<Period, Period>> stretches;
  for (std::size_t t = 0; t < days.size(); ++t) {
    if (!days[t]) continue;
    const Period here(static_cast<std::int32_t>(t));
    if (t == 0 || !days[t - 1]) stretches.emplace_back(here, here);
    stretches.back().second = here;
  }
  const auto count = static_cast<std::int64_t>(stretches.size());
  if (count > 0 && lanes.lanes() > kMostClosed / count) return std::nullopt;
  std::vector<ClosedLane> closed(lanes.closed().begin(), lanes.closed().end());
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < lanes.facilities(); ++j) {
      if (lanes.transit_periods(i, j) == 0) continue;
      for (const auto& [first, last] : stretches) closed.push_back({i, j, first, last});
    }
  }
  return closed;
}

class LessMovement {
 public:
  LessMovement(const Instance& instance, const Limits& limits, Plan plan,
               const SolveControl& control)
      : instance_(instance),
        limits_(limits),
        control_(control),
        families_(make_families(instance, limits)),
        plan_(std::move(plan)),
        value_(value_of(instance, limits, plan_)) {
    if (limits.backup_periods == 0 || instance.hold_steps().empty()) return;
    reserve_.emplace(instance, limits);
    shares_.emplace(instance, *reserve_);
  }

  void run(std::int64_t neighbourhoods) {
    if (excess_of(slack_of(families_, plan_)) > 0) return;
    keep_patients();
    const PlanValue before = value_;
    for (std::int64_t n = 0; n < neighbourhoods && !stopped(); ++n) free_some_patients(n);
    if (value_ != before && !stopped()) keep_patients();
  }

  [[nodiscard]] Plan take() { return std::move(plan_); }

 private:
  [[nodiscard]] bool stopped() const { return control_.stop.check() != StopReason::none; }
  /// Where others cover a reserve, divided as the plan keeps it.
  [[nodiscard]] Instance plannable() {
    return shares_ ? shares_->tight_at(plan_, divisions_++) : instance_;
  }
  void keep_patients();
  void free_some_patients(std::int64_t round);
  template <class Whole>
  void solve_within(const Instance& network, Whole&& whole);
  [[nodiscard]] std::optional<Plan> solve_keeping(const Days& days, const Instance& network);
  [[nodiscard]] bool add_crowded(const Plan& plan, Days& days) const;
  void add_full(Days& days) const;
  void take_if_better(Plan plan);

  const Instance& instance_;
  const Limits& limits_;
  const SolveControl& control_;
  Families families_;
  std::optional<CoveredReserve> reserve_;
  std::optional<ReserveShares> shares_;
  std::uint32_t divisions_ = 0;
  WarmStart near_;  ///< the last network's optimum
  Plan plan_;       ///< the best so far
  PlanValue value_;
};

/// Devices that must be idle beside those in use, where patients stay as they are.
Panel<Count> idle_beside(const Instance& instance, const Limits& limits,
                         const Panel<Count>& treated) {
  Panel<Count> idle(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Count in_use = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      in_use += treated(i, t);
      const std::int32_t freed = t.value() - instance.turnaround_periods(i);
      if (freed >= 0) in_use -= treated(i, Period(freed));
      idle(i, t) = std::max(0, limits.least_at(i, t, instance.devices(i)) - in_use);
    }
  }
  return idle;
}

void LessMovement::keep_patients() {
  InstanceData data = numbers_of(with_patients(plannable(), plan_.treated));
  if (limits_.count_present()) {
    data.hold_steps = guarded_steps(data.hold_steps, idle_beside(instance_, limits_, plan_.treated),
                                    bonus_for(instance_, instance_.periods()));
  }
  solve_within(Instance(std::move(data)), [](Plan plan) { return plan; });
}

void LessMovement::free_some_patients(std::int64_t round) {
  Guidance guidance =
      neighbourhood_of(instance_, limits_, plan_, static_cast<std::uint32_t>(round));
  guidance.leave = {};
  const Restriction restriction(plannable(), limits_, guidance);
  solve_within(restriction.instance(),
               [&](Plan plan) { return restriction.whole(std::move(plan)); });
}

/// Solves a network in which only a dispatch limit can be exceeded.
template <class Whole>
void LessMovement::solve_within(const Instance& network, Whole&& whole) {
  Days kept(static_cast<std::size_t>(network.periods()), false);
  for (int n = 1; n <= kRepairs; ++n) {
    if (n == kRepairs) add_full(kept);
    std::optional<Plan> plan = solve_keeping(kept, network);
    if (!plan) return;
    if (!add_crowded(*plan, kept)) return take_if_better(whole(std::move(*plan)));
  }
}

/// Nothing where the network has no such plan, or the search is stopped.
std::optional<Plan> LessMovement::solve_keeping(const Days& days, const Instance& network) {
  const std::vector<Shipment> kept = leaving_on(days, plan_);
  Instance on_other_days = network;
  if (std::ranges::find(days, true) != days.end()) {
    std::optional<std::vector<ClosedLane>> closed = closed_on(days, network.lanes());
    if (!closed) return std::nullopt;
    InstanceData data = committed(network, kept).data();
    data.lanes.set_closed(std::move(*closed));
    on_other_days = Instance(std::move(data));
  }
  if (on_other_days.has_commitments() && !provide_commitments(on_other_days, control_.threads)) {
    return std::nullopt;
  }
  SolveResult result =
      solve(on_other_days, {.stop = control_.stop,
                            .warm = near_.plan.treated.facilities() > 0 ? &near_ : nullptr,
                            .threads = control_.threads});
  if (result.status != SolveStatus::optimal) return std::nullopt;
  near_ = {result.plan, result.potentials};
  return with_ordered(std::move(result.plan), as_orders(kept));
}

/// Keeps days on which more leave than may; whether there are any.
bool LessMovement::add_crowded(const Plan& plan, Days& days) const {
  if (!limits_.dispatch) return false;
  bool any = false;
  const std::vector<Count> left = left_of_dispatch(instance_, limits_, plan);
  for (std::size_t t = 0; t < left.size(); ++t) {
    if (left[t] >= 0) continue;
    any = true;
    days[t] = true;
  }
  return any;
}

/// Keeps days on which as many leave as may.
void LessMovement::add_full(Days& days) const {
  const std::vector<Count> left = left_of_dispatch(instance_, limits_, plan_);
  for (std::size_t t = 0; t < left.size(); ++t) days[t] = days[t] || left[t] == 0;
}

void LessMovement::take_if_better(Plan plan) {
  const PlanValue value = value_of(instance_, limits_, plan);
  const bool better = value.treated != value_.treated ? value.treated > value_.treated
                                                      : value.movement < value_.movement;
  control_.log->message(LogLevel::debug,
                        fmt::format("less movement: {} and {} instead of {} and {}", value.treated,
                                    value.movement, value_.treated, value_.movement));
  if (!better || excess_of(slack_of(families_, plan)) > 0) return;
  plan_ = std::move(plan);
  value_ = value;
}

std::int64_t neighbourhoods_for(const Instance& instance, const LimitedOptions& options) {
  const std::int64_t nodes = std::int64_t{instance.facilities()} * instance.periods();
  return std::min(options.movement_rounds, std::max<std::int64_t>(1, kNodes / nodes));
}

/// Says what the last step did, as others do.
void record(const PlanValue& before, const Stopwatch& watch, const SolveControl& control,
            SolveResult& result) {
  control.log->message(LogLevel::info, fmt::format("movement {} instead of {}",
                                                   result.value.movement, before.movement));
  if (result.steps.empty()) return;
  StepRecord step = result.steps.back();
  step.step = "movement";
  step.measured = {.seconds = watch.seconds()};
  result.steps.push_back(std::move(step));
}

}  // namespace

Plan less_movement(const Instance& instance, const Limits& limits, Plan plan,
                   std::int64_t neighbourhoods, const SolveControl& control) {
  LessMovement lowered(instance, limits, std::move(plan), control);
  lowered.run(neighbourhoods);
  return lowered.take();
}

SolveResult solve_on_costed_lanes(const Instance& instance, const Limits& limits,
                                  const LimitedOptions& options, const SolveControl& control) {
  const Families families = make_families(instance, limits);
  SolveResult unlimited = solve_or_provide(instance, control);
  const bool covered = limits.backup_periods > 0 && !instance.hold_steps().empty();
  if (!covered && excess_of(slack_of(families, unlimited.plan)) == 0) {
    unlimited.prices = without_prices(families);
    return unlimited;
  }
  SolveResult result = solve_within_limits(instance.with_lanes(without_costs(instance.lanes())),
                                           limits, options, control);
  if (result.status == SolveStatus::optimal) {
    // The optimum without costs obeys the limits; with them its movement is not proved.
    result.status =
        unlimited.status == SolveStatus::optimal ? SolveStatus::gap_reached : unlimited.status;
    result.bound = unlimited.bound;
    result.potentials = std::move(unlimited.potentials);
  }
  result.value = value_of(instance, limits, result.plan);
  if (options.movement_rounds == 0 || flow::stop_reason(result.status) != StopReason::none) {
    return result;
  }
  const Stopwatch watch;
  const PlanValue before = result.value;
  result.searched = result.plan;
  result.plan = less_movement(instance, limits, std::move(result.plan),
                              neighbourhoods_for(instance, options), control);
  result.value = value_of(instance, limits, result.plan);
  if (result.value == result.bound) result.status = SolveStatus::optimal;
  record(before, watch, control, result);
  return result;
}

}  // namespace surgeflow::lagrangian
