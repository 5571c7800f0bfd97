// SPDX-License-Identifier: Apache-2.0
// Days of one policy, one after the other.
#include "surgeflow/replay/replay.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/replay/simple_rules.hpp"
#include "surgeflow/rolling/execute.hpp"
#include "surgeflow/rolling/replan.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::replay {
namespace {

using rolling::OpenOrders;
using rolling::State;

constexpr std::int32_t kHoursOfNeed = 72;

State start_of(const Case& whole) {
  State state{.idle = whole.devices, .coming = {}};
  if (whole.returning.facilities() == 0) return state;
  for (FacilityId i{0}; i.value() < whole.returning.facilities(); ++i) {
    for (Period t{0}; t.value() < whole.returning.periods(); ++t) {
      const Count devices = whole.returning(i, t);
      if (devices > 0) state.coming.push_back({i, t, rolling::Where::stated, devices});
    }
  }
  return state;
}

Outcome empty_outcome(const Wave& wave, Policy policy) {
  Outcome outcome{.policy = policy,
                  .unmet = Panel<Count>(wave.truth.facilities(), wave.truth.periods())};
  for (const Count patients : wave.truth.values()) outcome.patients += patients;
  return outcome;
}

void sum_up(Outcome& outcome) {
  for (const Count unmet : outcome.unmet.values()) outcome.without += unmet;
}

void count_shipment(Outcome& outcome, const Shipment& shipment) {
  outcome.devices_moved += shipment.quantity;
  ++outcome.shipments;
}

// ---- simple rules -------------------------------------------------------------------------------

class RuleDays {
 public:
  RuleDays(const Wave& wave, Policy policy, const StopCondition& stop)
      : wave_(wave), policy_(policy), stop_(stop), stocks_(start_of(wave.whole)) {
    for (FacilityId i{0}; i.value() < wave.truth.facilities(); ++i) {
      const std::int32_t lag = wave.whole.in_processing_periods[place(i)];
      for (Period t{0}; t.value() < wave.truth.periods(); ++t) {
        stocks_.expect(
            {i, Period(t.value() + lag), rolling::Where::in_processing, wave.whole.arrivals(i, t)});
      }
    }
  }

  Outcome run() {
    Outcome outcome = empty_outcome(wave_, policy_);
    for (Period t{0}; t.value() < wave_.truth.periods(); ++t) {
      outcome.stopped = stop_.check();
      if (outcome.stopped != StopReason::none) return outcome;
      stocks_.begin(t);
      for (Shipment shipment : leaving(t)) {
        const std::int32_t transit =
            wave_.lanes.transit_periods(shipment.origin, shipment.destination);
        shipment.depart = t;
        stocks_.send({shipment, Period(t.value() + transit)});
        count_shipment(outcome, shipment);
      }
      treat(t, outcome);
    }
    sum_up(outcome);
    return outcome;
  }

 private:
  static std::size_t place(FacilityId i) { return static_cast<std::size_t>(i.value()); }

  [[nodiscard]] std::vector<Shipment> leaving(Period t) const {
    if (policy_ == Policy::none) return {};
    const State state = rolling::counted_from(stocks_.state(), t);
    const Panel<Count> expected = wave_.outlook(t);
    const MorningView morning{.idle = state.idle,
                              .coming = state.coming,
                              .expected = expected,
                              .lanes = wave_.lanes,
                              .turnaround_periods = wave_.whole.turnaround_periods};
    if (policy_ == Policy::proportional) return send_in_proportion(morning);
    if (policy_ == Policy::nearest) return send_to_nearest(morning);
    const std::int32_t hours = wave_.whole.horizon.period_hours;
    return send_to_nearest(morning, (kHoursOfNeed + hours - 1) / hours);
  }

  void treat(Period t, Outcome& outcome) {
    for (FacilityId i{0}; i.value() < wave_.truth.facilities(); ++i) {
      const Count came = wave_.truth(i, t);
      const Count treated = std::min(came, stocks_.idle(i));
      stocks_.treat(i, treated, Period(t.value() + wave_.whole.turnaround_periods[place(i)]));
      outcome.unmet(i, t) = came - treated;
    }
  }

  const Wave& wave_;
  Policy policy_;
  const StopCondition& stop_;
  rolling::Stocks stocks_;
};

// ---- plans --------------------------------------------------------------------------------------

Panel<Count> columns(const Panel<Count>& panel, Period first, std::int32_t periods) {
  Panel<Count> some(panel.facilities(), periods);
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    const auto row = panel.row(i).subspan(static_cast<std::size_t>(first.value()),
                                          static_cast<std::size_t>(periods));
    std::ranges::copy(row, some.row(i).begin());
  }
  return some;
}

template <class T>
Panel<T> later_part(const Panel<T>& panel, Period first) {
  Panel<T> rest(panel.facilities(), panel.periods() - first.value());
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    std::ranges::copy(panel.row(i).subspan(static_cast<std::size_t>(first.value())),
                      rest.row(i).begin());
  }
  return rest;
}

/// Devices of `before` that travel in `now` on the same lane in the same period.
Total surviving(std::span<const Shipment> before, std::span<const Shipment> now) {
  std::map<Shipment, Count> left;
  const auto lane = [](Shipment order) { return order.quantity = 0, order; };
  for (const Shipment& order : now) left[lane(order)] += order.quantity;
  Total devices = 0;
  for (const Shipment& order : before) devices += std::min(order.quantity, left[lane(order)]);
  return devices;
}

Total devices_on(std::span<const Shipment> orders) {
  Total devices = 0;
  for (const Shipment& order : orders) devices += order.quantity;
  return devices;
}

class PlanDays {
 public:
  PlanDays(const Wave& wave, const Options& options, const Planner& planner)
      : wave_(wave), options_(options), planner_(planner), state_(start_of(wave.whole)) {}

  Outcome run() {
    Outcome outcome = empty_outcome(wave_, Policy::plan);
    const std::int32_t periods = wave_.truth.periods();
    for (Period t{0}; t.value() < periods;) {
      const std::int32_t passed = std::min(options_.every, periods - t.value());
      outcome.stopped = options_.stop.check();
      if (outcome.stopped == StopReason::none) day(t, passed, outcome);
      if (outcome.stopped != StopReason::none) return outcome;
      t = Period(t.value() + passed);
    }
    sum_up(outcome);
    return outcome;
  }

 private:
  void day(Period t, std::int32_t passed, Outcome& outcome) {
    Case today = rolling::case_from(wave_.whole, t, state_);
    const bool limited = today.limits.any();
    const Instance free =
        rolling::instance_of(today, wave_.whole.devices, wave_.outlook(t), wave_.lanes);
    OpenOrders open = rolling::look_at_orders(today, free, orders_, options_.frozen_periods);
    if (today.limits.no_worse_off) {
      today.limits.promised =
          rolling::promised_patients(wave_.whole, t, past_until(t, outcome), free.demand());
    }
    if (limited) leave_out_limits(free, today.limits, outcome);
    const Orders given = orders_of_the_morning(free, today, open, outcome);
    const Instance instance = with_orders(free, given, today.limits);
    const SolveResult best = planner_.solve(instance, within_orders(today.limits, free, given),
                                            warm_ ? &*warm_ : nullptr);
    const Plan plan = limited ? best.plan : kept_orders(today, instance, open, best);
    outcome.stopped = options_.stop.check();
    if (outcome.stopped != StopReason::none) return;
    const Plan whole = with_ordered(plan, given);
    const rolling::OpenPlan going{free, whole, state_.coming};
    const std::vector<Shipment>& orders = whole.shipments;
    count_survival(open, orders, outcome.survival);
    const rolling::Execution done =
        rolling::execute(going, Period(passed), {.demand = columns(wave_.truth, t, passed)});
    record(done, t, outcome);
    state_ = done.state;
    orders_ = rolling::open_orders(orders, Period(passed));
    keep_start(plan, best, passed);
  }

  void leave_out_limits(const Instance& free, Limits& limits, Outcome& outcome) const {
    Limits keepable = planner_.keepable(free, limits);
    outcome.limits_left_out +=
        static_cast<Total>(names_of(limits).size() - names_of(keepable).size());
    limits = std::move(keepable);
  }

  [[nodiscard]] rolling::Past past_until(Period t, const Outcome& outcome) const {
    rolling::Past past{columns(wave_.truth, Period(0), t.value()),
                       columns(wave_.truth, Period(0), t.value())};
    const Panel<Count> unmet = columns(outcome.unmet, Period(0), t.value());
    std::ranges::transform(past.treated.values(), unmet.values(), past.treated.values().begin(),
                           std::minus<>());
    return past;
  }

  /// Those of a person and the frozen ones, which are possible by themselves, as far as they can be
  /// obeyed together.
  [[nodiscard]] Orders orders_of_the_morning(const Instance& free, const Case& today,
                                             OpenOrders& open, Outcome& outcome) const {
    if (today.orders.empty() && !today.limits.any()) return rolling::with_frozen({}, open.frozen);
    const auto find_conflict_here = [&](const Orders& some) {
      if (today.limits.any()) return planner_.find_conflict(free, today.limits, some);
      const std::optional<OrderConflict> conflict = find_conflict(free, some);
      return conflict ? conflict->orders : std::vector<std::size_t>{};
    };
    Orders orders = rolling::obeyable_orders(today.orders, open.frozen,
                                             rolling::PersonsOrders::give_way, find_conflict_here);
    outcome.orders_left_out +=
        static_cast<Total>(today.orders.list.size() + open.frozen.size() - orders.list.size());
    return orders;
  }

  [[nodiscard]] Plan kept_orders(const Case& today, const Instance& instance,
                                 const OpenOrders& open, const SolveResult& best) const {
    if (best.status != SolveStatus::optimal) return best.plan;
    const WarmStart optimum{best.plan, best.potentials};
    return rolling::keep_orders(
        today, instance, open, best, options_.change_cost,
        [&](const Instance& other) { return planner_.solve(other, {}, &optimum); });
  }

  void count_survival(const OpenOrders& open, std::span<const Shipment> orders,
                      Survival& survival) const {
    if (open.stated.empty()) return;
    ++survival.mornings;
    survival.devices += devices_on(open.stated);
    survival.surviving += surviving(open.stated, orders);
    const Total frozen =
        devices_on(rolling::departing_before(open.stated, Period(options_.frozen_periods)));
    survival.frozen += frozen;
    survival.frozen_cut += frozen - devices_on(open.frozen);
  }

  static void record(const rolling::Execution& done, Period t, Outcome& outcome) {
    for (FacilityId i{0}; i.value() < done.demand.facilities(); ++i) {
      for (Period u{0}; u.value() < done.demand.periods(); ++u) {
        outcome.unmet(i, Period(t.value() + u.value())) = done.demand(i, u) - done.treated(i, u);
      }
    }
    for (const rolling::Departure& departure : done.departures) {
      count_shipment(outcome, departure.shipment);
    }
  }

  void keep_start(const Plan& plan, const SolveResult& best, std::int32_t passed) {
    const Period first(passed);
    if (plan.treated.periods() <= passed) return;
    std::vector<Shipment> free = rolling::open_orders(plan.shipments, first);
    std::erase_if(free, [&](const Shipment& shipment) {
      return shipment.depart.value() < options_.frozen_periods;
    });
    warm_ = WarmStart{
        {later_part(plan.treated, first), std::move(free)},
        {later_part(best.potentials.patients, first), later_part(best.potentials.moves, first)}};
  }

  const Wave& wave_;
  const Options& options_;
  const Planner& planner_;
  State state_;
  std::vector<Shipment> orders_;
  std::optional<WarmStart> warm_;
};

Outcome play_foresight(const Wave& wave, const StopCondition& stop, const Planner& planner) {
  Case whole = rolling::case_from(wave.whole, Period(0), start_of(wave.whole));
  whole.rules = {};  // a reserve is for those who do not know
  const Instance instance = rolling::instance_of(whole, wave.whole.devices, wave.truth, wave.lanes);
  const Plan plan = planner.solve(instance, {}, nullptr).plan;
  Outcome outcome = empty_outcome(wave, Policy::foresight);
  outcome.stopped = stop.check();
  if (outcome.stopped != StopReason::none) return outcome;
  for (std::size_t n = 0; n < wave.truth.values().size(); ++n) {
    outcome.unmet.values()[n] = wave.truth.values()[n] - plan.treated.values()[n];
  }
  for (const Shipment& shipment : plan.shipments) count_shipment(outcome, shipment);
  sum_up(outcome);
  return outcome;
}

}  // namespace

std::string_view name_of(Policy policy) {
  switch (policy) {
    case Policy::none:
      return "none";
    case Policy::proportional:
      return "proportional";
    case Policy::nearest:
      return "nearest";
    case Policy::within_72h:
      return "within_72h";
    case Policy::plan:
      return "plan";
    case Policy::foresight:
      break;
  }
  return "foresight";
}

std::vector<Policy> all_policies() {
  return {Policy::none,       Policy::proportional, Policy::nearest,
          Policy::within_72h, Policy::plan,         Policy::foresight};
}

Outcome play(const Wave& wave, Policy policy, const Options& options, const Planner& planner) {
  if (policy == Policy::plan) return PlanDays(wave, options, planner).run();
  if (policy == Policy::foresight) return play_foresight(wave, options.stop, planner);
  return RuleDays(wave, policy, options.stop).run();
}

}  // namespace surgeflow::replay
