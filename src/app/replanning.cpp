// SPDX-License-Identifier: Apache-2.0
// Holds the plan file against the case, executes, and solves.
#include "app/replanning.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <future>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "app/consolidation.hpp"
#include "app/version.hpp"
#include "app/warm.hpp"
#include "app/words.hpp"
#include "lagrangian/limits/limit_conflict.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/provision.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/rolling/today.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

constexpr std::int32_t kHoursOfADay = 24;

[[noreturn]] void refuse_replan(const std::string& file, std::string seen, std::string allowed,
                                std::string remedy) {
  throw InputError(
      Diagnostic{{file, 0, {}}, std::move(seen), std::move(allowed), std::move(remedy)});
}

std::string dates_of(const Horizon& horizon) {
  return fmt::format("{} to {}", horizon.label(Period(0)),
                     horizon.label(Period(horizon.periods - 1)));
}

/// The first period of the day.
Period period_at(const Horizon& horizon, Date date, const std::string& owner) {
  const std::int64_t days = (date - horizon.start).count();
  const std::int64_t period = days * (kHoursOfADay / horizon.period_hours);
  if (period < 0 || period >= horizon.periods) {
    refuse_replan("--at", fmt::format("{} is outside {}", format_date(date), owner),
                  fmt::format("a date from {}", dates_of(horizon)),
                  "name a day that both the plan and the case cover");
  }
  return Period(static_cast<std::int32_t>(period));
}

void require_unaltered(const std::string& path, const archive::StoredClaims& claims) {
  if (claims.altered_datasets.empty()) return;
  refuse_replan(path,
                fmt::format("content that differs from its recorded SHA-256: {}",
                            fmt::join(claims.altered_datasets, ", ")),
                "a plan file as surgeflow wrote it",
                "'surgeflow verify' says all that was altered");
}

void require_same_facilities(const std::string& path, const archive::PlanDocument& plan,
                             const Case& whole) {
  const auto ids = facility_ids(whole.facilities);
  const auto planned = facility_ids(plan.facilities);
  if (ids == planned) return;
  const auto [one, other] = std::ranges::mismatch(planned, ids);
  refuse_replan(
      path,
      fmt::format("facility {} of the plan is {}, that of the case is {}",
                  one - planned.begin() + 1, one == planned.end() ? "none" : in_quotes(*one),
                  other == ids.end() ? "none" : in_quotes(*other)),
      "a plan of the case's facilities, in their order",
      "re-plan with the facilities.csv that the plan was made with");
}

void require_same_periods(const std::string& path, const Horizon& planned, const Horizon& stated) {
  if (planned.period_hours == stated.period_hours) return;
  refuse_replan(path, fmt::format("the plan's periods have {} hours", planned.period_hours),
                fmt::format("periods of {} hours, like the case's", stated.period_hours),
                "re-plan the case that the plan was made from");
}

archive::PlanDocument read_yesterday(const std::string& path, const Case& whole, int threads) {
  archive::StoredPlan stored = archive::read_stored_plan(path, threads);
  require_unaltered(path, stored.claims);
  require_same_facilities(path, stored.document, whole);
  require_same_periods(path, stored.document.horizon, whole.horizon);
  return std::move(stored.document);
}

formats::SeenFiles read_seen(const ReplanRequest& request, const archive::PlanDocument& plan,
                             const rolling::History& before, Period passed) {
  if (request.actuals_path.empty()) return {};
  formats::PastWindow window{.horizon = before.past,
                             .first = Period(before.past.periods),
                             .plan_periods = plan.horizon.periods};
  window.horizon.periods += passed.value();
  if (window.horizon.periods == 0) {
    refuse_replan("--actuals", "no period of the plan has passed", "a later --at",
                  "leave it out to plan the first day again");
  }
  return formats::read_actuals(request.actuals_path, window, plan.facilities,
                               plan.instance.lanes());
}

bool same_place(const Facility& one, const Facility& other) {
  return one.location == other.location && one.region == other.region &&
         one.lead_periods == other.lead_periods;
}

/// Computed lanes of the same places by the same rule are those that the plan was read with.
LaneTable lanes_of(const Case& whole, const archive::PlanDocument& plan, int threads) {
  const TransitRule& now = whole.transit;
  const TransitRule& then = plan.transit;
  const bool same = now.model == TransitModel::geodesic && then.model == now.model &&
                    then.km_per_period == now.km_per_period &&
                    then.max_periods == now.max_periods && then.scope == now.scope &&
                    then.movement == now.movement &&
                    then.distance_resolution_km == now.distance_resolution_km &&
                    then.fixed_cost_km == now.fixed_cost_km && then.partners == now.partners &&
                    std::ranges::equal(whole.facilities, plan.facilities, same_place);
  return same ? plan.instance.lanes()
              : transit::make_lane_table(whole.facilities, whole.transit, threads);
}

/// What yesterday's plan says of today and later, without what is frozen or has left.
WarmStart rest_of(const archive::PlanDocument& plan, const Case& today, Period passed,
                  const ReplanRequest& request, LogSink& log) {
  archive::EarlierPlan earlier{plan.horizon, facility_ids(plan.facilities), plan.plan,
                               plan.potentials};
  std::erase_if(earlier.plan.shipments, [&](const Shipment& shipment) {
    return shipment.depart.value() < passed.value() + request.frozen_periods;
  });
  return align(earlier, today, request.plan_path, log);
}

/// False where the bound alone says that the plan is not optimal, as it mostly is: looking at every
/// lane takes longer than a solve.
bool may_be_optimal(const Instance& ordered, const WarmStart& rest) {
  if (!ordered.send_steps().empty()) return true;
  return check_certificate(ordered, rest.plan, rest.potentials, LaneCheck{}).optimal;
}

/// A person's orders and the frozen ones. Within limits those that are frozen are left out where
/// they can not be obeyed with all others; a person's stay, and may be refused.
Orders orders_of_the_morning(const Instance& instance, const Case& today,
                             const ReplanRequest& request, std::vector<Shipment>& frozen) {
  if (!today.limits.any()) return rolling::with_frozen(today.orders, frozen);
  return rolling::obeyable_orders(today.orders, frozen, rolling::PersonsOrders::stay,
                                  [&](const Orders& orders) {
                                    return lagrangian::orders_beyond(instance, orders, today.limits,
                                                                     request.stop, request.threads);
                                  });
}

/// What is left of yesterday's plan, where its own potentials prove that nothing is better: then
/// nothing has to be solved.
std::optional<Solution> still_optimal(const Morning& morning, const Instance& ordered,
                                      int threads) {
  if (morning.planning_case.limits.any()) return std::nullopt;
  const Stopwatch watch;
  const auto& [plan, potentials] = morning.warm;
  if (!is_possible(ordered, plan)) return std::nullopt;
  const double seconds = watch.seconds();
  const Stopwatch verify_watch;
  if (!may_be_optimal(ordered, morning.warm)) return std::nullopt;
  Solution solution;
  solution.certificate = check_certificate(ordered, plan, potentials, threads);
  if (!solution.certificate.optimal) return std::nullopt;
  solution.result.plan = plan;
  solution.result.potentials = potentials;
  solution.result.value = solution.certificate.value;
  solution.result.bound = solution.certificate.bound;
  solution.solve_seconds = seconds;
  solution.verify_seconds = verify_watch.seconds();
  return solution;
}

/// Orders that are frozen are possible, and need no search for a plan that provides them; a
/// person's may not be. A search that is stopped is left to those who look.
Solution solved(const Morning& morning, const Instance& ordered, const SolveControl& control) {
  const Case& today = morning.planning_case;
  if (auto unchanged = still_optimal(morning, ordered, control.threads)) {
    unchanged->result.plan = with_ordered(std::move(unchanged->result.plan), today.orders);
    return std::move(*unchanged);
  }
  const bool only_frozen = today.orders.list.size() == morning.orders.frozen.size();
  if (!only_frozen || today.limits.any()) {
    return solve_and_check(morning.instance, today, control);
  }
  const Stopwatch watch;
  Solution solution;
  solution.result = solve(ordered, control);
  solution.solve_seconds = watch.seconds();
  if (solution.result.status != SolveStatus::optimal) {
    return solve_and_check(morning.instance, today, control);
  }
  return solve_and_check(
      today.limits, [&] { return std::move(solution.result); },
      [&](Solution& found) {
        CertificateReport report =
            check_certificate(ordered, found.result.plan, found.result.potentials, control.threads);
        found.result.plan = with_ordered(std::move(found.result.plan), today.orders);
        found.solve_seconds = solution.solve_seconds;
        return report;
      });
}

/// Frozen ones come after them.
Orders orders_of_a_person(const Morning& morning) {
  Orders orders = morning.planning_case.orders;
  orders.list.resize(orders.list.size() - morning.orders.frozen.size());
  return orders;
}

/// The limits for plans beside all orders of the morning.
Limits limits_within_orders(const Morning& morning) {
  const Case& today = morning.planning_case;
  return within_orders(today.limits, morning.instance, today.orders);
}

/// A plan that gains as much and may move more, to keep what was ordered, or gains more; the bound
/// stays.
void take(const Plan& plan, const Morning& morning, const Instance& ordered, int threads,
          Solution& solution) {
  const Orders& orders = morning.planning_case.orders;
  SolveResult& result = solution.result;
  result.value = value_of(ordered, limits_within_orders(morning), plan);
  result.plan = with_ordered(plan, orders);
  solution.certificate = check_certificate(morning.instance, orders, result.plan, result.potentials,
                                           threads, {}, solution.limits);
  const bool called_optimal = result.status == SolveStatus::optimal;
  if (called_optimal && !solution.certificate.optimal) result.status = SolveStatus::gap_reached;
}

/// Keeps what was ordered, where limits allow it.
Plan kept(const Morning& morning, const Instance& ordered, const SolveResult& best,
          Total change_cost, const SolveControl& control) {
  const Case& today = morning.planning_case;
  const rolling::Solve again = [&](const Instance& instance) { return solve(instance, control); };
  Plan plan = rolling::keep_orders(today, ordered, morning.orders, best, change_cost, again);
  const bool obeys = !today.limits.any() ||
                     lagrangian::beyond_limits(ordered, limits_within_orders(morning), plan) == 0;
  return obeys ? plan : best.plan;
}

/// Yesterday's orders as they stand, where there are any, and what a brief search adds to them
/// within the limits.
std::optional<Plan> orders_with_more(const Morning& morning, const Instance& ordered,
                                     const SolveControl& control) {
  const std::vector<Shipment> stated = rolling::beside_frozen(morning.orders);
  if (stated.empty()) return std::nullopt;
  const Instance unchanged = committed(ordered, stated);
  const Orders open = lagrangian::as_orders(stated);
  const Limits within = within_orders(limits_within_orders(morning), ordered, open);
  if (lagrangian::takes_devices(unchanged, within) &&
      !lagrangian::provide_within(unchanged, within, control.stop, control.threads).plan) {
    return std::nullopt;
  }
  SolveResult found = lagrangian::solve_within_limits(
      unchanged, within, lagrangian::brief_options(morning.planning_case.gap),
      {.stop = control.stop, .threads = control.threads});
  if (lagrangian::beyond_limits(unchanged, within, found.plan) > 0) return std::nullopt;
  return with_ordered(std::move(found.plan), open);
}

/// Whether one of two plans is within limits and gains as much as the other.
bool gains_as_much(const Plan& one, const Plan& other, const Morning& morning,
                   const Instance& ordered) {
  const Limits limits = limits_within_orders(morning);
  return lagrangian::beyond_limits(ordered, limits, one) == 0 &&
         value_of(ordered, limits, one).treated >= value_of(ordered, limits, other).treated;
}

/// Makes tables of lanes on another thread. Orders that close lanes have other ones.
std::future<void> prepared_meanwhile(const ReplanRequest& request, const Orders& orders,
                                     const Instance& instance, Workspace& workspace) {
  const bool may_close = std::ranges::any_of(orders.list, [](const Order& order) {
    return order.kind == OrderKind::ban || order.kind == OrderKind::lock;
  });
  if (request.threads == 1 || may_close) return {};
  try {
    return std::async(std::launch::async, [&] { prepare(instance, workspace); });
  } catch (const std::system_error&) {
    return {};  // the solve makes them
  }
}

}  // namespace

Morning begin_day(const ReplanRequest& request, const Case& whole_case, Workspace& workspace,
                  LogSink& log) {
  log.message(LogLevel::info, fmt::format("reading {}", request.plan_path));
  const archive::PlanDocument plan = read_yesterday(request.plan_path, whole_case, request.threads);
  const Period passed = period_at(plan.horizon, request.at, "the plan");
  const Period first = period_at(whole_case.horizon, request.at, "the case");
  const rolling::History before =
      plan.history.value_or(rolling::empty_history(plan.horizon, plan.instance.facilities()));
  formats::SeenFiles seen = read_seen(request, plan, before, passed);

  const auto coming = plan.replan ? plan.replan->coming : rolling::stated_devices(plan.instance);
  const rolling::OpenPlan open{plan.instance, plan.plan, coming};
  rolling::Execution execution = rolling::execute(open, passed, seen.actuals);

  Panel<Count> demand =
      rolling::panel_from(epidemic::forecast_patients(whole_case, request.threads), first);
  LaneTable lanes = lanes_of(whole_case, plan, request.threads);
  Case today = rolling::case_from(whole_case, first, execution.state);
  Instance instance =
      rolling::instance_of(today, whole_case.devices, std::move(demand), std::move(lanes));
  std::future<void> prepared = prepared_meanwhile(request, today.orders, instance, workspace);
  rolling::History history = rolling::extended(before, execution, plan.instance.demand());
  if (today.limits.no_worse_off) {
    today.limits.promised = rolling::promised_patients(
        whole_case, first, {history.demand, history.treated}, instance.demand());
  }
  rolling::OpenOrders orders = rolling::look_at_orders(
      today, instance, rolling::open_orders(plan.plan.shipments, passed), request.frozen_periods);
  if (today.orders.file.empty()) today.orders.file = request.plan_path;
  today.orders = orders_of_the_morning(instance, today, request, orders.frozen);
  WarmStart warm = rest_of(plan, today, passed, request, log);
  std::vector<rolling::ComingDevices> state = execution.state.coming;
  archive::WarmFile from{request.plan_path, file_sha256(request.plan_path)};
  if (prepared.valid()) prepared.get();
  return {.planning_case = std::move(today),
          .instance = std::move(instance),
          .orders = std::move(orders),
          .warm = std::move(warm),
          .execution = std::move(execution),
          .history = std::move(history),
          .coming = std::move(state),
          .seen = std::move(seen),
          .from = std::move(from)};
}

DayPlan plan_day(const Morning& morning, const ReplanRequest& request, SolveControl control) {
  control.warm = &morning.warm;
  const Orders& orders = morning.planning_case.orders;
  const Instance ordered = with_orders(morning.instance, orders, morning.planning_case.limits);
  DayPlan day{.solution = solved(morning, ordered, control), .record = {}, .consolidation = {}};
  SolveResult best = day.solution.result;
  best.plan = without_ordered(std::move(best.plan), orders).plan;
  best.value = value_of(ordered, best.plan);
  const WarmStart optimum{best.plan, best.potentials};
  control.warm = &optimum;
  if (day.solution.certificate.optimal) {
    const Plan plan = kept(morning, ordered, best, request.change_cost, control);
    if (plan != best.plan) take(plan, morning, ordered, control.threads, day.solution);
    best.plan = plan;
  }
  const bool limited = morning.planning_case.limits.any();
  const bool may_gain = limited && !day.solution.certificate.optimal;
  const auto more = may_gain ? orders_with_more(morning, ordered, control) : std::nullopt;
  if (more && gains_as_much(*more, best.plan, morning, ordered)) {
    best.plan = *more;
    take(best.plan, morning, ordered, control.threads, day.solution);
  }
  if (morning.planning_case.shipments.any()) {
    day.consolidation =
        consolidate(morning.instance, morning.planning_case,
                    {.stop = control.stop, .threads = control.threads}, day.solution);
    best.plan = without_ordered(day.solution.result.plan, orders).plan;
  }
  const auto most_treated = [&](const Instance& unchanged) -> std::optional<Total> {
    if (!limited) return patients_treated(solve(unchanged, control).plan);
    const auto kept_all = may_gain ? more : orders_with_more(morning, ordered, control);
    return kept_all ? std::optional(patients_treated(*kept_all)) : std::nullopt;
  };
  const Plan beside_frozen = with_ordered(best.plan, orders_of_a_person(morning));
  day.record = rolling::record_changes(ordered, morning.orders, beside_frozen, best.potentials,
                                       most_treated, morning.planning_case.limits);
  day.record.frozen_periods = request.frozen_periods;
  day.record.coming = morning.coming;
  return day;
}

rolling::ReplanEntry entry_of(const Morning& morning, const ReplanRequest& request,
                              const DayPlan& plan) {
  return {.date = format_date(request.at),
          .commit = std::string(build_info().commit),
          .frozen_periods = request.frozen_periods,
          .changes = rolling::count(plan.record.changes),
          .unmet_before = morning.history.unmet(),
          .unmet_expected =
              morning.instance.total_demand() - patients_treated(plan.solution.result.plan)};
}

}  // namespace surgeflow::app
