// SPDX-License-Identifier: Apache-2.0
// Rows of a plan on their ranks against the whole; run on 1, 2, 3 and 4 ranks.
#include "lagrangian/deal_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "lagrangian/spread_lanes.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {
namespace {

template <class T>
void expect_rows(const Panel<T>& rows, const Panel<T>& all, FacilityRange range) {
  ASSERT_EQ(rows.facilities(), range.size());
  for (FacilityId i{range.first}; i.value() < range.last; ++i) {
    EXPECT_TRUE(std::ranges::equal(rows.row(FacilityId(i.value() - range.first)), all.row(i)))
        << "facility " << i.value();
  }
}

TEST(DealPlan, EveryRankHasTheRowsOfItsFacilities) {
  const auto ranks = comm::Communicator::world();
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    test::RandomInstanceOptions options = test::varied_options(seed, 12);
    options.closed_percent = 0;
    const Instance instance = test::random_instance(options);
    const SolveResult result = solve(instance);
    const WholePlan whole{
        .instance = &instance, .plan = &result.plan, .potentials = &result.potentials};
    const PlanRows rows = deal_plan(ranks.is_root() ? whole : WholePlan{}, ranks);

    const FacilityRange own = range_of_rank(instance.facilities(), ranks.size(), ranks.rank());
    EXPECT_EQ(rows.facilities, own);
    expect_rows(rows.demand, instance.demand(), own);
    expect_rows(rows.arrivals, instance.arrivals(), own);
    expect_rows(rows.treated, result.plan.treated, own);
    expect_rows(rows.potentials.patients, result.potentials.patients, own);
    expect_rows(rows.potentials.moves, result.potentials.moves, own);
    const PlanTrace trace = trace_plan(instance, result.plan);
    expect_rows(rows.trace.idle, trace.idle, own);
    expect_rows(rows.trace.in_use, trace.in_use, own);
    expect_rows(rows.trace.unmet, trace.unmet, own);
    expect_rows(rows.trace.sent, trace.sent, own);
    expect_rows(rows.trace.received, trace.received, own);
  }
}

}  // namespace
}  // namespace surgeflow::lagrangian
