// SPDX-License-Identifier: Apache-2.0
// Commitments for devices that must be there, and a flow problem or a limited one.
#include "lagrangian/limits/provision.hpp"

#include <algorithm>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/restriction.hpp"

namespace surgeflow::lagrangian {
namespace {

/// The instance where devices that must be at a facility are taken for as long as they must.
Instance with_presence_taken(const Instance& instance, const Limits& limits) {
  if (!limits.count_present()) return instance;
  InstanceData data = numbers_of(instance);
  if (data.commitments.facilities() == 0) {
    data.commitments = Panel<Count>(instance.facilities(), instance.periods());
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Count before = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count least = limits.least_at(i, t, instance.devices(i));
      data.commitments(i, t) -= least - before;
      before = least;
    }
  }
  return Instance(std::move(data));
}

std::optional<Period> crowded_period(const Instance& instance, const Limits& limits) {
  for (Period t{0}; limits.dispatch && t.value() < instance.periods(); ++t) {
    if (limits.dispatch_at(t) < 0) return t;
  }
  return std::nullopt;
}

bool keeps_dispatch_limit(const Limits& limits, std::int32_t periods,
                          const std::vector<Shipment>& shipments) {
  std::vector<Count> left = places_of(limits, periods);
  for (const Shipment& shipment : shipments) {
    left[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  return std::ranges::min(left) >= 0;
}

/// Treats nobody.
Plan plan_of(const Instance& instance, std::vector<Shipment> shipments) {
  return {Panel<Count>(instance.facilities(), instance.periods()), std::move(shipments)};
}

/// As much as can be provided within the dispatch limit.
ProvisionWithin provide_within_dispatch(const Instance& taken, const Limits& limits,
                                        const StopCondition& stop, int threads) {
  const Instance problem = provision_problem(taken);
  Limits dispatch{.dispatch = limits.dispatch};
  dispatch.taken.dispatched = limits.taken.dispatched;
  SolveResult result = solve_within_limits(problem, dispatch, {.movement_rounds = 0},
                                           {.stop = stop, .threads = threads});
  ProvisionWithin provision;
  if (patients_treated(result.plan) == problem.total_demand()) {
    provision.plan = plan_of(taken, std::move(result.plan.shipments));
    return provision;
  }
  provision.proved_impossible = result.bound.treated < problem.total_demand();
  for (Period t{0}; !provision.shortage && t.value() < taken.periods(); ++t) {
    for (FacilityId i{0}; !provision.shortage && i.value() < taken.facilities(); ++i) {
      const Count missing = problem.demand()(i, t) - result.plan.treated(i, t);
      if (missing > 0) provision.shortage = Shortage{i, t, missing};
    }
  }
  return provision;
}

}  // namespace

bool takes_devices(const Instance& instance, const Limits& limits) {
  if (!instance.has_commitments()) return false;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      if (instance.supply(i, t) < 0 || limits.ordered_at(i, t) < 0) return true;
      present += instance.supply(i, t);
      if (present < limits.least_at(i, t, instance.devices(i))) return true;
    }
  }
  return false;
}

Orders as_orders(std::span<const Shipment> shipments) {
  Orders orders;
  for (const Shipment& shipment : shipments) {
    orders.list.push_back({.kind = OrderKind::force,
                           .origin = shipment.origin,
                           .destination = shipment.destination,
                           .first = shipment.depart,
                           .last = shipment.depart,
                           .devices = shipment.quantity});
  }
  return orders;
}

Limits keepable_limits(const Instance& instance, Limits limits, const StopCondition& stop,
                       int threads) {
  const auto can_be_kept = [&] {
    return !takes_devices(instance, limits) || provide_within(instance, limits, stop, threads).plan;
  };
  if (limits.count_present() && !can_be_kept()) {
    limits.return_by.reset();
    if (!can_be_kept()) limits.away_millionths.reset();
  }
  if (limits.no_worse_off && takes_devices(instance, limits)) {
    const SolveResult found = solve_within_limits(instance, limits, brief_options(1.0),
                                                  {.stop = stop, .threads = threads});
    limits.no_worse_off = beyond_limits(instance, limits, found.plan) == 0;
  }
  return limits;
}

ProvisionWithin provide_within(const Instance& instance, const Limits& limits,
                               const StopCondition& stop, int threads) {
  ProvisionWithin provision{.crowded = crowded_period(instance, limits)};
  if (provision.crowded) {
    provision.proved_impossible = true;
    return provision;
  }
  const Instance taken = with_presence_taken(instance, limits);
  Provision found = find_provision(taken, threads);
  if (found.shortage) {
    provision.proved_impossible = true;
    provision.shortage = found.shortage;
    return provision;
  }
  if (limits.dispatch && !keeps_dispatch_limit(limits, instance.periods(), found.shipments)) {
    return provide_within_dispatch(taken, limits, stop, threads);
  }
  provision.plan = plan_of(taken, std::move(found.shipments));
  return provision;
}

}  // namespace surgeflow::lagrangian
