// SPDX-License-Identifier: Apache-2.0
// Movement within limits on lanes of different costs: by hand, and on random cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "lagrangian/limits/exchanged_origins.hpp"
#include "lagrangian/limits/less_movement.hpp"
#include "support/expect_certified.hpp"
#include "support/interrupt_at_message.hpp"
#include "support/ruled_case.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::less_movement;
using lagrangian::solve_within_limits;

constexpr FacilityId kAlder{0};
constexpr FacilityId kBirch{1};
constexpr FacilityId kCedar{2};

/// A and C have two devices each, and B four patients on day 1; a lane to B takes a day and costs 2
/// from A and 3 from C. A device treats for two days.
InstanceData two_lenders() {
  InstanceData data{.devices = {2, 0, 2},
                    .turnaround_periods = {2, 2, 2},
                    .in_processing_periods = {1, 1, 1},
                    .demand = Panel<Count>(3, 6),
                    .arrivals = Panel<Count>(3, 6),
                    .lanes = LaneTable(3)};
  data.demand(kBirch, Period(1)) = 4;
  data.lanes.allocate_costs();
  for (const auto& [lender, cost] : {std::pair{kAlder, 2}, std::pair{kCedar, 3}}) {
    data.lanes.row(lender)[1] = 1;
    data.lanes.cost_row(lender)[1] = cost;
  }
  return data;
}

SolveResult solved(const Instance& instance, const Limits& limits, int threads = 1) {
  SolveResult result = solve_within_limits(instance, limits, {}, {.stop = {}, .threads = threads});
  const CertificateReport report = check_certificate(instance, result.plan, result.potentials, 1,
                                                     {}, LimitClaim{limits, result.prices.value()});
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
  EXPECT_EQ(report.value, result.value);
  EXPECT_EQ(report.bound.treated, result.bound.treated);
  EXPECT_EQ(report.optimal, result.status == SolveStatus::optimal);
  return result;
}

TEST(LessMovement, TheFactorChoosesTheLender) {
  // One device may leave, on day 0: it treats one of B's patients. A's costs 2, and C's 3.
  const Limits one{.dispatch = 1};
  SolveResult result = solved(Instance(two_lenders()), one);
  EXPECT_EQ(result.value, (PlanValue{.treated = 1, .movement = 2}));
  EXPECT_EQ(result.plan.shipments, (std::vector<Shipment>{{Period(0), kAlder, kBirch, 1}}));
  // With the costs the other way round it is C.
  InstanceData data = two_lenders();
  data.lanes.cost_row(kAlder)[1] = 4;
  result = solved(Instance(data), one);
  EXPECT_EQ(result.value, (PlanValue{.treated = 1, .movement = 3}));
  EXPECT_EQ(result.plan.shipments, (std::vector<Shipment>{{Period(0), kCedar, kBirch, 1}}));
}

TEST(LessMovement, NoCostIsAPatient) {
  // Half of each fleet may leave: one device of A and one of C treat two patients, for 2 + 3.
  const Limits half{.away_millionths = 500'000};
  const SolveResult result = solved(Instance(two_lenders()), half);
  EXPECT_EQ(result.value, (PlanValue{.treated = 2, .movement = 5}));
}

TEST(LessMovement, APlanThatMovesTooMuchIsLowered) {
  // C lends where A could, and A stays as it must: a device of each has to be there.
  const Instance instance(two_lenders());
  const Limits half{.away_millionths = 500'000};
  InstanceData fewer = two_lenders();
  fewer.demand(kBirch, Period(1)) = 1;
  Plan plan{.treated = Panel<Count>(3, 6), .shipments = {{Period(0), kCedar, kBirch, 1}}};
  plan.treated(kBirch, Period(1)) = 1;
  const Plan less = less_movement(Instance(fewer), half, plan, 4, {});
  EXPECT_EQ(less.shipments, (std::vector<Shipment>{{Period(0), kAlder, kBirch, 1}}));
  EXPECT_EQ(less.treated, plan.treated);
}

TEST(LessMovement, AnOptimumWithoutLimitsIsProvedWithItsMovement) {
  const SolveResult result = solved(Instance(two_lenders()), {.dispatch = 4});
  EXPECT_EQ(result.status, SolveStatus::optimal);
  EXPECT_EQ(result.value, (PlanValue{.treated = 4, .movement = 10}));
  EXPECT_EQ(result.bound, result.value);
}

/// Lanes of a day between any two of A, B, C and D; those from A to B and from C to D cost 5, and
/// all others 1.
InstanceData two_pairs() {
  InstanceData data{.devices = {1, 0, 1, 0},
                    .turnaround_periods = {2, 2, 2, 2},
                    .in_processing_periods = {1, 1, 1, 1},
                    .demand = Panel<Count>(4, 6),
                    .arrivals = Panel<Count>(4, 6),
                    .lanes = LaneTable(4)};
  data.lanes.allocate_costs();
  for (FacilityId i{0}; i.value() < 4; ++i) {
    std::ranges::fill(data.lanes.row(i), std::uint8_t{1});
    data.lanes.row(i)[static_cast<std::size_t>(i.value())] = 0;
  }
  data.lanes.cost_row(kAlder)[1] = 5;
  data.lanes.cost_row(kCedar)[3] = 5;
  return data;
}

TEST(ExchangedOrigins, OnADayAndAcrossDays) {
  constexpr FacilityId kDogwood{3};
  const Instance instance(two_pairs());
  const Panel<Count> none(4, 6);
  Plan plan{.treated = none,
            .shipments = {{Period(1), kAlder, kBirch, 1}, {Period(1), kCedar, kDogwood, 1}}};
  // On one day nobody lacks a device for it: 5 + 5 becomes 1 + 1.
  EXPECT_EQ(
      lagrangian::with_exchanged_origins(instance, plan, none).shipments,
      (std::vector<Shipment>{{Period(1), kAlder, kDogwood, 1}, {Period(1), kCedar, kBirch, 1}}));
  // Where C sends two days later it lacks the device in periods 1 and 2.
  plan.shipments[1].depart = Period(3);
  EXPECT_EQ(lagrangian::with_exchanged_origins(instance, plan, none).shipments, plan.shipments);
  Panel<Count> spare = none;
  spare(kCedar, Period(1)) = 1;
  spare(kCedar, Period(2)) = 1;
  EXPECT_EQ(
      lagrangian::with_exchanged_origins(instance, plan, spare).shipments,
      (std::vector<Shipment>{{Period(1), kCedar, kBirch, 1}, {Period(3), kAlder, kDogwood, 1}}));
}

TEST(ExchangedOrigins, AnotherSends) {
  const Instance instance(two_pairs());
  const Plan plan{.treated = Panel<Count>(4, 6), .shipments = {{Period(1), kAlder, kBirch, 1}}};
  Panel<Count> spare(4, 6);
  std::ranges::fill(spare.row(kCedar), 1);
  EXPECT_EQ(lagrangian::with_exchanged_origins(instance, plan, spare).shipments,
            (std::vector<Shipment>{{Period(1), kCedar, kBirch, 1}}));
  // Its device is needed in the last period.
  spare(kCedar, Period(5)) = 0;
  EXPECT_EQ(lagrangian::with_exchanged_origins(instance, plan, spare).shipments, plan.shipments);
}

/// One to three limits, and at random a reserve, that others may cover, weights, closed lanes, and
/// devices on patients from before.
RuledCase limited_case(std::uint64_t seed, LaneCosts lane_costs) {
  RandomDraws draws(seed, 23);
  InstanceData data = random_instance_data({.seed = seed,
                                            .facilities = draws.between(3, 9),
                                            .periods = draws.between(8, 20),
                                            .lane_costs = lane_costs,
                                            .most_lane_cost = seed % 2 == 0 ? 3 : 50,
                                            .closed_percent = seed % 3 == 0 ? 20 : 0});
  Limits limits;
  for (std::int32_t n = draws.between(1, 3); n > 0; --n) {
    add_rule(draws.between(0, 4), data, limits, draws);
  }
  if (draws.happens(40)) add_rule(draws.between(5, 6), data, limits, draws);
  if (!data.hold_steps.empty()) limits.backup_periods = draws.between(0, 2);
  if (draws.happens(30)) begin_amid_care(data, limits, draws);
  return {Instance(std::move(data)), std::move(limits)};
}

TEST(LessMovement, RandomCases) {
  int lowered = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RuledCase ruled = limited_case(seed, LaneCosts::varied);
    SCOPED_TRACE(in_words(seed, ruled));
    const auto& [instance, limits] = ruled;
    const SolveResult result = solved(instance, limits);
    if (result.searched) {
      const PlanValue before = value_of(instance, limits, *result.searched);
      EXPECT_GE(result.value.treated, before.treated);
      if (result.value.treated == before.treated) {
        EXPECT_LE(result.value.movement, before.movement);
        lowered += result.value.movement < before.movement ? 1 : 0;
      }
      EXPECT_EQ(lagrangian::beyond_limits(instance, limits, result.plan), 0);
    }
    EXPECT_EQ(result.plan, solved(instance, limits, 2).plan);
  }
  EXPECT_GE(lowered, 12);
}

TEST(LessMovement, WhereLanesCostTheSame) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RuledCase ruled = limited_case(seed, LaneCosts::unit);
    SCOPED_TRACE(in_words(seed, ruled));
    const auto& [instance, limits] = ruled;
    const SolveResult found =
        lagrangian::solve_within_limits(instance, limits, {.movement_rounds = 0}, {});
    const SolveResult lowered = solved(instance, limits);
    EXPECT_FALSE(found.value.better_than(lowered.value));
    better += lowered.value.better_than(found.value) ? 1 : 0;
  }
  EXPECT_GE(better, 1);
}

TEST(LessMovement, AnInterruptAtAnyTimeLeavesAPlanWithinLimits) {
  const Instance instance =
      random_instance({.seed = 8, .facilities = 8, .periods = 20, .lane_costs = LaneCosts::varied});
  for (const Limits& limits : {Limits{.away_millionths = 300'000}, Limits{.dispatch = 1}}) {
    for (int n = 1; n < 200; n += n < 20 ? 1 : 15) {
      SCOPED_TRACE(n);
      InterruptAtMessage log(n);
      const SolveResult result = solve_within_limits(
          instance, limits, {}, {.stop = StopCondition({}, &log.flag()), .log = &log});
      const CertificateReport report =
          check_certificate(instance, result.plan, result.potentials, 1, {},
                            LimitClaim{limits, result.prices.value()});
      EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
      EXPECT_EQ(report.value, result.value);
      EXPECT_EQ(result.status == SolveStatus::optimal, report.optimal);
    }
  }
}

TEST(LessMovement, AStoppedSearchLowersNothing) {
  const std::atomic<bool> interrupt = true;
  const SolveResult result = solve_within_limits(Instance(two_lenders()), {.dispatch = 1}, {},
                                                 {.stop = StopCondition({}, &interrupt)});
  EXPECT_EQ(result.status, SolveStatus::interrupted);
  EXPECT_FALSE(result.searched);
}

}  // namespace
}  // namespace surgeflow::test
