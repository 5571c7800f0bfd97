// SPDX-License-Identifier: Apache-2.0
// The fairest plan by hand, its parts, and its claims held against the certificate.
#include "lagrangian/fair/fairest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <vector>

#include "lagrangian/fair/fair_plan.hpp"
#include "lagrangian/fair/plan_cycles.hpp"
#include "lagrangian/fair/plan_gain.hpp"
#include "lagrangian/fair/share_bound.hpp"
#include "support/expect_certified.hpp"
#include "support/fair_cases.hpp"
#include "support/instance_data.hpp"
#include "support/random_instance.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/certificate.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::FairResult;
using lagrangian::largest_share;
using lagrangian::PlanCycles;
using lagrangian::solve_fairest;
using lagrangian::WeightedGroup;

TEST(LargestShare, IsThatOfTheRoundedPatients) {
  const std::vector<WeightedGroup> alike{{1, 4}, {1, 4}};
  EXPECT_EQ(largest_share(alike, 8), (TreatedShare{1, 1}));
  EXPECT_EQ(largest_share(alike, 4), (TreatedShare{2, 4}));
  EXPECT_EQ(largest_share(alike, 5), (TreatedShare{2, 4}));  // 5/8 would take three of each
  EXPECT_EQ(largest_share(alike, 1), (TreatedShare{0, 4}));
  EXPECT_EQ(largest_share(alike, -3), (TreatedShare{0, 1}));
}

/// Against every share that a group can have.
TEST(LargestShare, IsTheLargestOfAll) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomDraws draws(seed, 31);
    std::vector<WeightedGroup> groups;
    Total all = 0;
    for (std::int32_t n = draws.between(1, 6); n > 0; --n) {
      groups.push_back({draws.between(0, 40), draws.between(1, 30)});
      all += groups.back().weight * groups.back().demand;
    }
    const Total most = draws.between(0, static_cast<std::int32_t>(all));
    TreatedShare best{0, 1};
    for (const WeightedGroup& group : groups) {
      for (Total treated = 0; treated <= group.demand; ++treated) {
        const TreatedShare share{treated, group.demand};
        Total needed = 0;
        for (const auto& [weight, demand] : groups) needed += weight * least_treated(share, demand);
        if (needed <= most && is_less(best, share)) best = share;
      }
    }
    const TreatedShare found = largest_share(groups, most);
    EXPECT_FALSE(is_less(found, best) || is_less(best, found))
        << seed << ": " << found.treated << "/" << found.demand << " and " << best.treated << "/"
        << best.demand;
  }
}

TEST(PlanCycles, MakeOnePlanOfTheOther) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const InstanceData data = fair_case_data(seed);
    const Instance instance(data);
    const std::vector<std::int32_t> group = every_facility_with_patients(instance);
    const Plan from = solve(instance).plan;
    const Plan to = solve(Instance(backwards_weighted(data))).plan;
    PlanCycles all(instance, group, from, to);
    PlanCycles some(instance, group, from, to);
    RandomDraws draws(seed, 5);
    std::vector<Total> treated = sum_by_group(from.treated, group);
    for (std::size_t cycle = 0; cycle < all.size(); ++cycle) {
      while (all.left(cycle) > 0) all.apply(cycle);
      if (!draws.happens(50)) continue;
      some.apply(cycle);
      for (const auto& change : some.changes(cycle)) {
        treated[static_cast<std::size_t>(change.group)] += change.patients;
      }
    }
    EXPECT_EQ(sum_by_group(all.plan().treated, group), sum_by_group(to.treated, group)) << seed;
    EXPECT_EQ(sum_by_group(some.plan().treated, group), treated) << seed;
    for (const Plan& plan : {all.plan(), some.plan()}) {
      const CertificateReport report =
          check_certificate(instance, plan,
                            {Panel<std::int32_t>(instance.facilities(), instance.periods()),
                             Panel<std::int64_t>(instance.facilities(), instance.periods())});
      EXPECT_TRUE(report.feasible) << seed << ": " << all_failures(report);
    }
  }
}

/// A and B have two patients each on day 1, C has two devices, which treat for longer than there is
/// time; lanes take a day. Both to A are as many patients as one to each.
InstanceData two_against_one() {
  const FacilityId c(2);
  InstanceData data = blank_instance_data(3, 3, 9);
  data.devices[2] = 2;
  for (const FacilityId i : {kA, kB}) {
    data.demand(i, Period(1)) = 2;
    set_lane(data, c, i, 1);
  }
  return data;
}

TEST(Fairest, GivesEachOfTwoFacilitiesOne) {
  const Instance instance(two_against_one());
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{0, 1, -1}, {}, {});
  expect_fair(instance, result);
  EXPECT_EQ(result.claim.levels.front().reached, (TreatedShare{1, 2}));
  EXPECT_EQ(result.claim.levels.front().bound, (TreatedShare{1, 2}));
  EXPECT_EQ(result.floors.least, (std::vector<Total>{1, 1}));
}

TEST(Fairest, HasNothingToDoForNobody) {
  InstanceData data = two_against_one();
  data.demand = Panel<Count>(3, 3);
  const Instance instance(std::move(data));
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{-1, -1, -1}, {}, {});
  expect_fair(instance, result);
  EXPECT_TRUE(result.claim.levels.empty());
}

TEST(Fairest, StandsBeforeTheCertificate) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance(fair_case_data(seed));
    expect_fair(instance, solve_fairest(instance, fair_groups(instance, seed), {}, {}));
  }
}

TEST(Fairest, StandsBeforeTheCertificateWithRules) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = with_fair_case_rules(fair_case_data(seed), seed);
    const FairResult result = solve_fairest(instance, fair_groups(instance, seed), {}, {});
    EXPECT_EQ(result.solved.status, SolveStatus::gap_reached);
    expect_fair(instance, result);
  }
}

/// Whatever counts of patients, cycles keep limits of lending and gain what they say.
TEST(PlanCycles, KeepLimitsOfLending) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    InstanceData data = fair_case_data(seed);
    RandomDraws draws(seed, 43);
    data.resolution = 10;
    add_treat_steps(data, draws);
    add_hold_steps(data, draws);
    add_send_steps(data, draws);
    const Instance instance(data);
    const std::vector<std::int32_t> group = every_facility_with_patients(instance);
    const Plan from = solve(instance).plan;
    data.resolution = 1;
    data.hold_steps.clear();
    const Plan to = solve(Instance(backwards_weighted(data))).plan;
    PlanCycles cycles(instance, group, from, to);
    lagrangian::PlanGain gain(instance, from);
    Total gained = value_of(instance, from).treated;
    for (std::size_t cycle = 0; cycle < cycles.size(); ++cycle) {
      if (!draws.happens(50)) continue;
      gained += gain.of(cycles.arcs(cycle));
      gain.apply(cycles.arcs(cycle));
      cycles.apply(cycle);
    }
    const Plan plan = cycles.plan();
    EXPECT_EQ(value_of(instance, plan).treated, gained) << seed;
    const CertificateReport report =
        check_certificate(instance, plan,
                          {Panel<std::int32_t>(instance.facilities(), instance.periods()),
                           Panel<std::int64_t>(instance.facilities(), instance.periods())});
    EXPECT_TRUE(report.feasible) << seed << ": " << all_failures(report);
  }
}

/// A's patients count three times as much as B's; shares are even nevertheless, and what is left
/// goes to A.
TEST(Fairest, CountsWeightsAfterShares) {
  InstanceData data = two_against_one();
  data.devices[2] = 3;
  GainStep step{.width = data.demand, .gain = Panel<std::int32_t>(3, 3)};
  for (const FacilityId i : {kA, kB}) std::ranges::fill(step.gain.row(i), i == kA ? 3 : 1);
  data.treat_steps = {step};
  const Instance instance(data);
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{0, 1, -1}, {}, {});
  expect_fair(instance, result);
  EXPECT_EQ(result.claim.levels.front().bound, (TreatedShare{1, 2}));
  EXPECT_EQ(result.solved.plan.treated(kA, Period(1)), 2);
  EXPECT_EQ(result.solved.plan.treated(kB, Period(1)), 1);
  EXPECT_EQ(result.solved.value.treated, 7);
}

/// Of C's devices one may leave a day: B's patients of day 1 get the only one that comes in time.
TEST(Fairest, KeepsLimitsOfLending) {
  InstanceData data = two_against_one();
  CostStep one{.width = Panel<Count>(3, 3), .cost = Panel<std::int32_t>(3, 3)};
  std::ranges::fill(one.width.values(), 1);
  data.send_steps = {one};
  data.demand(kA, Period(2)) = 1;
  const Instance instance(data);
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{0, 1, -1}, {}, {});
  expect_fair(instance, result);
  EXPECT_EQ(result.claim.levels.front().reached, (TreatedShare{1, 3}));
  EXPECT_EQ(result.claim.levels.front().bound, (TreatedShare{1, 3}));
  EXPECT_EQ(result.solved.plan.treated(kB, Period(1)), 1);
  FairClaim better = result.claim;
  better.levels.front().bound = {0, 1};
  EXPECT_EQ(names_of_failures(instance, result, better), "fair bound");
}

/// A reserve that is worth more than any patient gives way to the shares, and not to the patients
/// beyond them.
TEST(Fairest, KeepsTheReserveOnceSharesAreEven) {
  InstanceData data = two_against_one();
  data.devices[2] = 3;
  GainStep kept{.width = Panel<Count>(3, 3), .gain = Panel<std::int32_t>(3, 3)};
  std::ranges::fill(kept.width.row(FacilityId(2)), 3);
  std::ranges::fill(kept.gain.row(FacilityId(2)), 2);
  data.hold_steps = {kept};
  const Instance instance(data);
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{0, 1, -1}, {}, {});
  expect_fair(instance, result);
  EXPECT_EQ(patients_treated(result.solved.plan), 2);
  EXPECT_EQ(result.solved.value.treated, 2 + 2 * 3);
  EXPECT_EQ(result.solved.value.movement, 2);
}

TEST(Fairest, ClaimsNothingWrongWhereItIsStoppedWithRules) {
  const std::atomic<bool> interrupt{true};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = with_fair_case_rules(fair_case_data(seed), seed);
    const FairResult result = solve_fairest(instance, fair_groups(instance, seed), {},
                                            {.stop = StopCondition({}, &interrupt)});
    expect_fair(instance, result);
  }
}

TEST(Fairest, ClaimsNothingWrongWhereItIsStopped) {
  const std::atomic<bool> interrupt{true};
  const Instance instance(fair_case_data(3));
  const FairResult result = solve_fairest(instance, fair_groups(instance, 3), {},
                                          {.stop = StopCondition({}, &interrupt)});
  EXPECT_EQ(result.solved.status, SolveStatus::interrupted);
  expect_fair(instance, result);
}

TEST(Fairest, IsRefutedWhereItClaimsMore) {
  const Instance instance(two_against_one());
  const FairResult result = solve_fairest(instance, std::vector<std::int32_t>{0, 1, -1}, {}, {});
  FairClaim better = result.claim;
  better.levels.front().bound = {0, 1};
  EXPECT_EQ(names_of_failures(instance, result, better), "fair bound");
  better = result.claim;
  better.levels.front().reached = {2, 2};
  EXPECT_EQ(names_of_failures(instance, result, better), "fair share, fair floor");
  better = result.claim;
  better.levels.front().potentials(kA, Period(1)) += 50;
  EXPECT_EQ(names_of_failures(instance, result, better), "hold potential, ship potential");
}

}  // namespace
}  // namespace surgeflow::test
