// SPDX-License-Identifier: Apache-2.0
// Re-planning with the same forecast, and with others, on random instances.
#include "surgeflow/rolling/replan.hpp"

#include <gtest/gtest.h>

#include "rolling_case.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::rolling {
namespace {

struct Morning {
  Case today;
  OpenOrders orders;
  Instance instance;
  Total treated = 0;  ///< until today
};

Total sum_of(const Panel<Count>& panel) {
  Total sum = 0;
  for (const Count value : panel.values()) sum += value;
  return sum;
}

Morning morning_of(const InstanceData& data, const Plan& plan, Period passed,
                   std::int32_t frozen_periods, const Actuals& actuals) {
  const Case whole = test::case_of(data);
  const Instance instance(data);
  const OpenPlan open{instance, plan, {}};
  const Execution done = execute(open, passed, actuals);
  Case today = case_from(whole, passed, done.state);
  const Instance free =
      instance_of(today, data.devices, panel_from(data.demand, passed), data.lanes);
  OpenOrders orders =
      look_at_orders(today, free, open_orders(plan.shipments, passed), frozen_periods);
  Instance now = with_orders(free, with_frozen({}, orders.frozen));
  return {std::move(today), std::move(orders), std::move(now), sum_of(done.treated)};
}

std::optional<Total> most_treated(const Instance& instance) {
  return patients_treated(solve(instance).plan);
}

// What is left of an optimal plan is optimal: nothing more can be treated, and every order stays.
TEST(Replan, WithTheSameForecastNothingChanges) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const InstanceData data = test::random_instance_data(test::open_options(seed, 10, 25));
    if (data.demand.periods() < 2) continue;
    const SolveResult whole = solve(Instance(data));
    test::RandomDraws draws(seed, 5);
    const Period passed(draws.between(0, data.demand.periods() - 1));
    const Morning morning = morning_of(data, whole.plan, passed, draws.between(0, 3), {});
    EXPECT_EQ(morning.orders.possible, morning.orders.stated) << seed;
    const SolveResult best = solve(morning.instance);
    EXPECT_EQ(morning.treated + patients_treated(best.plan), patients_treated(whole.plan)) << seed;
    const Plan kept =
        keep_orders(morning.today, morning.instance, morning.orders, best, 0, test::solved);
    EXPECT_TRUE(check_certificate(morning.instance, kept, best.potentials).optimal) << seed;
    const ReplanRecord record =
        record_changes(morning.instance, morning.orders, kept, best.potentials, most_treated);
    const ChangeCounts counts = count(record.changes);
    EXPECT_EQ(counts.devices_surviving, counts.devices_before) << seed;
    EXPECT_EQ(record.unmet_kept, morning.instance.total_demand() - patients_treated(kept)) << seed;
  }
}

// Whatever came: the frozen orders are as they were, the plan is optimal beside them, and no plan
// with all old orders treats more.
TEST(Replan, UnderAnotherTruthFrozenOrdersStay) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const InstanceData data = test::random_instance_data(test::open_options(seed, 10, 25));
    if (data.demand.periods() < 2) continue;
    const Plan plan = solve(Instance(data)).plan;
    test::RandomDraws draws(seed, 6);
    const Period passed(draws.between(1, data.demand.periods() - 1));
    Panel<Count> came(data.demand.facilities(), passed.value());
    for (Count& patients : came.values()) patients = draws.between(0, 6);
    const Morning morning = morning_of(data, plan, passed, 2, {.demand = came});
    const SolveResult best = solve(morning.instance);
    const Plan kept =
        keep_orders(morning.today, morning.instance, morning.orders, best, 0, test::solved);
    EXPECT_TRUE(check_certificate(morning.instance, kept, best.potentials).optimal) << seed;
    const ReplanRecord record =
        record_changes(morning.instance, morning.orders, kept, best.potentials, most_treated);
    EXPECT_EQ(record.frozen(), morning.orders.frozen) << seed;
    const Total unmet = morning.instance.total_demand() - patients_treated(kept);
    EXPECT_LE(unmet, record.unmet_kept) << seed;
    EXPECT_LE(record.unmet_kept, record.unmet_unchanged) << seed;
  }
}

}  // namespace
}  // namespace surgeflow::rolling
