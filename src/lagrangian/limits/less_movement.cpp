// SPDX-License-Identifier: Apache-2.0
// Networks in which what limits couple is kept.
#include "lagrangian/limits/less_movement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/bed_limit.hpp"
#include "lagrangian/limits/exchanged_origins.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/patients_in_beds.hpp"
#include "lagrangian/limits/provision.hpp"
#include "lagrangian/limits/reserve_shares.hpp"
#include "lagrangian/limits/restriction.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/covered_reserve.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Networks solved until no period has more devices leave than may; the last of them keeps all that
/// are full.
constexpr int kRepairs = 10;
/// Networks with many closed lanes take longer.
constexpr int kDispatchRepairs = 3;
/// Closed lanes times stretches of time that a network may have: 64 MB.
constexpr std::int64_t kMostClosed = 4'000'000;
/// Neighbourhoods: of so many nodes together at most.
constexpr std::int64_t kNodes = 200'000;
constexpr std::uint32_t kFreedStream = 62;
/// Of so many facilities one is freed, in turn; the rounds end once each has found nothing.
constexpr std::array<std::uint64_t, 4> kFreedOneIn{2, 4, 8, 16};

LaneTable without_costs(const LaneTable& lanes) {
  LaneTable free(lanes.facilities());
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    std::ranges::copy(lanes.row(i), free.row(i).begin());
  }
  free.set_closed({lanes.closed().begin(), lanes.closed().end()});
  return free;
}

std::vector<Count> left_of_dispatch(const Instance& instance, const Limits& limits,
                                    const Plan& plan) {
  std::vector<Count> left = places_of(limits, instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    left[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  return left;
}

/// What leaves on these days.
std::vector<Shipment> leaving_on(const std::vector<bool>& days, const Plan& plan) {
  std::vector<Shipment> leaving;
  std::ranges::copy_if(plan.shipments, std::back_inserter(leaving), [&](const Shipment& shipment) {
    return days[static_cast<std::size_t>(shipment.depart.value())];
  });
  return leaving;
}

/// All lanes on these days beside those that are closed anyway; nothing where they are too many.
std::optional<std::vector<ClosedLane>> closed_on(const std::vector<bool>& days,
                                                 const LaneTable& lanes) {
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

/// What of a plan may not change.
struct Kept {
  std::vector<bool> patients;  ///< [facility]
  std::vector<bool> days;      ///< [period]
};

/// Devices that must be idle beside those in use, where patients are these.
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

/// Devices that a facility could lack at the end of each period, by a plan: idle ones beyond those
/// that limits ask for, and those that gain.
Panel<Count> spare_by(const Instance& instance, const Limits& limits, const Plan& plan) {
  Panel<Count> coming(instance.facilities(), instance.periods());
  for (const auto& [depart, origin, destination, quantity] : plan.shipments) {
    const std::int32_t transit = instance.lanes().transit_periods(origin, destination);
    coming(origin, depart) -= quantity;
    coming(destination, Period(depart.value() + transit)) += quantity;
  }
  Panel<Count> spare = idle_beside(instance, limits, plan.treated);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Count idle = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const std::int32_t freed = t.value() - instance.turnaround_periods(i);
      idle += instance.supply(i, t) + coming(i, t) - plan.treated(i, t);
      if (freed >= 0) idle += plan.treated(i, Period(freed));
      Total asked = 0;
      for (const GainStep& step : instance.hold_steps()) asked += step.width(i, t);
      const Total kept = std::max<Total>(asked, spare(i, t));
      spare(i, t) = static_cast<Count>(std::max<Total>(0, idle - kept));
    }
  }
  return spare;
}

/// Where more devices are in use than there are beds.
std::vector<FacilityId> short_of_beds(const Instance& instance, const Limits& limits,
                                      const Plan& plan) {
  if (limits.staffed_beds.empty()) return {};
  return facilities_beyond(BedLimit(instance, limits).slack(plan), instance);
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
    solve_near(all_patients());
    if (control_.stop.check() != StopReason::none) return;
    if (limits_.dispatch) return exchange_origins();
    std::size_t fruitless = 0;
    for (std::int64_t n = 0; n < neighbourhoods && fruitless < kFreedOneIn.size(); ++n) {
      const PlanValue before = value_;
      solve_near(drawn(n));
      fruitless = value_ == before ? fruitless + 1 : 0;
    }
  }

  [[nodiscard]] Plan take() { return std::move(plan_); }

 private:
  [[nodiscard]] Kept all_patients() const;
  [[nodiscard]] Kept drawn(std::int64_t round) const;
  void solve_near(Kept kept);
  void exchange_origins();
  [[nodiscard]] Instance network_of(const Instance& plannable, const Kept& kept) const;
  [[nodiscard]] std::optional<Plan> solve_keeping(const Instance& plannable, const Kept& kept);
  [[nodiscard]] bool add_exceeded(const Plan& plan, Kept& kept) const;
  void keep_what_binds(Kept& kept) const;
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

/// All of them, and no day.
Kept LessMovement::all_patients() const {
  return {std::vector<bool>(static_cast<std::size_t>(instance_.facilities()), true),
          std::vector<bool>(static_cast<std::size_t>(instance_.periods()), false)};
}

/// Patients of some facilities are free.
Kept LessMovement::drawn(std::int64_t round) const {
  const RandomKey key{
      .seed = 0, .stream = kFreedStream, .member = static_cast<std::uint32_t>(round)};
  const std::uint64_t one_in = kFreedOneIn[static_cast<std::size_t>(round) % kFreedOneIn.size()];
  std::uint64_t numbers = 0;
  const auto is_freed = [&] { return random_below(key, numbers++, one_in) == 0; };
  Kept kept = all_patients();
  for (std::size_t i = 0; i < kept.patients.size(); ++i) kept.patients[i] = !is_freed();
  return kept;
}

/// Solves networks, and keeps what exceeds limits in their optima, until nothing does.
void LessMovement::solve_near(Kept kept) {
  const Instance plannable = shares_ ? shares_->tight_at(plan_, divisions_++) : instance_;
  const int repairs = limits_.dispatch ? kDispatchRepairs : kRepairs;
  for (int n = 1; n <= repairs; ++n) {
    if (control_.stop.check() != StopReason::none) return;
    if (n == repairs) keep_what_binds(kept);
    std::optional<Plan> plan = solve_keeping(plannable, kept);
    if (!plan) return;
    if (!add_exceeded(*plan, kept)) return take_if_better(std::move(*plan));
  }
}

/// Where others cover a reserve any idle device may gain, and none is spare.
void LessMovement::exchange_origins() {
  Panel<Count> spare = reserve_ ? Panel<Count>(instance_.facilities(), instance_.periods())
                                : spare_by(instance_, limits_, plan_);
  take_if_better(with_exchanged_origins(instance_, plan_, std::move(spare)));
}

/// The plan is one of it. Patients who are kept come first, and nobody else is treated where they
/// are. Where patients are free, what must be idle beside those in use is taken from the plan, and
/// may turn out to be too little.
Instance LessMovement::network_of(const Instance& plannable, const Kept& kept) const {
  Panel<Count> patients = instance_.demand();
  Panel<Count> first(instance_.facilities(), instance_.periods());
  bool any_free = false;
  for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
    any_free = any_free || !kept.patients[static_cast<std::size_t>(i.value())];
    if (!kept.patients[static_cast<std::size_t>(i.value())]) continue;
    std::ranges::copy(plan_.treated.row(i), patients.row(i).begin());
    std::ranges::copy(plan_.treated.row(i), first.row(i).begin());
  }
  const Instance network = with_patients(plannable, patients);
  InstanceData data = numbers_of(network);
  if (any_free) {
    data.treat_steps = guarded_steps(treat_steps_of(network), first, bonus_of_patients(network));
  }
  if (limits_.count_present()) {
    data.hold_steps = guarded_steps(data.hold_steps, idle_beside(instance_, limits_, plan_.treated),
                                    bonus_for(instance_, instance_.periods()));
  }
  return Instance(std::move(data));
}

/// Nothing where days are too many to be kept, or the search is stopped.
std::optional<Plan> LessMovement::solve_keeping(const Instance& plannable, const Kept& kept) {
  Instance network = network_of(plannable, kept);
  const std::vector<Shipment> leaving = leaving_on(kept.days, plan_);
  if (std::ranges::find(kept.days, true) != kept.days.end()) {
    std::optional<std::vector<ClosedLane>> closed = closed_on(kept.days, network.lanes());
    if (!closed) return std::nullopt;
    InstanceData data = committed(network, leaving).data();
    data.lanes.set_closed(std::move(*closed));
    network = Instance(std::move(data));
  }
  const bool is_first = near_.plan.treated.facilities() == 0;
  SolveResult result = solve(
      network,
      {.stop = control_.stop, .warm = is_first ? nullptr : &near_, .threads = control_.threads});
  if (result.status != SolveStatus::optimal) return std::nullopt;
  near_ = {result.plan, std::move(result.potentials)};
  return with_ordered(std::move(result.plan), as_orders(leaving));
}

/// Keeps patients and days where a plan goes beyond limits; whether there are any of them that were
/// free.
bool LessMovement::add_exceeded(const Plan& plan, Kept& kept) const {
  const Kept before = kept;
  std::vector<FacilityId> beyond = short_of_devices(instance_, limits_, plan);
  for (const FacilityId i : worse_off(instance_, limits_, plan)) beyond.push_back(i);
  for (const FacilityId i : short_of_beds(instance_, limits_, plan)) beyond.push_back(i);
  for (const FacilityId i : beyond) kept.patients[static_cast<std::size_t>(i.value())] = true;
  if (limits_.dispatch) {
    const std::vector<Count> left = left_of_dispatch(instance_, limits_, plan);
    for (std::size_t t = 0; t < left.size(); ++t) kept.days[t] = kept.days[t] || left[t] < 0;
  }
  return kept.patients != before.patients || kept.days != before.days;
}

/// Keeps all patients, and all days on which as many leave as may.
void LessMovement::keep_what_binds(Kept& kept) const {
  kept.patients.assign(kept.patients.size(), true);
  if (!limits_.dispatch) return;
  const std::vector<Count> left = left_of_dispatch(instance_, limits_, plan_);
  for (std::size_t t = 0; t < left.size(); ++t) kept.days[t] = kept.days[t] || left[t] == 0;
}

void LessMovement::take_if_better(Plan plan) {
  const PlanValue value = value_of(instance_, limits_, plan);
  const bool better = value.better_than(value_);
  control_.log->message(LogLevel::debug,
                        fmt::format("less movement: {} and {} instead of {} and {}", value.treated,
                                    value.movement, value_.treated, value_.movement));
  if (!better || excess_of(slack_of(families_, plan)) > 0) return;
  plan_ = std::move(plan);
  value_ = value;
}

/// Says what the last step did, as others do.
void record(const PlanValue& before, const Instance& instance, const Stopwatch& watch,
            const SolveControl& control, SolveResult& result) {
  const Total parts = instance.resolution();
  control.log->message(
      LogLevel::info,
      fmt::format("movement {} instead of {}, plan {} instead of {}", result.value.movement,
                  before.movement, result.value.treated / parts, before.treated / parts));
  if (result.steps.empty()) return;
  StepRecord step = result.steps.back();
  step.step = "movement";
  step.treated = result.value.treated / parts;
  step.gap = relative_gap(result.bound.treated, result.value.treated);
  step.measured = {.seconds = watch.seconds()};
  result.steps.push_back(std::move(step));
}

}  // namespace

Plan less_movement(const Instance& instance, const Limits& limits, Plan plan,
                   std::int64_t neighbourhoods, const SolveControl& control) {
  const std::int64_t nodes = std::int64_t{instance.facilities()} * instance.periods();
  LessMovement lowered(instance, limits, std::move(plan), control);
  lowered.run(std::min(neighbourhoods, kNodes / nodes));
  return lowered.take();
}

void lower_movement(const Instance& instance, const Limits& limits, std::int64_t neighbourhoods,
                    const SolveControl& control, SolveResult& result) {
  const bool is_known =
      control.warm != nullptr && control.warm->plan.shipments == result.plan.shipments;
  if (is_known) return;
  const Stopwatch watch;
  const PlanValue before = result.value;
  result.plan = less_movement(instance, limits, std::move(result.plan), neighbourhoods, control);
  result.value = value_of(instance, limits, result.plan);
  const StopReason stopped = control.stop.check();
  if (stopped != StopReason::none) result.status = flow::status_of(stopped);
  if (result.value == result.bound) result.status = SolveStatus::optimal;
  record(before, instance, watch, control, result);
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
  LimitedOptions search = options;
  search.movement_rounds = 0;
  SolveResult result = solve_within_limits(instance.with_lanes(without_costs(instance.lanes())),
                                           limits, search, control);
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
  result.searched = result.plan;
  lower_movement(instance, limits, options.movement_rounds, control, result);
  return result;
}

}  // namespace surgeflow::lagrangian
