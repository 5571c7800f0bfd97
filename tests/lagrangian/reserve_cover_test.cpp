// SPDX-License-Identifier: Apache-2.0
// Reserves that others cover: by hand, beside the two problems that a network holds, and forged.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <initializer_list>
#include <string>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/reserve_shares.hpp"
#include "support/expect_certified.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::test {
namespace {

constexpr FacilityId kC{2};
constexpr FacilityId kD{3};

Limits covered_within(std::int32_t periods) {
  Limits limits;
  limits.backup_periods = periods;
  return limits;
}

CertificateReport check_cover(const Instance& instance, const Limits& limits,
                              const SolveResult& result) {
  return check_certificate(instance, result.plan, result.potentials, 2, {},
                           LimitClaim{limits, result.prices.value()});
}

SolveResult cover_and_check(const Instance& instance, const Limits& limits) {
  SolveResult result = lagrangian::solve_within_limits(instance, limits, {}, {});
  const CertificateReport report = check_cover(instance, limits, result);
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
  EXPECT_EQ(report.value, result.value);
  EXPECT_EQ(report.bound.treated, result.bound.treated);
  EXPECT_LE(result.value.treated, result.bound.treated);
  return result;
}

/// A reserve of so many devices at some facilities, which count `gain` tenths of a patient each in
/// every period.
void add_reserve(InstanceData& data, std::initializer_list<std::pair<FacilityId, Count>> reserves,
                 std::int32_t gain) {
  data.resolution = 10;
  GainStep step{.width = Panel<Count>(data.demand.facilities(), data.demand.periods()),
                .gain = Panel<std::int32_t>(data.demand.facilities(), data.demand.periods(), gain)};
  for (const auto& [i, devices] : reserves) std::ranges::fill(step.width.row(i), devices);
  data.hold_steps = {step};
}

/// A and C have a device and a reserve of one each; from A a lane leads to B, which has a patient
/// on day 1, from C one of two periods to A.
InstanceData lender_and_cover() {
  InstanceData data = blank_instance_data(3, 10, 2);
  data.devices = {1, 0, 1};
  data.demand(kB, Period(1)) = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  set_lane(data, kC, kA, 2);
  add_reserve(data, {{kA, 1}, {kC, 1}}, 3);
  return data;
}

/// Without a loan both keep their device in all ten periods: 60 tenths. A loan leaves A without for
/// four, which costs 12 and treats a patient: 58. C's device may cover these, if two periods are
/// near enough: 70. No plan is worth more than the patient and two whole reserves. Within one
/// period B's device covers A's reserve on day 3, on which it leaves B: 61.
TEST(ReserveCover, LetsALenderLendByHand) {
  const Instance instance(lender_and_cover());
  const SolveResult near = cover_and_check(instance, covered_within(1));
  EXPECT_EQ(near.value.treated, 61);
  EXPECT_EQ(near.bound.treated, 61);
  const Limits limits = covered_within(2);
  const SolveResult covered = cover_and_check(instance, limits);
  EXPECT_EQ(covered.value.treated, 70);
  EXPECT_EQ(covered.bound.treated, 70);
  EXPECT_EQ(patients_treated(covered.plan), 1);
  const ReserveKept kept = reserve_kept(instance, limits, covered.plan);
  EXPECT_EQ(kept.asked, 20);
  EXPECT_EQ(kept.own + kept.covered, 20);
  EXPECT_GE(kept.covered, 4);
  EXPECT_EQ(reserve_kept(instance, {}, covered.plan).covered, 0);
}

/// C's device covers A and B at once: both of them lend to D.
TEST(ReserveCover, IsPooledByHand) {
  InstanceData data = blank_instance_data(4, 10, 2);
  data.devices = {1, 1, 1, 0};
  data.demand(kD, Period(1)) = 2;
  for (const FacilityId i : {kA, kB}) {
    set_lane(data, i, kD, 1);
    set_lane(data, kC, i, 1);
  }
  add_reserve(data, {{kA, 1}, {kB, 1}}, 1);
  const Instance instance(std::move(data));
  const CoveredReserve reserve(instance, covered_within(1));
  EXPECT_EQ(reserve.most_covered(), 3);
  EXPECT_EQ(std::ranges::count(reserve.covering(kA), kC), 1);
  const SolveResult result = cover_and_check(instance, covered_within(1));
  EXPECT_EQ(patients_treated(result.plan), 2);
  EXPECT_EQ(result.value.treated, 2 * 10 + 2 * 10);
  EXPECT_EQ(result.bound.treated, 2 * 10 + 2 * 10);
}

InstanceData random_covered(std::uint64_t seed) {
  RandomDraws draws(seed, 21);
  InstanceData data = random_instance_data({.seed = seed,
                                            .facilities = draws.between(2, 8),
                                            .periods = draws.between(4, 20),
                                            .most_devices = 5,
                                            .most_turnaround = 4,
                                            .most_transit = 3});
  data.resolution = 10;
  add_hold_steps(data, draws);
  return data;
}

/// Between a reserve of each facility's own and none beside what it could gain at most.
TEST(ReserveCover, LiesBetweenTwoNetworks) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    InstanceData data = random_covered(seed);
    const Instance instance(data);
    Total most = 0;
    for (const GainStep& step : data.hold_steps) {
      for (std::size_t n = 0; n < step.width.values().size(); ++n) {
        most += Total{step.width.values()[n]} * step.gain.values()[n];
      }
    }
    data.hold_steps.clear();
    const SolveResult result =
        cover_and_check(instance, covered_within(1 + static_cast<std::int32_t>(seed % 3)));
    EXPECT_GE(result.value.treated, solve(instance).value.treated);
    EXPECT_LE(result.bound.treated, solve(Instance(data)).value.treated + most);
  }
}

/// At shares no plan gains more than it does, and the plan that they are made for as much, unless
/// steps were joined.
TEST(ReserveShares, AreBelowTheCoverAndTouchIt) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance(random_covered(seed));
    const Limits limits = covered_within(2);
    const CoveredReserve reserve(instance, limits);
    const lagrangian::ReserveShares shares(instance, reserve);
    const Plan plan = solve(instance).plan;
    for (std::uint32_t round = 0; round < 5; ++round) {
      const Instance divided = shares.tight_at(plan, round);
      EXPECT_EQ(value_of(divided, plan).treated, value_of(instance, limits, plan).treated);
      const Plan best = solve(divided).plan;
      EXPECT_LE(value_of(divided, best).treated, value_of(instance, limits, best).treated);
      EXPECT_GE(value_of(instance, limits, best).treated, value_of(instance, limits, plan).treated);
    }
  }
}

TEST(ReserveCover, TheSameOnAnyNumberOfThreads) {
  const Instance instance(random_covered(7));
  Limits limits = covered_within(2);
  limits.dispatch = 1;
  const SolveResult one = lagrangian::solve_within_limits(instance, limits, {}, {});
  const SolveResult four =
      lagrangian::solve_within_limits(instance, limits, {}, {.stop = {}, .threads = 4});
  EXPECT_EQ(one.plan, four.plan);
  EXPECT_EQ(one.bound, four.bound);
  EXPECT_EQ(one.prices, four.prices);
}

TEST(ReserveCover, AnInterruptLeavesAPlanAndABound) {
  const Instance instance(lender_and_cover());
  const std::atomic<bool> interrupt = true;
  const SolveResult result = lagrangian::solve_within_limits(
      instance, covered_within(2), {}, {.stop = StopCondition({}, &interrupt)});
  EXPECT_EQ(result.status, SolveStatus::interrupted);
  const CertificateReport report = check_cover(instance, covered_within(2), result);
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
}

TEST(ReserveCover, OfNoReserveIsNoRule) {
  InstanceData data = lender_and_cover();
  data.hold_steps.clear();
  const Instance instance(std::move(data));
  EXPECT_EQ(lagrangian::solve_within_limits(instance, covered_within(2), {}, {}).status,
            SolveStatus::optimal);
}

/// Multipliers of another shape, below zero, or too large; and a reserve that is said to be covered
/// from farther away.
TEST(LimitCertificate, RefusesForgedCover) {
  const Instance instance(lender_and_cover());
  const SolveResult honest = cover_and_check(instance, covered_within(1));
  const auto fails = [&](const Limits& limits, const SolveResult& result, const char* name) {
    const CertificateReport report = check_cover(instance, limits, result);
    return std::ranges::count(report.failures, name, &CertificateFailure::check) > 0;
  };
  SolveResult forged = honest;
  forged.prices->cover = {};
  EXPECT_TRUE(fails(covered_within(1), forged, "multipliers shape"));
  EXPECT_TRUE(fails(covered_within(0), honest, "multipliers shape"));
  for (const std::int64_t price : {std::int64_t{-1}, std::int64_t{1} << 40}) {
    forged = honest;
    forged.prices->cover(kA, Period(3)) = price;
    EXPECT_TRUE(fails(covered_within(1), forged, "multiplier range"));
  }
  // A multiplier of its own changes the bound, and leaves it true.
  forged = honest;
  std::ranges::fill(forged.prices->cover.values(), forged.prices->resolution);
  const CertificateReport other = check_cover(instance, covered_within(1), forged);
  EXPECT_TRUE(!other.bound_valid || other.bound.treated >= honest.value.treated);
}

}  // namespace
}  // namespace surgeflow::test
